import { html, nothing, type TemplateResult } from 'lit-html'
import { bannerView, titleView } from '../views/head.ts'
import { columnsView, shapeView } from './columns.ts'
import { linesView } from './lines.ts'
import { rulesView } from './rules.ts'
import { saveView } from './save.ts'
import { type Acts, blank, listOf, readingsOf, type State } from './state.ts'
import { sayFault } from './words.ts'

/** The whole page of the mappings from the whole state. */
export const pageView = (state: State, acts: Acts): TemplateResult => html`
  ${bannerView(state.sample)}
  <header class="top">
    ${titleView('/anh-xa')}
    <p class="motto">Chỉ cho hệ thống cách đọc bảng nhật ký của Bkav, iOffice, TTHC, VNeID, token…</p>
  </header>
  <main class="mapping">${bodyView(state, acts)}</main>`

const bodyView = (state: State, acts: Acts): TemplateResult => {
  const { list } = state
  if (list === 'loading') return html`<p class="none">Đang tải các bảng ánh xạ…</p>`
  if ('trouble' in list)
    return html`<div class="none" role="alert">
      <p>${list.trouble}</p>
      <button type="button" class="primary" @click=${acts.retry}>Thử lại</button>
    </div>`
  return html`
    <div class="sides">
      <div class="side">${sampleView(state, acts)} ${linesView(state, acts)}</div>
      <div class="side">
        ${shapeView(state, acts)} ${columnsView(state, acts)} ${rulesView(state, acts)} ${yamlView(state)}
      </div>
    </div>
    ${faultsView(state)} ${saveView(state, acts)}`
}

const valueIn = ({ target }: Event): string =>
  target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement ? target.value : ''

/** A key at a time, and not a text brought from elsewhere. */
const TYPED = /^(insert(Text|LineBreak|CompositionText)|delete|history)/

const sampleView = (state: State, acts: Acts): TemplateResult => html`
  <section class="card" aria-labelledby="mau">
    <h2 id="mau">1. Mẫu</h2>
    <div class="fields">
      <label>Bắt đầu từ
        <select @change=${(event: Event) => acts.begin(valueIn(event))}>${startsView(state)}</select>
      </label>
      <label class="button">Chọn tệp…
        <input class="said" type="file" accept=".csv,.tsv,.txt,.log,.json,text/*" .value=${''}
          @change=${({ currentTarget }: Event) => currentTarget instanceof HTMLInputElement && acts.choose(currentTarget.files?.[0])} />
      </label>
    </div>
    <label class="wide">Dán vài chục dòng của bản xuất, kể cả dòng tiêu đề (mật khẩu và tiêu đề mật được che trước khi lưu)
      <textarea id="sample" rows="7" spellcheck="false" wrap="off" .value=${state.work.sample}
        @input=${(event: Event) => acts.write({ sample: valueIn(event) }, event instanceof InputEvent && TYPED.test(event.inputType))}></textarea>
    </label>
    ${state.notice === undefined ? nothing : html`<p class="notice" role="alert">${state.notice}</p>`}
  </section>`

const startsView = (state: State): TemplateResult => {
  const list = listOf(state)
  return html`
    <option value="">Bảng trống</option>
    <optgroup label="Có sẵn">
      ${list?.builtIn.map(({ mapping: { id, title } }) => html`<option value=${`preset/${id}`}>${title.vi}</option>`)}
    </optgroup>
    ${
      list && list.configured.length > 0
        ? html`<optgroup label="Đã cấu hình">
            ${list.configured.map(
              ({ id, where, work, inForce }, index) => html`
                <option value=${`own/${index}`} ?disabled=${work === undefined}>
                  ${work?.mapping.title.vi ?? id} (${where}${work === undefined ? ', tệp hỏng' : inForce ? '' : ', chưa có hiệu lực'})
                </option>`,
            )}
          </optgroup>`
        : nothing
    }`
}

const yamlView = (state: State): TemplateResult => html`
  <details class="card">
    <summary><h2>YAML sẽ ghi vào tệp (chỉ đọc)</h2></summary>
    <pre tabindex="0" aria-label="YAML">${readingsOf(state)?.yaml ?? ''}</pre>
  </details>`

const faultsView = (state: State): TemplateResult | typeof nothing => {
  const { readings, work } = state
  if (readings && 'trouble' in readings) return html`<p class="faults card" role="alert">${readings.trouble}</p>`
  const faults = work === blank ? [] : [...new Set((readings?.faults ?? []).map(sayFault))]
  if (faults.length === 0) return nothing
  return html`<section class="faults card" aria-label="Cần sửa">
    <h2>Cần sửa trước khi lưu</h2>
    <ul>${faults.slice(0, 8).map((fault) => html`<li>${fault}</li>`)}</ul>
    ${faults.length > 8 ? html`<p>Và ${faults.length - 8} chỗ khác.</p>` : nothing}
  </section>`
}
