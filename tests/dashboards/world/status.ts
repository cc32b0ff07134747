import { type Sample, type Standing, samplesOf } from '../../../deploy/elastic/sample.ts'
import { directoryData } from '../../../kernel/directory/data.ts'
import { createDirectory } from '../../../kernel/directory/directory.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../../kernel/time.ts'

const pipeline = (collector: string, source: string, unit: string) => ({
  ...{ collector, source, unit, rhythm: '1h', hours: 'always' as const },
})
const directory = createDirectory(
  directoryData({
    units: [
      { id: 'tinh', name: 'Tỉnh mẫu' },
      { id: 'xa-a', name: 'Xã A', parent: 'tinh', monitored: '2026-01-01' },
      { id: 'so-x', name: 'Sở X', parent: 'tinh', monitored: '2026-01-01' },
      { id: 'so-x-vp', name: 'Văn phòng Sở X', parent: 'so-x', monitored: '2026-01-01' },
    ],
    pipelines: [
      pipeline('c1', 'windows', 'xa-a'),
      pipeline('c1', 'windows', 'so-x'),
      pipeline('c1', 'bkav', 'so-x-vp'),
      pipeline('c2', 'windows', 'so-x-vp'),
      pipeline('c2', 'linux', 'xa-a'),
    ],
  }),
)

const SAMPLES = 37
const APART = 10 * MINUTE

/** How the product stood at the k-th sample: numbers that differ from each other, and some that are nothing. */
const standingAt = (k: number, now: number): Standing => ({
  now: now - 20 * SECOND - (SAMPLES - 1 - k) * APART,
  started: now - 2 * DAY,
  node: '1',
  isSample: true,
  directory,
  health: {
    status: k === SAMPLES - 1 ? 'degraded' : 'ok',
    findings: [
      { code: 'SOURCE_SILENT', text: { vi: 'Nguồn c1/windows đã im lặng 3 giờ.', en: '' } },
      { code: 'ELASTIC_BEHIND', text: { vi: 'Elasticsearch đang chậm 3 phút.', en: '' } },
    ],
    pipelines: [
      { id: 'c1/windows', state: 'silent', last: now - 3 * HOUR },
      { id: 'c1/bkav', state: 'alive', last: now - MINUTE },
      { id: 'c2/windows', state: 'never' },
      { id: 'c2/linux', state: 'alive', last: now - 2 * MINUTE },
    ],
    watermark: now - 20 * SECOND - (SAMPLES - 1 - k) * APART - (40 + 7 * k) * SECOND,
    counters: { waiting: k % 3, reevaluationAside: 0, archiveDamaged: 0, quarantined: 9, quarantineDropped: 0 },
  },
  totals: {
    accepted: 600 * k + k * k * 60,
    lost: 2 * Math.floor(k / 9),
    masked: k,
    refused: { malformed: 3 * k, time: Math.floor(k / 7), encoding: 0 },
    bySource: { 'c1/bkav': 400 * k, 'c1/windows': Math.min(k, 20) * 200, 'c2/linux': k * k * 60 },
  },
  lags: [
    { name: 'records', count: (k * 5) % 17, since: now - 20 * SECOND - (SAMPLES - 1 - k) * APART - k * SECOND },
    { name: 'archive', count: (k * 3) % 11 },
    { name: 'elastic', count: k % 2, since: now - 20 * SECOND - (SAMPLES - 1 - k) * APART - 90 * SECOND },
  ],
  seen: new Map([['pc-01', now - HOUR]]),
  disk: { free: 20_000_000_000 + k, daysLeft: 41.5 },
})

/** Six hours of samples, as the product would have said them. */
export const seededSamples = (now: number) => {
  const each = Array.from({ length: SAMPLES }, (_, k): readonly Sample[] =>
    samplesOf(standingAt(k, now), k === 0 ? undefined : standingAt(k - 1, now)),
  )
  return {
    current: each.at(-1)!,
    history: each.flat().filter(({ fields }) => fields['event.dataset'] !== 'vonggac.finding'),
  }
}
