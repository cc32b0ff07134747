import { expect, test, vi } from 'vitest'
import type { ProductBus } from '../../../deploy/bus.ts'
import { slotBus } from '../../../deploy/cluster/slot-bus.ts'
import { RECORDS } from '../../../ingest/wire.ts'
import type { Delivered } from '../../../kernel/ports.ts'
import { openMemoryBus } from '../../support/memory-bus.ts'

const patient = { timeout: 20_000 }
const messages = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ({ key: 'k', value: Buffer.from(String(from + i)) }))

/** A cluster's log and its copy, which has come so far and has forgotten what lies before `begin`. */
const stage = async (begin = 0) => {
  const [far, near] = [openMemoryBus(), openMemoryBus()]
  await far.publish(RECORDS, messages(0, 10))
  await near.publish(RECORDS, messages(0, 4))
  const product: ProductBus = { ...near, end: far.end, begin: async () => begin, far, copied: near.end }
  const giveUp = new AbortController()
  const heard: string[] = []
  const bus = slotBus(product, giveUp.signal)
  const take = async (batch: readonly Delivered[]): Promise<void> => {
    for (const { value, offset } of batch) heard.push(`${offset}:${Buffer.from(value)}`)
  }
  return { near, bus, heard, take, giveUp }
}

test('the log begins where the earlier of the two does', async () => {
  expect(await (await stage(3)).bus.begin(RECORDS)).toBe(0)
  const { bus } = await stage(0)
  expect(await bus.begin(RECORDS)).toBe(0)
})

test('a slot that stands ahead of the copy waits for it', async () => {
  const { near, bus, heard, take, giveUp } = await stage()
  const subscribing = bus.subscribe(RECORDS, 6, take)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(heard).toEqual([])
  await near.publish(RECORDS, messages(4, 8))
  await vi.waitFor(() => expect(heard).toEqual(['6:6', '7:7']), patient)
  await (await subscribing).stop()

  const given = bus.subscribe(RECORDS, 10, take)
  giveUp.abort()
  await expect(given).rejects.toThrow()
})

test('what the copy has forgotten is read on the cluster, and no further than the copy has it', async () => {
  const { near, bus, heard, take } = await stage(3)
  const subscription = await bus.subscribe(RECORDS, 1, take)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(heard).toEqual([])
  await near.publish(RECORDS, messages(4, 10))
  await vi.waitFor(() => expect(heard).toEqual(Array.from({ length: 9 }, (_, i) => `${i + 1}:${i + 1}`)), patient)
  await subscription.stop()
})
