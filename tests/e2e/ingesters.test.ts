import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { SECOND } from '../../kernel/time.ts'
import { ownBroker, uniqueName } from '../stack/kafka.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { BATCH, nightBatches, standing } from '../support/night.ts'
import { archived, beginProduct, type Started } from '../support/product.ts'

const BATCHES = 16

const broker = await ownBroker()

const watermarkOf = async (product: Started): Promise<number> => (await product.health()).watermark ?? -Infinity

describe.skipIf(!broker)('several ingesters on one bus', () => {
  const folderOn = (prefix: string): string =>
    writeConfig(temporaryFolder(), { lateness: '5s', kafka: { brokers: [broker!.url], prefix } })

  test('lines over two, one of them killed and back: both find what one alone finds', {
    timeout: 240_000,
  }, async () => {
    const now = Date.now()
    const batches = nightBatches(now, BATCHES)
    const calm = await beginProduct(writeConfig(temporaryFolder(), { lateness: '5s' }))
    for (const batch of batches) expect((await calm.post('c-win', 'winlogbeat', batch.join('\n'))).status).toBe(200)

    const prefix = `${uniqueName('two')}.`
    const folders = [folderOn(prefix), folderOn(prefix)] as const
    let one = await beginProduct(folders[0])
    const other = await beginProduct(folders[1])
    for (const [i, batch] of batches.entries()) {
      if (i === BATCHES / 2) expect(await one.stop('SIGKILL'), 'it had ended by itself').toBeNull()
      if (i === BATCHES - 2) one = await beginProduct(folders[0])
      const through = i % 2 === 0 && (i < BATCHES / 2 || i >= BATCHES - 2) ? one : other
      expect((await through.post('c-win', 'winlogbeat', batch.join('\n'))).status).toBe(200)
    }
    const expected = await standing(calm, now)
    expect(expected.length).toBeGreaterThan(5)
    for (const product of [one, other]) expect(await standing(product, now)).toEqual(expected)
    for (const product of [one, other]) expect(await product.stop()).toBe(0)
    for (const folder of folders) expect(await archived(folder)).toHaveLength(BATCHES * BATCH)
  })

  test('time waits for one that vanished until its lease ends, and not for one that said goodbye', {
    timeout: 240_000,
  }, async () => {
    const prefix = `${uniqueName('lease')}.`
    const folders = [folderOn(prefix), folderOn(prefix)] as const
    const [stays, leaves] = [await beginProduct(folders[0]), await beginProduct(folders[1])]
    const moves = (from: number) =>
      vi.waitFor(async () => expect(await watermarkOf(stays)).toBeGreaterThan(from), {
        timeout: 120_000,
        interval: 500,
      })
    await moves(Date.now() - 5 * SECOND)
    expect(await leaves.stop()).toBe(0)
    const [gone, heard] = [Date.now(), await watermarkOf(stays)]
    await moves(heard + 15 * SECOND)
    expect(Date.now() - gone).toBeLessThan(45 * SECOND)

    const back = await beginProduct(folders[1])
    await sleep(5 * SECOND)
    await back.stop('SIGKILL')
    const [killed, stood] = [Date.now(), await watermarkOf(stays)]
    await sleep(20 * SECOND)
    expect(await watermarkOf(stays)).toBeLessThan(killed + SECOND)
    await moves(stood + 30 * SECOND)
    expect(Date.now() - killed).toBeGreaterThan(50 * SECOND)
  })
})
