import { html, nothing, type TemplateResult } from 'lit-html'
import type { Reevaluation } from '../../schemas.ts'
import { ago, moment, number } from '../format.ts'

type List = Reevaluation['waiting']

/** The first of a list in words, the others counted. */
const briefly = ({ count, first: [one] }: List): string =>
  one === undefined
    ? ''
    : `${one.reason.vi}: luật ${one.rule}, ${one.about}${count > 1 ? ` và ${number(count - 1)} yêu cầu khác` : ''}`

type Running = NonNullable<Reevaluation['running']>

const stageOf = ({ stage, percent, pass }: Running): string =>
  stage === 'looking'
    ? `Đang tìm người và máy liên quan${pass ? ` (lượt đọc ${pass.nth}: ${pass.percent} %)` : ''}`
    : `Đang tính lại ${percent} %`

const reachedOf = ({ events, reached }: Running): string =>
  `đã đọc ${number(events)} sự kiện${reached === undefined ? '' : `, đến ${moment(reached)}`}`

/** What is computed again: under way, waiting, done, set aside. */
export const reevaluationView = (
  { running, waiting, aside, last, trouble }: Reevaluation,
  now: number,
): TemplateResult => html`
  <section class="reevaluation">
    <h3>Đánh giá lại</h3>
    <ul>
      ${
        running
          ? html`<li>
              <span>${stageOf(running)}</span>
              <span>${briefly(running)} · ${reachedOf(running)} (bắt đầu ${ago(running.since, now)})</span>
            </li>`
          : html`<li><span>Không có gì đang chạy</span></li>`
      }
      ${waiting.count > 0 ? html`<li><span>Đang chờ ${number(waiting.count)}</span><span>${briefly(waiting)}</span></li>` : nothing}
      ${
        last
          ? html`<li>
              <span>Xong gần nhất ${ago(last.at, now)}</span>
              <span>${last.reason.vi}: ${number(last.events)} bản ghi, ${number(last.alerts)} cảnh báo thay đổi</span>
            </li>`
          : nothing
      }
      ${aside.count > 0 ? html`<li data-state="aside"><span>Để riêng ${number(aside.count)}</span><span>${briefly(aside)}</span></li>` : nothing}
      ${trouble ? html`<li data-state="failed"><span>Chưa được, sẽ thử lại</span><span>${trouble.text}</span></li>` : nothing}
    </ul>
  </section>`
