import { html, nothing, type TemplateResult } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import { localDate } from '../../../kernel/time.ts'
import type { AlertRow } from '../../schemas.ts'
import { dayName, minute, namesOf, number } from '../format.ts'
import { writeRoute } from '../route.ts'
import { type State, waiting } from '../state.ts'
import type { Acts } from './acts.ts'
import { emptyView } from './empty.ts'
import { levelMark, rowMarks } from './marks.ts'

/** The most telling name first, the others beside it on one line. */
const who = ({ subject, entity }: AlertRow): TemplateResult => {
  const [first = entity.value, ...others] = namesOf(subject)
  return html`<b title=${first}>${first}</b><span title=${others.join(' · ')}>${others.join(' · ')}</span>`
}

const rowView = (row: AlertRow, state: State): TemplateResult => {
  const open = state.detail?.id === row.id
  return html`
    <tr
      data-id=${row.id}
      data-level=${row.level}
      class=${[open && 'is-open', state.fresh.has(row.id) && 'is-fresh', row.withdrawn && 'is-withdrawn'].filter(Boolean).join(' ')}
    >
      <td class="c-level">${levelMark(row.level)}</td>
      <td class="c-time"><time datetime=${new Date(row.last).toISOString()}>${minute(row.last)}</time></td>
      <td class="c-say">
        <a href=${writeRoute({ filter: state.filter, id: row.id })} aria-current=${open ? 'true' : nothing}>${row.say.vi}</a>
        <span class="marks">${rowMarks(row)}</span>
      </td>
      <td class="c-clause"><b>${row.clause.id}</b><span title=${row.clause.title.vi}>${row.clause.title.vi}</span></td>
      <td class="c-who">${who(row)}</td>
      <td class="c-unit">${row.subject.unit?.name ?? html`<i>chưa rõ</i>`}</td>
      <td class="c-count"><span class="said">số lần phát hiện: </span>${number(row.occurrences)}</td>
    </tr>`
}

/** Rows by the civil day of their last act; they come in order, so a day is one run. */
const days = (rows: readonly AlertRow[]): (readonly [day: string, rows: AlertRow[]])[] => {
  const found: [string, AlertRow[]][] = []
  for (const row of rows) {
    const day = localDate(row.last)
    const current = found.at(-1)
    if (current?.[0] === day) current[1].push(row)
    else found.push([day, [row]])
  }
  return found
}

const tableView = (state: State): TemplateResult => html`
  <table>
    <caption class="said">Cảnh báo, mới nhất trước</caption>
    <thead>
      <tr>
        <th scope="col" class="c-level">Mức</th>
        <th scope="col" class="c-time">Giờ</th>
        <th scope="col" class="c-say">Cảnh báo</th>
        <th scope="col" class="c-clause">Điều khoản</th>
        <th scope="col" class="c-who" title="Người, tài khoản, máy hoặc địa chỉ">Đối tượng</th>
        <th scope="col" class="c-unit">Đơn vị</th>
        <th scope="col" class="c-count" title="Số lần phát hiện">Số lần</th>
      </tr>
    </thead>
    ${repeat(
      days(state.rows),
      ([day]) => day,
      ([, rows]) => html`
        <tbody>
          <tr class="day"><th colspan="7" scope="rowgroup">${dayName(rows[0]!.last, state.now)}</th></tr>
          ${repeat(
            rows,
            ({ id }) => id,
            (row) => rowView(row, state),
          )}
        </tbody>`,
    )}
  </table>`

const barView = (state: State, acts: Acts): TemplateResult | typeof nothing => {
  const count = waiting(state)
  const text = state.stale ? 'Có nhiều thay đổi – tải lại danh sách' : `${number(count)} cảnh báo mới`
  if (!state.stale && count === 0) return nothing
  return html`<button type="button" class="waiting" @click=${state.stale ? acts.retry : acts.reveal}>↑ ${text}</button>`
}

/** That what is on the screen may no longer be true. */
const troubleView = ({ link, list, rows }: State, acts: Acts): TemplateResult | typeof nothing => {
  if (rows.length === 0) return nothing
  if (typeof list === 'object') {
    return html`<p class="notice trouble" role="alert"><span>${list.failed}</span>
      <button type="button" class="plain" @click=${acts.retry}>Thử lại</button></p>`
  }
  if (link !== 'lost') return nothing
  return html`<p class="notice trouble" role="alert">
    <span><b>Mất kết nối với máy chủ.</b> Danh sách có thể đã cũ; trang đang tự kết nối lại.</span></p>`
}

const noticeView = ({ notice, filter }: State, acts: Acts): TemplateResult | typeof nothing =>
  notice === undefined
    ? nothing
    : html`<p class="notice" role="status">
        <span><b>Phát hiện muộn</b>, hành vi ${dayName(notice.last, 0)}: ${notice.say.vi}</span>
        <a href=${writeRoute({ filter, id: notice.id })}>Mở</a>
        <button type="button" class="plain" @click=${acts.dismiss}>Bỏ qua</button>
      </p>`

export const listView = (state: State, acts: Acts): TemplateResult => html`
  <section class="list" id="danh-sach" tabindex="-1" aria-label="Danh sách cảnh báo" aria-busy=${state.list === 'loading'} @scroll=${acts.scrolled}>
    <div class="above">${troubleView(state, acts)} ${noticeView(state, acts)} ${barView(state, acts)}</div>
    ${state.rows.length > 0 ? tableView(state) : emptyView(state, acts)}
    ${
      state.rows.length > 0 && state.next !== undefined
        ? html`<button type="button" class="more" @click=${acts.more}>Xem thêm</button>`
        : nothing
    }
  </section>`
