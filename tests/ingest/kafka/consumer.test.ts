import type { Kafka } from 'kafkajs'
import { expect, test, vi } from 'vitest'
import { superviseConsumer } from '../../../ingest/kafka/consumer.ts'

/** Supervises consumers of a client that answers nothing; `log` has what was asked of them. */
const supervised = (before: (log: string[]) => Promise<unknown>) => {
  const log: string[] = []
  const consumer = () => ({
    on: () => () => undefined,
    events: { CRASH: 'crash', FETCH: 'fetch' },
    connect: async () => void log.push('connect'),
    subscribe: async () => undefined,
    run: async () => undefined,
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
