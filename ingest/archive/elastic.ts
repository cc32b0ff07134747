import { setTimeout as sleep } from 'node:timers/promises'
import type { Client, estypes } from '@elastic/elasticsearch'
import { z } from 'zod'
import { coded } from '../../kernel/errors.ts'
import type { Archive, Asked, EventBus, Gap } from '../../kernel/ports.ts'
import { type LocalDate, MINUTE, SECOND } from '../../kernel/time.ts'
import { decodeWire, RECORDS } from '../wire.ts'
import { archivedOf } from './elastic-archived.ts'
import { askedQuery, withdrawingQuery } from './elastic-document.ts'
import { archiveAlias, archivePattern, dayIn, dayIndex } from './elastic-index.ts'
import { noteWithdrawn, type Ordered, select } from './select.ts'

export type ElasticArchiveOptions = {
  readonly client: Client
  readonly prefix: string
  readonly bus: Pick<EventBus, 'end'>
  /** How long a reading waits for what is on the bus and not archived yet, ms; a minute unless told. */
  readonly patience?: number
}

const PAGE = 1_000
const ORDER: estypes.Sort = [{ _shard_doc: 'asc' satisfies estypes.SortOrder }]
const KEEP_ALIVE = '5m'
const Found = z.object({ vonggac: z.object({ offset: z.number(), head: z.string() }) })

/** More names than this do not fit into an address: then every day is asked. */
const NAMED = 100

type Span = Pick<Asked, 'from' | 'to'>
const meets = (one: Span, other: Span): boolean => one.from <= other.to && one.to >= other.from

/**
 * The archive on Elasticsearch. A reading first waits until all that was on the bus when it began is archived, and until every shard that may hold
 * something of the span answers, so that it gives everything that was durable then; it rejects with `ELASTIC_UNREACHABLE` where that takes too
 * long. Whether a shard will come back nobody knows but who runs the cluster: only a day whose index is gone is a gap.
 */
export const elasticArchive = ({ client, prefix, bus, patience = MINUTE }: ElasticArchiveOptions): Archive => {
  const archived = archivedOf(client, prefix)

  /** Asks until it is ready or patience ends; a shard that is being made, or a cluster that starts, answers with an error at first. */
  const once = async <T>(ask: () => Promise<{ readonly ready: T } | { readonly not: string }>): Promise<T> => {
    const until = performance.now() + patience
    for (let pause = 50; ; pause = Math.min(pause * 2, SECOND)) {
      const isLast = performance.now() > until
      const answer = await ask().catch((error: unknown) => {
        if (isLast) throw error
        return { not: '' }
      })
      if ('ready' in answer) return answer.ready
      if (isLast) throw coded('ELASTIC_UNREACHABLE', answer.not)
      await sleep(pause)
    }
  }

  const caughtUp = (end: number): Promise<void> =>
    once(async () => {
      const next = (await archived.next()) ?? 0
      if (next >= end) return { ready: undefined }
      return {
        not: `kho lưu trữ trên Elasticsearch mới có đến vị trí ${next} của nhật ký, chưa đến ${end}: kiểm tra tiến trình ghi kho lưu trữ`,
      }
    })

  /** The index of each day there is, and whether it can be read. */
  const look = async (): Promise<ReadonlyMap<LocalDate, boolean>> => {
    const { indices = {} } = await client.cluster.health({ index: archivePattern(prefix), level: 'indices' })
    return new Map(
      Object.entries(indices).flatMap(([index, { status }]) => {
        const day = dayIn(prefix, index)
        return day === undefined ? [] : [[day, status !== 'red'] as const]
      }),
    )
  }

  /** The indices that may hold something of a span. */
  const indicesOf = (span: Span): Promise<readonly string[]> =>
    once(async () => {
      const [{ days }, there] = await Promise.all([archived.all(), look()])
      const wanted = days.filter((one) => meets(one, span) && there.has(one.day)).map(({ day }) => day)
      const asked = wanted.length > NAMED ? [...there.keys()] : wanted
      const red = asked.filter((day) => !there.get(day))
      if (red.length > 0)
        return { not: `kho lưu trữ trên Elasticsearch: chỉ mục ngày ${red.join(', ')} chưa đọc được (trạng thái red)` }
      return { ready: wanted.length > NAMED ? [archiveAlias(prefix)] : wanted.map((day) => dayIndex(prefix, day)) }
    })

  return {
    async *read(asked) {
      if (asked.from > asked.to) return
      await caughtUp(await bus.end(RECORDS))
      const index = [...(await indicesOf(asked))]
      if (index.length === 0) return
      await client.indices.refresh({ index })
      const { id } = await client.openPointInTime({ index, keep_alive: KEEP_ALIVE })
      try {
        const withdrawn = new Map<string, number>()
        for await (const records of pages(client, id, withdrawingQuery(asked))) noteWithdrawn(withdrawn, records)
        const wanted = select(asked, withdrawn)
        for await (const records of pages(client, id, askedQuery(asked))) {
          const observations = wanted(records)
          if (observations.length > 0) yield observations
        }
      } finally {
        // It ends by itself where this is not heard.
        await client.closePointInTime({ id }).catch(() => undefined)
      }
    },

    async gaps(span) {
      const [{ days, refused }, there] = await once(async () => ({
        ready: await Promise.all([archived.all(), look()]),
      }))
      const lost = days.flatMap(({ day, from, to, removed }): readonly Gap[] => {
        if (removed !== undefined) return [{ from, to, reason: 'retention' }]
        return there.has(day) ? [] : [{ from, to, reason: 'damaged' }]
      })
      const all: readonly Gap[] = [...lost, ...refused.map(({ from, to }): Gap => ({ from, to, reason: 'damaged' }))]
      return all.filter((gap) => meets(gap, span))
    },
  }
}

/** Everything that a query finds, a page at a time, as it stood when the point in time was opened. Rejects where a shard does not answer. */
async function* pages(
  client: Client,
  id: string,
  query: NonNullable<estypes.QueryDslQueryContainer>,
): AsyncGenerator<readonly Ordered[]> {
  for (let after: estypes.SortResults | undefined; ; ) {
    const answer = await client.search({
      ...{ pit: { id, keep_alive: KEEP_ALIVE }, query, size: PAGE, sort: ORDER },
      ...{ _source: ['vonggac.head', 'vonggac.offset'], track_total_hits: false, allow_partial_search_results: false },
      ...(after && { search_after: after }),
    })
    const { hits } = answer.hits
    yield hits.flatMap(({ _source }): Ordered[] => {
      const { offset, head } = Found.parse(_source).vonggac
      const heard = decodeWire(Buffer.from(head))
      return 'observations' in heard ? [{ order: offset, head: heard }] : []
    })
    after = hits.length === PAGE ? hits.at(-1)?.sort : undefined
    if (!after) return
  }
}
