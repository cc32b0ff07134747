import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { recordsKept } from '../../../deploy/elastic/archiving.ts'
import { keptOf } from '../../../deploy/elastic/open.ts'
import { openPlace } from '../../../deploy/elastic/place.ts'
import { oldestKept, openRetention } from '../../../deploy/elastic/retention.ts'
import { ElasticConfig } from '../../../deploy/elastic/settings.ts'
import { elasticArchive } from '../../../ingest/archive/elastic.ts'
import { startElasticArchiver } from '../../../ingest/archive/elastic-archiver.ts'
import { encodeWire, RECORDS } from '../../../ingest/wire.ts'
import type { Alert } from '../../../kernel/alert.ts'
import { DAY, HOUR, localTime } from '../../../kernel/time.ts'
import { readTimes } from '../../contracts/archive.contract.ts'
import { ownPrefix, withElastic } from '../../stack/elasticsearch.ts'
import { recordAt } from '../../support/archive.ts'
import { elasticAlertStore } from '../../support/elastic-store.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { openMemoryBus } from '../../support/memory-bus.ts'
import { sampleAlerts } from '../../support/sample-alerts.ts'

const NOW = localTime('2026-03-04', '10:00')
const kept = (prefix: string) =>
  keptOf(ElasticConfig.parse({ url: 'https://es.example', prefix, retention: { level: 5, months: 12 } }))
const [alert] = sampleAlerts(NOW) as [Alert]

test.each([
  ['2026-03-01', '00:00', 12, '2025.03'],
  // Still the month before in UTC.
  ['2026-03-01', '06:59', 1, '2026.02'],
  ['2026-01-31', '23:59', 1, '2025.12'],
  ['2026-12-31', '10:00', 60, '2021.12'],
])('on %s at %s, of %i months the oldest is %s', (date, clock, months, oldest) => {
  expect(oldestKept(localTime(date, clock), months)).toBe(oldest)
})

test.each([
  [5, 11],
  [4, 5],
  [3, 2],
])('level %i may not keep for %i months', (level, months) => {
  const ask = (n: number) => ElasticConfig.safeParse({ url: 'https://es.example', retention: { level, months: n } })
  expect(ask(months).error?.issues).toMatchObject([
    { path: ['retention', 'months'], message: expect.stringContaining(`cấp độ ${level}`) },
  ])
  expect(ask(months + 1).success).toBe(true)
})

test.each(['logs', 'Vonggac', 'a-b', '9a', ''])('«%s» is no prefix', (prefix) => {
  expect(ElasticConfig.safeParse({ url: 'https://es.example', prefix }).success).toBe(false)
})

