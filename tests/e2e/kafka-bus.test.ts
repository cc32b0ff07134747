import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { ownBroker, uniqueName } from '../stack/kafka.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { BATCH, nightBatches, standing } from '../support/night.ts'
import { archived, beginProduct, vonggac } from '../support/product.ts'

const BATCHES = 12
const KILLS: ReadonlySet<number> = new Set([2, 6])
const BROKER_KILL = 8

const broker = await ownBroker()

describe.skipIf(!broker)('Kafka as the bus', () => {
  const onKafka = () => ({ brokers: [broker!.url], prefix: `${uniqueName('bus')}.` })

  test('product and broker killed while lines come in, it finds what a product on its own log finds', {
    timeout: 240_000,
  }, async () => {
    const now = Date.now()
    const batches = nightBatches(now, BATCHES)
    const calm = await beginProduct(writeConfig(temporaryFolder(), { lateness: '5s' }))
    for (const batch of batches) expect((await calm.post('c-win', 'winlogbeat', batch.join('\n'))).status).toBe(200)

    const folder = writeConfig(temporaryFolder(), { lateness: '5s', kafka: onKafka() })
    let product = await beginProduct(folder)
    for (const [i, batch] of batches.entries()) {
      const send = () => product.send('c-win', 'winlogbeat', batch.join('\n'))
      const sent = send().then(
        ({ status }) => status === 200,
        () => false,
      )
      if (i === BROKER_KILL) await broker!.restart('SIGKILL')
      if (KILLS.has(i)) {
        await sleep(Math.random() * 100)
        expect(await product.stop('SIGKILL'), 'it had ended by itself').toBeNull()
        const acknowledged = await sent
        product = await beginProduct(folder)
        // What was not acknowledged is sent again, as every collector does.
        if (!acknowledged) expect((await send()).status).toBe(200)
      } else expect(await sent).toBe(true)
    }
    const found = await standing(product, now)
    expect(found.length).toBeGreaterThan(5)
    expect(found).toEqual(await standing(calm, now))
    expect(await product.stop()).toBe(0)
    expect(await archived(folder)).toHaveLength(BATCHES * BATCH)
  })

  test('a data folder stays with the log it was begun with', { timeout: 120_000 }, async () => {
    const kafka = onKafka()
    const folder = writeConfig(temporaryFolder(), { kafka })
    await (await beginProduct(folder)).stop()
    for (const other of [{}, { kafka: { ...kafka, prefix: `${kafka.prefix}khac.` } }]) {
      const { code, err } = await vonggac(['start', '--config', writeConfig(folder, other)])
      expect(code).toBe(3)
      expect(err).toMatch(/thư mục dữ liệu .* \[CONFIG_INVALID\]/)
    }
    const own = writeConfig(temporaryFolder())
    await (await beginProduct(own)).stop()
    const { err } = await vonggac(['start', '--config', writeConfig(own, { kafka })])
    expect(err).toMatch(/đã dùng với nhật ký nhúng.* \[CONFIG_INVALID\]/)
  })
})
