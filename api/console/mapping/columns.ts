import { html, nothing, type TemplateResult } from 'lit-html'
import { ecsNameOf } from '../ecs.ts'
import { assign, withHeader, withoutHeader } from './edit.ts'
import { type Acts, listOf, readingsOf, type State } from './state.ts'
import { suggested } from './suggest.ts'
import { delimiterName, fieldLabel, formatName, usual } from './words.ts'

const valueIn = ({ target }: Event): string =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
    ? target.value
    : ''

const formats = Object.keys(formatName) as (keyof typeof formatName)[] // the keys of a record are of its type

/** How the file is cut into columns, and how it writes times. */
export const shapeView = ({ work, readings }: State, acts: Acts): TemplateResult => {
  const { mapping } = work
  const columns = readings && 'columns' in readings ? readings.columns.length : 0
  const choose = (event: Event): void => {
    const format = formats.find((one) => one === valueIn(event))
    if (format) acts.edit((draft) => ({ ...draft, format }))
  }
  return html`
    <section class="card" aria-labelledby="tep">
      <h2 id="tep">2. Tệp và thời gian</h2>
      <div class="fields">
        <label>Dạng tệp
          <select @change=${choose}>
            ${formats.map((one) => html`<option value=${one} .selected=${one === mapping.format}>${formatName[one]}</option>`)}
          </select>
        </label>
        ${
          mapping.format === 'csv'
            ? html`<label>Dấu tách cột
                <select @change=${(event: Event) => acts.edit((draft) => ({ ...draft, delimiter: valueIn(event) }))}>
                  ${delimiterName.map(([sign, name]) => html`<option value=${sign} .selected=${sign === mapping.delimiter}>${name}</option>`)}
                </select>
              </label>
              <label class="check"><input type="checkbox" .checked=${mapping.header !== undefined}
                @change=${() => acts.edit((draft) => (draft.header ? withoutHeader(draft) : withHeader(draft, columns)))} />
                Tệp có thể không có dòng tiêu đề</label>`
            : nothing
        }
        <label>Múi giờ
          <input type="text" list="mui-gio" .value=${work.zone} @input=${(event: Event) => acts.write({ zone: valueIn(event).trim() })} />
        </label>
        <datalist id="mui-gio"><option value="Asia/Ho_Chi_Minh"></option><option value="UTC"></option></datalist>
      </div>
      ${
        mapping.format === 'csv' && mapping.header
          ? html`<label class="wide">Tên các cột theo thứ tự, khi tệp không có dòng tiêu đề (mỗi dòng một tên)
              <textarea rows="2" spellcheck="false" .value=${mapping.header.join('\n')}
                @input=${(event: Event) =>
                  acts.edit((draft) => ({
                    ...draft,
                    header: valueIn(event)
                      .split('\n')
                      .map((name) => name.trim()),
                  }))}></textarea>
            </label>`
          : nothing
      }
      <label class="wide">Dạng thời gian, mỗi dòng một dạng, thử lần lượt: dd/MM/yyyy HH:mm:ss, d/M/yyyy h:mm tt, iso, epoch-s, epoch-ms
        <textarea rows="3" spellcheck="false" .value=${mapping.times.join('\n')}
          @input=${(event: Event) => acts.edit((draft) => ({ ...draft, times: linesOf(valueIn(event)) }))}></textarea>
      </label>
    </section>`
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** Each column of the sample, and what it is. */
export const columnsView = (state: State, acts: Acts): TemplateResult => {
  const columns = readingsOf(state)?.columns ?? []
  return html`
    <section class="card" aria-labelledby="cot">
      <h2 id="cot">3. Cột</h2>
      ${
        columns.length === 0
          ? html`<p class="hint">Dán mẫu vào ô bên trái thì các cột hiện ở đây.</p>`
          : html`<table>
              <caption class="said">Cột của mẫu và trường tương ứng</caption>
              <thead><tr><th scope="col">Cột trong tệp</th><th scope="col">Ví dụ</th><th scope="col">Là</th></tr></thead>
              <tbody>
                ${columns.map(
                  ({ name, field, example }) => html`
                    <tr>
                      <th scope="row">${name}</th>
                      <td class="example">${example ?? ''}</td>
                      <td>
                        <select aria-label=${`Cột «${name}» là`}
                          @change=${(event: Event) => acts.edit((draft) => assign(draft, name, valueIn(event)))}>
                          ${fieldOptions(state, field)}
                        </select>
                        ${field === undefined ? offerView(state, name, acts) : ecsView(field)}
                      </td>
                    </tr>`,
                )}
              </tbody>
            </table>
            ${passedOverView(columns)}`
      }
    </section>`
}

/** The name that others' tools have for a field. */
const ecsView = (field: string): TemplateResult | typeof nothing => {
  const name = ecsNameOf(field)
  return name === undefined ? nothing : html`<small class="ecs">ECS: ${name}</small>`
}

/** What a column most likely is, by its heading; a person says whether it is. */
const offerView = (state: State, name: string, acts: Acts): TemplateResult | typeof nothing => {
  const field = suggested(name, listOf(state)?.builtIn ?? [])
  if (field === undefined) return nothing
  return html`<button type="button" class="plain" @click=${() => acts.edit((draft) => assign(draft, name, field))}>
    Gợi ý: ${fieldLabel(field)}</button>`
}

/** Columns that nobody reads are named: what stands in them is judged by no rule. */
const passedOverView = (columns: readonly { readonly name: string; readonly field?: string | undefined }[]) => {
  const names = columns.filter(({ field }) => field === undefined).map(({ name }) => `«${name}»`)
  return names.length === 0
    ? nothing
    : html`<p class="hint" role="status">Bỏ qua ${names.length} cột: ${names.join(', ')}. Không luật nào xét đến cột bị bỏ qua.</p>`
}

/** The fields a column may be, what most tables have first. */
const fieldOptions = (state: State, chosen: string | undefined): TemplateResult => {
  const named = listOf(state)?.actions.flatMap(({ fields }) =>
    fields.flatMap(({ name, type }) => (type === 'text' ? [name] : [])),
  )
  const all = new Set([...(named ?? []), ...Object.keys(state.work.mapping.columns)])
  const others = [...all]
    .filter((name) => !usual.includes(name))
    .sort((a, b) => fieldLabel(a).localeCompare(fieldLabel(b), 'vi'))
  const option = (name: string): TemplateResult =>
    html`<option value=${name} .selected=${name === chosen}>${fieldLabel(name)}</option>`
  return html`
    <option value="" .selected=${chosen === undefined}>(bỏ qua)</option>
    <optgroup label="Thường dùng">${usual.map(option)}</optgroup>
    <optgroup label="Khác">${others.map(option)}</optgroup>`
}
