import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@elastic/elasticsearch'
import type { Logger } from 'pino'
import { elasticError } from '../../api/store/elastic/errors.ts'
import { archivedOf } from '../../ingest/archive/elastic-archived.ts'
import { type ElasticArchiver, startElasticArchiver } from '../../ingest/archive/elastic-archiver.ts'
import { dayIn } from '../../ingest/archive/elastic-index.ts'
import { RECORDS } from '../../ingest/wire.ts'
import type { CodedError } from '../../kernel/errors.ts'
import type { Clock, EventBus } from '../../kernel/ports.ts'
import { SECOND } from '../../kernel/time.ts'
import type { Keeping } from './retention.ts'

export type RecordsOptions = {
  readonly client: Client
  readonly url: string
  readonly prefix: string
  readonly bus: EventBus
  /** Whether it is this process that writes, where several read one log. */
  readonly writes?: (() => boolean) | undefined
  readonly log: Logger
}

/** How the keeping of records stands: what was refused since the start, and why nothing can be written at present. */
export type RecordsState = { readonly refused: number; readonly trouble?: CodedError }

/** Pauses before it is begun again, ms: doubled up to the latter. */
const [PAUSE, LONGEST_PAUSE] = [SECOND, 30 * SECOND]

/** Keeps the records of the bus on Elasticsearch, too. While it is away the bus keeps them, and nothing waits. */
export const keepRecords = ({ client, url, prefix, bus, writes, log }: RecordsOptions) => {
  const stopping = new AbortController()
  const { signal } = stopping
  let archiver: ElasticArchiver | undefined
  let trouble: CodedError | undefined
  let refused = 0

  const onTrouble = (error: unknown): void => {
    const next = error === undefined ? undefined : elasticError(error, url)
    if (next && next.message !== trouble?.message)
      log.warn({ err: next }, 'records were not archived on Elasticsearch; it is tried again')
    trouble = next
  }
  const onRefused = (offset: number, reason: string): void => {
    refused += 1
    log.error({ offset, reason }, 'Elasticsearch refuses a record: a gap in its archive')
  }
  const begin = async (): Promise<void> => {
    for (let pause: number = PAUSE; !signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      try {
        archiver = await startElasticArchiver({
          ...{ client, prefix, bus, onTrouble, onRefused },
          ...(writes && { writes }),
        })
        onTrouble(undefined)
        return
      } catch (error) {
        if (!signal.aborted) onTrouble(error)
        await sleep(pause, undefined, { signal }).catch(() => undefined) // rejects only when stopped
      }
    }
  }
  const beginning = begin()

  return {
    state: (): RecordsState => ({ refused, ...(trouble && { trouble }) }),
    /** How many messages of the bus were not looked at yet. */
    waiting: async (): Promise<number> => (archiver ? (await bus.end(RECORDS)) - archiver.next : 0),
    async stop(): Promise<void> {
      stopping.abort()
      await beginning
      await archiver?.stop()
    },
  }
}

export type KeptRecords = ReturnType<typeof keepRecords>

/** The days of records, by the month they are of; that one is removed is written down before it goes, as a gap. */
export const recordsKept = (client: Client, prefix: string, months: number, clock: Clock): Keeping => ({
  name: 'archive/',
  months,
  periodOf: (index) => dayIn(prefix, index)?.replaceAll('-', '.'),
  before: async (indices) => {
    const archived = archivedOf(client, prefix)
    for (const index of indices) {
      const day = dayIn(prefix, index)
      if (day !== undefined) await archived.remove(day, clock.now())
    }
  },
})
