import { render } from 'lit-html'
import type { UnlistedPage } from '../../schemas.ts'
import { ask, readUnits } from '../client.ts'
import { later } from '../store.ts'
import { type Acts, initial, pageView, queryOf, type State } from './views.ts'

/* The shell of the page of names that no register has: what the view asks for, and looking again. */

const AGAIN = 60_000
const TYPING = 250

const app = document.getElementById('app')!
let state: State = initial(document.body.dataset['sample'] === 'true', Date.now())
const show = (patch: Partial<State>): void => {
  state = { ...state, ...patch }
  render(pageView(state, acts), app)
}

let again: ReturnType<typeof setTimeout> | undefined
/** Reads the list, and again by itself; of several answers the one that was asked for last is shown. */
const look = async (): Promise<void> => {
  clearTimeout(again)
  const { wanted } = state
  const list = await ask<UnlistedPage>(`/unlisted?${queryOf(wanted)}`).catch((error: unknown) => {
    return { trouble: error instanceof Error ? error.message : String(error) }
  })
  if (wanted !== state.wanted) return
  show({ list, now: Date.now() })
  clearTimeout(again)
  again = setTimeout(() => void look(), AGAIN)
}
const typed = later(TYPING, () => void look())

const acts: Acts = {
  want: (patch, typing = false) => {
    show({ wanted: { ...state.wanted, ...patch } })
    if (typing) typed()
    else void look()
  },
  retry: () => void look(),
}

show({})
void look()
void readUnits().then((units) => show({ units }))
