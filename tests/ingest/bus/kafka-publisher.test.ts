import type { Kafka } from 'kafkajs'
import { expect, test } from 'vitest'
import { kafkaPublisher } from '../../../ingest/bus/kafka-publisher.ts'

test('a producer that lost count and cannot even be ended is replaced, and the messages are stored', async () => {
  const lostCount = Object.assign(new Error('lost count'), { type: 'UNKNOWN_PRODUCER_ID' })
  const stored: unknown[] = []
  let producers = 0
  const producer = () => {
    const isFirst = ++producers === 1
    return {
      connect: async () => undefined,
      disconnect: () => (isFirst ? Promise.reject(new Error('the connection is gone')) : Promise.resolve()),
      send: ({ messages }: { readonly messages: readonly unknown[] }) =>
        isFirst ? Promise.reject(lostCount) : Promise.resolve(stored.push(...messages)),
    }
  }
  const told: string[] = []
  // The client's own type has many more members than a publisher asks for.
  const publisher = kafkaPublisher({ producer } as unknown as Kafka, (_, error) => told.push(String(error)))
  await publisher.send('records', [{ key: 'k', value: Buffer.from('một') }])
  expect(stored).toHaveLength(1)
  expect(publisher.counters.replaced).toBe(1)
  expect(told).toEqual(['Error: lost count', 'Error: the connection is gone'])
  await publisher.close()
})
