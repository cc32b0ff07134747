import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { sharedBrokers, uniqueName } from '../stack/kafka.ts'
import { collectorOf } from '../stack/produce.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { BATCH, nightBatches, standing } from '../support/night.ts'
import { archived, beginProduct, vonggac } from '../support/product.ts'

const brokers = await sharedBrokers()

/** The minute of Vietnam in which `at` lies, as the command takes it. */
const minute = (at: number): string => new Date(at + 7 * 3_600_000).toISOString().slice(0, 16)

describe.skipIf(!brokers)('vonggac kafka replay', () => {
  test('what was passed over is found, and what was taken changes nothing', {
    timeout: 180_000,
  }, async () => {
    const now = Date.now()
    const [topic, group] = [uniqueName('raw'), uniqueName('group')]
    const collector = collectorOf(brokers!)
    await collector.makeTopic(topic, 2)
    // Those of the last minute: what is made of older ones depends on when they are received, which differs here.
    const batches = nightBatches(now, 6).filter((_, i) => i % 2 === 1)
    const taken = { brokers, group, topics: [{ topic, collector: 'c-win', source: 'winlogbeat' }] }
    const bus = { brokers, prefix: `${uniqueName('bus')}.` }
    const folder = writeConfig(temporaryFolder(), { lateness: '5s', kafka: bus, ingest: { port: 0, kafka: taken } })
    const product = await beginProduct(folder)
    for (const batch of batches.slice(0, 2)) await collector.produce(topic, batch)
    await vi.waitFor(async () => expect(await collector.lag(topic, group)).toBe(0), { timeout: 30_000, interval: 300 })
    const before = await standing(product, now)
    expect(before.length).toBeGreaterThan(1)

    const args = ['kafka', 'replay', '--topic', topic, '--from', minute(now), '--config', folder]
    const again = await vonggac(args)
    expect(again).toMatchObject({
      code: 0,
      out: expect.stringContaining(`${2 * BATCH} dòng đã đọc lại, 0 dòng không đọc được`),
    })
    expect(await standing(product, now)).toEqual(before)

    expect(await product.stop()).toBe(0)
    await collector.produce(topic, batches[2]!)
    // Lost to the group: whoever reads on begins behind it.
    await collector.skip(topic, group)
    const back = await beginProduct(folder)
    expect(await vonggac(args)).toMatchObject({ code: 0, out: expect.stringContaining(`${3 * BATCH} dòng`) })
    const calm = await beginProduct(writeConfig(temporaryFolder(), { lateness: '5s' }))
    for (const batch of batches) await calm.post('c-win', 'winlogbeat', batch.join('\n'))
    const expected = await standing(calm, now)
    await vi.waitFor(async () => expect(await standing(back, now)).toEqual(expected), {
      timeout: 60_000,
      interval: 500,
    })
    expect(await back.stop()).toBe(0)
    expect(await archived(folder)).toHaveLength(3 * BATCH)

    // As on a data folder that never took a line: its key is nobody else's.
    writeFileSync(join(folder, 'data/mask.key'), randomBytes(32))
    for (const command of [args, ['reread', '--source', 'winlogbeat', '--config', folder]])
      expect(await vonggac(command)).toMatchObject({
        code: 3,
        err: expect.stringMatching(/mask\.key: khóa che này khác .*\[CONFIG_INVALID\]/),
      })
  })

  test('says what it lacks', async () => {
    const folder = writeConfig(temporaryFolder())
    await (await beginProduct(folder)).stop()
    const say = async (...args: string[]) => (await vonggac(['kafka', ...args, '--config', folder])).err
    expect(await say('replay')).toMatch(/cần: kafka replay/)
    expect(await say('replay', '--topic', 'raw', '--from', 'hôm qua')).toMatch(/--from: cần ngày/)
    expect(await say('replay', '--topic', 'raw', '--from', '2026-03-01')).toMatch(/không có chủ đề «raw»/)
  })
})
