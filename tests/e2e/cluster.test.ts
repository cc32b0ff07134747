import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { ownBroker, uniqueName } from '../stack/kafka.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { nightBatches, standing } from '../support/night.ts'
import { beginProduct, type Started, vonggac } from '../support/product.ts'

const BATCHES = 12
const SLOTS = 4
const broker = await ownBroker()

const begin = async (folder: string, role?: string): Promise<Started & { readonly folder: string }> => {
  const product = await beginProduct(folder, role === undefined ? [] : ['--role', role])
  return { ...product, folder }
}

/** What an analyst sees at present. */
const shown = async (product: Started) =>
  (await product.alerts())
    .map(({ id, rule, level, occurrences, withdrawn }) => ({ id, rule: rule.id, level, occurrences, withdrawn }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))

/** The slots a process has ever had. */
const slotsIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(join(folder, 'data/slots'))
  } catch {
    return [] // it had none
  }
}
const patient = { timeout: 90_000, interval: 500 }

describe.skipIf(!broker)('several detectors', () => {
  /** One site, and a folder for each process of it. */
  const site = () => {
    const kafka = { brokers: [broker!.url], prefix: `${uniqueName('cluster')}.` }
    const folder = (): string => writeConfig(temporaryFolder(), { lateness: '5s', kafka, detector: { slots: SLOTS } })
    return { folder }
  }
  /** What one product on its own log finds. */
  const calm = async (batches: readonly (readonly string[])[]) => {
    const product = await begin(writeConfig(temporaryFolder(), { lateness: '5s' }))
    for (const batch of batches) expect((await product.post('c-win', 'winlogbeat', batch.join('\n'))).status).toBe(200)
    return product
  }
  const send = async (product: Started, batch: readonly string[]): Promise<void> => {
    expect((await product.send('c-win', 'winlogbeat', batch.join('\n'))).status).toBe(200)
    await sleep(200)
  }

  test('one of three is killed while lines come in, another joins: they find what one alone finds', {
    timeout: 300_000,
  }, async () => {
    const now = Date.now()
    const batches = nightBatches(now, BATCHES)
    const alone = await calm(batches)
    const { folder } = site()
    const first = await begin(folder())
    const killed = await begin(folder(), 'detect')
    const other = await begin(folder(), 'detect')
    for (const batch of batches.slice(0, 6)) await send(first, batch)
    await vi.waitFor(() => expect(slotsIn(killed.folder)).not.toEqual([]), patient)
    expect(await killed.stop('SIGKILL')).toBeNull()
    for (const batch of batches.slice(6, 9)) await send(first, batch)
    const late = await begin(folder(), 'detect')
    for (const batch of batches.slice(9)) await send(first, batch)
    await vi.waitFor(() => expect(slotsIn(late.folder)).not.toEqual([]), patient)

    const truth = await standing(alone, now)
    expect(truth.length).toBeGreaterThan(5)
    for (const product of [first, other, late])
      await vi.waitFor(async () => expect(await shown(product)).toEqual(truth), patient)
    expect((await first.health()).status).toBe('ok')
    for (const product of [other, first]) expect(await product.stop()).toBe(0)
  })

  test('parts of the product apart, the broker killed, a detector frozen until others have its slots: nothing is lost, nothing doubled', {
    timeout: 300_000,
  }, async () => {
    const now = Date.now()
    const batches = nightBatches(now, BATCHES)
    const alone = await calm(batches)
    const { folder } = site()
    const ingest = await begin(folder(), 'ingest')
    const frozen = await begin(folder(), 'detect')
    const other = await begin(folder(), 'detect')
    const pages = await begin(folder(), 'api')
    for (const batch of batches.slice(0, 4)) await send(ingest, batch)
    await vi.waitFor(() => expect(slotsIn(frozen.folder)).not.toEqual([]), patient)
    frozen.child.kill('SIGSTOP')
    for (const batch of batches.slice(4, 8)) await send(ingest, batch)
    await vi.waitFor(() => expect(slotsIn(other.folder)).toHaveLength(SLOTS), patient)
    frozen.child.kill('SIGCONT')
    await broker!.restart('SIGKILL')
    for (const batch of batches.slice(8)) await send(ingest, batch)

    const truth = await standing(alone, now)
    await vi.waitFor(async () => expect(await shown(pages)).toEqual(truth), patient)
    // Nobody who had a slot writes on.
    await sleep(3_000)
    expect(await shown(pages)).toEqual(truth)
    for (const product of [frozen, other, pages, ingest]) expect(await product.stop()).toBe(0)
  })

  test('a role is one of several detectors’ product', { timeout: 60_000 }, async () => {
    const plain = writeConfig(temporaryFolder())
    const { code, err } = await vonggac(['start', '--config', plain, '--role', 'detect'])
    expect(err).toMatch(/cần các mục kafka và detector.* \[CONFIG_INVALID\]/)
    expect(code).toBe(3)
    expect((await vonggac(['start', '--config', plain, '--role', 'khac'])).err).toMatch(/nhận «khac» \[BAD_ARGUMENT\]/)
  })
})
