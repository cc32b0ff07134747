import type { EachBatchPayload, Kafka } from 'kafkajs'
import type { CodedError } from '../../kernel/errors.ts'
import { backOff } from '../back-off.ts'
import { type Ended, runConsumer } from './one-consumer.ts'
import { isGroupless } from './patience.ts'
import { brokerTrouble, type Where } from './trouble.ts'

/** Why a consumer was made anew: nothing came though there was something, the cluster's error, or its handler's. */
export type Restart =
  | { readonly kind: 'stalled' }
  | { readonly kind: 'crashed'; readonly error: CodedError }
  | { readonly kind: 'refused'; readonly error: unknown }

export type ConsumerCounters = { stalled: number; crashed: number; refused: number }

export type ConsumerOptions = {
  readonly client: Kafka
  readonly brokers: readonly string[]
  /** The consumer group; asked for each consumer, so that readers with a position of their own need not wait for a dead one to be missed. */
  readonly group: () => string
  readonly topics: readonly string[]
  /** Where reading begins on each assignment; the group's committed offset (at first the topic's beginning) where absent. */
  readonly position?: (topic: string, partition: number) => number
  /** Done before each consumer reads; its failure is as a crash. */
  readonly before?: () => Promise<unknown>
  /** The next batch is fetched when it resolves. A rejection has the batch offered again. */
  readonly eachBatch: (payload: EachBatchPayload) => Promise<void>
  /** Whether there are messages that did not come. */
  readonly isBehind: () => Promise<boolean>
  /** So long nothing came though there is something: the consumer is made anew. */
  readonly stallMs: number
  readonly onRestart: (restart: Restart) => void
  /** A consumer's first answer: it reads. */
  readonly onBegun?: () => void
}

export type Supervised = {
  readonly counters: Readonly<ConsumerCounters>
  /**
   * Resolves at the first answer to a fetch; rejects with what somebody must mend (a right, a certificate, a topic), or when several attempts
   * failed. It is tried again all the same, until stopped.
   */
  readonly begun: Promise<void>
  stop(): Promise<void>
}

/** Pauses before a consumer is made anew, ms: doubled up to the latter. */
const [PAUSE, LONGEST_PAUSE] = [200, 5_000]
/** Attempts to begin: a broker that has just started takes some seconds to know its groups. */
const TRIES = 5

/**
 * A consumer that goes on: kafkajs ends one at an error it takes for final, and one may hang without any; both are seen, told and
 * made anew. `stop` must not be awaited inside `eachBatch`.
 */
export const superviseConsumer = (options: ConsumerOptions): Supervised => {
  const { brokers, topics, onRestart } = options
  const counters: ConsumerCounters = { stalled: 0, crashed: 0, refused: 0 }
  const stopping = new AbortController()
  const { signal } = stopping
  const { promise: begun, resolve: begin, reject } = Promise.withResolvers<void>()
  begun.catch(() => undefined) // told by `onRestart` too; nobody has to wait for it

  const run = async (): Promise<void> => {
    let tries = 0
    const pauses = backOff(PAUSE, LONGEST_PAUSE, signal)
    while (!signal.aborted) {
      const group = options.group()
      const ended = await runConsumer({ ...options, group }, signal, () => {
        pauses.reset()
        begin()
        options.onBegun?.()
      })
      if (signal.aborted) return
      counters[ended.kind] += 1
      const restart = restartOf(ended, { brokers, group, topic: topics.join(', ') })
      tries += 1
      if (restart.kind === 'crashed' && (tries >= TRIES || isToBeMended(restart.error, ended.error)))
        reject(restart.error)
      onRestart(restart)
      await pauses.wait()
    }
  }
  const running = run()
  return {
    counters,
    begun,
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

const restartOf = ({ kind, error }: Ended, where: Where): Restart => {
  switch (kind) {
    case 'stalled':
      return { kind }
    case 'crashed':
      return { kind, error: brokerTrouble(error, where) }
    case 'refused':
      return { kind, error }
    default:
      return kind satisfies never
  }
}

/** A group that is not found may be so only for some seconds. */
const isToBeMended = ({ code }: CodedError, error: unknown): boolean =>
  (code === 'BROKER_REFUSED' || code === 'BROKER_TOPIC') && !isGroupless(error)
