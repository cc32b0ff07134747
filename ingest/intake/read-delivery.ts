import { setImmediate as turn } from 'node:timers/promises'
import type { Message } from '../../kernel/ports.ts'
import type { Delivery } from '../intake.ts'
import type { Refused } from '../quarantine.ts'
import { count, freshCounters, type IntakeCounters } from './counters.ts'
import { type JudgeOptions, judge } from './judge.ts'
import { type Pipeline, pipelineOfLine, recordMessage } from './marks.ts'

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
  /** The first time that each machine's lines tell, epoch ms: all of them were received at once. */
  readonly heard: readonly (readonly [host: string, at: number])[]
  /** The heading in force behind the last line, masked. */
  readonly heading: string | undefined
}

/** Reads deliveries. Rejects where reading itself failed; then nothing of the delivery was taken. */
export type DeliveryReader = (delivery: Delivery, received: number) => Promise<ReadDelivery>

const TURN_LINES = 256

/** Reads every line of a delivery: decoding, mask, source, and what it becomes on the bus. */
export const deliveryReader =
  (options: JudgeOptions): DeliveryReader =>
  async (delivery, received) => {
    const messages: Message[] = []
    const pipelines = new Map<string, Pipeline>()
    const refused: { index: number; refused: Refused }[] = []
    const crashed: { error: unknown; parser: string }[] = []
    const counters = freshCounters()
    const heard = new Map<string, number>()
    const { text, lines, collector, source } = delivery
    let heading = text?.heading
    for (let index = 0; index < lines.length; index++) {
      if (index % TURN_LINES === TURN_LINES - 1) await turn() // a long delivery must not keep others waiting
      const bytes = lines[index]!
      const place = delivery.place?.(index) ?? ''
      const original = delivery.original?.(index)
      const digest = delivery.digest?.(index)
      const one = judge({ bytes, collector, source, place, received, original, digest, heading }, options)
      count(counters, one, (error, parser) => crashed.push({ error, parser }))
      if (one.kind === 'refused') refused.push({ index, refused: one.refused })
      if (one.kind !== 'stored') continue
      const { record, instance, line } = one
      if (text && one.heading) heading = record.raw
      messages.push(recordMessage(record, line))
      if (!pipelines.has(instance.source.id)) pipelines.set(instance.source.id, pipelineOfLine(collector, instance))
      const first = record.observations[0]
      if (first && 'host' in first && first.host !== undefined && !heard.has(first.host))
        heard.set(first.host, first.at)
    }
    return { messages, pipelines: [...pipelines.values()], refused, crashed, counters, heard: [...heard], heading }
  }
