import { html, nothing, type TemplateResult } from 'lit-html'
import type { Alert } from '../../../kernel/alert.ts'
import { BRIEF } from '../../../kernel/directory/documents.ts'
import { documentName, placeName } from '../documents.ts'

const UNANSWERED =
  'Chưa đủ căn cứ để quy trách nhiệm (chưa rõ đơn vị, hoặc điều khoản không nêu ai phải chịu): đây là dấu hiệu cần xác minh, chưa phải kết luận vi phạm.'
const UNBOUND = 'Chưa có văn bản nào ràng buộc đơn vị này: đây là dấu hiệu cần xác minh, chưa phải kết luận vi phạm.'

/** Why a sign is not yet a violation. Where the brief is all there is, a reader is told so rather than shown nothing. */
const caution = ({ clause, subject }: Alert): string => {
  if (clause.basis.some(({ doc }) => doc !== BRIEF)) return UNANSWERED
  if (clause.basis.length === 0) return UNBOUND
  const here = subject.unit ? ' cho đơn vị này' : ''
  return `Căn cứ: đề bài của hệ thống; chưa có văn bản nào quy định riêng${here}, nên chỉ là dấu hiệu cần xác minh.`
}

/** The clause in the directives' own words: only texts that bind the unit. */
export const clauseView = (alert: Alert): TemplateResult => {
  const { clause, withdrawn } = alert
  return html`
  <section>
    <h3>Căn cứ</h3>
    <p class="clause"><b>${clause.id}</b> ${clause.title.vi}</p>
    ${clause.basis
      .filter(({ doc }) => doc !== BRIEF)
      .map(
        ({ doc, at, quote }) => html`
        <figure class="quote">
          ${quote === undefined ? nothing : html`<blockquote>“${quote}”</blockquote>`}
          <figcaption>${documentName(doc)}${at === undefined ? nothing : html`, <b>${placeName(doc, at)}</b>`}</figcaption>
        </figure>`,
      )}
    ${clause.standing === 'sign' && !withdrawn ? html`<p class="caution">${caution(alert)}</p>` : nothing}
  </section>`
}
