import { html, nothing, type TemplateResult } from 'lit-html'
import { sayDate, sayInstant } from '../../../kernel/time.ts'
import { type CoverageState, stateNames, states, tally } from '../../coverage/coverage.ts'
import type { CoveragePage } from '../../schemas-coverage.ts'
import { moment, number } from '../format.ts'
import { dateIn, periodWanted } from '../reports/state.ts'
import { bannerView, titleView } from '../views/head.ts'
import { detailView } from './detail.ts'
import { matrixView } from './matrix.ts'
import { type Made, type State, shownOf, stateAt, type Wanted } from './state.ts'

export type Acts = {
  /** `typing` waits for the end of the word. */
  want(patch: Partial<Wanted>, typing?: boolean): void
  make(): Promise<void>
  choose(unit: string, clause: string): void
  close(): void
  retry(): void
}

/** The whole page from the whole state. */
export const pageView = (state: State, acts: Acts): TemplateResult => html`
  ${bannerView(state.sample)}
  <header class="top">
    ${titleView('/do-phu')}
    <p class="motto">Quy định nào được đánh giá ở đơn vị nào, bằng nhật ký gì</p>
  </header>
  <main class="coverage">${formView(state, acts)} ${bodyView(state, acts)}</main>`

const kinds: readonly (readonly [kind: Wanted['kind'], name: string])[] = [
  ['month', 'Tháng'],
  ['administrative', 'Tháng hành chính (15 đến 14)'],
  ['week', 'Tuần'],
  ['day', 'Ngày'],
]
const which: readonly (readonly [clauses: Wanted['clauses'], name: string])[] = [
  ['all', 'Tất cả quy định'],
  ['ruled', 'Đã có quy tắc'],
  ['unruled', 'Chưa có quy tắc'],
]

const valueIn = ({ target }: Event): string =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement ? target.value : ''

const formView = ({ wanted, units, refused, page }: State, acts: Acts): TemplateResult => {
  const take = ({ currentTarget }: Event): void => {
    if (!(currentTarget instanceof HTMLInputElement)) return
    const date = dateIn(currentTarget.value)
    currentTarget.setCustomValidity(date === undefined ? 'Cần ngày/tháng/năm có thật, ví dụ 05/03/2026' : '')
    if (date === undefined) currentTarget.reportValidity()
    else acts.want({ date })
  }
  const submit = (event: Event): void => {
    event.preventDefault()
    void acts.make()
  }
  const isMaking = typeof page === 'object' && 'period' in page && (page.work !== undefined || page.waiting)
  return html`
    <form class="make" aria-label="Kỳ và bộ lọc" @submit=${submit}>
      <label>Kỳ
        <select @change=${(event: Event) => acts.want({ kind: kinds.find(([kind]) => kind === valueIn(event))![0] })}>
          ${kinds.map(([kind, name]) => html`<option value=${kind} ?selected=${kind === wanted.kind}>${name}</option>`)}
        </select>
      </label>
      <label>Một ngày trong kỳ
        <input type="text" inputmode="numeric" autocomplete="off" required placeholder="05/03/2026" .value=${sayDate(wanted.date)} @change=${take} />
      </label>
      <label>Đơn vị
        <select @change=${(event: Event) => acts.want({ unit: valueIn(event) })}>
          <option value="">Tất cả đơn vị</option>
          ${units.map(({ id, name }) => html`<option value=${id} ?selected=${id === wanted.unit}>${name}</option>`)}
        </select>
      </label>
      <label>Kết quả
        <select @change=${(event: Event) => acts.want({ state: states.find((state) => state === valueIn(event)) ?? '' })}>
          <option value="">Mọi kết quả</option>
          ${states.map((state) => html`<option value=${state} ?selected=${state === wanted.state}>${stateNames[state]}</option>`)}
        </select>
      </label>
      <label>Quy tắc
        <select @change=${(event: Event) => acts.want({ clauses: which.find(([one]) => one === valueIn(event))![0] })}>
          ${which.map(([one, name]) => html`<option value=${one} ?selected=${one === wanted.clauses}>${name}</option>`)}
        </select>
      </label>
      <label>Quy định có chứa
        <input type="search" placeholder="MED-01, mật khẩu…" .value=${wanted.text} @input=${(event: Event) => acts.want({ text: valueIn(event) }, true)} />
      </label>
      <button class="primary" ?disabled=${isMaking}>Tính độ phủ</button>
      ${refused === undefined ? nothing : html`<p class="refused" role="alert">${refused}</p>`}
    </form>`
}

