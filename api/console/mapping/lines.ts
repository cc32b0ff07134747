import { html, nothing, type TemplateResult } from 'lit-html'
import type { MappingLine } from '../../schemas-mappings.ts'
import { moment, number, value } from '../format.ts'
import { nameOfAction, nameOfField, wordOf } from '../labels.ts'
import { ruleFor } from './edit.ts'
import { type Acts, readingsOf, type State } from './state.ts'
import { fieldWord } from './words.ts'

/** What each line of the sample comes to. */
export const linesView = (state: State, acts: Acts): TemplateResult => {
  const readings = readingsOf(state)
  const lines = readings?.lines ?? []
  return html`
    <section class="card" aria-labelledby="ket-qua">
      <h2 id="ket-qua">Từng dòng đọc thành gì</h2>
      ${
        lines.length === 0
          ? html`<p class="hint">Chưa có dòng nào.</p>`
          : html`
            <p class="hint" role="status">${countsView(lines)}${readings && readings.masked > 0 ? html` Đã che ${number(readings.masked)} chỗ.` : nothing}</p>
            ${
              readings && readings.secret.length > 0
                ? html`<p class="refused" role="alert">Dòng ${readings.secret.join(', ')} ghi độ mật thành một cột: mẫu có dòng này không lưu được, hãy thay bằng dòng bịa.</p>`
                : nothing
            }
            <ol class="lines" ?data-behind=${state.isBehind}>
              ${lines.map((line) => lineView(line, readings !== undefined && readings.faults.length > 0, acts))}
            </ol>`
      }
    </section>`
}

const countsView = (lines: readonly MappingLine[]): string => {
  const count = (what: (line: MappingLine) => boolean): number => lines.filter(what).length
  const acts = count(({ event }) => event !== undefined && event.action !== 'other')
  const others = count(({ event }) => event?.action === 'other')
  const unread = count(({ problem }) => problem !== undefined)
  return `${number(lines.length)} dòng: ${number(acts)} thành hành động, ${number(others)} ghi nhận là «khác», ${number(unread)} không đọc được.`
}

const kindOf = ({ event, problem, read }: MappingLine): string => {
  if (read) return 'none'
  if (problem !== undefined) return 'refused'
  if (!event) return 'raw'
  if (event.action === 'other') return 'other'
  return event.fields['ok'] === false ? 'failed' : 'act'
}

const lineView = (line: MappingLine, isFaulty: boolean, acts: Acts): TemplateResult => html`
  <li data-kind=${kindOf(line)}>
    <span class="number">${line.line}</span>
    <code class="text">${line.text}</code>
    <div class="told">${toldView(line, isFaulty, acts)}</div>
  </li>`

const READ = {
  heading: 'Dòng tiêu đề',
  empty: 'Dòng trống',
  note: 'Dòng ngoài bảng (tên bảng, dòng tổng, «sep=»): bỏ qua',
} as const

const toldView = (line: MappingLine, isFaulty: boolean, acts: Acts): TemplateResult => {
  const { event, problem, read, fields, rule } = line
  if (read) return html`${READ[read]}`
  if (problem !== undefined) return html`<b>Không đọc được.</b> ${problem} ${fieldsView(fields)}`
  if (!event) return html`${isFaulty ? 'Các cột đã đọc:' : ''} ${fieldsView(fields)}`
  if (event.action === 'other' && rule === undefined)
    return html`<b>Không quy tắc nào khớp</b> (ghi nhận là «khác», không luật nào xét). ${fieldsView(fields)}
      <button type="button" class="plain" @click=${() => acts.edit((draft) => ({ ...draft, events: [...draft.events, ruleFor(line)] }))}>Thêm quy tắc cho dòng này</button>`
  return html`<b>${nameOfAction(event.action)}${event.fields['ok'] === false ? ' không thành công' : ''}</b> lúc ${moment(event.at)}
    ${Object.entries(event.fields).map(
      ([name, raw]) =>
        html` <span class="field"><i>${nameOfField(name)}</i> ${typeof raw === 'string' ? wordOf(name, raw) : value(raw)}</span>`,
    )}
    ${rule === undefined ? nothing : html`<small>quy tắc ${rule}</small>`}`
}

const fieldsView = (fields: MappingLine['fields']): TemplateResult =>
  Object.keys(fields).length === 0
    ? html`<span>Không cột nào được nhận ra.</span>`
    : html`${Object.entries(fields).map(([name, text]) => html` <span class="field"><i>${fieldWord(name)}</i> ${text}</span>`)}`
