import { html, nothing, type TemplateResult } from 'lit-html'
import { stateNames } from '../../coverage/coverage.ts'
import type { CoverageCell } from '../../schemas-coverage.ts'
import { number } from '../format.ts'
import type { State } from './state.ts'
import type { Acts } from './views.ts'

/** What stands in one cell, what it rests on, and how to see more. */
export const detailView = ({ cell }: State, acts: Acts): TemplateResult => html`
  <aside class="detail" aria-label="Chi tiết ô" aria-live="polite">
    <button type="button" class="plain" @click=${acts.close}>Đóng</button>
    ${cell === 'loading' || cell === undefined ? html`<p class="hint">Đang tải…</p>` : 'trouble' in cell ? html`<p class="refused" role="alert">${cell.trouble}</p>` : readView(cell)}
  </aside>`

const readView = (cell: CoverageCell): TemplateResult => html`
  <h2>${cell.clause.id}: ${cell.clause.title}</h2>
  <p>${cell.unit.name}</p>
  <p><span class="verdict" data-state=${cell.state}>${stateNames[cell.state]}</span></p>
  ${countsView(cell)}
  ${
    cell.reasons.length === 0
      ? nothing
      : html`<h3>${cell.state === 'violated' || cell.state === 'signs' ? 'Còn thiếu' : 'Vì sao'}</h3>
        <ul class="reasons">${cell.reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`
  }
  ${
    cell.hints.length === 0
      ? nothing
      : html`<h3>Cách bật</h3>
        ${cell.hints.map(
          ({ at, setting, path, command }) => html`<div class="howto">
            <p><b>${at}</b>: ${setting}</p>
            ${path === undefined ? nothing : html`<p class="hint">${path}</p>`}
            ${command === undefined ? nothing : html`<pre><code>${command}</code></pre>`}
          </div>`,
        )}`
  }
  <h3>Nhật ký làm chứng được (theo danh mục)</h3>
  <ul class="reasons">${cell.clause.witness.map((one) => html`<li>${one}</li>`)}</ul>
  ${cell.clause.rules.length === 0 ? nothing : html`<p class="hint">Quy tắc: ${cell.clause.rules.join(', ')}</p>`}`

const countsView = ({ counts, state }: CoverageCell): TemplateResult | typeof nothing => {
  if (!counts) return nothing
  const { alerts, violations, days, machines, people, machineDays, taken } = counts
  const share = ({ heard, of }: { readonly heard: number; readonly of: number }): string =>
    `${number(heard)} / ${number(of)}`
  return html`<dl class="counts">
    ${
      state === 'not-assessable'
        ? nothing
        : html`<dt>Cảnh báo</dt>
          <dd>${number(alerts)}${alerts > 0 ? ` (${number(violations)} vi phạm)` : ''}</dd>`
    }
    <dt>Ngày làm việc đủ nhật ký</dt>
    <dd>${share(days)}</dd>
    <dt>Máy có nhật ký</dt>
    <dd>${share(machines)}</dd>
    <dt>Người có nhật ký</dt>
    <dd>${share(people)}</dd>
    <dt>Máy-ngày theo dõi</dt>
    <dd>${number(machineDays)}</dd>
    ${taken === 0 ? nothing : html`<dt>Không xác định (đã loại)</dt><dd>${number(taken)} máy-ngày, tài khoản-ngày</dd>`}
  </dl>`
}
