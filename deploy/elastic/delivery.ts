import type { Logger } from 'pino'
import { type Month, monthOf } from '../../api/store/elastic/names.ts'
import { type ElasticWriter, keyOf } from '../../api/store/elastic/writer.ts'
import type { CodedError } from '../../kernel/errors.ts'
import type { Waiting } from './outbox.ts'
import type { RefusedRevision } from './place.ts'

/** So many revisions at once: some hundred kilobytes, and some milliseconds at a time of the process that also takes logs. */
export const BATCH = 100

export type FollowerState = {
  /** Why nothing can be sent at present. */
  readonly trouble?: CodedError
  /** Revisions sent since the start, and documents there that are of another database. */
  readonly sent: number
  readonly foreign: number
}

/** What tells Elasticsearch of alerts, wherever it reads them. */
export type Follower = {
  /** `n`: how many revisions wait; `since`: the oldest of them (epoch ms). */
  state(): FollowerState & { readonly n: number; readonly since?: number }
  /** Something was written. */
  wake(): void
  /** What is under way is not waited for longer than `patience` (ms): it is sent again after the next start. */
  stop(patience?: number): Promise<void>
}

export type Delivered = { readonly taken: readonly Waiting[]; readonly refused: readonly RefusedRevision[] }

/**
 * Sends a batch: resolves once all of it was taken, refused for its own sake (which is logged), or is of a month that has outlived its time.
 * Throws where the cluster fails; all of it may be sent again.
 */
export const deliver = async (
  writer: ElasticWriter,
  batch: readonly Waiting[],
  { oldest, log }: { readonly oldest: Month; readonly log: Logger },
): Promise<Delivered> => {
  const current = batch.filter(({ alert }) => monthOf(alert) >= oldest)
  const reasons = await writer.write(current)
  const refused = current.flatMap(({ seq, alert }) => {
    const reason = reasons.get(keyOf(alert))
    return reason === undefined ? [] : [{ seq, alert: alert.id, revision: alert.revision, reason }]
  })
  for (const one of refused) log.error(one, 'Elasticsearch refuses a revision of an alert; it stays where it was read')
  return { taken: current.filter(({ alert }) => !reasons.has(keyOf(alert))), refused }
}
