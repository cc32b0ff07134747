import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { localTime, MINUTE } from '../../kernel/time.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { wrongPassword } from '../support/lines.ts'
import { BATCH, nightBatches, standing } from '../support/night.ts'
import { archived, beginProduct, openHere } from '../support/product.ts'

const BATCHES = 24
const KILLS = 6

test('killed again and again while lines come in, it finds what an undisturbed product finds', {
  timeout: 120_000,
}, async () => {
  const now = Date.now()
  const batches = nightBatches(now, BATCHES)
  const config = { lateness: '5s' }
  const calm = await beginProduct(writeConfig(temporaryFolder(), config))
  for (const batch of batches) expect((await calm.post('c-win', 'winlogbeat', batch.join('\n'))).status).toBe(200)

  const folder = writeConfig(temporaryFolder(), config)
  let product = await beginProduct(folder)
  const pauses: number[] = []
  for (const [i, batch] of batches.entries()) {
    const sent = product.post('c-win', 'winlogbeat', batch.join('\n')).then(
      ({ status }) => status === 200,
      () => false,
    )
    if (i % (BATCHES / KILLS) === 2) {
      pauses.push(Math.random() * 40)
      await sleep(pauses.at(-1))
      expect(await product.stop('SIGKILL'), 'it had ended by itself').toBeNull()
      const acknowledged = await sent
      product = await beginProduct(folder)
      // What was not acknowledged is sent again, as every collector does.
      if (!acknowledged) expect((await product.post('c-win', 'winlogbeat', batch.join('\n'))).status).toBe(200)
    } else expect(await sent).toBe(true)
  }
  const found = await standing(product, now)
  expect(found.length).toBeGreaterThan(5)
  expect(found, `killed after ${pauses.join(', ')} ms`).toEqual(await standing(calm, now))

  expect(await product.stop()).toBe(0)
  expect(await archived(folder)).toHaveLength(BATCHES * BATCH)

  const again = await beginProduct(folder)
  expect(await standing(again, now)).toEqual(found)
})

test('four failures before a restart and the fifth after it are five', async () => {
  const start = localTime('2026-07-06', '09:00')
  const folder = writeConfig(temporaryFolder())
  const wrong = (record: number) => wrongPassword({ at: start + record * MINUTE, user: 'An.NV', host: 'pc-02', record })
  const before = await openHere(folder, start)
  for (const record of [1, 2, 3, 4]) {
    await before.until(start + record * MINUTE)
    await before.post('c-win', 'winlogbeat', wrong(record))
  }
  await before.until(start + 5 * MINUTE)
  expect(await before.alerts()).toEqual([])
  await before.product.close()

  const after = await openHere(folder, start + 5 * MINUTE)
  await after.post('c-win', 'winlogbeat', wrong(5))
  await after.until(start + 20 * MINUTE)
  expect(await after.alerts()).toMatchObject([
    { rule: { id: expect.stringMatching(/^ACC-11/) }, entity: { value: 'an.nv@tinh' }, occurrences: 1 },
  ])
})