await withElastic('what has outlived its time', ({ client }) => {
  const open = async (now: () => number, ...dates: readonly string[]) => {
    const prefix = ownPrefix(client)
    const store = await elasticAlertStore({ client, prefix, lineage: 'a' })
    const at = (date: string): Alert => ({ ...alert, id: date, first: localTime(date, '10:00') })
    await store.put(dates.map(at), NOW)
    // Of others, or of nobody: never ours to remove.
    const others = [`${prefix}-alerts-2025.01-copy`, `${prefix}-notes-2025.01`]
    for (const index of others) await client.indices.create({ index })
    const said: string[] = []
    const log = pino({ level: 'warn' }, { write: (line: string) => void said.push(line) })
    const data = temporaryFolder()
    const start = () => {
      const place = openPlace(data)
      const retention = openRetention({ client, prefix, kept: kept(prefix), place, clock: { now }, log })
      let isOpen = true
      const stop = (): void => {
        if (!isOpen) return
        isOpen = false
        retention.stop()
        place.close()
      }
      onTestFinished(stop)
      return { ...retention, stop }
    }
    const months = async (): Promise<string[]> =>
      Object.keys(await client.indices.get({ index: `${prefix}-*`, features: ['aliases'] }))
        .filter((index) => !others.includes(index))
        .map((index) => index.slice(prefix.length + 1))
        .sort()
    return { start, said, months, others }
  }
  const both = (...months: readonly string[]) =>
    ['alerts', 'revisions'].flatMap((kind) => months.map((one) => `${kind}-${one}`))

  test('is announced, and goes a day later, a month at a time; nothing else ever goes', async () => {
    let now = NOW
    const { start, said, months, others } = await open(() => now, '2025-01-10', '2025-02-10', '2025-03-01')
    const retention = start()
    await retention.look()
    expect(await months()).toEqual(both('2025.01', '2025.02', '2025.03'))
    expect(said.filter((line) => line.includes('will be removed'))).toHaveLength(2)
    now += DAY - HOUR
    await retention.look()
    expect(await months()).toHaveLength(6)
    now += HOUR
    await retention.look()
    expect(await months()).toEqual(both('2025.02', '2025.03'))
    expect(said.at(-1)).toContain('"documents":2')
    await retention.look()
    await retention.look()
    expect(await months()).toEqual(both('2025.03'))
    expect(retention.removed()).toBe(4)
    for (const index of others) expect(await client.indices.exists({ index })).toBe(true)
  })

  test('a clock that ran ahead and was set right removes nothing', async () => {
    const right = localTime('2026-01-15', '10:00')
    let now = right + 800 * DAY
    const { start, said, months } = await open(() => now, '2025-01-10')
    const retention = start()
    await retention.look()
    expect(said).toHaveLength(1)
    now = right
    await retention.look()
    // Ahead once more: what it said the first time no longer counts.
    now = right + 802 * DAY
    await retention.look()
    expect(await months()).toEqual(both('2025.01'))
  })

  test('goes at the start after a night switched off, too, and is announced once', async () => {
    let now = NOW
    const { start, said, months } = await open(() => now, '2025-01-10')
    const evening = start()
    await evening.look()
    evening.stop()
    now += DAY
    await start().look()
    expect(await months()).toEqual([])
    expect(said).toHaveLength(2)
  })

  test('and announced by a clock that ran ahead, goes a day after it was set right', async () => {
    let now = NOW + 30 * DAY
    const { start, months } = await open(() => now, '2025-01-10')
    const retention = start()
    await retention.look()
    now = NOW
    await retention.look()
    now += DAY - HOUR
    await retention.look()
    expect(await months()).toEqual(both('2025.01'))
    now += HOUR
    await retention.look()
    expect(await months()).toEqual([])
  })

  test('days of records go one a look, each written down as a gap before', async () => {
    const prefix = ownPrefix(client)
    const bus = openMemoryBus()
    const archiver = await startElasticArchiver({
      client,
      prefix,
      bus,
      onTrouble: () => undefined,
      onRefused: () => undefined,
    })
    const days = ['2025-01-10', '2025-01-11', '2026-03-04']
    const times = days.map((day) => localTime(day, '10:00'))
    await bus.publish(
      RECORDS,
      times.map((at) => ({ key: '', value: encodeWire(recordAt(at)) })),
    )
    const archive = elasticArchive({ client, prefix, bus })
    expect(await readTimes(archive, -Infinity, Infinity)).toEqual(times)
    let now = NOW
    const clock = { now: () => now }
    const place = openPlace(temporaryFolder())
    const log = pino({ level: 'silent' })
    const retention = openRetention({
      client,
      prefix,
      kept: [recordsKept(client, prefix, 12, clock)],
      place,
      clock,
      log,
    })
    onTestFinished(async () => {
      retention.stop()
      place.close()
      await archiver.stop()
      await bus.close()
    })
    await retention.look()
    now += DAY
    await retention.look()
    expect(await readTimes(archive, -Infinity, Infinity)).toEqual(times.slice(1))
    await retention.look()
    await retention.look()
    expect(await readTimes(archive, -Infinity, Infinity)).toEqual(times.slice(2))
    const gaps = await archive.gaps({ from: -Infinity, to: Infinity })
    expect(gaps.map(({ from, reason }) => [from, reason])).toEqual([
      [localTime('2025-01-10', '00:00'), 'retention'],
      [localTime('2025-01-11', '00:00'), 'retention'],
    ])
  })
})
