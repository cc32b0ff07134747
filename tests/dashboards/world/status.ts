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
/** Who has died, has died so many samples ago. */
const DIED = 18

type Process = {
  readonly node: string
  /** It has slot 0, and tells how the sources stand. */
  readonly isFirst: boolean
  /** What of the k-th sample is its own, told at an instant. */
  readonly own: (k: number, at: number) => Pick<Standing, 'health' | 'totals' | 'lags' | 'disk'>
}

const noTotals: Standing['totals'] = { accepted: 0, lost: 0, masked: 0, refused: {}, bySource: {} }
const SILENT = { code: 'SOURCE_SILENT', text: { vi: 'Nguồn c1/windows đã im lặng 3 giờ.', en: '' } }

const pipelines = (now: number): Standing['health']['pipelines'] => [
  { id: 'c1/windows', state: 'silent', last: now - 3 * HOUR },
  { id: 'c1/bkav', state: 'alive', last: now - MINUTE },
  { id: 'c2/windows', state: 'never' },
  { id: 'c2/linux', state: 'alive', last: now - 2 * MINUTE },
  { id: 'c3/khac', state: 'undeclared', last: now - MINUTE },
]

/** Numbers that differ from each other, and some that are nothing. */
const processesAt = (now: number): readonly Process[] => [
  {
    ...{ node: 'ingest-1', isFirst: true },
    own: (k) => ({
      health: { status: 'ok', findings: [], pipelines: [], counters: { quarantined: 9, quarantineDropped: 0 } },
      totals: {
        accepted: 600 * k + k * k * 60,
        lost: 2 * Math.floor(k / 9),
        masked: k,
        refused: { malformed: 3 * k, time: Math.floor(k / 7), encoding: 0 },
        bySource: {
          'c1/bkav': 400 * k,
          'c1/windows': Math.min(k, 20) * 200,
          'c2/linux': k * k * 60,
          'c3/khac': 10 * k,
        },
      },
      lags: [],
      disk: { free: 90_000_000_000 + k, daysLeft: 200 },
    }),
  },
  {
    ...{ node: 'detect-1', isFirst: true },
    own: (k, at) => ({
      health: {
        status: k === SAMPLES - 1 ? 'degraded' : 'ok',
        findings: [SILENT, { code: 'ELASTIC_BEHIND', text: { vi: 'Elasticsearch đang chậm 3 phút.', en: '' } }],
        pipelines: pipelines(now),
        watermark: at - (40 + 7 * k) * SECOND,
        counters: { waiting: k % 3, reevaluationAside: 0, archiveDamaged: 0 },
      },
      totals: noTotals,
      lags: [
        { name: 'records', count: (k * 5) % 17, since: at - k * SECOND },
        { name: 'archive', count: (k * 3) % 11 },
        { name: 'elastic', count: k % 2, since: at - 90 * SECOND },
      ],
      disk: { free: 20_000_000_000 + k, daysLeft: 41.5 },
    }),
  },
  {
    ...{ node: 'detect-2', isFirst: false },
    own: (k, at) => ({
      health: {
        status: k > SAMPLES - 4 ? 'failing' : 'ok',
        findings: [SILENT],
        pipelines: pipelines(now),
        watermark: at - (30 + 9 * k) * SECOND,
        counters: {},
      },
      totals: noTotals,
      lags: [{ name: 'records', count: (k * 7) % 23, since: at - 2 * k * SECOND }],
      disk: { free: 30_000_000_000 + k },
    }),
  },
  {
    // While it lived all was well, but for its disk; what it told last stands beside what the others tell.
    ...{ node: 'detect-0', isFirst: true },
    own: (k, at) => ({
      health: {
        status: 'ok',
        findings: [{ code: 'CAPPED', text: { vi: 'Luật A đã bỏ bớt.', en: '' } }],
        pipelines: pipelines(now).map(({ id }) => ({ id, state: 'alive', last: at })),
        watermark: at - HOUR,
        counters: {},
      },
      totals: noTotals,
      lags: [{ name: 'records', count: 500 + k, since: at - HOUR }],
      disk: { free: 1_000_000_000 + k, daysLeft: 1 },
    }),
  },
]

const standingOf = ({ node, own }: Process, k: number, now: number): Standing => {
  const at = now - 20 * SECOND - (SAMPLES - 1 - k) * APART
  return {
    ...{ now: at, started: now - 2 * DAY, node, isSample: true, directory, seen: new Map([['pc-01', now - HOUR]]) },
    ...own(k, at),
  }
}

/** Six hours of samples of several processes, some of which have died, as the product would have said them. */
export const seededSamples = (now: number, died: readonly string[] = ['detect-0']) => {
  const told = processesAt(now).map((process) =>
    Array.from({ length: SAMPLES - (died.includes(process.node) ? DIED : 0) }, (_, k): readonly Sample[] =>
      samplesOf(standingOf(process, k, now), k === 0 ? undefined : standingOf(process, k - 1, now), process.isFirst),
    ),
  )
  return {
    current: told.flatMap((samples) => samples.at(-1)!),
    history: told.flat(2).filter(({ fields }) => fields['event.dataset'] !== 'vonggac.finding'),
  }
}
