import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@elastic/elasticsearch'
import { coded } from '../../kernel/errors.ts'
import type { Delivered, EventBus } from '../../kernel/ports.ts'
import { SECOND } from '../../kernel/time.ts'
import { FUTURE } from '../intake/judge.ts'
import { RECORDS } from '../wire.ts'
import { archivedOf } from './elastic-archived.ts'
import { recordDocument } from './elastic-document.ts'
import { ensureArchiveTemplates } from './elastic-index.ts'
import { recordWriter } from './elastic-records.ts'

export type ElasticArchiverOptions = {
  readonly client: Client
  readonly prefix: string
  readonly bus: EventBus
  /** Where several processes read one log: whether it is this one that writes; the others wait until it has. Always, unless told. */
  readonly writes?: () => boolean
  /** Writing failed and is tried again, nothing lost; `undefined`: it went on. */
  readonly onTrouble: (error: unknown) => void
  /** A record that Elasticsearch refuses for its own sake: a gap from here on. */
  readonly onRefused: (offset: number, reason: string) => void
}

/** How often it is looked how far another process has come, ms. */
const LOOK = SECOND

/**
 * Takes the records of the bus into Elasticsearch, idempotent by their offset; the position moves once all before it was taken. So nothing is
 * lost while the cluster is away: the bus keeps it. Throws `LOG_CORRUPT` where the archive is ahead of the bus, and what the client throws.
 */
export const startElasticArchiver = async (options: ElasticArchiverOptions) => {
  const { client, prefix, bus, onTrouble, writes = () => true } = options
  await ensureArchiveTemplates(client, prefix)
  const archived = archivedOf(client, prefix)
  const end = await bus.end(RECORDS)
  const known = (await archived.next()) ?? 0
  if (known > end)
    throw coded(
      'LOG_CORRUPT',
      `Kho lưu trữ trên Elasticsearch đã có đến vị trí ${known} nhưng nhật ký chỉ có đến ${end}: nhật ký đã được làm mới; hãy đặt elasticsearch.prefix khác.`,
    )
  let next = Math.max(known, await bus.begin(RECORDS))
  let isWriting = false
  let isStopped = false
  /** What the bus had forgotten before it came there: a gap, whose end in time the first records after it tell. */
  let missed: { readonly first: number; readonly next: number } | undefined
  const write = recordWriter({ client, prefix, archived, onRefused: options.onRefused })

  /** Whether another process has written, or is to write, everything before an offset. */
  const isWritten = async (end: number): Promise<boolean> => {
    while (!writes()) {
      isWriting = false
      if (isStopped || ((await archived.next()) ?? 0) >= end) return true
      await sleep(LOOK)
    }
    return false
  }
  const beginWriting = async (first: number): Promise<void> => {
    const there = (await archived.next()) ?? 0
    missed = there < first ? { first: there, next: first } : undefined
    if (missed) await archived.miss(missed.first, missed.next)
    isWriting = true
  }

  let troubled = false
  const take = async (batch: readonly Delivered[]): Promise<void> => {
    try {
      const last = batch.at(-1)!.offset + 1
      if (await isWritten(last)) {
        next = Math.max(next, last)
        return
      }
      const fresh = batch.filter(({ offset }) => offset >= next)
      if (!isWriting && fresh[0]) await beginWriting(fresh[0].offset)
      const documents = fresh.flatMap((message) => recordDocument(message) ?? [])
      await write(documents)
      if (missed && documents.length > 0) {
        const youngest = Math.max(...documents.map(({ received }) => received))
        await archived.miss(missed.first, missed.next, youngest + FUTURE)
        missed = undefined
      }
      if (last > next) {
        await archived.advance(last)
        next = last
      }
      if (troubled) onTrouble(undefined)
      troubled = false
    } catch (error) {
      troubled = true
      onTrouble(error)
      throw error
    }
  }
  const subscription = await bus.subscribe(RECORDS, next, take)

  return {
    /** The first message that is not in the archive. */
    get next(): number {
      return next
    },
    stop(): Promise<void> {
      isStopped = true
      return subscription.stop()
    },
  }
}

export type ElasticArchiver = Awaited<ReturnType<typeof startElasticArchiver>>
