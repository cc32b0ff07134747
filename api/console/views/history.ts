import { html, type TemplateResult } from 'lit-html'
import type { Revision } from '../../schemas.ts'
import { levelName, moment, number } from '../format.ts'

/** What one revision changed against the one before it, in words. */
export const changes = (now: Revision, before: Revision | undefined): readonly string[] => {
  const told: string[] = []
  if (!before) told.push(`Phát cảnh báo, mức ${levelName[now.level].toLowerCase()}, ${number(now.occurrences)} lần`)
  if (now.withdrawn && !before?.withdrawn) told.push(`Thu hồi: ${now.withdrawn.reason.vi}`)
  if (!before) return told
  if (!now.withdrawn && before.withdrawn) told.push('Phát lại sau khi thu hồi')
  if (now.level !== before.level) {
    told.push(`Mức ${levelName[before.level].toLowerCase()} → ${levelName[now.level].toLowerCase()}`)
  }
  if (now.occurrences !== before.occurrences) {
    told.push(`Số lần ${number(before.occurrences)} → ${number(now.occurrences)}`)
  }
  if (now.ended !== undefined && before.ended === undefined) told.push(`Đã khắc phục lúc ${moment(now.ended)}`)
  if (now.silenced && !before.silenced) told.push(`Miễn trừ theo ${now.silenced.document}`)
  if (!now.silenced && before.silenced) told.push('Hết miễn trừ')
  return told.length > 0 ? told : ['Cập nhật chứng cứ']
}

/** When a revision came about: its withdrawal, or the receipt of its latest proof. */
const when = ({ withdrawn, proof, last }: Revision): string => moment(withdrawn?.at ?? proof ?? last)

/** Every revision, newest first: nothing about an alert changes in silence. */
export const historyView = (history: readonly Revision[]): TemplateResult => html`
  <section>
    <h3>Lịch sử</h3>
    <ol class="history" reversed>
      ${history
        .map(
          (revision, i) => html`<li value=${revision.revision}>
            <time>${when(revision)}</time>
            <span>${changes(revision, history[i - 1]).join('; ')}</span>
          </li>`,
        )
        .reverse()}
    </ol>
  </section>`
