import { html, nothing, type TemplateResult } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { UnitInfo, Unlisted, UnlistedPage } from '../../schemas.ts'
import { ago, moment, number } from '../format.ts'
import { actionName } from '../labels/actions.ts'
import { bannerView, titleView } from '../views/head.ts'

/** What the reader asks to see; empty: all. */
export type Wanted = { readonly kind: '' | Unlisted['kind']; readonly unit: string; readonly text: string }

export type State = {
  readonly sample: boolean
  readonly now: number
  readonly list: 'loading' | { readonly trouble: string } | UnlistedPage
  readonly units: readonly UnitInfo[]
  readonly wanted: Wanted
}

export type Acts = {
  /** `typing` waits for the end of the word. */
  want(patch: Partial<Wanted>, typing?: boolean): void
  retry(): void
}

export const initial = (sample: boolean, now: number): State => ({
  ...{ sample, now, list: 'loading', units: [] },
  wanted: { kind: '', unit: '', text: '' },
})

/** The API's query parameters. */
export const queryOf = ({ kind, unit, text }: Wanted): URLSearchParams =>
  new URLSearchParams(Object.entries({ kind, unit, text: text.trim() }).filter(([, value]) => value !== ''))

/** The whole page from the whole state. */
export const pageView = (state: State, acts: Acts): TemplateResult => html`
  ${bannerView(state.sample)}
  <header class="top">
    ${titleView('/ngoai-danh-ba')}
    <p class="motto">Tài khoản và máy có hoạt động nhưng không có trong danh bạ</p>
  </header>
  <main class="reports">
    ${formView(state, acts)} ${listView(state, acts)}
    <p class="hint">
      Danh sách này không quy trách nhiệm cho ai. Khi một tên không có trong sổ, nhiều luật không xét được việc của nó, nên vi phạm có thể bị
      bỏ sót. Nếu tên hợp lệ, hãy thêm vào <code>accounts.csv</code> hoặc <code>machines.csv</code>; nếu không ai nhận, hãy kiểm tra. Tên đã vào
      sổ tự rời danh sách; tên không còn hoạt động rời danh sách sau 90 ngày.
    </p>
  </main>`

const valueIn = ({ target }: Event): string =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement ? target.value : ''

const kinds: readonly (readonly [kind: Wanted['kind'], name: string])[] = [
  ['', 'Tài khoản và máy'],
  ['account', 'Tài khoản'],
  ['machine', 'Máy'],
]

const formView = ({ wanted, units }: State, acts: Acts): TemplateResult => html`
  <form class="make" role="search" aria-label="Lọc" @submit=${(event: Event) => event.preventDefault()}>
    <label>Loại
      <select @change=${(event: Event) => acts.want({ kind: kinds.find(([kind]) => kind === valueIn(event))![0] })}>
        ${kinds.map(([kind, name]) => html`<option value=${kind} ?selected=${kind === wanted.kind}>${name}</option>`)}
      </select>
    </label>
    <label>Đơn vị
      <select @change=${(event: Event) => acts.want({ unit: valueIn(event) })}>
        <option value="">Tất cả, kể cả chưa rõ</option>
        ${units.map(({ id, name }) => html`<option value=${id} ?selected=${id === wanted.unit}>${name}</option>`)}
      </select>
    </label>
    <label>Tên có chứa
      <input type="search" .value=${wanted.text} @input=${(event: Event) => acts.want({ text: valueIn(event) }, true)} />
    </label>
  </form>`

const listView = (state: State, acts: Acts): TemplateResult => {
  const { list } = state
  if (list === 'loading') return html`<p class="none">Đang tải danh sách…</p>`
  if ('trouble' in list)
    return html`<div class="none" role="alert">
      <p>${list.trouble}</p>
      <button type="button" class="primary" @click=${acts.retry}>Thử lại</button>
    </div>`
  const { names, total, accounts, machines, leftOut } = list
  if (accounts + machines === 0)
    return html`<p class="none">Mọi tài khoản và máy thấy trong nhật ký đều có trong danh bạ.</p>`
  return html`
    <p class="hint" role="status">
      <b>${number(accounts)} tài khoản, ${number(machines)} máy</b> ngoài danh bạ; đang hiện ${number(names.length)} trong ${number(total)} tên khớp bộ lọc.
      ${leftOut === 0 ? nothing : html`Ngoài ra ${number(leftOut)} lần xuất hiện của các tên khác không còn chỗ ghi.`}
    </p>
    ${names.length === 0 ? html`<p class="none">Không có tên nào khớp bộ lọc.</p>` : tableView(state, names)}`
}

const tableView = (state: State, names: readonly Unlisted[]): TemplateResult => html`
  <table>
    <caption class="said">Tên ngoài danh bạ, mới hoạt động nhất trước</caption>
    <thead>
      <tr>
        <th scope="col">Tên</th>
        <th scope="col">Đơn vị (đoán)</th>
        <th scope="col">Lần cuối</th>
        <th scope="col">Lần đầu</th>
        <th scope="col">Số ngày</th>
        <th scope="col">Việc, nguồn nhật ký</th>
      </tr>
    </thead>
    <tbody>
      ${repeat(
        names,
        ({ kind, name }) => `${kind}|${name}`,
        (one) => rowView(one, state),
      )}
    </tbody>
  </table>`

const rowView = (
  { kind, name, unit, first, last, days, acts, pipelines }: Unlisted,
  state: State,
): TemplateResult => html`
  <tr>
    <th scope="row">${name}<br /><small>${kind === 'account' ? 'tài khoản' : 'máy'}</small></th>
    <td>${unit === undefined ? 'chưa rõ' : (state.units.find(({ id }) => id === unit)?.name ?? unit)}</td>
    <td>${moment(last)}<br /><small>${ago(last, state.now)}</small></td>
    <td>${moment(first)}</td>
    <td>${number(days)}</td>
    <td>${acts.map((act) => actionName[act]).join(', ')}<br /><small>${pipelines.join(', ')}</small></td>
  </tr>`
