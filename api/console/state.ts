import type { Alert, Level } from '../../kernel/alert.ts'
import type { AlertRow, Health, Reevaluation, Revision, RuleInfo, UnitInfo } from '../schemas.ts'
import type { Filter } from './route.ts'

export type Summary = {
  readonly total: number
  readonly levels: Readonly<Record<Level, number>>
  readonly rules: Readonly<Record<string, number>>
}

/** The alert that stands open beside or over the list. */
export type Detail =
  | { readonly kind: 'loading'; readonly id: string }
  | { readonly kind: 'ready'; readonly id: string; readonly alert: Alert; readonly history: readonly Revision[] }
  | { readonly kind: 'failed'; readonly id: string; readonly why: string }

/** Everything the page shows. */
export type State = {
  readonly sample: boolean
  readonly now: number
  readonly filter: Filter
  /** The search words as they stand in the field; the filter follows when the typing rests. */
  readonly typed: string
  readonly list: 'loading' | 'ready' | { readonly failed: string }
  readonly rows: readonly AlertRow[]
  readonly next: string | undefined
  /** Arrived while the reader was further down: shown when asked for, so that nothing moves under the eyes. */
  readonly pending: readonly AlertRow[]
  readonly paused: boolean
  /** Too much was missed to catch up: the list must be read again. */
  readonly stale: boolean
  readonly fresh: ReadonlySet<string>
  /** The last alert about an act long past: it enters further down, so it is announced. */
  readonly notice: AlertRow | undefined
  readonly summary: Summary | undefined
  readonly link: 'connecting' | 'live' | 'lost'
  readonly detail: Detail | undefined
  readonly rules: readonly RuleInfo[]
  readonly units: readonly UnitInfo[]
  readonly health: Health | undefined
  /** What is computed again, and what waits for it. */
  readonly reevaluation: Reevaluation | undefined
}

export type Action =
  | { readonly kind: 'filter'; readonly filter: Filter }
  | { readonly kind: 'loading' }
  | { readonly kind: 'page'; readonly rows: readonly AlertRow[]; readonly next: string | undefined }
  | { readonly kind: 'more'; readonly rows: readonly AlertRow[]; readonly next: string | undefined }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'arrived'; readonly row: AlertRow }
  | { readonly kind: 'gone'; readonly id: string; readonly revision: number }
  | { readonly kind: 'paused'; readonly paused: boolean }
  | { readonly kind: 'stale' }
  | { readonly kind: 'dismiss' }
  | {
      readonly kind: 'patch'
      readonly patch: Partial<Pick<State, 'summary' | 'typed' | 'link' | 'detail' | 'health' | 'reevaluation' | 'now'>>
    }
  | { readonly kind: 'reference'; readonly rules: readonly RuleInfo[]; readonly units: readonly UnitInfo[] }

export const initial = (sample: boolean, now: number, filter: Filter): State => ({
  sample,
  now,
  filter,
  typed: filter.text,
  list: 'loading',
  rows: [],
  next: undefined,
  pending: [],
  paused: false,
  stale: false,
  fresh: new Set(),
  notice: undefined,
  summary: undefined,
  link: 'connecting',
  detail: undefined,
  rules: [],
  units: [],
  health: undefined,
  reevaluation: undefined,
})

/** Newest act first; the server's order. */
const newestFirst = (a: AlertRow, b: AlertRow): number => b.last - a.last || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** Rows of both lists, each alert once in its newest revision, in order. */
const merge = (rows: readonly AlertRow[], others: readonly AlertRow[]): readonly AlertRow[] => {
  const byId = new Map<string, AlertRow>()
  for (const row of [...rows, ...others]) {
    const known = byId.get(row.id)
    if (!known || known.revision < row.revision) byId.set(row.id, row)
  }
  return [...byId.values()].sort(newestFirst)
}

/** Shows what waited. Older than all that is loaded while more can be loaded: it comes with its page. */
const reveal = (state: State): State => {
  const end = state.next === undefined ? undefined : state.rows.at(-1)
  const rows = merge(state.rows, state.pending).filter((row) => !end || newestFirst(row, end) <= 0)
  return { ...state, rows, pending: [], fresh: new Set([...state.fresh, ...state.pending.map(({ id }) => id)]) }
}

const arrive = (state: State, row: AlertRow): State => {
  const shown = state.rows.find(({ id }) => id === row.id)
  if (shown && shown.revision >= row.revision) return state
  const notice = row.late && !shown && row.id !== state.rows[0]?.id ? row : state.notice
  const next = { ...state, notice, pending: merge(state.pending, [row]) }
  if (!state.paused) return reveal(next)
  // A row on the screen changes in place; it moves when the reader goes back up.
  return { ...next, rows: state.rows.map((old) => (old.id === row.id ? row : old)) }
}

const without = (rows: readonly AlertRow[], id: string, revision: number): readonly AlertRow[] =>
  rows.filter((row) => row.id !== id || row.revision > revision)

export const reduce = (state: State, action: Action): State => {
  switch (action.kind) {
    case 'filter':
      return { ...state, filter: action.filter, typed: action.filter.text }
    case 'loading':
      return { ...state, list: 'loading' }
    case 'page':
      return {
        ...state,
        list: 'ready',
        rows: action.rows,
        next: action.next,
        pending: [],
        stale: false,
        fresh: new Set(),
      }
    case 'more':
      return { ...state, rows: merge(state.rows, action.rows), next: action.next }
    case 'failed':
      return { ...state, list: { failed: action.why } }
    case 'arrived':
      return arrive(state, action.row)
    case 'gone': {
      const { id, revision } = action
      return { ...state, rows: without(state.rows, id, revision), pending: without(state.pending, id, revision) }
    }
    case 'paused':
      return action.paused ? { ...state, paused: true } : reveal({ ...state, paused: false })
    case 'stale':
      return { ...state, stale: true }
    case 'dismiss':
      return { ...state, notice: undefined }
    case 'patch':
      return { ...state, ...action.patch }
    case 'reference':
      return { ...state, rules: action.rules, units: action.units }
    default:
      throw new Error(`no such action: ${JSON.stringify(action satisfies never)}`)
  }
}

/** How many of the waiting rows are not on the screen in any revision. */
export const waiting = ({ rows, pending }: State): number =>
  pending.filter(({ id }) => !rows.some((row) => row.id === id)).length
