import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { generate } from '../../../deploy/generator/generate.ts'
import type { Delivery } from '../../../deploy/generator/model.ts'
import { buildWorld } from '../../../deploy/generator/world.ts'
import { DAY, HOUR, MINUTE } from '../../../kernel/time.ts'

/** A plain Monday and Tuesday, planted. */
const options = { seed: 1, size: 'small', from: '2026-03-02', days: 2, plant: false } as const
const deliveries = [...generate(buildWorld(options))]

const digest = (all: readonly Delivery[]): string => {
  const hash = createHash('sha256')
  for (const { deliveredAt, collector, source, line } of all)
    hash.update(`${deliveredAt}|${collector}|${source}|${line}\n`)
  return hash.digest('hex')
}

type Winlogbeat = {
  readonly '@timestamp': string
  readonly winlog: { readonly computer_name: string; readonly channel: string; readonly record_id: number }
}
type Nxlog = {
  readonly Hostname: string
  readonly Channel: string
  readonly RecordNumber: number
  readonly EventTime: string
}

/** Host, channel, record id and written time of a Windows line, whichever shipper wrote it. */
const recordOf = ({ source, line }: Delivery): { key: string; id: number; at: number } | undefined => {
  if (source === 'winlogbeat') {
    const { winlog, '@timestamp': at } = JSON.parse(line) as Winlogbeat
    return { key: `${winlog.computer_name}|${winlog.channel}`, id: winlog.record_id, at: Date.parse(at) }
  }
  if (source !== 'nxlog') return undefined
  const { Hostname, Channel, RecordNumber, EventTime } = JSON.parse(line) as Nxlog
  return { key: `${Hostname}|${Channel}`, id: RecordNumber, at: Date.parse(`${EventTime.replace(' ', 'T')}+07:00`) }
}

test('the same seed gives the same bytes, another seed others', { timeout: 60_000 }, () => {
  expect(digest([...generate(buildWorld(options))])).toBe(digest(deliveries))
  expect(digest([...generate(buildWorld({ ...options, seed: 2 }))])).not.toBe(digest(deliveries))
})

test('every source of the province delivers', () => {
  const sources = new Set(deliveries.map(({ collector, source }) => `${collector}/${source}`))
  expect([...sources].sort()).toEqual([
    'c-app/dlp',
    'c-app/inventory',
    'c-app/ioffice',
    'c-app/tthc',
    'c-bkav/bkav',
    'c-fw/fortigate',
    'c-linux/linux-auth',
    'c-mc04/winlogbeat',
    'c-tinh/winlogbeat',
    'c-xa01/winlogbeat',
    'c-xa02/winlogbeat',
    'c-xa03/nxlog',
  ])
})

test('deliveries come in order of delivery, and nothing before it happened', () => {
  for (const [i, one] of deliveries.entries()) {
    if (i > 0) expect(one.deliveredAt).toBeGreaterThanOrEqual(deliveries[i - 1]!.deliveredAt)
    // One machine's clock is three minutes ahead.
    expect(one.at).toBeLessThanOrEqual(one.deliveredAt + 3 * MINUTE)
  }
})

test('record ids of one host and channel rise without a gap, in order of time', () => {
  const byLog = new Map<string, Map<number, number>>()
  for (const delivery of deliveries) {
    const record = recordOf(delivery)
    if (!record) continue
    const log = byLog.get(record.key) ?? new Map<number, number>()
    log.set(record.id, record.at)
    byLog.set(record.key, log)
  }
  expect(byLog.size).toBeGreaterThan(100)
  for (const log of byLog.values()) {
    const records = [...log].sort(([a], [b]) => a - b)
    records.forEach(([id, at], i) => {
      if (i === 0) return
      expect(id).toBe(records[i - 1]![0] + 1)
      expect(at).toBeGreaterThanOrEqual(records[i - 1]![1])
    })
  }
})

test('some lines come twice, some laptops days late, one clock is ahead', () => {
  const seen = new Set<string>()
  const twice = deliveries.filter(({ source, line }) => {
    const known = source === 'winlogbeat' && seen.has(line)
    seen.add(line)
    return known
  })
  expect(twice.length).toBeGreaterThan(10)
  expect(deliveries.some(({ at, deliveredAt }) => deliveredAt - at > 12 * HOUR)).toBe(true)
  expect(deliveries.some(({ at, deliveredAt }) => at - deliveredAt > 2 * MINUTE)).toBe(true)
})

test('a Winlogbeat line has the size and the parts of a real one', () => {
  const lines = deliveries.filter(({ source }) => source === 'winlogbeat').map(({ line }) => line)
  const logon = lines.find((line) => JSON.parse(line).event.code === '4624')!
  expect(logon.length).toBeGreaterThan(2_000)
  expect(JSON.parse(logon)).toMatchObject({
    '@timestamp': expect.stringMatching(/^2026-03-0\dT.*Z$/),
    event: { code: '4624', provider: 'Microsoft-Windows-Security-Auditing', outcome: 'success', action: 'Logon' },
    winlog: { channel: 'Security', event_id: '4624', keywords: ['Audit Success'], record_id: expect.any(Number) },
    agent: { type: 'winlogbeat' },
    ecs: { version: '8.0.0' },
  })
  expect(Math.min(...lines.map(({ length }) => length))).toBeGreaterThan(500)
})

test('a day holds what Windows makes of a small province', () => {
  expect(deliveries.filter(({ at }) => at < deliveries[0]!.at + DAY).length).toBeGreaterThan(10_000)
})
