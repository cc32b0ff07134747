import { expect, test } from 'vitest'
import { type Standing, samplesOf } from '../../../deploy/elastic/sample.ts'
import { directoryData } from '../../../kernel/directory/data.ts'
import { createDirectory } from '../../../kernel/directory/directory.ts'
import { DAY, HOUR, localTime, MINUTE } from '../../../kernel/time.ts'

const NOW = localTime('2026-03-04', '10:00')
const directory = createDirectory(
  directoryData({
    units: [
      { id: 'tinh', name: 'Tỉnh' },
      { id: 'xa-a', name: 'Xã A', parent: 'tinh', monitored: '2026-01-01' },
      { id: 'xa-b', name: 'Xã B', parent: 'tinh', monitored: '2026-01-01' },
    ],
    pipelines: [
      { collector: 'c1', source: 'bkav', unit: 'xa-a', rhythm: '1h', hours: 'always' },
      { collector: 'c1', source: 'bkav', unit: 'xa-b', rhythm: '30m', hours: 'always' },
      { collector: 'c2', source: 'windows', unit: 'xa-b', rhythm: '1h', hours: 'always' },
    ],
  }),
)
const standing: Standing = {
  now: NOW,
  started: NOW - 2 * HOUR,
  node: '1',
  isSample: false,
  directory,
  health: {
    status: 'degraded',
    findings: [{ code: 'SOURCE_SILENT', text: { vi: 'Nguồn c1/bkav đã im lặng 2 giờ.', en: '' } }],
    pipelines: [
      { id: 'c1/bkav', state: 'silent', last: NOW - 3 * HOUR, rhythm: 30 * MINUTE },
      { id: 'c2/windows', state: 'never', rhythm: HOUR },
      { id: 'c9/squid', state: 'undeclared', last: NOW - MINUTE },
    ],
    watermark: NOW - 2 * MINUTE,
    counters: { waiting: 4, quarantined: 9 },
  },
  totals: {
    accepted: 1_000,
    lost: 3,
    masked: 5,
    refused: { malformed: 7, time: 0 },
    bySource: { 'c1/bkav': 800 },
    refusedOf: { 'c1/bkav': 9 },
  },
  lags: [
    { name: 'records', count: 12 },
    { name: 'elastic', count: 2, since: NOW - 90_000 },
  ],
  seen: new Map([
    ['pc-01', NOW - HOUR],
    ['pc-02', NOW - 2 * DAY],
  ]),
  disk: { free: 5_000 },
}
const before = {
  now: NOW - MINUTE,
  totals: {
    accepted: 400,
    lost: 1,
    masked: 5,
    refused: { malformed: 1, time: 0 },
    bySource: { 'c1/bkav': 500 },
    refusedOf: { 'c1/bkav': 2 },
  },
}
const of = (now: Standing, then?: typeof before) =>
  new Map(samplesOf(now, then).map(({ thing, fields }) => [thing, fields]))

test('the product says how it stands, and counts what came since the sample before', () => {
  expect(of(standing, before).get('service/1')).toMatchObject({
    '@timestamp': '2026-03-04T03:00:00.000Z',
    'event.dataset': 'vonggac.service',
    'vonggac.interval': 60,
    'vonggac.events.count': 600,
    'vonggac.events.rate': 10,
    'vonggac.events.lost': 2,
    'vonggac.events.masked': 0,
    'vonggac.status': 'degraded',
    'vonggac.trouble': 1,
    'vonggac.watermark.delay': 120,
    'vonggac.reevaluation.waiting': 4,
    'vonggac.sources.alive': 0,
    'vonggac.sources.silent': 1,
    'vonggac.sources.never': 1,
    'vonggac.machines.seen': 1,
    'vonggac.disk.free': 5_000,
    'vonggac.quarantine.held': 9,
  })
})

test('the first sample of a process counts nothing; one whose counters began anew counts what they hold', () => {
  const first = of(standing).get('service/1')!
  expect(first['vonggac.events.count']).toBeUndefined()
  expect(first['vonggac.events.rate']).toBeUndefined()
  const anew = of({ ...standing, totals: { ...standing.totals, accepted: 30 } }, before).get('service/1')!
  expect(anew['vonggac.events.count']).toBe(0)
})

