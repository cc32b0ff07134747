import kafkajs, { type Kafka, type Producer } from 'kafkajs'
import { coded } from '../../kernel/errors.ts'
import type { Message } from '../../kernel/ports.ts'
import { backOff } from '../back-off.ts'
import { inRequests, OVERHEAD, REQUEST_BYTES } from '../kafka/requests.ts'

/** What no repetition mends. */
const FINAL = /AUTHORIZATION_FAILED|TOO_LARGE|INVALID_TOPIC|UNKNOWN_TOPIC|SASLAuthentication/
/** The broker does not know this producer's numbers any more: only a new one can go on. */
const LOST_COUNT =
  /OUT_OF_ORDER_SEQUENCE|UNKNOWN_PRODUCER_ID|INVALID_PRODUCER_EPOCH|PRODUCER_FENCED|INVALID_PRODUCER_ID/
const [PAUSE, LONGEST_PAUSE] = [100, 2_000]
/** A request that is not stored for so long, ms, is late: the broker is away, or hears nothing. */
const LATE = 10_000

/** A request that is under way: since when (ms of `performance.now`), and why it was not stored when it was last tried. */
type Attempt = { readonly topic: string; readonly since: number; error?: unknown }
/** A topic whose messages wait, and why: absent where nobody has said. */
export type Unstored = { readonly topic: string; readonly error?: unknown }

export type Publisher = {
  /** Resolves once every in-sync copy has the messages. One call at a time for a topic: see there. */
  send(topic: string, messages: readonly Message[]): Promise<void>
  /** How often a producer had to be replaced: what was under way may then be stored twice. */
  readonly counters: { readonly replaced: number }
  /** Why what waits is not stored yet, where the last attempt failed. */
  readonly trouble: Unstored | undefined
  /** What has waited for ten seconds to be stored, whether its attempts fail or are not answered. */
  readonly late: Unstored | undefined
  close(): Promise<void>
}

/**
 * Publishes with an idempotent producer and goes on until the messages are stored, however long the broker is away.
 *
 * Calls for one topic must follow one another: a failed request gives its sequence numbers back, and kafkajs would give them to the next one
 * under way, which the broker then takes for a repetition and drops. Repeated alone, the same messages have the same numbers.
 */
export const kafkaPublisher = (client: Kafka, onTrouble: (topic: string, error: unknown) => void): Publisher => {
  const closing = new AbortController()
  const counters = { replaced: 0 }
  /** One a topic at most. */
  const underWay = new Set<Attempt>()
  let current: Promise<Producer> | undefined

  const connect = async (): Promise<Producer> => {
    const producer = client.producer({
      idempotent: true,
      allowAutoTopicCreation: false,
      // Asks for nothing: each message names its partition.
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      retry: { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000 },
    })
    await producer.connect()
    return producer
  }
  const producerNow = (): Promise<Producer> => {
    current ??= connect()
    current.catch(() => {
      current = undefined
    })
    return current
  }
  const replace = async (): Promise<void> => {
    const old = current
    current = undefined
    counters.replaced += 1
    await (await old)?.disconnect()
  }

  /** One request, as often as it takes. */
  const store = async (attempt: Attempt, messages: readonly Message[]): Promise<void> => {
    const { topic } = attempt
    const records = messages.map(({ key, value }) => ({ key, value: bufferOf(value), partition: 0 }))
    const pauses = backOff(PAUSE, LONGEST_PAUSE, closing.signal)
    for (;;) {
      if (closing.signal.aborted) throw closed()
      try {
        const producer = await producerNow()
        await producer.send({ topic, messages: records, acks: -1, compression: kafkajs.CompressionTypes.ZSTD })
        return
      } catch (error) {
        const said = sayingOf(error)
        if (FINAL.test(said)) throw error
        attempt.error = error
        onTrouble(topic, error)
        // A producer that cannot be ended properly is given up all the same.
        if (LOST_COUNT.test(said)) await replace().catch((failed: unknown) => onTrouble(topic, failed))
        await pauses.wait()
      }
    }
  }

  return {
    counters,
    get trouble() {
      return [...underWay].find(({ error }) => error !== undefined)
    },
    get late() {
      const now = performance.now()
      return [...underWay].find(({ since }) => now - since > LATE)
    },
    send: async (topic, messages) => {
      for (const message of messages) fits(topic, message)
      for (const request of inRequests(messages, sizeOf)) {
        const attempt: Attempt = { topic, since: performance.now() }
        underWay.add(attempt)
        await store(attempt, request).finally(() => underWay.delete(attempt))
      }
    },
    close: async () => {
      closing.abort()
      await (await current?.catch(() => undefined))?.disconnect()
    },
  }
}

export const closed = (): Error => new Error('the bus is closed')

const bufferOf = (value: Uint8Array): Buffer =>
  Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength)

const sizeOf = ({ key, value }: Message): number => key.length * 3 + value.length

/** Throws `BAD_ARGUMENT` where a message alone is too large for any request. */
const fits = (topic: string, message: Message): void => {
  const size = sizeOf(message) + OVERHEAD
  if (size > REQUEST_BYTES)
    throw coded('BAD_ARGUMENT', `Chủ đề «${topic}»: một bản ghi ${size} byte, quá mức ${REQUEST_BYTES} byte.`)
}

/** Names and types of an error and of what caused it. */
const sayingOf = (error: unknown): string => {
  const names: string[] = []
  for (let at = error; at instanceof Error && names.length < 10; at = at.cause)
    names.push(at.name, 'type' in at ? String(at.type) : '')
  return names.join(' ')
}
