import { expect, onTestFinished, test, vi } from 'vitest'
import { slotOf } from '../../deploy/cluster/slots.ts'
import { localDate, localTime, localWeekday } from '../../kernel/time.ts'
import { sharedBrokers, uniqueName } from '../stack/kafka.ts'
import { commune, writeConfig, writeRegisters } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { signIn } from '../support/lines.ts'
import { type Started, startProduct } from '../support/product.ts'

const SLOTS = 3
const brokers = (await sharedBrokers()) ?? []
const patient = { timeout: 90_000, interval: 500 }

/** A working day some time ago. */
const DAY = ((): string => {
  let at = Date.now() - 20 * 86_400_000
  while (localWeekday(at) > 5) at -= 86_400_000
  return localDate(at)
})()
const users = ['An.NV', 'Bich.TT', 'Cuc.LT']
const working = commune['people.csv']!
const departed = working.replaceAll('đang làm việc,,,', `nghỉ hưu,15/QĐ-UBND,${DAY},`)
/** Only the first officer. */
const oneDeparted = working.replace('đang làm việc,,,', `nghỉ hưu,15/QĐ-UBND,${DAY},`)

test('the accounts here are in several slots', () => {
  expect(new Set(users.map((user) => slotOf(`${user.toLowerCase()}@tinh`, SLOTS))).size).toBeGreaterThan(1)
})

test.skipIf(brokers.length === 0)(
  'a decision entered late is judged by every detector; one that accuses too many, in whosever slots, waits',
  {
    timeout: 240_000,
  },
  async () => {
    const kafka = { brokers: [...brokers], prefix: `${uniqueName('directory')}.` }
    const folders = ['all', 'detect'].map(() =>
      writeConfig(temporaryFolder(), { lateness: '5s', confirmAbove: 2, kafka, detector: { slots: SLOTS } }),
    )
    const products: Started[] = []
    for (const [i, folder] of folders.entries()) {
      const product = await startProduct(folder, i === 0 ? [] : ['--role', 'detect'])
      onTestFinished(() => void product.stop('SIGKILL'))
      products.push(product)
    }
    const lines = users.map((user, i) =>
      signIn({ at: localTime(DAY, '10:00'), user, host: `pc-0${i + 1}`, record: i + 1 }),
    )
    expect((await products[0]!.post('c-win', 'winlogbeat', lines.join('\n'))).status).toBe(200)
    // A version is judged by what was read: each has heard a tick that was said after the lines.
    const posted = Date.now()
    for (const product of products)
      await vi.waitFor(async () => {
        const { watermark, counters } = await product.health()
        expect(counters['waiting'] ?? 0).toBe(0)
        expect(watermark).toBeGreaterThan(posted)
      }, patient)

    for (const folder of folders) writeRegisters(folder, { 'people.csv': departed })
    const said = async () => {
      const findings = await Promise.all(products.map(async (product) => (await product.health()).findings))
      // The registers of this test declare no source.
      return findings.flat().flatMap(({ code, text }) => (code === 'SOURCE_UNDECLARED' ? [] : [`${code} ${text.vi}`]))
    }
    await vi.waitFor(
      async () =>
        expect(await said()).toEqual([expect.stringMatching(/^DIRECTORY_NEEDS_CONFIRMATION .* 3 cảnh báo, quá 2/)]),
      patient,
    )
    const closed = () =>
      Promise.all(
        products.map(async (product) => (await product.alerts('&rule=ACC-03a')).map(({ entity }) => entity.value)),
      )
    expect(await closed()).toEqual([[], []])

    for (const folder of folders) writeRegisters(folder, { 'people.csv': oneDeparted })
    await vi.waitFor(async () => expect(await closed()).toEqual([['an.nv@tinh'], ['an.nv@tinh']]), patient)
    expect(await said()).toEqual([])
    for (const product of products) expect(await product.stop()).toBe(0)
  },
)

test.skipIf(brokers.length === 0)(
  'a version that lies there when slot 0 changes hands is judged by what its new owner has still to read',
  {
    timeout: 240_000,
  },
  async () => {
    const kafka = { brokers: [...brokers], prefix: `${uniqueName('hands')}.` }
    const [all, ingest] = ['all', 'ingest'].map(() =>
      writeConfig(temporaryFolder(), { lateness: '5s', confirmAbove: 2, kafka, detector: { slots: 1 } }),
    )
    const first = await startProduct(all!)
    onTestFinished(() => void first.stop('SIGKILL'))
    await vi.waitFor(async () => expect((await first.health()).watermark).toBeGreaterThan(0), patient)
    expect(await first.stop()).toBe(0)

    const taking = await startProduct(ingest!, ['--role', 'ingest'])
    onTestFinished(() => void taking.stop('SIGKILL'))
    const lines = users.map((user, i) =>
      signIn({ at: localTime(DAY, '10:00'), user, host: `pc-0${i + 1}`, record: i + 1 }),
    )
    expect((await taking.post('c-win', 'winlogbeat', lines.join('\n'))).status).toBe(200)
    writeRegisters(all!, { 'people.csv': departed })
    const next = await startProduct(all!, ['--role', 'detect'])
    onTestFinished(() => void next.stop('SIGKILL'))
    await vi.waitFor(async () => {
      const { findings } = await next.health()
      expect(findings.map(({ code }) => code)).toContain('DIRECTORY_NEEDS_CONFIRMATION')
    }, patient)
    expect(await next.alerts('&rule=ACC-03a')).toEqual([])
    for (const product of [next, taking]) expect(await product.stop()).toBe(0)
  },
)
