import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { ownBroker } from '../stack/kafka.ts'
import { collectorOf } from '../stack/produce.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { BATCH, nightBatches, standing } from '../support/night.ts'
import { archived, beginProduct } from '../support/product.ts'

const BATCHES = 8
const TOPIC = 'winlogbeat'
const broker = await ownBroker()

describe.skipIf(!broker)('raw topics', () => {
  test('product and broker killed while lines come in, it finds what an undisturbed product finds', {
    timeout: 120_000,
  }, async () => {
    const now = Date.now()
    // Those of the last minute: what is made of older ones depends on when they are received, which differs here.
    const batches = nightBatches(now, 2 * BATCHES).filter((_, i) => i % 2 === 1)
    const calm = await beginProduct(writeConfig(temporaryFolder(), { lateness: '5s' }))
    for (const batch of batches) expect((await calm.post('c-win', 'winlogbeat', batch.join('\n'))).status).toBe(200)

    const url = broker!.url
    const collector = collectorOf([url])
    await collector.makeTopic(TOPIC, 3)
    const kafka = { brokers: [url], topics: [{ topic: TOPIC, collector: 'c-win', source: 'winlogbeat' }] }
    const folder = writeConfig(temporaryFolder(), { lateness: '5s', ingest: { port: 0, kafka } })
    let product = await beginProduct(folder)
    for (const [i, batch] of batches.entries()) {
      await collector.produce(TOPIC, batch)
      if (i === 2) {
        await sleep(Math.random() * 200)
        expect(await product.stop('SIGKILL'), 'it had ended by itself').toBeNull()
        product = await beginProduct(folder)
      }
      if (i === 5) await broker!.restart('SIGKILL')
    }
    // Asked of the cluster: health's own figures are some seconds old.
    await vi.waitFor(async () => expect(await collector.lag(TOPIC, 'vonggac')).toBe(0), {
      timeout: 60_000,
      interval: 500,
    })
    const found = await standing(product, now)
    expect(found.length).toBeGreaterThan(2)
    expect(found).toEqual(await standing(calm, now))
    expect(await product.stop()).toBe(0)
    expect(await archived(folder)).toHaveLength(BATCHES * BATCH)
  })
})
