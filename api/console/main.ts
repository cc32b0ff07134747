import { render } from 'lit-html'
import { listen } from './keys.ts'
import { createReading } from './reading.ts'
import { type Filter, readRoute, writeRoute } from './route.ts'
import { initial } from './state.ts'
import { createStore, later } from './store.ts'
import type { Acts } from './views/acts.ts'
import { pageView } from './views/page.ts'

/* The shell of the page: the address bar, the keyboard and what views ask for. */

const TYPING = 250
const HEALTH = 30_000
/** While something is computed again, whoever looks wants to see it move. */
const RUNNING = 3_000

const app = document.getElementById('app')!
const start = initial(document.body.dataset['sample'] === 'true', Date.now(), readRoute(location.hash).filter)
const store = createStore(start, (state) => render(pageView(state, acts), app))
const { state, send } = store
const reading = createReading(store)

/** The filter with what is still being typed. */
let wanted: Filter = start.filter

/** The address bar is the whole truth of what is shown; `focus` takes the reader to an alert just opened. */
const arrive = (focus: boolean): void => {
  const { filter, id } = readRoute(location.hash)
  if (JSON.stringify(filter) !== JSON.stringify(state().filter)) {
    wanted = filter
    send({ kind: 'filter', filter })
    void reading.load()
  }
  if (id === state().detail?.id) return
  send({ kind: 'patch', patch: { detail: id === undefined ? undefined : { kind: 'loading', id } } })
  if (id !== undefined) void reading.detail(id).then(() => focus && focusDetail())
}

const go = (filter: Filter, id: string | undefined, replace = false): void => {
  const hash = writeRoute({ filter, id })
  if (replace) history.replaceState(null, '', hash)
  else history.pushState(null, '', hash)
  arrive(!replace)
}
const typed = later(TYPING, () => go(wanted, state().detail?.id, true))

const list = (): HTMLElement | null => document.getElementById('danh-sach')
const links = (): HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>('.list tr[data-id] a')]
const rowOf = (link: Element): string | undefined => link.closest<HTMLElement>('tr')?.dataset['id']

const focusDetail = (): void => {
  requestAnimationFrame(() => document.getElementById('tieu-de')?.focus({ preventScroll: true }))
}

const close = (): void => {
  const id = state().detail?.id
  if (id === undefined) return
  go(state().filter, undefined)
  requestAnimationFrame(() =>
    links()
      .find((link) => rowOf(link) === id)
      ?.focus(),
  )
}

/** From the row in focus, else from the open alert, else to the first row. An open detail goes along. */
const move = (step: 1 | -1): void => {
  const all = links()
  const current = document.activeElement?.closest<HTMLElement>('.list tr')?.dataset['id'] ?? state().detail?.id
  const here = all.findIndex((link) => rowOf(link) === current)
  const next = all[here === -1 ? 0 : here + step]
  if (!next) return
  next.focus()
  next.closest('tr')?.scrollIntoView({ block: 'nearest' })
  if (state().detail) go(state().filter, rowOf(next), true)
}

const acts: Acts = {
  filter: (patch, typing = false) => {
    wanted = { ...wanted, ...patch }
    send({ kind: 'patch', patch: { typed: wanted.text } })
    if (typing) typed()
    else go(wanted, state().detail?.id)
  },
  close,
  more: () => void reading.more(),
  reveal: () => {
    list()?.scrollTo({ top: 0 })
    scrollTo({ top: 0 })
    send({ kind: 'paused', paused: false })
  },
  retry: () => void reading.load(),
  dismiss: () => send({ kind: 'dismiss' }),
  scrolled: () => {
    const paused = (list()?.scrollTop ?? 0) > 24 || scrollY > 320
    if (paused !== state().paused) send({ kind: 'paused', paused })
  },
}

const watch = async (): Promise<void> => {
  await reading.health()
  setTimeout(watch, state().reevaluation?.running ? RUNNING : HEALTH)
}

for (const event of ['popstate', 'hashchange']) addEventListener(event, () => arrive(true))
addEventListener('scroll', acts.scrolled, { passive: true })
listen({ move, close, search: () => document.getElementById('tim')?.focus() })
void reading.load()
void watch()
void reading.reference()
arrive(true)
