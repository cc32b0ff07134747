import { coded } from '../../kernel/errors.ts'
import type { Archive, Asked, Gap } from '../../kernel/ports.ts'
import type { ElasticShelf } from './elastic-shelf.ts'
import type { LocalShelf } from './embedded.ts'
import type { Lack, Offsets } from './gaps.ts'
import { readingOf } from './select.ts'

type Span = Pick<Asked, 'from' | 'to'>

/**
 * The archive beside a bus, with what it lacks of the log (it was joined late, a block is damaged, a segment has outlived its time) given by the one on
 * Elasticsearch: by places of the log, so that one order holds for both and what a later record withdraws is left out, whichever has it. Where it
 * lacks nothing of a span nobody else is asked. A gap is what neither has; rejects where Elasticsearch cannot say, or has not come so far.
 */
export const filledArchive = (near: LocalShelf, far: ElasticShelf): Archive => {
  const isSame = comparison(near, far)
  /** What `give` has of that which is missing here: asked last, because damage shows when it is read. */
  async function* rest<A extends Span, T>(asked: A, give: (asked: A, among: readonly Offsets[]) => AsyncIterable<T>) {
    const among = (await near.lacks(asked)).flatMap(({ offsets }) => offsets ?? [])
    if (among.length === 0) return
    await isSame()
    await far.reach(endOf(among))
    yield* give(asked, among)
  }
  return {
    read: readingOf({
      async *withdrawals(span) {
        yield* near.withdrawals(span)
        yield* rest(span, far.withdrawals)
      },
      async *records(asked) {
        yield* near.records(asked)
        yield* rest(asked, far.records)
      },
    }),
    async gaps(span) {
      const lacks = await near.lacks(span)
      const among = lacks.flatMap(({ offsets }) => offsets ?? [])
      if (among.length > 0) await far.reach(endOf(among))
      const there = among.length > 0 ? await far.lacks(span) : []
      return lacks.flatMap((lack) => (lack.offsets ? there.flatMap((other) => bothOf(lack, other)) : [gapOf(lack)]))
    },
  }
}

const endOf = (among: readonly Offsets[]): number => Math.max(...among.map(({ next }) => next))
const gapOf = ({ from, to, reason }: Lack): Gap => ({ from, to, reason })

/** What both lack. */
const bothOf = (near: Lack, far: Lack): readonly Gap[] => {
  const [a, b] = [near.offsets, far.offsets]
  if (a && b && (a.first >= b.next || b.first >= a.next)) return []
  const [from, to] = [Math.max(near.from, far.from), Math.min(near.to, far.to)]
  return from <= to ? [{ from, to, reason: far.reason }] : []
}

/**
 * Whether both are of one log: the first record that is kept here, looked up there, until it was found once. Where it is not there (its day was
 * removed, it was not archived yet) nothing speaks against it. Rejects with `LOG_CORRUPT`.
 */
const comparison = (near: LocalShelf, far: ElasticShelf): (() => Promise<void>) => {
  let isFound = false
  return async () => {
    if (isFound) return
    for await (const [first] of near.records({ from: -Infinity, to: Infinity })) {
      if (!first) continue
      const there = await far.at(first.order)
      if (there && (there.digest !== first.head.digest || there.received !== first.head.received))
        throw coded(
          'LOG_CORRUPT',
          `Kho lưu trữ trên Elasticsearch là của một nhật ký khác (vị trí ${first.order}): hãy đặt elasticsearch.prefix khác.`,
        )
      isFound = there !== undefined
      return
    }
  }
}
