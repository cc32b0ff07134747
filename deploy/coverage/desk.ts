import type { Logger } from 'pino'
import type { CoverageDeps } from '../../api/deps.ts'
import type { Period } from '../../api/reports/period.ts'
import { coded } from '../../kernel/errors.ts'
import { MINUTE } from '../../kernel/time.ts'
import { askThread } from '../ask-thread.ts'
import type { Config } from '../config.ts'
import { checkBegun } from '../reports/report.ts'
import { coverageIn, type KeptCoverage } from './kept.ts'
import type { Order, Told } from './worker.ts'

/** What the thread may hold, MiB: beyond it the thread ends and the making fails, while the product goes on. */
const HEAP = 1_024
/** The thread is kept for so long while nothing is made, ms. */
const IDLE = MINUTE
/** So many periods may wait. */
const WAITING = 20

type CoverageDesk = CoverageDeps & { close(): Promise<void> }

/** Makes coverage in a thread of its own, one period after another, and keeps the latest of each. */
export const openCoverage = (config: Config, clock: { now(): number }, log: Pick<Logger, 'warn'>): CoverageDesk => {
  const kept = coverageIn(config.data)
  const thread = askThread<Order, Told>(new URL('./worker.ts', import.meta.url), {
    ...{ what: 'the thread of the coverage', workerData: config },
    resourceLimits: { maxOldGenerationSizeMb: HEAP },
  })
  const waiting = new Map<string, Period>()
  const failed = new Map<string, { readonly at: number; readonly text: string }>()
  let running: { readonly id: string; share: number; reached?: number } | undefined
  let closed = false
  let idle: ReturnType<typeof setTimeout> | undefined
  /** The one that was read last: the page asks for it cell by cell. */
  let held: { readonly id: string; readonly kept: KeptCoverage | undefined } | undefined
  /** How many makings have ended: what a reading began with before one of them did is not held. */
  let ended = 0

  const run = async ({ id }: Period): Promise<void> => {
    const now: NonNullable<typeof running> = { id, share: 0 }
    running = now
    try {
      await thread.ask({ id: thread.next(), period: id, now: clock.now() }, (told) => {
        if (told.kind === 'progress') Object.assign(now, { share: told.share, reached: told.reached })
      })
      failed.delete(id)
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      if (!closed) failed.set(id, { at: clock.now(), text })
    } finally {
      running = undefined
      ended++
      if (held?.id === id) held = undefined
    }
  }
  const end = (): Promise<void> => thread.close((open) => open.terminate())
  let working: Promise<void> | undefined
  const work = async (): Promise<void> => {
    for (let [next] = waiting; next && !closed; [next] = waiting) {
      waiting.delete(next[0])
      await run(next[1])
    }
    working = undefined
    if (!closed) idle = setTimeout(() => void end(), IDLE).unref()
  }

  return {
    async of(period) {
      if (held?.id !== period.id) {
        const before = ended
        const read = await kept.of(period, log)
        // One that is made anew meanwhile is read when it is there.
        if (running?.id === period.id || before !== ended) return read
        held = { id: period.id, kept: read }
      }
      return held.kept
    },
    standing: ({ id }) => ({
      ...(running?.id === id && {
        work: { share: running.share, ...(running.reached !== undefined && { reached: running.reached }) },
      }),
      waiting: waiting.has(id),
      ...(failed.has(id) && { failed: failed.get(id)! }),
    }),
    make(period) {
      checkBegun(period, clock.now())
      if (waiting.size >= WAITING) throw coded('BAD_ARGUMENT', `đã có ${WAITING} kỳ chờ tính độ phủ, hãy đợi bớt`)
      if (running?.id === period.id) return
      waiting.set(period.id, period)
      clearTimeout(idle)
      working ??= work()
    },
    async close() {
      closed = true
      clearTimeout(idle)
      await end()
      await working
    },
  }
}
