import type { Gap } from '../../kernel/ports.ts'
import { FUTURE } from '../intake/judge.ts'
import type { Catalogue, Listed } from './catalogue.ts'
import type { damagesIn } from './damage.ts'
import type { Header } from './format.ts'
import { lostIn } from './lost.ts'
import { openTail } from './tail.ts'
import { type Tombstone, tombstonesOf } from './tombstone.ts'

type Span = { readonly from: number; readonly to: number }
/** Bus offsets: the first message, and the one after the last. */
export type Offsets = { readonly first: number; readonly next: number }
/** A gap, and whose records are missing, where that is known: another archive of the same log may have them. */
export type Lack = Gap & { readonly offsets?: Offsets }

/** What an archive once held, or never had, and cannot give, as far as that meets the span. */
export const lacksIn = async (
  folder: string,
  bus: string,
  catalogue: Catalogue,
  damages: ReturnType<typeof damagesIn>,
  span: Span,
): Promise<readonly Lack[]> => {
  // What leaves the bus meanwhile is in the archive by then, and what leaves that has its tombstone.
  const { begin } = await openTail(bus, 0)
  const [listed, stones, met] = [await catalogue.all(), await tombstonesOf(folder), await damages.all()]
  const retention = stones.flatMap(({ from, to, first, next }): Lack[] =>
    from === undefined || to === undefined ? [] : [{ from, to, reason: 'retention', offsets: { first, next } }],
  )
  const lost = listed.flatMap((one) => one.lost)
  const damaged: readonly (Span & { readonly offsets?: Offsets })[] = [
    ...met.map(({ from, to, first, next }) => ({ from, to, offsets: { first, next } })),
    ...lost.map(({ minAt, maxAt, first, next }) => ({ from: minAt, to: maxAt, offsets: { first, next } })),
    ...(await lostIn(folder)).map((to) => ({ from: -Infinity, to })),
    ...holesIn(stones, listed, begin),
  ]
  const broken = damaged.map((one): Lack => ({ ...one, reason: 'damaged' }))
  return [...retention, ...broken].filter(({ from, to }) => from <= to && from <= span.to && to >= span.from)
}

/**
 * Offsets that are neither in the archive, nor on the bus, nor known to have been there. What stood in them came before what
 * follows them, so it is not younger than that; how old it was nobody knows.
 */
const holesIn = (
  stones: readonly Tombstone[],
  listed: readonly Listed[],
  begin: number,
): readonly (Span & { readonly offsets: Offsets })[] => {
  const headers = listed.flatMap(({ blocks }) => blocks.map(({ header }) => header))
  const known: readonly Pick<Header, 'first' | 'next'>[] = [
    ...stones,
    ...headers,
    ...listed.flatMap(({ lost }) => lost),
  ]
  const holes: (Span & { readonly offsets: Offsets })[] = []
  let next = 0
  for (const { first, next: after } of [...known].sort((a, b) => a.first - b.first)) {
    if (first > next)
      holes.push({ from: -Infinity, to: youngestAfter(headers, first), offsets: { first: next, next: first } })
    next = Math.max(next, after)
  }
  const behind = { from: -Infinity, to: Infinity, offsets: { first: next, next: begin } }
  return begin > next ? [...holes, behind] : holes
}

const youngestAfter = (headers: readonly Header[], offset: number): number => {
  const after = headers.filter(({ first, records }) => first >= offset && records > 0)
  return after.length === 0 ? Infinity : Math.max(...after.slice(0, 1).map(({ maxReceived }) => maxReceived)) + FUTURE
}
