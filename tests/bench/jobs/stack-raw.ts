import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import kafkajs, { type Admin } from 'kafkajs'
import { openKafkaBus } from '../../../ingest/bus/kafka.ts'
import { RECORDS } from '../../../ingest/wire.ts'
import { MINUTE } from '../../../kernel/time.ts'
import type { Measured } from '../scenario.ts'
import { runJob } from '../spawn.ts'
import { clientOf, forget } from '../stack/client.ts'
import { makeTopic, rawLines, sendLines } from '../stack/lines.ts'

type Params = {
  readonly folder: string
  readonly scratch: string
  readonly brokers: readonly string[]
  /** Of the raw topic. */
  readonly partitions: number
  /** Processes that share its partitions in one consumer group. */
  readonly ingesters: number
}

/**
 * A raw topic that collectors wrote → the product's input and intake → the topic `records`. All lines are there at once, when the ingesters have
 * shared the partitions out: they stand in a transaction that is committed then. From there to the last line taken.
 */
export const job = async ({ folder, scratch, brokers, partitions, ingesters }: Params): Promise<Measured> => {
  const name = `bench-raw-${randomUUID().slice(0, 8)}`
  const [topic, prefix] = [name, `${name}.`]
  const lines = rawLines(folder)
  const client = clientOf(brokers)
  await makeTopic(client, topic, partitions)
  const bus = await openKafkaBus({ connection: { brokers }, prefix })
  await bus.end(RECORDS) // the topic is there before anybody asks for it
  await bus.close()
  const producer = client.producer({
    ...{ transactionalId: name, idempotent: true, maxInFlightRequests: 1, transactionTimeout: 10 * MINUTE },
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  })
  await producer.connect()
  const transaction = await producer.transaction()
  await sendLines(transaction, topic, lines)

  const running = Promise.all(
    Array.from({ length: ingesters }, () => runJob('stack-ingester', { scratch, brokers, topic, prefix, partitions })),
  )
  const admin = client.admin()
  await admin.connect()
  await Promise.race([running, untilShared(admin, topic, ingesters)])
  await admin.disconnect()
  const began = Date.now()
  await transaction.commit()
  const all = await running
  await producer.disconnect()
  for (const one of [topic, `${prefix}${RECORDS}`]) await forget(brokers, one)
  const sum = (of: (one: Measured) => number): number => all.reduce((total, one) => total + of(one), 0)
  const events = sum((one) => one.events)
  // The last line of a partition may be counted as taken before it is.
  if (events < lines.length - partitions) throw new Error(`${events} lines of ${lines.length} were taken`)
  return {
    events,
    wall: Math.max(...all.map(({ extra }) => extra!['ended']!)) - began,
    cpu: sum(({ cpu }) => cpu),
    rss: Math.max(...all.map(({ rss }) => rss)),
  }
}

/** Waits until so many members have a group's partitions among them. */
const untilShared = async (admin: Admin, group: string, members: number): Promise<void> => {
  for (;;) {
    const { groups } = await admin.describeGroups([group])
    if (groups[0]?.state === 'Stable' && groups[0].members.length === members) return
    await sleep(50)
  }
}
