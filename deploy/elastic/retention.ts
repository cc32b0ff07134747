import type { Client } from '@elastic/elasticsearch'
import type { Logger } from 'pino'
import { type Month, monthIn } from '../../api/store/elastic/names.ts'
import type { Clock } from '../../kernel/ports.ts'
import { DAY, HOUR, type Instant, localDate } from '../../kernel/time.ts'

/** The oldest month that is kept: so many whole months before the current one. */
export const oldestKept = (now: Instant, months: number): Month => {
  const [year = 0, month = 0] = localDate(now).split('-').map(Number)
  const at = year * 12 + (month - 1) - months
  return `${Math.floor(at / 12)}.${String((at % 12) + 1).padStart(2, '0')}`
}

export type RetentionOptions = {
  readonly client: Client
  readonly prefix: string
  readonly months: number
  readonly clock: Clock
  readonly log: Logger
}

/**
 * Removes whole months that have outlived their time: only indices of ours, told by their names; a day after the log has announced
 * it, and a month at a time, so that a clock that is wrong for an hour costs nothing, and one wrong for days is seen in the log.
 */
export const openRetention = ({ client, prefix, months, clock, log }: RetentionOptions) => {
  /** When the removal of a month was announced (performance.now()). */
  const announced = new Map<Month, number>()
  let removed = 0

  const look = async (): Promise<void> => {
    const there = Object.keys(
      await client.indices.get({ index: `${prefix}-*`, allow_no_indices: true, features: ['aliases'] }),
    )
    const limit = oldestKept(clock.now(), months)
    const expired = Map.groupBy(
      there.flatMap((index) => {
        const month = monthIn(prefix, index)
        return month !== undefined && month < limit ? [{ index, month }] : []
      }),
      ({ month }) => month,
    )
    for (const month of announced.keys()) if (!expired.has(month)) announced.delete(month)
    for (const [month, indices] of expired) {
      if (announced.has(month)) continue
      announced.set(month, performance.now())
      log.warn(
        { month, indices: indices.map(({ index }) => index), months },
        'a month has outlived its time: it will be removed in a day',
      )
    }
    const due = [...announced].filter(([, at]) => performance.now() - at >= DAY).sort(([a], [b]) => (a < b ? -1 : 1))[0]
    if (due)
      await remove(
        due[0],
        expired.get(due[0])!.map(({ index }) => index),
      )
  }

  const remove = async (month: Month, indices: readonly string[]): Promise<void> => {
    const { count } = await client.count({ index: [...indices] })
    await client.indices.delete({ index: [...indices] })
    announced.delete(month)
    removed += indices.length
    log.warn({ month, indices, documents: count }, 'a month that had outlived its time was removed')
  }

  let isStopped = false
  let running: Promise<void> = Promise.resolve()
  /** One look at a time. */
  const work = (): Promise<void> => {
    running = running.then(look).catch((error: unknown) => {
      if (!isStopped) log.warn({ err: error }, 'what has outlived its time could not be looked at; it is tried again')
    })
    return running
  }
  const timer = setInterval(() => void work(), HOUR)
  void work()
  return {
    /** Looks now, too; resolves when that is done. */
    look: work,
    removed: (): number => removed,
    stop(): void {
      isStopped = true
      clearInterval(timer)
    },
  }
}
