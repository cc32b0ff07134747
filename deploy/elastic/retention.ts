import type { Client } from '@elastic/elasticsearch'
import type { Logger } from 'pino'
import { type Beside, type Kind, type Month, monthIn } from '../../api/store/elastic/names.ts'
import type { Clock } from '../../kernel/ports.ts'
import { DAY, HOUR, type Instant, localDate } from '../../kernel/time.ts'
import type { ElasticPlace } from './place.ts'

/** The oldest month that is kept: so many whole months before the current one. */
export const oldestKept = (now: Instant, months: number): Month => {
  const [year = 0, month = 0] = localDate(now).split('-').map(Number)
  const at = year * 12 + (month - 1) - months
  return `${Math.floor(at / 12)}.${String((at % 12) + 1).padStart(2, '0')}`
}

/** Indices that go together: those of one month, or of one day. */
export type Keeping = {
  /** Under which a removal is announced: of alerts the month alone. */
  readonly name: string
  readonly months: number
  /** The month (`2026.03`) or day (`2026.03.04`) an index is for; `undefined`: it is not of these. */
  periodOf(index: string): string | undefined
  /** What is done before they go. */
  before?(indices: readonly string[]): Promise<void>
}

/** Indices of a kind, by their month. */
export const monthly = (prefix: string, name: string, kinds: readonly (Kind | Beside)[], months: number): Keeping => ({
  ...{ name, months },
  periodOf: (index) => monthIn(prefix, index, kinds),
})

export type RetentionOptions = {
  readonly client: Client
  readonly prefix: string
  readonly kept: readonly Keeping[]
  /** Keeps what was announced: a centre that is switched off at night never runs for a day. */
  readonly place: Pick<ElasticPlace, 'announced' | 'announce' | 'revoke'>
  readonly clock: Clock
  readonly log: Logger
}

/**
 * Removes whole months that have outlived their time: only indices of ours, told by their names; at least a day after the log has
 * announced it, and one a look (an hour), so that a clock that is wrong for an hour costs nothing, and one wrong for days is seen in
 * the log.
 */
export const openRetention = ({ client, prefix, kept, place, clock, log }: RetentionOptions) => {
  let removed = 0

  const look = async (): Promise<void> => {
    const there = Object.keys(
      await client.indices.get({ index: `${prefix}-*`, allow_no_indices: true, features: ['aliases'] }),
    )
    const now = clock.now()
    const expired = Map.groupBy(
      kept.flatMap((keeping) => {
        const limit = oldestKept(now, keeping.months)
        return there.flatMap((index) => {
          const period = keeping.periodOf(index)
          if (period === undefined || period.slice(0, limit.length) >= limit) return []
          return [{ index, month: `${keeping.name}${period}`, keeping }]
        })
      }),
      ({ month }) => month,
    )
    const announced = place.announced(prefix)
    for (const month of announced.keys()) if (!expired.has(month)) place.revoke(prefix, month)
    for (const [month, indices] of expired) {
      // One of the future was announced by a clock that ran ahead.
      if ((announced.get(month) ?? Infinity) <= now) continue
      place.announce(prefix, month, now)
      log.warn(
        { month, indices: indices.map(({ index }) => index) },
        'a month has outlived its time: it will be removed in a day',
      )
    }
    const due = [...expired.keys()].filter((month) => now - (announced.get(month) ?? now) >= DAY).sort()[0]
    if (due === undefined) return
    const indices = expired.get(due)!.map(({ index }) => index)
    await expired.get(due)![0]!.keeping.before?.(indices)
    await remove(due, indices)
  }

  const remove = async (month: Month, indices: readonly string[]): Promise<void> => {
    const { count } = await client.count({ index: [...indices] })
    await client.indices.delete({ index: [...indices] })
    place.revoke(prefix, month)
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
