import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { localDate, localTime, MINUTE, SECOND } from '../../kernel/time.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { signIn, wrongPassword } from '../support/lines.ts'
import { archived, openHere, type Started, startProduct } from '../support/product.ts'

const users = ['An.NV', 'Bich.TT', 'Cuc.LT']
const BATCHES = 24
const KILLS = 6

/** Batches of a night with guesses and log-ins, and of the last minute: some are late when they come, some are not. */
const batchesFrom = (now: number): readonly (readonly string[])[] => {
  const night = localTime(localDate(now - 3 * 24 * 60 * MINUTE), '22:00')
  return Array.from({ length: BATCHES }, (_, batch) =>
    Array.from({ length: 20 }, (_, i): string => {
      const record = batch * 20 + i + 1
      const at = batch % 2 === 0 ? night + record * 15 * SECOND : now - 40 * SECOND + record * 100
      const act = { at, record, user: users[record % 3]!, host: `pc-0${(record % 4) + 1}` }
      return record % 5 === 0 ? signIn(act) : wrongPassword(act)
    }),
  )
}

/** What an analyst sees, once everything sent has been judged. */
const settled = async (product: Started, now: number) => {
  await vi.waitFor(
    async () => {
      const { counters, watermark, status } = await product.health()
      expect({ waiting: counters['waiting'], status }).toEqual({ waiting: 0, status: 'ok' })
      expect(watermark).toBeGreaterThan(now + 10 * SECOND)
    },
    { timeout: 40_000, interval: 200 },
  )
  return (await product.alerts())
    .map(({ id, rule, level, occurrences, withdrawn }) => ({ id, rule: rule.id, level, occurrences, withdrawn }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

const begin = async (folder: string): Promise<Started> => {
  const product = await startProduct(folder)
  onTestFinished(() => void product.stop('SIGKILL'))
  return product
}

test('killed again and again while lines come in, it finds what an undisturbed product finds', {
  timeout: 120_000,
}, async () => {
  const now = Date.now()
  const batches = batchesFrom(now)
  const config = { lateness: '5s' }
  const calm = await begin(writeConfig(temporaryFolder(), config))
  for (const batch of batches) expect((await calm.post('c-win', 'winlogbeat', batch.join('\n'))).status).toBe(200)

  const folder = writeConfig(temporaryFolder(), config)
  let product = await begin(folder)
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
      product = await begin(folder)
      // What was not acknowledged is sent again, as every collector does.
      if (!acknowledged) expect((await product.post('c-win', 'winlogbeat', batch.join('\n'))).status).toBe(200)
    } else expect(await sent).toBe(true)
  }
  const found = await settled(product, now)
  expect(found.length).toBeGreaterThan(5)
  expect(found, `killed after ${pauses.join(', ')} ms`).toEqual(await settled(calm, now))

  expect(await product.stop()).toBe(0)
  expect(await archived(folder)).toHaveLength(BATCHES * 20)

  const again = await begin(folder)
  expect(await settled(again, now)).toEqual(found)
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
