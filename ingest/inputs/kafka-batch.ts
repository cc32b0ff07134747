import type { EachBatchPayload, KafkaMessage } from 'kafkajs'
import type { Intake } from '../intake.ts'
import { DELIVERY } from './batcher.ts'
import { handOverUntilTaken } from './hand-over.ts'

/** A topic that collectors write themselves: whose lines these are, and which source instance reads them. */
export type RawTopic = { readonly topic: string; readonly collector: string; readonly source: string }

/** How often the group hears of us while the intake makes us wait, ms. */
const BEAT = 1_000

/** Hands a batch over, delivery by delivery; what was taken counts as read even if the rest is not. */
export const takeBatch = async (
  { batch, resolveOffset, heartbeat }: EachBatchPayload,
  { topics, intake }: { readonly topics: readonly RawTopic[]; readonly intake: Intake },
  counters: { lines: number; empty: number },
  signal: AbortSignal,
): Promise<void> => {
  const { collector, source } = topics.find(({ topic }) => topic === batch.topic)!
  // A beat that fails while we wait fails again below, where it is thrown.
  const beating = setInterval(() => void heartbeat().catch(() => undefined), BEAT)
  try {
    for (const messages of deliveriesOf(batch.messages)) {
      const lines = linesOf(messages)
      const taken = lines.length === 0 || (await handOverUntilTaken(intake, { collector, source, lines }, signal))
      if (!taken) return
      counters.lines += lines.length
      counters.empty += messages.length - lines.length
      resolveOffset(messages.at(-1)!.offset)
      await heartbeat()
    }
  } finally {
    clearInterval(beating)
  }
}

/** The messages of a batch, as many at a time as make up one delivery. */
export const deliveriesOf = (messages: readonly KafkaMessage[]): readonly (readonly KafkaMessage[])[] => {
  const deliveries: KafkaMessage[][] = [[]]
  let bytes = 0
  for (const message of messages) {
    const size = message.value?.length ?? 0
    if (deliveries.at(-1)!.length === DELIVERY.lines || (bytes > 0 && bytes + size > DELIVERY.bytes)) {
      deliveries.push([])
      bytes = 0
    }
    deliveries.at(-1)!.push(message)
    bytes += size
  }
  return deliveries.filter((delivery) => delivery.length > 0)
}

const [LF, CR] = [0x0a, 0x0d]

/** What the messages say, a line each; the empty ones say nothing. */
export const linesOf = (messages: readonly KafkaMessage[]): readonly Buffer[] =>
  messages.flatMap(({ value }) => (value && value.length > 0 ? [withoutNewline(value)] : []))

/** rsyslog's templates end in one. */
const withoutNewline = (value: Buffer): Buffer => {
  const bare = value.at(-1) === LF ? value.subarray(0, -1) : value
  return bare.at(-1) === CR ? bare.subarray(0, -1) : bare
}
