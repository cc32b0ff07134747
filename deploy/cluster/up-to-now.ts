import { randomUUID } from 'node:crypto'
import kafkajs, { type Producer } from 'kafkajs'
import { coded } from '../../kernel/errors.ts'
import { MINUTE } from '../../kernel/time.ts'
import { writeState } from './changelog-record.ts'
import { type ReadingBroker, type ReadMessage, readPartitions } from './read-partition.ts'

/** In place of a space of state: a tombstone of a row that never was, which disturbs no reader. */
const MARK = 'reader'
/** Longer than a dead owner's transaction is waited for (`TRANSACTION` of the changelog), so long nothing may come. */
const QUIET = 2 * MINUTE

type Take = (partition: number, messages: readonly ReadMessage[]) => void

export type Reading = {
  /** Reads partitions of a topic from these offsets on, until `take` says of each that it has all that is wanted. */
  readonly read: (
    topic: string,
    from: ReadonlyMap<number, number>,
    take: (...taken: Parameters<Take>) => boolean,
  ) => Promise<void>
  /** Reads partitions of `state` from these offsets on, up to all that was committed when it was called. */
  readonly upToNow: (from: ReadonlyMap<number, number>, take: Take) => Promise<void>
}

/**
 * Reads what others write, of the topic `state` up to now: by a mark of one's own, because no offset says where the committed messages end.
 * Where nothing comes for two minutes it is given up: rejects with what the cluster said, or with `BROKER_UNREACHABLE`.
 */
export const readUpToNow = async <T>(
  broker: ReadingBroker,
  state: string,
  given: AbortSignal,
  work: (reading: Reading) => Promise<T>,
): Promise<T> => {
  const quiet = new AbortController()
  const timer = setTimeout(() => quiet.abort(), QUIET)
  const signal = AbortSignal.any([given, quiet.signal])
  let trouble: unknown
  const onRestart: ReadingBroker['onRestart'] = (topic, restart) => {
    if (restart.kind !== 'stalled') trouble = restart.error
    broker.onRestart(topic, restart)
  }
  const read: Reading['read'] = async (topic, from, take) => {
    timer.refresh()
    await readPartitions({
      ...{ ...broker, onRestart, topic, from, signal },
      take(partition, messages) {
        timer.refresh()
        return take(partition, messages)
      },
    })
  }
  const producer = producerOf(broker)
  try {
    return await work({
      read,
      async upToNow(from, take) {
        await producer.connect()
        const mark = await markEnds(producer, state, [...from.keys()])
        await read(state, from, (partition, messages) => {
          take(partition, messages)
          return messages.some(({ key }) => key === mark)
        })
      },
    })
  } catch (error) {
    if (!quiet.signal.aborted) throw error
    throw (
      trouble ??
      coded(
        'BROKER_UNREACHABLE',
        `Kafka ${broker.brokers.join(', ')}: ${QUIET / MINUTE} phút không đọc thêm được gì của trạng thái và cảnh báo các phần việc.`,
        error,
      )
    )
  } finally {
    clearTimeout(timer)
    await producer.disconnect()
  }
}

const producerOf = ({ client }: ReadingBroker): Producer =>
  client.producer({
    allowAutoTopicCreation: false,
    // Asks for nothing: each message names its partition.
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  })

/** Writes a mark into partitions: whoever reads as far has read all that was committed before. Returns its key. */
const markEnds = async (producer: Producer, topic: string, partitions: readonly number[]): Promise<string> => {
  const { key, value } = writeState({ kind: 'row', row: [MARK, randomUUID(), undefined] })
  await producer.send({ topic, acks: -1, messages: partitions.map((partition) => ({ key, value, partition })) })
  return key
}
