import { html, nothing, type TemplateResult } from 'lit-html'
import { live } from 'lit-html/directives/live.js'
import type { UnitInfo } from '../../schemas.ts'
import { number } from '../format.ts'
import { everything, type Filter, narrowed } from '../route.ts'
import type { State } from '../state.ts'
import type { Acts } from './acts.ts'

const times: Readonly<Record<Filter['time'], string>> = {
  all: 'Mọi thời gian',
  '24h': '24 giờ qua',
  '7d': '7 ngày qua',
  '30d': '30 ngày qua',
  dates: 'Chọn ngày…',
}

const states: Readonly<Record<Filter['state'], string>> = {
  open: 'Còn hiệu lực',
  withdrawn: 'Đã thu hồi',
  silenced: 'Được miễn trừ',
  all: 'Tất cả',
}

type Option = readonly [value: string, name: string]

const select = (name: string, chosen: string, options: readonly Option[], pick: (value: string) => void) => html`
  <label class="field">
    <span>${name}</span>
    <select
      .value=${live(chosen)}
      ?data-narrow=${chosen !== options[0]![0]}
      @change=${({ target }: Event) => pick((target as HTMLSelectElement).value)}
    >
      ${options.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
    </select>
  </label>`

/** The clauses that have a rule, with their counts under the other filters. */
const clauses = ({ rules, summary, filter }: State): readonly Option[] => {
  const found = new Map<string, { name: string; count: number }>()
  for (const { id, clause } of rules) {
    const count = (found.get(clause.id)?.count ?? 0) + (summary?.rules[id] ?? 0)
    found.set(clause.id, { name: `${clause.id} · ${clause.vi}`, count })
  }
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1))
  const options = sorted.map(([id, { name, count }]): Option => [id, count > 0 ? `${name} (${number(count)})` : name])
  const known = filter.clause === '' || found.has(filter.clause)
  return [['', 'Mọi điều khoản'], ...(known ? [] : [[filter.clause, filter.clause] as const]), ...options]
}

/** The unit tree in order, deeper ones indented. A unit whose parent is not listed stands at the top. */
const unitTree = (units: readonly UnitInfo[], chosen: string): readonly Option[] => {
  const ids = new Set(units.map(({ id }) => id))
  const below = (parent: string | undefined, depth: number): Option[] =>
    units
      .filter((unit) => (unit.parent !== undefined && ids.has(unit.parent) ? unit.parent : undefined) === parent)
      .flatMap(({ id, name }) => [[id, `${'\u2003'.repeat(depth)}${name}`] as const, ...below(id, depth + 1)])
  const known = chosen === '' || ids.has(chosen)
  return [['', 'Mọi đơn vị'], ...(known ? [] : [[chosen, chosen] as const]), ...below(undefined, 0)]
}

const day = (name: string, value: string, pick: (value: string) => void) => html`
  <label class="field"><span>${name}</span>
    <input type="date" .value=${live(value)} @change=${({ target }: Event) => pick((target as HTMLInputElement).value)} />
  </label>`

export const filtersView = (state: State, acts: Acts): TemplateResult => {
  const { filter } = state
  const choose =
    <K extends keyof Filter>(key: K) =>
    (value: string) =>
      // A select can only give back one of the options it was made with.
      acts.filter({ [key]: value } as Partial<Filter>)
  return html`
    <form class="filters" role="search" @submit=${(event: Event) => event.preventDefault()}>
      <label class="field search">
        <span>Tìm kiếm</span>
        <input
          id="tim"
          type="search"
          placeholder="Tên, tài khoản, máy, nội dung…"
          autocomplete="off"
          spellcheck="false"
          .value=${live(state.typed)}
          @input=${({ target }: Event) => acts.filter({ text: (target as HTMLInputElement).value }, true)}
        />
      </label>
      ${select('Điều khoản', filter.clause, clauses(state), choose('clause'))}
      ${select('Đơn vị', filter.unit, unitTree(state.units, filter.unit), choose('unit'))}
      ${select('Thời gian', filter.time, Object.entries(times), choose('time'))}
      ${filter.time === 'dates' ? html`${day('Từ ngày', filter.from, choose('from'))}${day('Đến ngày', filter.to, choose('to'))}` : nothing}
      ${select('Trạng thái', filter.state, Object.entries(states), choose('state'))}
      <button type="button" class="plain clear" ?hidden=${!narrowed(filter)} @click=${() => acts.filter(everything)}>
        Xóa bộ lọc
      </button>
    </form>`
}
