import { setTimeout as sleep } from 'node:timers/promises'
import kafkajs, { type Kafka, type Producer } from 'kafkajs'
import { coded } from '../../kernel/errors.ts'
import type { Message } from '../../kernel/ports.ts'

/** Messages of one request, bytes before compression; one batch of the topic, so that all or none of it is stored. */
export const REQUEST_BYTES = 4 * 1024 * 1024
/** Around a message in a batch, at most: lengths, timestamp, key's length. */
const OVERHEAD = 64

/** What no repetition mends. */
const FINAL = /AUTHORIZATION_FAILED|TOO_LARGE|INVALID_TOPIC|UNKNOWN_TOPIC|SASLAuthentication/
/** The broker does not know this producer's numbers any more: only a new one can go on. */
const LOST_COUNT =
  /OUT_OF_ORDER_SEQUENCE|UNKNOWN_PRODUCER_ID|INVALID_PRODUCER_EPOCH|PRODUCER_FENCED|INVALID_PRODUCER_ID/
const [PAUSE, LONGEST_PAUSE] = [100, 2_000]

type Unstored = { readonly topic: string; readonly error: unknown }

export type Publisher = {
  /** Resolves once every in-sync copy has the messages. One call at a time for a topic: see there. */
  send(topic: string, messages: readonly Message[]): Promise<void>
  /** How often a producer had to be replaced: what was under way may then be stored twice. */
  readonly counters: { readonly replaced: number }
  /** Why what waits is not stored yet, where the last attempt failed. */
  readonly trouble: Unstored | undefined
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
  let current: Promise<Producer> | undefined
  let trouble: Unstored | undefined

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
  const store = async (topic: string, messages: readonly Message[]): Promise<void> => {
    const records = messages.map(({ key, value }) => ({ key, value: bufferOf(value), partition: 0 }))
    for (let pause = PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      if (closing.signal.aborted) throw closed()
      try {
        const producer = await producerNow()
        await producer.send({ topic, messages: records, acks: -1, compression: kafkajs.CompressionTypes.ZSTD })
        trouble = undefined
        return
      } catch (error) {
        const said = sayingOf(error)
        if (FINAL.test(said)) throw error
        trouble = { topic, error }
        onTrouble(topic, error)
        // A producer that cannot be ended properly is given up all the same.
        if (LOST_COUNT.test(said)) await replace().catch((failed: unknown) => onTrouble(topic, failed))
        await sleep(pause, undefined, { signal: closing.signal }).catch(() => undefined) // rejects only when closed
      }
    }
  }

  return {
    counters,
    get trouble() {
      return trouble
    },
    send: async (topic, messages) => {
      for (const request of requestsOf(topic, messages)) await store(topic, request)
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

/** Messages cut into requests, in order. Throws `BAD_ARGUMENT` where one alone is too large for any. */
const requestsOf = (topic: string, messages: readonly Message[]): readonly (readonly Message[])[] => {
  const requests: Message[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const message of messages) {
    const size = message.key.length * 3 + message.value.length + OVERHEAD
    if (size > REQUEST_BYTES)
      throw coded('BAD_ARGUMENT', `Chủ đề «${topic}»: một bản ghi ${size} byte, quá mức ${REQUEST_BYTES} byte.`)
    if (bytes + size > REQUEST_BYTES) {
      requests.push([])
      bytes = 0
    }
    requests.at(-1)!.push(message)
    bytes += size
  }
  return requests
}

/** Names and types of an error and of what caused it. */
const sayingOf = (error: unknown): string => {
  const names: string[] = []
  for (let at = error; at instanceof Error && names.length < 10; at = at.cause)
    names.push(at.name, 'type' in at ? String(at.type) : '')
  return names.join(' ')
}
