import { html, type TemplateResult } from 'lit-html'
import { ago, number } from '../format.ts'
import { pipelineStates } from '../labels.ts'
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

type Pipeline = NonNullable<State['health']>['pipelines'][number]

/** What is not known of a source is left out. */
const pipelineView = ({ id, state, last, read, refused }: Pipeline, now: number): TemplateResult => {
  const said = [
    pipelineStates[state],
    ...(last === undefined ? [] : [`bản ghi cuối ${ago(last, now)}`]),
    ...(refused ? [`không đọc được ${number(refused)} trên ${number((read ?? 0) + refused)} dòng`] : []),
  ]
  return html`<li data-state=${state}><span>${id}</span> <span>${said.join(', ')}</span></li>`
}

/** Which log sources deliver: without them, silence proves nothing. */
export const sourcesView = ({ health, reevaluation, now }: State): TemplateResult => {
  if (!health) return html`<p class="sources" data-status="unknown">Nguồn nhật ký: chưa rõ</p>`
  const declared = health.pipelines.filter(({ state }) => state !== 'undeclared')
  const alive = declared.filter(({ state }) => state === 'alive').length
  return html`
    <details class="sources" data-status=${health.status}>
      <summary>Nguồn nhật ký ${number(alive)}/${number(declared.length)}</summary>
      <div class="sheet">
        ${health.findings.map(({ text }) => html`<p class="finding">${text.vi}</p>`)}
        ${declared.length === 0 ? html`<p>Chưa có nguồn nhật ký nào được khai báo.</p>` : undefined}
        <ul>${health.pipelines.map((one) => pipelineView(one, now))}</ul>
        ${health.push && pushView(health.push, now)}
        ${reevaluation && reevaluationView(reevaluation, now)}
      </div>
    </details>`
}
