import type { ReportScope } from '../../api/deps.ts'
import { sayPeriod } from '../../api/reports/period.ts'
import type { ReportList } from '../../api/schemas-reports.ts'
import { MINUTE } from '../../kernel/time.ts'
import { askThread } from '../ask-thread.ts'
import type { Config } from '../config.ts'
import { baseOf } from './kept.ts'
import type { Order, Told } from './report-worker.ts'

/** What the thread may hold, MiB: beyond it the thread ends and the report fails, while the product goes on. */
const HEAP = 1_024
/** The thread is kept for so long while nothing is made, ms: most who ask for one thing ask for another. */
const IDLE = MINUTE

export type Job = ReportScope & { readonly close: boolean }
type Failure = { readonly job: Job; readonly at: number; readonly text: string }

const keyOf = ({ period, unit }: ReportScope): string => baseOf(period, unit)

/**
 * Makes reports in a thread of their own, one after another. Of one period and scope only one waits, the closing where both are asked
 * for. `onDone` is called after each, whatever became of it.
 */
export const createJobs = (config: Config, clock: { now(): number }, onDone: (job: Job) => void) => {
  const url = new URL('./report-worker.ts', import.meta.url)
  const thread = askThread<Order, Told>(url, {
    ...{ what: 'the thread of the reports', workerData: config },
    resourceLimits: { maxOldGenerationSizeMb: HEAP },
  })
  const waiting = new Map<string, Job>()
  const failures = new Map<string, Failure>()
  let running: { readonly job: Job; share: number; reached?: number } | undefined
  let closed = false
  let idle: ReturnType<typeof setTimeout> | undefined

  const run = async (job: Job): Promise<void> => {
    const { period, unit, close } = job
    const now = { job, share: 0 } as NonNullable<typeof running>
    running = now
    try {
      const order = {
        id: thread.next(),
        period: period.id,
        ...(unit !== undefined && { unit }),
        close,
        now: clock.now(),
      }
      await thread.ask(order, (told) => {
        if (told.kind === 'progress') Object.assign(now, { share: told.share, reached: told.reached })
      })
      failures.delete(keyOf(job))
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      if (!closed) failures.set(keyOf(job), { job, at: clock.now(), text })
    } finally {
      running = undefined
    }
  }

  let working: Promise<void> | undefined
  const work = async (): Promise<void> => {
    for (let [next] = waiting; next && !closed; [next] = waiting) {
      waiting.delete(next[0])
      await run(next[1])
      onDone(next[1])
    }
    working = undefined
    idle = setTimeout(() => void end(), IDLE).unref()
  }
  const end = (): Promise<void> => thread.close((open) => open.terminate())

  return {
    ask(job: Job): void {
      const key = keyOf(job)
      waiting.set(key, { ...job, close: job.close || (waiting.get(key)?.close ?? false) })
      clearTimeout(idle)
      working ??= work()
    },
    isBusy: (of: ReportScope): boolean =>
      waiting.has(keyOf(of)) || (running !== undefined && keyOf(running.job) === keyOf(of)),
    /** Of everything that is made, waits or failed. */
    scopes: (): readonly ReportScope[] => [
      ...(running ? [running.job] : []),
      ...waiting.values(),
      ...[...failures.values()].map(({ job }) => job),
    ],
    failures: (): readonly Failure[] => [...failures.values()],
    told: (): Pick<ReportList, 'work' | 'waiting' | 'failed'> => ({
      ...(running && {
        work: {
          ...toldOf(running.job),
          ...{ share: running.share, ...(running.reached !== undefined && { reached: running.reached }) },
        },
      }),
      waiting: [...waiting.values()].map(toldOf),
      failed: [...failures.values()].map(({ job, at, text }) => ({ ...toldOf(job), at, text })),
    }),
    /** Ends the thread; what it was at is made again when somebody asks. */
    async close(): Promise<void> {
      closed = true
      clearTimeout(idle)
      await end()
      await working
    },
  }
}

const toldOf = ({ period, unit, close }: Job) => ({
  ...{ period: period.id, title: sayPeriod(period), close },
  ...(unit !== undefined && { unit }),
})
