import { html, type TemplateResult } from 'lit-html'
import { guard } from 'lit-html/directives/guard.js'
import { stateNames } from '../../coverage/coverage.ts'
import { type Chosen, type Made, type Shown, stateAt, type Wanted } from './state.ts'
import type { Acts } from './views.ts'

/** The unit and clause of the cell in which an event happened. */
const cellOf = ({ target }: Event): Chosen | undefined => {
  const cell = target instanceof Element ? target.closest<HTMLElement>('td[data-clause]') : null
  const unit = cell?.parentElement?.dataset['unit']
  const clause = cell?.dataset['clause']
  return unit === undefined || clause === undefined ? undefined : { unit, clause }
}

const STEPS: Readonly<Record<string, readonly [rows: number, cells: number]>> = {
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
}

/** Moves the focus among the cells, as in a sheet. */
const step = (event: KeyboardEvent): void => {
  const steps = STEPS[event.key]
  if (!steps || !(event.target instanceof HTMLTableCellElement)) return
  const row = event.target.parentElement
  if (!(row instanceof HTMLTableRowElement)) return
  const next = row.parentElement?.children[row.sectionRowIndex + steps[0]]
  const cell = next instanceof HTMLTableRowElement ? next.cells[event.target.cellIndex + steps[1]] : undefined
  if (!cell?.dataset['clause']) return
  event.preventDefault()
  event.target.tabIndex = -1
  cell.tabIndex = 0
  cell.focus()
}

/** Units × clauses. A province has some fifteen thousand cells: they are drawn anew only where what is shown changes. */
export const matrixView = (
  made: Made,
  shown: Shown,
  wanted: Wanted,
  chosen: Chosen | undefined,
  acts: Acts,
): TemplateResult => {
  const open = (event: Event): void => {
    const cell = cellOf(event)
    if (cell) acts.choose(cell.unit, cell.clause)
  }
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      open(event)
    } else step(event)
  }
  const key = chosen && `${chosen.unit}\n${chosen.clause}`
  return html`<div class="scroll" @click=${open} @keydown=${press}>
    ${guard([made, wanted.state, wanted.clauses, wanted.text, key], () => tableView(shown, key))}
  </div>`
}

const tableView = ({ units, clauses }: Shown, chosen: string | undefined): TemplateResult => html`
  <table class="matrix" role="grid">
    <caption class="said">Kết quả của từng quy định ở từng đơn vị; mũi tên để đi giữa các ô, Enter để xem lý do</caption>
    <thead>
      <tr>
        <th scope="col">Đơn vị</th>
        ${clauses.map(({ clause: { id, title } }) => html`<th scope="col" title=${title}><span>${id}</span></th>`)}
      </tr>
    </thead>
    <tbody>
      ${units.map(
        (unit, row) => html`<tr data-unit=${unit.id}>
          <th scope="row" title=${`${unit.name}: ${unit.machines} máy, ${unit.people} người, ${unit.days} ngày làm việc`}>${unit.name}</th>
          ${clauses.map(({ clause, place }, column) => {
            const state = stateAt(unit, place)
            return html`<td class="cell" role="gridcell" tabindex=${row + column === 0 ? 0 : -1} data-clause=${clause.id} data-state=${state}
              aria-selected=${chosen === `${unit.id}\n${clause.id}`} aria-label=${`${unit.name}, ${clause.id}: ${stateNames[state]}`}
              title=${`${clause.id} ${clause.title}: ${stateNames[state]}`}></td>`
          })}
        </tr>`,
      )}
    </tbody>
  </table>`