test('a source says how long it has been silent, for every unit it speaks for', () => {
  const samples = of(standing, before)
  expect(samples.get('source/c1/bkav')).toMatchObject({
    'observer.name': 'c1',
    'vonggac.pipeline.source': 'bkav',
    'vonggac.pipeline.state': 'silent',
    'vonggac.pipeline.last_seen': '2026-03-04T00:00:00.000Z',
    'vonggac.pipeline.silent': 3 * 3_600,
    'vonggac.pipeline.rhythm': 1_800,
    'vonggac.events.count': 300,
    'vonggac.events.rate': 5,
    'vonggac.events.refused': 7,
    'organization.id': ['xa-a', 'xa-b'],
    'organization.name': 'Xã A, Xã B',
    'vonggac.sources.silent': 1,
    'vonggac.sources.never': 0,
    'vonggac.sources.alive': 0,
    'vonggac.unit.path': ['tinh', 'xa-a', 'xa-b'],
  })
  const never = samples.get('source/c2/windows')!
  expect(never).toMatchObject({ 'vonggac.pipeline.state': 'never', 'vonggac.pipeline.silent': 2 * 3_600 })
  expect(never['vonggac.pipeline.last_seen']).toBeUndefined()
  expect(never['vonggac.events.count']).toBe(0)
})

test('a source that no row lists is told as such, of no unit, and counts in no state', () => {
  const stranger = of(standing, before).get('source/c9/squid')!
  expect(stranger).toMatchObject({
    'observer.name': 'c9',
    'vonggac.pipeline.source': 'squid',
    'vonggac.pipeline.state': 'undeclared',
    'vonggac.pipeline.silent': 60,
    'organization.id': [],
    'vonggac.unit.path': [],
    'vonggac.sources.alive': 0,
    'vonggac.sources.silent': 0,
    'vonggac.sources.never': 0,
  })
  expect(stranger['vonggac.pipeline.rhythm']).toBeUndefined()
})

test('the worse the status, the larger its number; who judges nothing cannot say that all is well', () => {
  const troubles = ({ watermark: _, ...idle }: Standing['health'], watermark?: number) =>
    (['ok', 'degraded', 'failing'] as const).map((status) => {
      const health = { ...idle, status, ...(watermark !== undefined && { watermark }) }
      return of({ ...standing, health }).get('service/1')!['vonggac.trouble']
    })
  expect(troubles(standing.health, NOW)).toEqual([0, 1, 2])
  expect(troubles(standing.health)).toEqual([undefined, 1, 2])
})

test('who leaves the sources to another says of each only how much it took; so does who knows none', () => {
  const bare = samplesOf(standing, before, false).filter(({ thing }) => thing.startsWith('source/'))
  const knowing = { ...standing, health: { ...standing.health, pipelines: [] } }
  expect(samplesOf(knowing, before).filter(({ thing }) => thing.startsWith('source/'))).toEqual(bare)
  expect(bare.map(({ thing }) => thing)).toEqual(['source/c1/bkav'])
  expect(bare[0]!.fields).toMatchObject({ 'vonggac.pipeline.id': 'c1/bkav', 'vonggac.events.count': 300 })
  for (const field of ['vonggac.pipeline.state', 'vonggac.sources.silent', 'organization.id'] as const)
    expect(bare[0]!.fields[field]).toBeUndefined()
})

test('what waits, what was refused and what is found have a document each', () => {
  const samples = of(standing, before)
  expect(samples.get('lag/records')).toMatchObject({ 'vonggac.lag.name': 'records', 'vonggac.lag.count': 12 })
  expect(samples.get('lag/elastic')).toMatchObject({ 'vonggac.lag.seconds': 90 })
  expect(samples.get('quarantine/malformed')).toMatchObject({ 'vonggac.quarantine.count': 6 })
  expect(samples.get('quarantine/time')).toMatchObject({ 'vonggac.quarantine.count': 0 })
  expect([...samples].find(([thing]) => thing.startsWith('finding/'))?.[1]).toMatchObject({
    'event.kind': 'state',
    'vonggac.finding.code': 'SOURCE_SILENT',
    message: 'Nguồn c1/bkav đã im lặng 2 giờ.',
  })
})
