import { readAlert, readHealth, readPage, readReevaluation, readRules, readSummary, readUnits } from './client.ts'
import { follow } from './live.ts'
import { queryOf } from './route.ts'
import { later, type Store } from './store.ts'

const PAGE = 100
const SOON = 400
const RETRY = 5_000
/** Rows on the screen after which the list starts over with its first page: a wall display runs for weeks. */
const MANY = 2_000

/** Everything the page reads from the server. Failures end in the state, where the reader sees them. */
export type Reading = {
  /** Reads the list anew and follows what comes after it. */
  load(): Promise<void>
  more(): Promise<void>
  detail(id: string): Promise<void>
  health(): Promise<void>
  reference(): Promise<void>
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export const createReading = ({ state, send }: Store): Reading => {
  let leave = new AbortController()
  let unfollow = (): void => undefined

  const page = (cursor: string | undefined, signal: AbortSignal) => {
    const query = new URLSearchParams([...queryOf(state().filter, Date.now()), ['limit', String(PAGE)]])
    if (cursor !== undefined) query.set('cursor', cursor)
    return readPage(query, signal)
  }

  /** Counts are of every level, so that each tile says what it would show. */
  const recount = async (): Promise<void> => {
    const summary = await readSummary(queryOf({ ...state().filter, level: [] }, Date.now())).catch(() => undefined)
    if (summary) send({ kind: 'patch', patch: { summary } })
  }
  const recountSoon = later(SOON, () => void recount())

  const detail = async (id: string): Promise<void> => {
    try {
      const { alert, history } = await readAlert(id)
      if (state().detail?.id === id) send({ kind: 'patch', patch: { detail: { kind: 'ready', id, alert, history } } })
    } catch (error) {
      if (state().detail?.id !== id) return
      send({ kind: 'patch', patch: { detail: { kind: 'failed', id, why: words(error) } } })
    }
  }

  const changed = (id: string): void => {
    recountSoon()
    if (state().detail?.id === id) void detail(id)
    if (!state().paused && state().rows.length > MANY) void load()
  }

  const listen = (sequence: number): (() => void) =>
    follow(queryOf(state().filter, Date.now()), sequence, {
      alert: (row) => {
        send({ kind: 'arrived', row })
        changed(row.id)
      },
      gone: ({ id, revision }) => {
        send({ kind: 'gone', id, revision })
        changed(id)
      },
      reset: () => (state().paused ? send({ kind: 'stale' }) : void load()),
      link: (link) => send({ kind: 'patch', patch: { link } }),
    })

  const load = async (): Promise<void> => {
    leave.abort()
    unfollow()
    leave = new AbortController()
    const { signal } = leave
    send({ kind: 'loading' })
    void recount()
    try {
      const { alerts, next, sequence } = await page(undefined, signal)
      if (signal.aborted) return
      send({ kind: 'page', rows: alerts, next })
      unfollow = listen(sequence)
    } catch (error) {
      if (signal.aborted) return
      send({ kind: 'patch', patch: { link: 'lost' } })
      send({ kind: 'failed', why: words(error) })
      loadAgain()
    }
  }
  const loadAgain = later(RETRY, () => {
    if (state().link === 'lost') void load()
  })

  return {
    load,
    detail,
    async more() {
      const { signal } = leave
      try {
        const { alerts, next } = await page(state().next, signal)
        if (!signal.aborted) send({ kind: 'more', rows: alerts, next })
      } catch (error) {
        if (!signal.aborted) send({ kind: 'failed', why: words(error) })
      }
    },
    async health() {
      const [health, reevaluation] = await Promise.all([
        readHealth().catch(() => undefined),
        readReevaluation().catch(() => undefined),
      ])
      send({
        kind: 'patch',
        patch: { now: Date.now(), ...(health && { health }), ...(reevaluation && { reevaluation }) },
      })
    },
    async reference() {
      const [rules, units] = await Promise.all([readRules(), readUnits()])
      send({ kind: 'reference', rules, units })
    },
  }
}
