import { setTimeout as sleep } from 'node:timers/promises'
import type { Client, estypes } from '@elastic/elasticsearch'
import { z } from 'zod'
import { coded } from '../../kernel/errors.ts'
import type { Asked } from '../../kernel/ports.ts'
import { type LocalDate, MINUTE, SECOND } from '../../kernel/time.ts'
import { decodeWire, type RecordHead } from '../wire.ts'
import { archivedOf } from './elastic-archived.ts'
import { amongQuery, askedQuery, withdrawingQuery } from './elastic-document.ts'
import { archiveAlias, archivePattern, dayIn, dayIndex } from './elastic-index.ts'
import type { Lack, Offsets } from './gaps.ts'
import type { Ordered } from './select.ts'

export type ElasticShelfOptions = {
  readonly client: Client
  readonly prefix: string
  /** How long a reading waits for what is not archived yet, or cannot be read at present, ms; a minute unless told. */
  readonly patience?: number
}

const PAGE = 1_000
const ORDER: estypes.Sort = [{ _shard_doc: 'asc' satisfies estypes.SortOrder }]
const KEEP_ALIVE = '5m'
const Found = z.object({ vonggac: z.object({ offset: z.number(), head: z.string() }) })
const SOURCE = ['vonggac.head', 'vonggac.offset']

/** More names than this do not fit into an address: then every day is asked. */
const NAMED = 100

type Query = NonNullable<estypes.QueryDslQueryContainer>
type Span = Pick<Asked, 'from' | 'to'>
const meets = (one: Span, other: Span): boolean => one.from <= other.to && one.to >= other.from

/**
 * The records on Elasticsearch: what is asked for of them, all or those at some places of the log, and what is not there. Whatever was archived
 * when a reading begins it finds, refreshed or not; it rejects with `ELASTIC_UNREACHABLE`, or what the client throws, where that cannot be.
 */
export const elasticShelf = ({ client, prefix, patience = MINUTE }: ElasticShelfOptions) => {
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

  /** Everything that a query finds in the days of a span. */
  async function* found(span: Span, query: Query): AsyncGenerator<readonly Ordered[]> {
    const index = [...(await indicesOf(span))]
    if (index.length === 0) return
    const { _shards } = await client.indices.refresh({ index })
    // A shard that searches but was not refreshed would leave out what was written last, and nobody would know.
    if ((_shards?.failed ?? 0) > 0)
      throw coded(
        'ELASTIC_UNREACHABLE',
        `kho lưu trữ trên Elasticsearch: ${_shards?.failed} phân mảnh chưa làm mới được, nên chưa chắc đọc được đủ`,
      )
    const { id } = await client.openPointInTime({ index, keep_alive: KEEP_ALIVE })
    try {
      yield* pages(client, id, query)
    } finally {
      // It ends by itself where this is not heard.
      await client.closePointInTime({ id }).catch(() => undefined)
    }
  }
  const limited = (query: Query, among: readonly Offsets[] | undefined): Query =>
    among ? amongQuery(query, among) : query

  return {
    /** Waits until everything before an offset is archived, by whomever. */
    reach: (end: number): Promise<void> =>
      once(async () => {
        const next = (await archived.next()) ?? 0
        if (next >= end) return { ready: undefined }
        return {
          not: `kho lưu trữ trên Elasticsearch mới có đến vị trí ${next} của nhật ký, chưa đến ${end}: kiểm tra tiến trình ghi kho lưu trữ`,
        }
      }),
    withdrawals: (span: Span, among?: readonly Offsets[]) => found(span, limited(withdrawingQuery(span), among)),
    records: (asked: Asked, among?: readonly Offsets[]) => found(asked, limited(askedQuery(asked), among)),
    /** What there is at a place of the log; `undefined`: it is not there, or was written just now. */
    async at(offset: number): Promise<RecordHead | undefined> {
      const answer = await client.search({
        ...{ index: archiveAlias(prefix), ignore_unavailable: true, size: 1, _source: SOURCE },
        query: { term: { 'vonggac.offset': offset } },
      })
      return answer.hits.hits.flatMap(({ _source }) => orderedOf(_source))[0]?.head
    },
    /** What was there and is not, or never came. Only a day whose index is gone is gone: of a shard that does not answer nobody knows. */
    async lacks(span: Span): Promise<readonly Lack[]> {
      const [{ days, lost }, there] = await once(async () => ({
        ready: await Promise.all([archived.all(), look()]),
      }))
      const gone = days.flatMap(({ day, from, to, removed }): readonly Lack[] => {
        if (removed !== undefined) return [{ from, to, reason: 'retention' }]
        return there.has(day) ? [] : [{ from, to, reason: 'damaged' }]
      })
      return [...gone, ...lost].filter((lack) => meets(lack, span))
    },
  }
}

export type ElasticShelf = ReturnType<typeof elasticShelf>

const orderedOf = (source: unknown): readonly Ordered[] => {
  const { offset, head } = Found.parse(source).vonggac
  const heard = decodeWire(Buffer.from(head))
  return 'observations' in heard ? [{ order: offset, head: heard }] : []
}

/** Everything that a query finds, a page at a time, as it stood when the point in time was opened. Rejects where a shard does not answer. */
async function* pages(client: Client, id: string, query: Query): AsyncGenerator<readonly Ordered[]> {
  for (let after: estypes.SortResults | undefined; ; ) {
    const answer = await client.search({
      ...{ pit: { id, keep_alive: KEEP_ALIVE }, query, size: PAGE, sort: ORDER },
      ...{ _source: SOURCE, track_total_hits: false, allow_partial_search_results: false },
      ...(after && { search_after: after }),
    })
    const { hits } = answer.hits
    yield hits.flatMap(({ _source }) => orderedOf(_source))
    after = hits.length === PAGE ? hits.at(-1)?.sort : undefined
    if (!after) return
  }
}
