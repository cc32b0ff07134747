import { html, nothing, type TemplateResult } from 'lit-html'
import type { Revision } from '../../schemas.ts'
import { levelName, moment, namesOf, number, standingName } from '../format.ts'

const level = ({ level }: Revision): string => levelName[level].toLowerCase()
const about = ({ subject }: Revision): string =>
  [...namesOf(subject), subject.unit?.name ?? 'chưa rõ đơn vị'].join(', ')

/** What a revision is: the first, a withdrawal, a return, or a change. */
export const actOf = (now: Revision, before: Revision | undefined): string => {
  if (now.withdrawn && !before?.withdrawn) return 'Thu hồi'
  if (!before) return 'Phát cảnh báo'
  return !now.withdrawn && before.withdrawn ? 'Phát lại' : 'Cập nhật'
}

/** What one revision changed against the one before it, in words. */
export const changes = (now: Revision, before: Revision | undefined): readonly string[] => {
  const told: string[] = []
  if (now.withdrawn && !before?.withdrawn) told.push(now.withdrawn.reason.vi)
  if (!before) return [`mức ${level(now)}, số lần phát hiện ${number(now.occurrences)}`, ...told]
  if (now.level !== before.level) told.push(`mức ${level(before)} → ${level(now)}`)
  if (now.standing !== before.standing) {
    told.push(`${standingName[before.standing]} → ${standingName[now.standing]}`.toLowerCase())
  }
  if (about(now) !== about(before)) told.push(`đối tượng ${about(before)} → ${about(now)}`)
  if (now.occurrences !== before.occurrences) {
    told.push(`số lần phát hiện ${number(before.occurrences)} → ${number(now.occurrences)}`)
  }
  if (now.ended !== before.ended) {
    told.push(now.ended === undefined ? 'chưa khắc phục' : `đã khắc phục lúc ${moment(now.ended)}`)
  }
  if (now.late !== before.late) told.push(now.late ? 'phát hiện muộn' : 'không còn là phát hiện muộn')
  if (now.unverifiable && !before.unverifiable) told.push(`không thể đánh giá lại: ${now.unverifiable.reason.vi}`)
  if (!now.unverifiable && before.unverifiable && !now.withdrawn) told.push('đã đánh giá lại được')
  if (now.silenced && !before.silenced) told.push(`miễn trừ theo ${now.silenced.document}`)
  if (!now.silenced && before.silenced) told.push('hết miễn trừ')
  if (now.rule.version !== before.rule.version) {
    told.push(`luật phiên bản ${before.rule.version} → ${now.rule.version}`)
  }
  if (now.replaces !== undefined && now.replaces !== before.replaces) told.push('thay cho một cảnh báo đã thu hồi')
  return told.length > 0 || actOf(now, before) !== 'Cập nhật' ? told : ['chứng cứ']
}

/** When what is withdrawn now was withdrawn: by the wall clock, not by the time of a log. */
export const withdrawnAt = (history: readonly Revision[]): number | undefined => {
  const standing = history.findLastIndex(({ withdrawn }) => !withdrawn)
  return history[standing + 1]?.written
}

/** The newest first: nothing about an alert changes in silence. */
export const historyView = (history: readonly Revision[]): TemplateResult => {
  const newest = history.at(-1)?.revision ?? 0
  return html`
    <section>
      <h3>Lịch sử</h3>
      <ol class="history" reversed>
        ${history
          .map((revision, i) => {
            const told = changes(revision, history[i - 1]).join('; ')
            return html`<li value=${revision.revision}>
              <span><b>${actOf(revision, history[i - 1])}</b> lúc <time datetime=${new Date(revision.written).toISOString()}>${moment(revision.written)}</time>${told === '' ? nothing : html`: ${told}`}</span>
            </li>`
          })
          .reverse()}
      </ol>
      ${
        newest > history.length
          ? html`<p class="quietly">Các lần sửa liền nhau chỉ thêm số lần phát hiện được gộp vào lần cuối.</p>`
          : nothing
      }
    </section>`
}
