import { render } from 'lit-html'
import type { RulesPage } from '../../schemas-catalogue.ts'
import { ask, readUnits } from '../client.ts'
import { type Acts, initial, pageView, type State } from './views.ts'

/* The shell of the catalogue of rules. The rule that is open stands in the address, so that it can be sent to a colleague. */

const app = document.getElementById('app')!
const asked = (): string => decodeURIComponent(location.hash.slice(1))
let state: State = { ...initial(document.body.dataset['sample'] === 'true'), open: asked() }
const show = (patch: Partial<State>): void => {
  state = { ...state, ...patch }
  render(pageView(state, acts), app)
}

const look = async (): Promise<void> =>
  show({
    list: await ask<RulesPage>('/catalogue').catch((error: unknown) => ({
      trouble: error instanceof Error ? error.message : String(error),
    })),
  })

const acts: Acts = {
  want: (patch) => show(patch),
  open: (id) => {
    history.replaceState(null, '', id === '' ? location.pathname : `#${encodeURIComponent(id)}`)
    show({ open: id })
  },
  retry: () => void look(),
}

const toOpen = (): void => document.getElementById(`luat-${state.open}`)?.scrollIntoView({ block: 'start' })
window.addEventListener('hashchange', () => {
  // A rule that somebody was sent is shown whatever was looked for before.
  show({ open: asked(), text: '', blind: false })
  toOpen()
})
show({})
void look().then(toOpen)
void readUnits().then((units) => show({ units }))
