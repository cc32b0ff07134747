import { html, type TemplateResult } from 'lit-html'
import { ago, number } from '../format.ts'
import type { State } from '../state.ts'
import { pushView } from './push.ts'
import { reevaluationView } from './reevaluation.ts'

const links = {
  connecting: 'Đang kết nối…',
  live: 'Trực tiếp',
  lost: 'Mất kết nối – đang thử lại',
} as const

/** Whether what is on the screen is still true. */
export const linkView = ({ link }: State): TemplateResult =>
  html`<p class="link" data-link=${link} role="status">${links[link]}</p>`

const states = { alive: 'đang gửi', silent: 'ngưng gửi', never: 'chưa từng gửi' } as const

/** Which log sources deliver: without them, silence proves nothing. */
export const sourcesView = ({ health, reevaluation, now }: State): TemplateResult => {
  if (!health) return html`<p class="sources" data-status="unknown">Nguồn nhật ký: chưa rõ</p>`
  const alive = health.pipelines.filter(({ state }) => state === 'alive').length
  return html`
    <details class="sources" data-status=${health.status}>
      <summary>Nguồn nhật ký ${number(alive)}/${number(health.pipelines.length)}</summary>
      <div class="sheet">
        ${health.findings.map(({ text }) => html`<p class="finding">${text.vi}</p>`)}
        ${
          health.pipelines.length === 0
            ? html`<p>Chưa có nguồn nhật ký nào được khai báo.</p>`
            : html`<ul>
                ${health.pipelines.map(
                  ({ id, state, last }) => html`<li data-state=${state}>
                    <span>${id}</span>
                    <span>${states[state]}${last === undefined ? '' : `, bản ghi cuối ${ago(last, now)}`}</span>
                  </li>`,
                )}
              </ul>`
        }
        ${health.push && pushView(health.push, now)}
        ${reevaluation && reevaluationView(reevaluation, now)}
      </div>
    </details>`
}
