import { html, type TemplateResult } from 'lit-html'
import { sayDate } from '../../../kernel/time.ts'
import type { Health } from '../../schemas.ts'
import { ago, minute, number } from '../format.ts'

type Told = NonNullable<Health['push']>[number]

/** What waits, what the office has acknowledged, how far both sides compared; why nothing goes through, and when it is tried again. */
const standing = ({ waiting, since, receipt, compared, differing, trouble, next }: Told, now: number): string =>
  [
    waiting === 0
      ? 'không mục nào chờ'
      : `${number(waiting)} mục chờ${since === undefined ? '' : ` (từ ${ago(since, now)})`}`,
    receipt ? `biên nhận đến mục ${number(receipt.through)}, ${ago(receipt.received, now)}` : 'chưa có biên nhận',
    ...(compared === undefined ? [] : [`đối soát đến ${sayDate(compared)}`]),
    ...(differing === 0 ? [] : [`${number(differing)} ngày không khớp`]),
    ...(trouble === undefined ? [] : [trouble]),
    ...(next === undefined ? [] : [`thử lại lúc ${minute(next)}`]),
  ].join('; ')

/** The offices that are told of alerts. */
export const pushView = (told: readonly Told[], now: number): TemplateResult => html`
  <section class="reevaluation">
    <h3>Chuyển cảnh báo</h3>
    <ul>
      ${told.map(
        (one) => html`<li data-state=${one.trouble === undefined && one.differing === 0 ? 'alive' : 'failed'}>
          <span>${one.name}</span>
          <span>${standing(one, now)}</span>
        </li>`,
      )}
    </ul>
  </section>`
