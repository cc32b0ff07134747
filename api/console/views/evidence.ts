import { html, nothing, type TemplateResult } from 'lit-html'
import type { Alert, EvidenceEvent } from '../../../kernel/alert.ts'
import { localClock, localDate, sayDate } from '../../../kernel/time.ts'
import { moment, number } from '../format.ts'
import { nameOfAction, nameOfField, nameOfSource, wordOf } from '../labels.ts'

const HOUR = 3_600_000

/** Each event once, in the order of the acts. */
const eventsOf = ({ evidence }: Alert): readonly EvidenceEvent[] => {
  const events = new Map(evidence.flatMap(({ events }) => events).map((event) => [event.id, event]))
  return [...events.values()].sort((a, b) => a.at - b.at)
}

/** Numbers that are times, ms UTC. */
const TIMES: ReadonlySet<string> = new Set(['until', 'since', 'spoke', 'knownSince'])

const say = (field: string, raw: string | number | boolean): string => {
  if (typeof raw === 'boolean') return raw ? 'có' : 'không'
  return typeof raw === 'number' && TIMES.has(field) ? moment(raw) : wordOf(field, String(raw))
}

const eventView = (event: EvidenceEvent): TemplateResult => html`
  <tr>
    <td class="when">
      <time datetime=${new Date(event.at).toISOString()}>${localClock(event.at)}<small>${sayDate(localDate(event.at))}</small></time>
    </td>
    <td class="what">
      <b>${nameOfAction(event.action)}</b>
      <span class="fields">${Object.entries(event.fields).map(
        ([name, raw]) => html`<span><i>${nameOfField(name)}</i> ${say(name, raw)}</span>`,
      )}</span>
      ${event.received - event.at > HOUR ? html`<small class="received">nhận được ${moment(event.received)}</small>` : nothing}
    </td>
    <td class="from">${nameOfSource(event.source)}<small>${event.collector}</small></td>
    <td class="digest"><code title=${event.digest}>${event.digest.slice(0, 12)}</code></td>
  </tr>`

/** The log records behind the alert; the digest finds each one again in the archive. */
export const evidenceView = (alert: Alert): TemplateResult => {
  const events = eventsOf(alert)
  return html`
    <section>
      <h3>Chứng cứ <small>${number(events.length)} bản ghi</small></h3>
      ${
        alert.occurrences > alert.evidence.length
          ? html`<p class="quietly">Lưu các lần sớm nhất và muộn nhất, tối đa 20, trong ${number(alert.occurrences)} lần phát hiện.</p>`
          : nothing
      }
      <div class="sideways" tabindex="0" role="group" aria-label="Bảng chứng cứ">
        <table class="evidence">
          <thead><tr><th scope="col">Lúc</th><th scope="col">Việc</th><th scope="col">Nguồn</th><th scope="col">Mã băm</th></tr></thead>
          <tbody>${events.map(eventView)}</tbody>
        </table>
      </div>
    </section>`
}
