import { html, nothing, type TemplateResult } from 'lit-html'
import type { Alert } from '../../../kernel/alert.ts'
import { documentName, placeName } from '../documents.ts'

/** Why a sign is not yet a violation; the brief (CARD) alone binds nobody. */
const caution = (bound: boolean): string =>
  bound
    ? 'Chưa đủ căn cứ để quy trách nhiệm (chưa rõ đơn vị, hoặc điều khoản không nêu ai phải chịu): đây là dấu hiệu cần xác minh, chưa phải kết luận vi phạm.'
    : 'Chưa có văn bản nào ràng buộc đơn vị này: đây là dấu hiệu cần xác minh, chưa phải kết luận vi phạm.'

/** The clause in the directives' own words: only texts that bind the unit. */
export const clauseView = ({ clause, withdrawn }: Alert): TemplateResult => {
  const texts = clause.basis.filter(({ doc }) => doc !== 'CARD')
  return html`
  <section>
    <h3>Căn cứ</h3>
    <p class="clause"><b>${clause.id}</b> ${clause.title.vi}</p>
    ${texts.map(
      ({ doc, at, quote }) => html`
        <figure class="quote">
          ${quote === undefined ? nothing : html`<blockquote>“${quote}”</blockquote>`}
          <figcaption>${documentName(doc)}${at === undefined ? nothing : html`, <b>${placeName(doc, at)}</b>`}</figcaption>
        </figure>`,
    )}
    ${clause.standing === 'sign' && !withdrawn ? html`<p class="caution">${caution(texts.length > 0)}</p>` : nothing}
  </section>`
}
