import { setImmediate as turn } from 'node:timers/promises'
import { entryOf } from '../../kernel/entry.ts'
import type { Observation } from '../../kernel/event.ts'
import type { Message, StoredRecord } from '../../kernel/ports.ts'
import { HEADING_SIGNS, TITLE_ROWS } from '../formats/csv-rows.ts'
import { readObject } from '../formats/json.ts'
import type { Delivery } from '../intake.ts'
import type { Refused } from '../quarantine.ts'
import { type Growing, growing, linesOf } from './cells.ts'
import { count, freshCounters, type IntakeCounters } from './counters.ts'
import { decodeLine } from './decode.ts'
import { openEnvelope } from './envelope.ts'
import { lookSometimes, noteFields } from './fields.ts'
import { type JudgeOptions, judge, type SourceInstance } from './judge.ts'
import { lateAmong } from './late.ts'
import type { Heard } from './machine.ts'
import { type Pipeline, pipelineOfLine, recordMessage } from './marks.ts'
import { keyOf, WRONG } from './sample.ts'
import { type KnownClocks, stamped, stampOf } from './stamp.ts'

/** What became of the lines of a delivery. Plain values and bytes: it may come from another thread. */
export type ReadDelivery = {
  /** Of the accepted lines, in their order. */
  readonly messages: readonly Message[]
  /** The pipelines they belong to. */
  readonly pipelines: readonly Pipeline[]
  readonly refused: readonly { readonly index: number; readonly refused: Refused }[]
  /** Parsers that threw: the fault is ours, not the line's. */
  readonly crashed: readonly { readonly error: unknown; readonly parser: string }[]
  /** What is to be added to the counters. */
  readonly counters: IntakeCounters
  /** The first and the last time that each machine's lines tell: all of them were received at once. */
  readonly heard: readonly Heard[]
  /** Observations of accepted lines that nobody can say of whether they are late or their clock is behind. */
  readonly open: readonly Observation[]
  /** The heading in force behind the last line, masked. */
  readonly heading: string | undefined
}

/** Reads deliveries. Rejects where reading itself failed; then nothing of the delivery was taken. */
export type DeliveryReader = (delivery: Delivery, received: number, clocks?: Clocks) => Promise<ReadDelivery>

/** What is known of the clocks behind the collector. `live`: the delivery has only just come, so that what it tells can be settled. */
export type Clocks = { readonly known: KnownClocks; readonly live: boolean }

const TURN_LINES = 256

/** Reads every line of a delivery: decoding, mask, source, and what it becomes on the bus. */
export const deliveryReader = (options: JudgeOptions): DeliveryReader => {
  const isDue = lookSometimes()
  return async (delivery, received, clocks) => {
    const messages: Message[] = []
    const pipelines = new Map<string, Pipeline>()
    const refused: { index: number; refused: Refused }[] = []
    const crashed: { error: unknown; parser: string }[] = []
    const counters = freshCounters()
    const heard = new Map<string, Hearing>()
    const late: Late[] = []
    const { text, lines, collector, source } = delivery
    let heading = text?.heading
    const headed = text && heading === undefined ? headingIn(delivery, options) : 0
    for (let index = 0; index < lines.length; index++) {
      if (index % TURN_LINES === TURN_LINES - 1) await turn() // a long delivery must not keep others waiting
      const bytes = lines[index]!
      const place = delivery.place?.(index) ?? ''
      const original = delivery.original?.(index)
      const digest = delivery.digest?.(index)
      const one = judge(
        { bytes, collector, source, place, received, original, digest, heading, above: index < headed },
        options,
      )
      count(counters, one, (error, parser) => crashed.push({ error, parser }))
      if (text && one.kind !== 'blank') heading = one.heading ?? heading
      if (one.kind === 'refused') refused.push({ index, refused: one.refused })
      if (one.kind !== 'stored') continue
      const { record, instance, line } = one
      if (!pipelines.has(instance.source.id)) pipelines.set(instance.source.id, pipelineOfLine(collector, instance))
      if (instance.source.unknown && isDue(instance.source.id, received))
        lookAt(counters, instance, record, (error) => crashed.push({ error, parser: record.parser }))
      const told = clocks && hear(heard, record)
      if (told?.isLate) {
        late.push({ ...told, index: messages.length, record, line })
        messages.push(NOT_YET)
      } else messages.push(recordMessage(record, line))
    }
    const open = clocks ? restamp(messages, late, heard, received, clocks) : []
    const all = { pipelines: [...pipelines.values()], heard: [...heard.values()].map(heardOf) }
    return { messages, refused, crashed, counters, heading, open, ...all }
  }
}

