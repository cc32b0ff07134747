import { pipelineOf } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { addFields, type Fields } from './fields.ts'
import type { Judged } from './judge.ts'
import { pipelineOfLine } from './marks.ts'

/** What went through since the start, for health pages and metrics. */
export type IntakeCounters = {
  accepted: number
  /** Lines accepted that stand around a table: headings, titles, totals. In no source's count, for they are no record. */
  around: number
  blank: number
  bytes: number
  masked: number
  parserErrors: number
  putOff: number
  readonly refused: Record<Refusal['reason'], number>
  /** Lines accepted but those around a table, by pipeline (`collector/source`). */
  readonly bySource: Record<string, number>
  /** Of these the lines that mean nothing to us (`other`), by source: a product that learnt new words shows here. */
  readonly unread: Record<string, number>
  /** Lines refused, by the parser that refused them (`zimbra/1`); `auto` where nobody knew the line. */
  readonly refusedBy: Record<string, number>
  /** Lines refused, by the pipeline (`collector/source`) they were for; those for none are in `refusedBy` alone. */
  readonly refusedOf: Record<string, number>
  /** Fields that no reader of their source knows. */
  readonly fields: Fields
}

export const freshCounters = (): IntakeCounters => ({
  accepted: 0,
  around: 0,
  blank: 0,
  bytes: 0,
  masked: 0,
  parserErrors: 0,
  putOff: 0,
  refused: { malformed: 0, 'too-large': 0, encoding: 0, time: 0, 'unknown-source': 0, schema: 0 },
  bySource: {},
  unread: {},
  refusedBy: {},
  refusedOf: {},
  fields: new Map(),
})

/** Adds what was counted elsewhere. */
export const addCounters = (to: IntakeCounters, from: Readonly<IntakeCounters>): void => {
  const { refused, bySource, unread, refusedBy, refusedOf, fields, ...more } = from
  for (const name of names(more)) to[name] += more[name]
  addNamed(to.bySource, bySource)
  addNamed(to.unread, unread)
  addNamed(to.refusedBy, refusedBy)
  addNamed(to.refusedOf, refusedOf)
  addFields(to.fields, fields)
  for (const reason of names(refused)) to.refused[reason] += refused[reason]
}

const addOne = (to: Record<string, number>, name: string): void => {
  to[name] = (to[name] ?? 0) + 1
}

const addNamed = (to: Record<string, number>, from: Readonly<Record<string, number>>): void => {
  for (const [name, n] of Object.entries(from)) to[name] = (to[name] ?? 0) + n
}

/** The keys of an object that holds nothing else. */
const names = <T extends object>(counts: T): (keyof T)[] => Object.keys(counts) as (keyof T)[]

/** Counts one line; a parser that threw is told to `onParserError`. */
export const count = (
  counters: IntakeCounters,
  judged: Judged,
  onParserError: ((error: unknown, parser: string) => void) | undefined,
): void => {
  if (judged.kind === 'blank') counters.blank += 1
  else counters.masked += judged.masked
  if (judged.kind === 'stored') {
    const { collector, source, observations } = judged.record
    counters.accepted += 1
    if (observations.length === 0 && judged.instance.source.isHeading !== undefined) counters.around += 1
    else addOne(counters.bySource, pipelineOf(pipelineOfLine(collector, judged.instance)))
    if (observations.length > 0 && observations.every(({ action }) => action === 'other'))
      addOne(counters.unread, source)
  }
  if (judged.kind !== 'refused') return
  const { reason, parser, collector } = judged.refused
  counters.refused[reason] += 1
  addOne(counters.refusedBy, parser || 'auto')
  if (judged.instance) addOne(counters.refusedOf, pipelineOf(pipelineOfLine(collector, judged.instance)))
  if (judged.crashed === undefined) return
  counters.parserErrors += 1
  onParserError?.(judged.crashed, parser)
}
