import { html, nothing, type TemplateResult } from 'lit-html'
import { BRIEF } from '../../../kernel/directory/documents.ts'
import { localDate, sayDate } from '../../../kernel/time.ts'
import type { UnitInfo } from '../../schemas.ts'
import type { RuleCard } from '../../schemas-catalogue.ts'
import { documentName, placeName } from '../documents.ts'
import { value } from '../format.ts'
import { nameOfAction, nameOfNumber } from '../labels.ts'

/** `12/03/2026`, in the calendar of Vietnam. */
export const dayOf = (at: number): string => sayDate(localDate(at))

/** All that is to be said of one rule. */
export const cardView = (rule: RuleCard, units: readonly UnitInfo[]): TemplateResult => html`
  <div class="rule">
    <section>
      <h3>Căn cứ</h3>
      ${rule.basis
        .filter(({ doc }) => doc !== BRIEF)
        .map(
          ({ doc, at, quote }) => html`<figure class="quote">
            ${quote === undefined ? nothing : html`<blockquote>“${quote}”</blockquote>`}
            <figcaption>${documentName(doc)}${at === undefined ? nothing : html`, <b>${placeName(doc, at)}</b>`}</figcaption>
          </figure>`,
        )}
      <h3>Câu cảnh báo</h3>
      <p>${rule.say.vi}</p>
      <h3>Việc cần làm</h3>
      <p>${rule.respond.vi}</p>
      ${numbersView(rule)} ${tunedView(rule, units)}
    </section>
    <section>${rule.parts.map(partView)}</section>
    <section>
      <h3>Trường hợp thử (chạy ở mỗi lần kiểm tra mã nguồn)</h3>
      ${casesView('Phải báo', rule.cases.fires)} ${casesView('Không được báo', rule.cases.quiet)}
    </section>
  </div>`

const numbersView = ({ policy }: RuleCard): TemplateResult | typeof nothing =>
  Object.keys(policy).length === 0
    ? nothing
    : html`<h3>Con số, nếu đơn vị không đặt khác</h3>
        <ul>${Object.entries(policy).map(([name, raw]) => html`<li>${nameOfNumber(name)}: ${value(raw)}</li>`)}</ul>`

const tunedView = ({ tuned }: RuleCard, units: readonly UnitInfo[]): TemplateResult | typeof nothing =>
  tuned.length === 0
    ? nothing
    : html`<h3>Số của riêng đơn vị</h3>
        <ul>
          ${tuned.map(
            ({ unit, set, basis }) => html`<li>
              ${units.find(({ id }) => id === unit)?.name ?? unit}:
              ${Object.entries(set)
                .map(([name, raw]) => `${nameOfNumber(name)} ${value(raw)}`)
                .join(', ')}
              (${basis})
            </li>`,
          )}
        </ul>`

const partView = ({ part, acts, sought, excused, heard }: RuleCard['parts'][number]): TemplateResult => html`
  <h3>${part.vi[0]!.toUpperCase()}${part.vi.slice(1)}: ${acts.map(nameOfAction).join(' / ')}</h3>
  ${heard === undefined ? nothing : html`<p class="hint">Thấy lần cuối ${dayOf(heard)}</p>`}
  ${sought.length === 0 ? nothing : html`<p>Tìm:</p><ul>${sought.map(({ vi }) => html`<li>${vi}</li>`)}</ul>`}
  ${excused.length === 0 ? nothing : html`<p>Loại trừ:</p><ul>${excused.map(({ vi }) => html`<li>${vi}</li>`)}</ul>`}`

const casesView = (name: string, cases: readonly string[]): TemplateResult => html`
  <details>
    <summary>${name}: ${cases.length}</summary>
    <ul lang="en">${cases.map((one) => html`<li>${one}</li>`)}</ul>
  </details>`
