import { html, nothing, type TemplateResult } from 'lit-html'
import type { MappingList, RuleDraft } from '../../schemas-mappings.ts'
import { ecsNameOf } from '../ecs.ts'
import { nameOfAction, nameOfField, wordOf } from '../labels.ts'
import { moved, renamed, valuesIn, without } from './edit.ts'
import { type Acts, listOf, readingsOf, type State } from './state.ts'
import { fieldLabel, fieldWord } from './words.ts'

type Field = MappingList['actions'][number]['fields'][number]

const valueIn = ({ target }: Event): string =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
    ? target.value
    : ''

/** What rows mean, by what stands in them: the first rule that holds decides. */
export const rulesView = (state: State, acts: Acts): TemplateResult => {
  const { events } = state.work.mapping
  const blank: RuleDraft = { when: {}, action: 'activity', fields: {} }
  return html`
    <section class="card" aria-labelledby="quy-tac">
      <h2 id="quy-tac">4. Quy tắc</h2>
      <p class="hint">Quy tắc đầu tiên khớp sẽ quyết định. Không quy tắc nào khớp thì dòng được ghi nhận là «khác», không luật nào xét đến.</p>
      <ol class="rules">${events.map((rule, index) => ruleView(rule, index, state, acts))}</ol>
      <button type="button" class="plain" @click=${() => acts.edit((draft) => ({ ...draft, events: [...draft.events, blank] }))}>Thêm quy tắc</button>
    </section>`
}

const summaryView = ({ when, action, fields }: RuleDraft): TemplateResult => {
  const conditions = Object.entries(when).map(
    ([field, wanted]) => `${fieldWord(field)} là ${[wanted].flat().join(' hoặc ')}`,
  )
  return html`<b>${nameOfAction(action)}${fields['ok'] === false ? ' không thành công' : ''}</b>
    ${conditions.length === 0 ? 'ở mọi dòng' : `khi ${conditions.join(' và ')}`}`
}

const ruleView = (rule: RuleDraft, index: number, state: State, acts: Acts): TemplateResult => {
  const { length } = state.work.mapping.events
  const lines = (readingsOf(state)?.lines ?? []).filter(({ rule: by }) => by === index + 1).map(({ line }) => line)
  const move = (to: number): void => acts.edit((draft) => ({ ...draft, events: moved(draft.events, index, to) }))
  const remove = (): void => acts.edit((draft) => ({ ...draft, events: draft.events.filter((_, at) => at !== index) }))
  return html`
    <li>
      <details>
        <summary><span class="number">${index + 1}</span><span class="summary">${summaryView(rule)}</span>
          <small>${lines.length === 0 ? 'chưa khớp dòng nào' : `dòng ${lines.slice(0, 6).join(', ')}${lines.length > 6 ? '…' : ''}`}</small></summary>
        ${conditionsView(rule, index, state, acts)} ${actionView(rule, index, state, acts)}
        <div class="buttons">
          <button type="button" ?disabled=${index === 0} @click=${() => move(index - 1)}>Lên trên</button>
          <button type="button" ?disabled=${index === length - 1} @click=${() => move(index + 1)}>Xuống dưới</button>
          <button type="button" @click=${remove}>Xóa quy tắc</button>
        </div>
      </details>
    </li>`
}

const conditionsView = (rule: RuleDraft, index: number, state: State, acts: Acts): TemplateResult => {
  const columns = Object.keys(state.work.mapping.columns)
  const free = columns.filter((column) => rule.when[column] === undefined)
  const patch = (when: RuleDraft['when']): void => acts.editRule(index, (one) => ({ ...one, when }))
  return html`
    ${Object.entries(rule.when).map(
      ([field, wanted]) => html`
        <div class="condition">
          <select aria-label="Cột được xét" @change=${(event: Event) => patch(renamed(rule.when, field, valueIn(event)))}>
            ${[field, ...free].map((one) => html`<option value=${one} .selected=${one === field}>${fieldLabel(one)}</option>`)}
          </select>
          <span>là</span>
          <textarea aria-label="Các giá trị" rows=${Math.min([wanted].flat().length, 4)} spellcheck="false"
            title="Mỗi dòng một giá trị; không phân biệt hoa thường, dấu, khoảng trắng. /…/ là biểu thức chính quy"
            .value=${[wanted].flat().join('\n')}
            @input=${(event: Event) => patch({ ...rule.when, [field]: valuesIn(valueIn(event)) })}></textarea>
          <button type="button" class="plain" aria-label="Bỏ điều kiện" @click=${() => patch(without(rule.when, field))}>✕</button>
        </div>`,
    )}
    ${
      free.length === 0
        ? nothing
        : html`<button type="button" class="plain" @click=${() => patch({ ...rule.when, [free[0]!]: '' })}>Thêm điều kiện</button>`
    }`
}