/** No heading is longer: a sign takes four bytes at most. */
const HEADING_BYTES = 4 * HEADING_SIGNS

/** Which of the first lines of a text is its heading, by the source it is for; 0 where none is. */
const headingIn = ({ source, lines }: Delivery, { instances }: JudgeOptions): number => {
  const named = instances.find(({ id }) => id === source)
  if (!named?.source.isHeading) return 0
  const isHeading = (bytes: Uint8Array): boolean => {
    const text =
      bytes.length > HEADING_BYTES
        ? undefined
        : decodeLine(bytes, named.encoding === 'windows-1258' ? 'windows-1258' : undefined)
    return text !== undefined && named.source.isHeading?.(text.text) === true
  }
  return Math.max(0, lines.slice(0, TITLE_ROWS).findIndex(isHeading))
}

/** Notes which fields of an accepted line no reader of its source knows. Headings and prose have none; that it fails costs no line. */
const lookAt = (
  counters: IntakeCounters,
  { source }: SourceInstance,
  { raw, heading, observations }: StoredRecord,
  onCrash: (error: unknown) => void,
): void => {
  if (observations.length === 0) return
  try {
    const line = raw.startsWith('{') ? (openEnvelope(readObject(raw))?.line ?? raw) : raw
    noteFields(counters.fields, source, source.unknown?.(line, heading) ?? [])
  } catch (error) {
    counters.parserErrors += 1
    onCrash(error)
  }
}

/** Stands for a message until all lines of the delivery are read. */
const NOT_YET: Message = { key: '', value: new Uint8Array(0) }

/** An accepted line that came long after the time it tells. */
type Late = {
  readonly key: string
  readonly at: number
  readonly index: number
  readonly record: StoredRecord
  readonly line: Uint8Array | undefined
}

type Hearing = { -readonly [K in keyof Omit<Heard, 'late'>]: Heard[K] } & { late: Growing | undefined }
const heardOf = (one: Hearing): Heard => ({ ...one, late: one.late?.list() ?? [] })

/** Notes the time a line tells of its machine. */
const hear = (
  heard: Map<string, Hearing>,
  { received, observations: [first] }: StoredRecord,
): (Pick<Late, 'key' | 'at'> & { readonly isLate: boolean }) | undefined => {
  if (!first || !('host' in first) || first.host === undefined) return undefined
  const { source, host, at } = first
  const key = keyOf(source, host)
  const before = entryOf(heard, key, () => ({ source, host, first: at, last: at, late: undefined }))
  if (at < before.first) before.first = at
  if (at > before.last) before.last = at
  const isLate = received - at > WRONG
  if (isLate) {
    before.late ??= growing()
    before.late.add({ received, at })
  }
  return { key, at, isLate }
}

/** Says of late lines what is known of their clocks, in their messages. Returns what stays open. */
const restamp = (
  messages: Message[],
  late: readonly Late[],
  heard: ReadonlyMap<string, Hearing>,
  received: number,
  { known, live }: Clocks,
): readonly Observation[] => {
  const proofs = new Map<string, ReturnType<typeof lateAmong>>()
  const proofOf = (key: string) =>
    lateAmong([...(known.get(key)?.late ?? []), ...linesOf(heard.get(key)!.late?.list() ?? [])])
  return late.flatMap(({ key, at, index, record, line }) => {
    const isLate = entryOf(proofs, key, () => proofOf(key))
    const clock = stampOf({ at, received }, known.get(key), isLate)
    const told = clock === 'open' && !live ? record : stamped(record, clock)
    messages[index] = recordMessage(told, line)
    return clock === 'open' && live ? told.observations : []
  })
}
