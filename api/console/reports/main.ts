import { render } from 'lit-html'
import type { Signed } from '../../reports/write.ts'
import type { ReportInfo, ReportList } from '../../schemas-reports.ts'
import { ask, readUnits } from '../client.ts'
import type { Acts } from './acts.ts'
import { initial, isMoving, keyOf, periodWanted, type State } from './state.ts'
import { pageView } from './views.ts'

/* The shell of the page of the reports: what views ask for, and looking again. */

const SOON = 1_000
const LATER = 30_000

const app = document.getElementById('app')!
let state: State = initial(document.body.dataset['sample'] === 'true', Date.now())
const show = (patch: Partial<State>): void => {
  state = { ...state, ...patch }
  render(pageView(state, acts), app)
}

let again: ReturnType<typeof setTimeout> | undefined
/** Reads the list, and looks again by itself: soon while something is made. */
const look = async (): Promise<void> => {
  clearTimeout(again)
  try {
    show({ list: await ask<ReportList>('/reports') })
  } catch (error) {
    show({ list: { trouble: said(error) } })
  }
  clearTimeout(again)
  again = setTimeout(() => void look(), isMoving(state) ? SOON : LATER)
}

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Asks for something about a report; what is refused stands beside it. */
const doing = async (key: string, work: () => Promise<unknown>): Promise<void> => {
  const { [key]: _, ...refused } = state.refused
  show({ asking: undefined, refused })
  try {
    await work()
  } catch (error) {
    show({ refused: { ...state.refused, [key]: said(error) } })
  }
  await look()
}

const whichOf = ({ period, unit }: Pick<ReportInfo, 'period' | 'unit'>) => ({
  period,
  ...(unit !== undefined && unit !== '' && { unit }),
})

const make = (which: { readonly period: string; readonly unit?: string }, close: boolean): Promise<unknown> =>
  ask('/reports/make', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...which, close }),
  })

const sign = (report: ReportInfo, file: File): Promise<Signed> =>
  ask(`/reports/sign?${new URLSearchParams({ ...whichOf(report), name: file.name })}`, {
    method: 'POST',
    headers: { 'content-type': 'application/pdf' },
    body: file,
  })

const sha256 = async (file: File): Promise<string> => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const acts: Acts = {
  want: (patch) => {
    // What was refused of another choice says nothing of this one.
    const { '': _, ...refused } = state.refused
    show({ wanted: { ...state.wanted, ...patch }, refused })
  },
  begin: () => {
    const { unit } = state.wanted
    void doing('', () => make(whichOf({ period: periodWanted(state.wanted).id, unit }), false))
  },
  make: (report) => void doing(keyOf(report), () => make(whichOf(report), false)),
  askToClose: (report) => show({ asking: { key: keyOf(report) } }),
  close: (report) => void doing(keyOf(report), () => make(whichOf(report), true)),
  choose: async (report, file) => {
    if (file) show({ asking: { key: keyOf(report), copy: { file, sha256: await sha256(file) } } })
  },
  sign: (report) => {
    const copy = state.asking?.copy
    if (copy) void doing(keyOf(report), () => sign(report, copy.file))
  },
  cancel: () => show({ asking: undefined }),
  retry: () => void look(),
}

show({})
void look()
void readUnits().then((units) => show({ units }))
