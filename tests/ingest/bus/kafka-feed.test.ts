import type { EachBatchPayload } from 'kafkajs'
import { expect, test } from 'vitest'
import { kafkaFeed } from '../../../ingest/bus/kafka-feed.ts'

/** What a feed looks at of a batch the client hands over. */
const batchOf = (offsets: readonly number[], said: (offset: number) => string = String): EachBatchPayload => {
  const last = String(offsets.at(-1))
  const messages = offsets.map((offset) => ({ key: null, value: Buffer.from(said(offset)), offset: String(offset) }))
  const batch = { messages, highWatermark: '1000', lastOffset: () => last }
  // The client's own type has dozens of members a feed never touches.
  return { batch, resolveOffset: () => undefined, heartbeat: async () => undefined } as unknown as EachBatchPayload
}

test('a batch of an ended consumer, held up at a gap, repeats nothing that its successor brought', async () => {
  const { promise: begin, resolve: answer } = Promise.withResolvers<number>()
  let asked = 0
  const feed = kafkaFeed('records', 5, () => (++asked === 1 ? begin : Promise.resolve(0)))
  const old = feed.take(batchOf([7, 8, 9, 10]))
  await feed.take(batchOf([7, 8]))
  answer(0)
  await old
  const seen = [...(await feed.next()), ...(await feed.next())]
  expect(seen.map(({ offset }) => offset)).toEqual([7, 8, 9, 10])
  expect([asked, feed.position]).toEqual([2, 11])
})

test('a consumer begins at the last message taken: another one there is another log, whatever its length', async () => {
  const feed = kafkaFeed('records', 5, async () => 0)
  expect(feed.begins).toBe(5)
  await feed.take(batchOf([5, 6, 7]))
  expect([feed.begins, feed.position]).toEqual([7, 8])
  await feed.next()
  await feed.take(batchOf([7, 8]))
  expect((await feed.next()).map(({ offset }) => offset)).toEqual([8])
  await feed.take(batchOf([8, 9, 10], (offset) => `tin khác ${offset}`))
  await expect(feed.next()).rejects.toThrow(/tin khác ở vị trí 8/)
  expect(feed.position).toBe(9)
})