const actionView = (rule: RuleDraft, index: number, state: State, acts: Acts): TemplateResult => {
  const actions = listOf(state)?.actions ?? []
  const fields = actions.find(({ action }) => action === rule.action)?.fields ?? []
  const shown = fields.filter(({ name, owed }) => owed || rule.fields[name] !== undefined)
  const hidden = fields.filter((field) => !shown.includes(field))
  const patch = (change: (given: RuleDraft['fields']) => RuleDraft['fields']): void =>
    acts.editRule(index, (one) => ({ ...one, fields: change(one.fields) }))
  const sorted = [...actions].sort((a, b) => nameOfAction(a.action).localeCompare(nameOfAction(b.action), 'vi'))
  return html`
    <label class="act">thì dòng ấy là
      <select @change=${(event: Event) => acts.editRule(index, (one) => ({ ...one, action: valueIn(event), fields: {} }))}>
        ${sorted.map(({ action }) => html`<option value=${action} .selected=${action === rule.action}>${nameOfAction(action)} (${action})</option>`)}
      </select>
    </label>
    ${shown.map((field) => fieldView(field, rule, state, patch))}
    ${
      hidden.length === 0
        ? nothing
        : html`<label class="act">Ghi thêm
            <select .value=${''} @change=${(event: Event) => patch((given) => ({ ...given, [valueIn(event)]: firstOf(hidden, valueIn(event)) }))}>
              <option value="">(chọn trường)</option>
              ${hidden.map(({ name }) => html`<option value=${name}>${fieldLabel(name)}</option>`)}
            </select>
          </label>`
    }`
}

/** What a field begins with that a person adds. */
const firstOf = (fields: readonly Field[], name: string): string | boolean | number => {
  const field = fields.find((one) => one.name === name)
  if (field?.type === 'boolean') return true
  return field?.type === 'number' ? 0 : (field?.words[0] ?? '')
}

type Patch = (change: (given: RuleDraft['fields']) => RuleDraft['fields']) => void

const fieldView = ({ name, type, words }: Field, rule: RuleDraft, state: State, patch: Patch): TemplateResult => {
  const given = rule.fields[name]
  const ecs = ecsNameOf(name, rule.action)
  const hasColumn = state.work.mapping.columns[name] !== undefined
  const set = (text: string): void =>
    patch((fields) => {
      if (text === '') return without(fields, name)
      return { ...fields, [name]: type === 'boolean' ? text === 'true' : type === 'number' ? Number(text) : text }
    })
  const options: readonly (readonly [string, string])[] =
    type === 'boolean'
      ? [
          ['true', 'có'],
          ['false', 'không'],
        ]
      : words.map((word) => [word, wordOf(name, word)])
  const unset = hasColumn && type === 'text' ? 'lấy từ cột' : '(chưa đặt)'
  return html`
    <label class="act"><span>${nameOfField(name)}${ecs === undefined ? nothing : html` <small class="ecs">ECS: ${ecs}</small>`}</span>
      ${
        options.length > 0
          ? html`<select aria-label=${nameOfField(name)} @change=${(event: Event) => set(valueIn(event))}>
              <option value="" .selected=${given === undefined}>${unset}</option>
              ${options.map(([word, label]) => html`<option value=${word} .selected=${String(given) === word}>${label}</option>`)}
            </select>`
          : html`<input type="text" aria-label=${nameOfField(name)} .value=${given === undefined ? '' : String(given)}
              placeholder=${hasColumn ? `lấy từ cột «${fieldWord(name)}»` : 'chữ, hoặc {cột} như {action}'}
              @input=${(event: Event) => set(valueIn(event))} />`
      }
    </label>`
}
