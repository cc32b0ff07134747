import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Kafka } from 'kafkajs'
import { expect, onTestFinished, test, vi } from 'vitest'
import { superviseConsumer } from '../../../ingest/kafka/consumer.ts'
import { sharedBrokers, uniqueName } from '../../stack/kafka.ts'

/** Supervises consumers of a client that answers nothing; `log` has what was asked of them. */
const supervised = (before: (log: string[]) => Promise<unknown>, run: () => Promise<void> = async () => undefined) => {
  const log: string[] = []
  const consumer = () => ({
    on: () => () => undefined,
    events: { CRASH: 'crash', FETCH: 'fetch' },
    connect: async () => void log.push('connect'),
    subscribe: async () => undefined,
    run,
    disconnect: async () => void log.push('disconnect'),
  })
  const consumers = superviseConsumer({
    // The client's own type has many more members than a supervisor asks for.
    client: { consumer } as unknown as Kafka,
    ...{ brokers: ['b:1'], group: () => 'g', topics: ['t'], stallMs: 30_000 },
    ...{ before: () => before(log), eachBatch: async () => undefined, isBehind: async () => false },
    onRestart: (restart) => log.push(restart.kind),
  })
  return { consumers, log }
}

test('what comes before a consumer has it wait, and its failure is as a crash', async () => {
  let times = 0
  const { consumers, log } = supervised(async (log) => {
    log.push('before')
    times += 1
    if (times === 1) throw new Error('nobody there')
  })
  await vi.waitFor(() => expect(log).toContain('connect'))
  expect(log).toEqual(['before', 'disconnect', 'crashed', 'before', 'connect'])
  expect(consumers.counters).toEqual({ stalled: 0, crashed: 1, refused: 0 })
  await consumers.stop()
})

test('a stop does not wait for what comes before, and nothing is begun after it', async () => {
  const { promise: pending, resolve: settle } = Promise.withResolvers<void>()
  const { consumers, log } = supervised(() => pending)
  await consumers.stop()
  settle()
  await new Promise((resolve) => setImmediate(resolve))
  expect(log).toEqual(['disconnect'])
})

test('one that is joining its group is disconnected once it has: before, the client would go on joining and read for ever', async () => {
  const { promise: joined, resolve: join } = Promise.withResolvers<void>()
  const { consumers, log } = supervised(
    async () => undefined,
    () => {
      log.push('run')
      return joined
    },
  )
  await vi.waitFor(() => expect(log).toEqual(['connect', 'run']), 60_000)
  const stopped = consumers.stop().then(() => log.push('stopped'))
  await new Promise((resolve) => setImmediate(resolve))
  expect(log).toEqual(['connect', 'run'])
  join()
  await stopped
  expect(log).toEqual(['connect', 'run', 'disconnect', 'stopped'])
})

const brokers = await sharedBrokers()

test.runIf(brokers)(
  'on a broker: one that is stopped while it begins leaves nothing that keeps the process',
  async () => {
    const script = `
    import { kafkaClient } from './ingest/kafka/client.ts'
    import { superviseConsumer } from './ingest/kafka/consumer.ts'
    import { ensureTopic } from './ingest/kafka/topics.ts'
    const [brokers, topic] = [process.env.BROKERS.split(','), process.env.TOPIC]
    const client = kafkaClient({ brokers }, topic, () => undefined)
    const admin = client.admin()
    await admin.connect()
    await ensureTopic(admin, topic, { partitions: 1, retentionMs: -1, maxMessageBytes: 1_000_000 })
    await admin.disconnect()
    for (let after = 0; after < 60; after += 4) {
      const consumer = superviseConsumer({
        ...{ client, brokers, topics: [topic], stallMs: 30_000, group: () => topic + after, position: () => 0 },
        ...{ eachBatch: async () => undefined, isBehind: async () => false, onRestart: () => undefined },
      })
      await new Promise((resolve) => setTimeout(resolve, after))
      await consumer.stop()
    }`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      env: { ...process.env, BROKERS: brokers!.join(','), TOPIC: uniqueName('stopped') },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const [code] = await once(child, 'exit')
    expect(code).toBe(0)
  },
  120_000,
)
