import { render } from 'lit-html'
import type { CoverageCell, CoveragePage } from '../../schemas-coverage.ts'
import { ask, readUnits } from '../client.ts'
import { periodWanted } from '../reports/state.ts'
import { later } from '../store.ts'
import { initial, type State } from './state.ts'
import { type Acts, pageView } from './views.ts'

/* The shell of the page of coverage: what the view asks for, and looking again. */

const SOON = 1_000
const LATER = 60_000
const TYPING = 250

const app = document.getElementById('app')!
let state: State = initial(document.body.dataset['sample'] === 'true', Date.now())
const show = (patch: Partial<State>): void => {
  state = { ...state, ...patch }
  render(pageView(state, acts), app)
}

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error))
const queryOf = (fields: Readonly<Record<string, string>>): URLSearchParams =>
  new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== ''))

let again: ReturnType<typeof setTimeout> | undefined
/** Reads the matrix, and again by itself: soon while it is made. Of several answers the one that was asked for last is shown. */
const look = async (): Promise<void> => {
  clearTimeout(again)
  const { wanted } = state
  const query = queryOf({ period: periodWanted(wanted).id, unit: wanted.unit })
  const page = await ask<CoveragePage>(`/coverage?${query}`).catch((error: unknown) => ({ trouble: said(error) }))
  if (wanted !== state.wanted) return
  show({ page, now: Date.now() })
  clearTimeout(again)
  const isMoving = 'period' in page && (page.work !== undefined || page.waiting)
  again = setTimeout(() => void look(), isMoving ? SOON : LATER)
}

const choose = async (unit: string, clause: string): Promise<void> => {
  const chosen = { unit, clause }
  show({ chosen, cell: 'loading' })
  const query = queryOf({ period: periodWanted(state.wanted).id, ...chosen })
  const cell = await ask<CoverageCell>(`/coverage/cell?${query}`).catch((error: unknown) => ({ trouble: said(error) }))
  if (state.chosen === chosen) show({ cell })
}

const typed = later(TYPING, () => show({}))

const acts: Acts = {
  want: (patch, typing = false) => {
    const wanted = { ...state.wanted, ...patch }
    // What was typed narrows what is there; another period or unit is asked for.
    if (typing) {
      state = { ...state, wanted }
      typed()
      return
    }
    const isOther = 'kind' in patch || 'date' in patch || 'unit' in patch
    show({ wanted, ...(isOther && { chosen: undefined, cell: undefined, refused: undefined }) })
    if (isOther) void look()
  },
  make: async () => {
    show({ refused: undefined })
    try {
      await ask('/coverage/make', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ period: periodWanted(state.wanted).id }),
      })
    } catch (error) {
      show({ refused: said(error) })
    }
    await look()
  },
  choose: (unit, clause) => void choose(unit, clause),
  close: () => show({ chosen: undefined, cell: undefined }),
  retry: () => void look(),
}

show({})
void look()
void readUnits().then((units) => show({ units }))
