import { html, nothing, type TemplateResult } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { UnitInfo } from '../../schemas.ts'
import type { RuleCard, RulesPage } from '../../schemas-catalogue.ts'
import { levelName, number, value } from '../format.ts'
import { nameOfAction, nameOfNumber } from '../labels.ts'
import { bannerView, titleView } from '../views/head.ts'
import { cardView, dayOf } from './card.ts'

export type State = {
  readonly sample: boolean
  readonly list: 'loading' | { readonly trouble: string } | RulesPage
  readonly units: readonly UnitInfo[]
  readonly text: string
  /** Only rules that hear nothing. */
  readonly blind: boolean
  /** The rule whose card is open; empty: none. */
  readonly open: string
}

export type Acts = {
  want(patch: Partial<Pick<State, 'text' | 'blind'>>): void
  open(id: string): void
  retry(): void
}

export const initial = (sample: boolean): State => ({
  sample,
  list: 'loading',
  units: [],
  text: '',
  blind: false,
  open: '',
})

/** The whole page from the whole state. */
export const pageView = (state: State, acts: Acts): TemplateResult => html`
  ${bannerView(state.sample)}
  <header class="top">
    ${titleView('/quy-tac')}
    <p class="motto">Hệ thống tìm gì, loại trừ gì, và đã đo đúng sai đến đâu</p>
  </header>
  <main class="reports rules">${bodyView(state, acts)}</main>`

const bodyView = (state: State, acts: Acts): TemplateResult => {
  const { list } = state
  if (list === 'loading') return html`<p class="none">Đang tải danh mục…</p>`
  if ('trouble' in list)
    return html`<div class="none" role="alert">
      <p>${list.trouble}</p>
      <button type="button" class="primary" @click=${acts.retry}>Thử lại</button>
    </div>`
  const shown = list.rules.filter((rule) => isWanted(rule, state))
  const enforced = new Set(list.rules.map(({ clause }) => clause.id)).size
  const deaf = list.rules.filter(({ blind }) => blind !== undefined).length
  return html`
    <form class="make" role="search" aria-label="Lọc" @submit=${(event: Event) => event.preventDefault()}>
      <label>Mã, tên, câu cảnh báo có chứa
        <input type="search" .value=${state.text} @input=${(event: Event) => acts.want({ text: valueIn(event) })} />
      </label>
      <label class="check">
        <input type="checkbox" .checked=${state.blind} @change=${() => acts.want({ blind: !state.blind })} />
        Chỉ luật không thấy nhật ký (${number(deaf)})
      </label>
    </form>
    <p class="hint" role="status">
      <b>${number(list.rules.length)} luật thi hành ${number(enforced)} trong ${number(list.clauses)} quy định</b> của danh mục; đang hiện ${number(shown.length)}.
      Quy định chưa có luật và đơn vị nào đánh giá được đến đâu: xem <a href="/do-phu">Độ phủ</a>.
      ${measuredView(list)}
    </p>
    ${shown.length === 0 ? html`<p class="none">Không có luật nào khớp bộ lọc.</p>` : tableView(shown, state, acts)}`
}

const measuredView = ({ measured }: RulesPage): TemplateResult | typeof nothing =>
  measured.length === 0
    ? nothing
    : html`Cột «Đã đo»: trên ${number(measured.length)} tháng sinh ra (${measured.map(monthName).join(', ')}), số vi phạm gài vào được tìm thấy và số lần
        báo sai; không phải số liệu của tỉnh.`

const monthName = (month: string): string => `${month.slice(5)}/${month.slice(0, 4)}`

const valueIn = ({ target }: Event): string => (target instanceof HTMLInputElement ? target.value : '')

const isWanted = ({ id, clause, title, say, blind }: RuleCard, { text, blind: onlyBlind }: State): boolean => {
  const wanted = text.trim().toLowerCase()
  const said = [id, clause.id, clause.vi, title.vi, say.vi].join('\n').toLowerCase()
  return (!onlyBlind || blind !== undefined) && said.includes(wanted)
}

const tableView = (rules: readonly RuleCard[], state: State, acts: Acts): TemplateResult => html`
  <table>
    <caption class="said">Các luật đang chạy</caption>
    <thead>
      <tr>
        <th scope="col">Luật</th>
        <th scope="col">Mức</th>
        <th scope="col">Nhật ký cần</th>
        <th scope="col">Con số</th>
        <th scope="col">Trường hợp thử</th>
        <th scope="col">Đã đo</th>
      </tr>
    </thead>
    <tbody>${repeat(
      rules,
      ({ id }) => id,
      (rule) => rowView(rule, state, acts),
    )}</tbody>
  </table>`

const rowView = (rule: RuleCard, state: State, acts: Acts): TemplateResult => {
  const { id, title, clause, level, policy, tuned, cases } = rule
  const isOpen = state.open === id
  return html`
    <tr id=${`luat-${id}`} class=${isOpen ? 'open' : ''}>
      <th scope="row">
        <button type="button" class="opens" aria-expanded=${isOpen} @click=${() => acts.open(isOpen ? '' : id)}><b>${id}</b> ${title.vi}</button>
        <small>${clause.id === id ? nothing : html`${clause.id}: `}${clause.vi}</small>
      </th>
      <td><span class="level" data-level=${level}>${levelName[level]}</span></td>
      <td>${heardView(rule)}</td>
      <td>
        ${Object.entries(policy).map(([name, raw]) => html`<small>${nameOfNumber(name)}: <b>${shortly(raw)}</b></small>`)}
        ${tuned.length === 0 ? nothing : html`<small>${number(tuned.length)} đơn vị đặt khác</small>`}
      </td>
      <td>${number(cases.fires.length)} phải báo<small>${number(cases.quiet.length)} không được báo</small></td>
      <td>${precisionView(rule)}</td>
    </tr>
    ${isOpen ? html`<tr class="card"><td colspan="6">${cardView(rule, state.units)}</td></tr>` : nothing}`
}

/** A list of names stands on the card of the rule. */
const shortly = (raw: RuleCard['policy'][string]): string =>
  Array.isArray(raw) ? `${number(raw.length)} mục` : value(raw)

const heardView = ({ blind, parts }: RuleCard): TemplateResult => {
  if (blind)
    return html`<span class="urgency" data-urgency="overdue">30 ngày không thấy</span><small>${blind.map(nameOfAction).join(', ')}</small>`
  const heard = parts.flatMap((part) => part.heard ?? [])
  return heard.length === 0 ? html`<small>chưa thấy, hoặc chỉ cần sổ</small>` : html`thấy ${dayOf(Math.max(...heard))}`
}

const precisionView = ({ precision }: RuleCard): TemplateResult => {
  if (!precision) return html`<small>chưa đo</small>`
  const { planted, found, wrong } = precision
  return html`
    ${planted === 0 ? html`<small>không gài trong các tháng đo</small>` : html`tìm thấy ${number(found)}/${number(planted)}`}
    <small>báo sai: <b>${number(wrong)}</b></small>`
}