const bodyView = (state: State, acts: Acts): TemplateResult => {
  const { page } = state
  if (page === 'loading') return html`<p class="none">Đang tải độ phủ…</p>`
  if ('trouble' in page)
    return html`<div class="none" role="alert">
      <p>${page.trouble}</p>
      <button type="button" class="primary" @click=${acts.retry}>Thử lại</button>
    </div>`
  const { made, failed } = page
  return html`
    ${workView(page)}
    ${failed ? html`<p class="refused" role="alert">Không tính được lúc ${moment(failed.at)}: ${failed.text}</p>` : nothing}
    ${
      made
        ? madeView(state, made, acts)
        : html`<p class="none">Chưa tính độ phủ của ${page.period.title}. Bấm «Tính độ phủ»: hệ thống đọc nhật ký của kỳ, mất từ vài giây đến vài phút.</p>`
    }`
}

const workView = ({ work, waiting }: CoveragePage): TemplateResult | typeof nothing => {
  if (work)
    return html`<p class="hint running" role="status">
      Đang đọc nhật ký${work.reached === undefined ? '' : ` đến ${sayInstant(work.reached)}`}
      <progress max="1" .value=${work.share}></progress>
    </p>`
  return waiting ? html`<p class="hint" role="status">Đang chờ tính…</p>` : nothing
}

const madeView = (state: State, made: Made, acts: Acts): TemplateResult => {
  const shown = shownOf(made, state.wanted)
  const counts = tally(shown.units.flatMap((unit) => shown.clauses.map(({ place }) => stateAt(unit, place))))
  const unruled = made.clauses.filter(({ rules }) => rules === 0).length
  const period = periodWanted(state.wanted)
  const query = new URLSearchParams({ period: period.id, ...(state.wanted.unit !== '' && { unit: state.wanted.unit }) })
  return html`
    <p class="hint" role="status">
      <b>${number(shown.units.length)} đơn vị × ${number(shown.clauses.length)} quy định</b>; đã đánh giá đến
      ${sayInstant(made.judgedTo)}${made.complete ? '' : ' (kỳ chưa hết)'}, tính lúc ${moment(made.at)}.
      <b>${number(unruled)}/${number(made.clauses.length)} quy định chưa có quy tắc</b>: không có cảnh báo không có nghĩa là không vi phạm.
      ${made.unwatched > 0 ? html`${number(made.unwatched)} đơn vị trong danh bạ chưa được giám sát nên không có trong bảng.` : nothing}
      <a href="/api/v1/coverage/csv?${query}" download>Tải CSV</a>
    </p>
    <ul class="legend" aria-label="Kết quả">
      ${states.map((one) => legendView(one, counts[one], state.wanted, acts))}
    </ul>
    <div class="split" data-open=${state.chosen !== undefined}>
      ${
        shown.units.length === 0 || shown.clauses.length === 0
          ? html`<p class="none">Không có ô nào khớp bộ lọc.</p>`
          : matrixView(made, shown, state.wanted, state.chosen, acts)
      }
      ${state.chosen === undefined ? nothing : detailView(state, acts)}
    </div>`
}

const legendView = (state: CoverageState, count: number, wanted: Wanted, acts: Acts): TemplateResult => html`
  <li>
    <button type="button" aria-pressed=${wanted.state === state}
      @click=${() => acts.want({ state: wanted.state === state ? '' : state })}>
      <i class="cell" data-state=${state}></i>${stateNames[state]} <b>${number(count)}</b>
    </button>
  </li>`
