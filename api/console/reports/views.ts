import { html, nothing, type TemplateResult } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import { sayDate, sayInstant } from '../../../kernel/time.ts'
import { sayPeriod } from '../../reports/period.ts'
import { bannerView, titleView } from '../views/head.ts'
import type { Acts } from './acts.ts'
import { rowView } from './row.ts'
import { dateIn, keyOf, periodWanted, type State, type Wanted } from './state.ts'

/** The whole page of the reports from the whole state. */
export const pageView = (state: State, acts: Acts): TemplateResult => html`
  ${bannerView(state.sample)}
  <header class="top">
    ${titleView('/bao-cao')}
    <p class="motto">Báo cáo kết quả giám sát: dự thảo, chốt số liệu, bản ký</p>
  </header>
  <main class="reports">${formView(state, acts)} ${listView(state, acts)}</main>`

const kinds: readonly (readonly [kind: Wanted['kind'], name: string])[] = [
  ['month', 'Tháng'],
  ['administrative', 'Tháng hành chính (15 đến 14)'],
  ['week', 'Tuần'],
  ['day', 'Ngày'],
]

const formView = (state: State, acts: Acts): TemplateResult => {
  const { wanted, units, refused } = state
  const period = periodWanted(wanted)
  const submit = (event: Event): void => {
    event.preventDefault()
    acts.begin()
  }
  // A field of the browser's own would show month and day in the order of its language.
  const take = ({ currentTarget }: Event): void => {
    if (!(currentTarget instanceof HTMLInputElement)) return
    const date = dateIn(currentTarget.value)
    currentTarget.setCustomValidity(date === undefined ? 'Cần ngày/tháng/năm có thật, ví dụ 05/03/2026' : '')
    if (date === undefined) currentTarget.reportValidity()
    else acts.want({ date })
  }
  const valueIn = ({ target }: Event): string =>
    target instanceof HTMLInputElement || target instanceof HTMLSelectElement ? target.value : ''
  return html`
    <form class="make" aria-label="Làm báo cáo" @submit=${submit}>
      <label>Kỳ
        <select @change=${(event: Event) => acts.want({ kind: kinds.find(([kind]) => kind === valueIn(event))![0] })}>
          ${kinds.map(([kind, name]) => html`<option value=${kind} ?selected=${kind === wanted.kind}>${name}</option>`)}
        </select>
      </label>
      <label>Một ngày trong kỳ (ngày/tháng/năm)
        <input type="text" inputmode="numeric" autocomplete="off" required placeholder="05/03/2026" .value=${sayDate(wanted.date)}
          @change=${take} />
      </label>
      <label>Phạm vi
        <select @change=${(event: Event) => acts.want({ unit: valueIn(event) })}>
          <option value="">Toàn tỉnh (không có tên người)</option>
          ${units.map(({ id, name }) => html`<option value=${id} ?selected=${id === wanted.unit}>${name} (có phụ lục ghi tên)</option>`)}
        </select>
      </label>
      <button class="primary">Làm dự thảo</button>
      <p class="hint">
        <b>Báo cáo ${sayPeriod(period)}</b>: số liệu từ ${sayInstant(period.from)} đến ${sayInstant(period.to)}
      </p>
      ${refused[''] === undefined ? nothing : html`<p class="refused" role="alert">${refused['']}</p>`}
    </form>`
}

const listView = (state: State, acts: Acts): TemplateResult => {
  const { list } = state
  if (list === 'loading') return html`<p class="none">Đang tải danh sách báo cáo…</p>`
  if ('trouble' in list)
    return html`<div class="none" role="alert">
      <p>${list.trouble}</p>
      <button type="button" class="primary" @click=${acts.retry}>Thử lại</button>
    </div>`
  return html`
    ${list.scheduled ? nothing : html`<p class="hint">Chưa có lịch báo cáo (mục <code>reports.schedule</code> của config.yaml), nên không nhắc hạn và không tự làm dự thảo.</p>`}
    ${
      list.reports.length === 0
        ? html`<p class="none">Chưa có báo cáo nào. Chọn kỳ ở trên rồi bấm «Làm dự thảo».</p>`
        : html`
          <table>
            <caption class="said">Các kỳ báo cáo, mới nhất trước</caption>
            <thead>
              <tr>
                <th scope="col">Kỳ báo cáo</th>
                <th scope="col">Tình trạng</th>
                <th scope="col">Số liệu và tệp</th>
                <th scope="col">Việc cần làm</th>
              </tr>
            </thead>
            <tbody>
              ${repeat(list.reports, keyOf, (report) => rowView(report, state, acts))}
            </tbody>
          </table>`
    }
    <p class="hint">Hạn nộp tính theo ngày làm việc. Chốt được từ 24 giờ sau khi hết kỳ, khi không còn gì chờ đánh giá lại. Số liệu đã chốt không bao giờ đổi; khác biệt với hôm nay được liệt kê ở phụ lục.</p>`
}
