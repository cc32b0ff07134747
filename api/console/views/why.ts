import { html, nothing, type TemplateResult } from 'lit-html'
import type { Alert } from '../../../kernel/alert.ts'
import { value } from '../format.ts'
import { nameOfFact, nameOfNumber } from '../labels.ts'

/** Each fact once, though many detections share it. */
const factsOf = ({ evidence }: Alert) => {
  const facts = new Map(evidence.flatMap(({ facts }) => facts).map((fact) => [`${fact.name} ${fact.vi}`, fact]))
  return [...facts.values()]
}

/** What was counted and what was asked, as the last detection had it. */
const numbersOf = ({ evidence }: Alert) => Object.entries(evidence.at(-1)?.numbers ?? {})

/** Why this is an alert: what the calendar and the registers said, the numbers in force, and what remains in doubt. */
export const whyView = (alert: Alert): TemplateResult | typeof nothing => {
  const facts = factsOf(alert)
  const numbers = numbersOf(alert)
  if (facts.length + numbers.length + alert.doubts.length === 0) return nothing
  return html`
    <section>
      <h3>Vì sao có cảnh báo</h3>
      <dl class="facts">
        ${facts.map(({ name, vi }) => html`<div><dt>${nameOfFact(name)}</dt><dd>${vi}</dd></div>`)}
        ${numbers.map(([name, raw]) => html`<div><dt>${nameOfNumber(name)}</dt><dd>${value(raw)}</dd></div>`)}
      </dl>
      ${
        alert.doubts.length === 0
          ? nothing
          : html`<div class="caution">
              <p><b>Điều còn nghi ngờ</b> (mức đã được hạ vì vậy)</p>
              <ul>${alert.doubts.map(({ vi }) => html`<li>${vi}</li>`)}</ul>
            </div>`
      }
    </section>`
}
