import { createHash } from 'node:crypto'
import { entities } from '../../kernel/event.ts'
import type { Asked, Delivered } from '../../kernel/ports.ts'
import { type LocalDate, localDate } from '../../kernel/time.ts'
import { decodeWire, headOf, rawOf } from '../wire.ts'
import { noNames, noteNames } from './filter.ts'
import type { Offsets } from './gaps.ts'

export type RecordDocument = {
  readonly offset: number
  /** The civil day of its first observation, of what it withdraws, or of its receipt. */
  readonly day: LocalDate
  /** Event times it tells of. */
  readonly from: number
  readonly to: number
  readonly received: number
  readonly document: object
}

/** Longer names are found by their digest: an index takes no longer words. */
const LONGEST = 1_000
const term = (value: string): string =>
  value.length > LONGEST ? `sha256:${createHash('sha256').update(value).digest('hex')}` : value

const iso = (at: number): string => new Date(at).toISOString()

/** A message of `records` as it is archived; `undefined`: it is none (a tick, a version of the directory). */
export const recordDocument = ({ offset, value }: Delivered): RecordDocument | undefined => {
  const heard = decodeWire(value)
  if (!('observations' in heard)) return undefined
  const { observations, withdraws = [], received, collector, source, stored } = heard
  const names = noNames()
  for (const observation of observations) noteNames(names, observation)
  const at = observations[0]?.at ?? withdraws[0]?.at ?? received
  const times = observations.map((one) => one.at)
  const gone = withdraws.map((one) => one.at)
  const told = [at, ...times, ...gone]
  const document = {
    '@timestamp': iso(at),
    event: { ingested: iso(received), dataset: source, hash: stored, original: rawOf(value) },
    observer: { name: collector },
    vonggac: {
      offset,
      ...(times.length > 0 && { from: Math.min(...times), to: Math.max(...times) }),
      ...(gone.length > 0 && { withdraws: { from: Math.min(...gone), to: Math.max(...gone) } }),
      actions: [...new Set(observations.map(({ action }) => action))],
      about: Object.fromEntries(
        entities.flatMap((by) => (names[by].size > 0 ? [[by, [...names[by]].map(term)] as const] : [])),
      ),
      head: headOf(value).toString('utf8'),
    },
  }
  return { offset, day: localDate(at), from: Math.min(...told), to: Math.max(...told), received, document }
}

/** Values asked for at once, at most: an index takes 65,536. */
const MOST = 10_000

type Condition = Readonly<Record<string, unknown>>

const during = (field: string, { from, to }: Pick<Asked, 'from' | 'to'>): readonly Condition[] => [
  ...(Number.isFinite(to) ? [{ range: { [`${field}.from`]: { lte: to } } }] : []),
  ...(Number.isFinite(from) ? [{ range: { [`${field}.to`]: { gte: from } } }] : []),
]

/** So many stretches of time are asked for by themselves: a query takes 1,024 clauses. */
const MOST_STRETCHES = 250

const amid = (within: NonNullable<Asked['within']>): Condition => ({
  bool: {
    should: within.map((span) => ({ bool: { filter: during('vonggac', span) } })),
    minimum_should_match: 1,
  },
})

/** Records that may hold something of what is asked for. */
export const askedQuery = ({ actions, about, within, ...span }: Omit<Asked, 'onPlace'>) => {
  const named = entities.flatMap((by) => {
    const values = [...(about?.[by] ?? [])].map(term)
    return Array.from({ length: Math.ceil(values.length / MOST) }, (_, i) => ({
      terms: { [`vonggac.about.${by}`]: values.slice(i * MOST, (i + 1) * MOST) },
    }))
  })
  const filter = [
    { exists: { field: 'vonggac.from' } },
    ...during('vonggac', span),
    ...(within && within.length <= MOST_STRETCHES ? [amid(within)] : []),
    ...(actions ? [{ terms: { 'vonggac.actions': [...actions] } }] : []),
    ...(about ? [{ bool: { should: named, minimum_should_match: 1 } }] : []),
  ]
  return { bool: { filter } }
}

/** Records that withdraw something of a span. */
export const withdrawingQuery = (span: Pick<Asked, 'from' | 'to'>) => ({
  bool: { filter: [{ exists: { field: 'vonggac.withdraws.from' } }, ...during('vonggac.withdraws', span)] },
})

/** Of what a query finds, those at these places of the log. */
export const amongQuery = (query: object, among: readonly Offsets[]) => ({
  bool: {
    filter: [
      query,
      {
        bool: {
          should: among.map(({ first, next }) => ({ range: { 'vonggac.offset': { gte: first, lt: next } } })),
          minimum_should_match: 1,
        },
      },
    ],
  },
})
