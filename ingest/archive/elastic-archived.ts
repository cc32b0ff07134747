import { type Client, errors, type estypes } from '@elastic/elasticsearch'
import { z } from 'zod'
import type { LocalDate } from '../../kernel/time.ts'
import { archivedIndex, spanOfDay } from './elastic-index.ts'
import type { Lack } from './gaps.ts'

const Position = z.object({ next: z.number() })
const Day = z.object({
  what: z.literal('day'),
  day: z.string(),
  from: z.number(),
  to: z.number(),
  removed: z.string().optional(),
})
const Refused = z.object({ what: z.literal('refused'), offset: z.number(), from: z.number(), to: z.number() })
const Missing = z.object({ what: z.literal('missing'), first: z.number(), next: z.number(), to: z.number().optional() })
const Kept = z.discriminatedUnion('what', [Day, Refused, Missing])

/** A day that was ever written to; `removed`: on purpose, when. */
export type ArchivedDay = z.infer<typeof Day>
const MOST = 10_000
const ORDER: estypes.Sort = [{ from: 'asc' satisfies estypes.SortOrder }, '_doc']

/** What is known about the archive, in an index of its own: how far it is, which days it ever had, and what it could not take. */
export const archivedOf = (client: Client, prefix: string) => {
  const index = archivedIndex(prefix)
  const put = (id: string, document: object) => client.index({ index, id, document, refresh: true })
  const missing = (error: unknown): boolean => error instanceof errors.ResponseError && error.statusCode === 404
  return {
    /** The first message that is not in the archive; `undefined`: nothing ever was. */
    async next(): Promise<number | undefined> {
      const found = await client.get({ index, id: 'position' }).catch((error: unknown) => {
        if (missing(error)) return undefined
        throw error
      })
      return found && Position.parse(found._source).next
    },
    /** Only ever forward: several processes may archive one log. Not refreshed: it is read by its id. */
    advance: (next: number) =>
      client.update({
        ...{ index, id: 'position', retry_on_conflict: 5 },
        script: { lang: 'painless', source: FORWARD, params: { next } },
        upsert: { what: 'position', next },
      }),
    /** Says that a day is written to, and which times its records tell of beyond it. Before its first record. */
    async note(day: LocalDate, span: { readonly from: number; readonly to: number }): Promise<void> {
      const own = spanOfDay(day)
      const params = { day, from: Math.min(own.from, span.from), to: Math.max(own.to, span.to) }
      await client.update({
        ...{ index, id: `day/${day}`, refresh: true, retry_on_conflict: 3 },
        script: { lang: 'painless', source: WIDEN, params },
        upsert: { what: 'day', ...params },
      })
    },
    /** Says that a day is removed on purpose. Before it goes. */
    remove: (day: LocalDate, at: number) =>
      client.update({
        ...{ index, id: `day/${day}`, refresh: true, retry_on_conflict: 3 },
        doc: { removed: new Date(at).toISOString() },
        upsert: { what: 'day', day, ...spanOfDay(day), removed: new Date(at).toISOString() },
      }),
    /** Keeps that a record could not be taken, and when it happened. */
    refuse: (offset: number, span: { readonly from: number; readonly to: number }, reason: string) =>
      put(`refused/${offset}`, { what: 'refused', offset, from: span.from, to: span.to, reason }),
    /** Keeps that messages were gone before they could be taken; `to`: the latest time they can tell of, where that is known. */
    miss: (first: number, next: number, to?: number) =>
      put(`missing/${first}`, { what: 'missing', first, next, ...(to !== undefined && { to }) }),
    /** Every day there ever was, and what never came here. */
    async all() {
      const days: ArchivedDay[] = []
      const lost: Lack[] = []
      for (let after: estypes.SortResults | undefined; ; ) {
        const answer = await client.search({
          ...{ index, ignore_unavailable: true, size: MOST, query: { terms: { what: ['day', 'refused', 'missing'] } } },
          ...{ sort: ORDER, allow_partial_search_results: false },
          ...(after && { search_after: after }),
        })
        for (const { _source } of answer.hits.hits) {
          const one = Kept.parse(_source)
          if (one.what === 'day') days.push(one)
          else lost.push(lackOf(one))
        }
        after = answer.hits.hits.length === MOST ? answer.hits.hits.at(-1)?.sort : undefined
        if (!after) return { days, lost }
      }
    },
  }
}

const lackOf = (one: z.infer<typeof Refused> | z.infer<typeof Missing>): Lack => {
  if (one.what === 'refused') {
    const { offset, from, to } = one
    return { from, to, reason: 'damaged', offsets: { first: offset, next: offset + 1 } }
  }
  const { first, next, to = Infinity } = one
  return { from: -Infinity, to, reason: 'damaged', offsets: { first, next } }
}

/** One that is written to again after its removal goes on being one of which something was removed. */
const WIDEN = `
  ctx._source.from = Math.min(((Number) ctx._source.from).longValue(), ((Number) params.from).longValue());
  ctx._source.to = Math.max(((Number) ctx._source.to).longValue(), ((Number) params.to).longValue())`

const FORWARD = `
  if (((Number) ctx._source.next).longValue() >= ((Number) params.next).longValue()) ctx.op = 'none';
  else ctx._source.next = params.next`
