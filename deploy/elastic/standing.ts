import { statfs } from 'node:fs/promises'
import type { Health } from '../../api/schemas.ts'
import type { Catalogue } from '../../detectors/catalogue.ts'
import type { Engine } from '../../detectors/engine.ts'
import type { Rule } from '../../detectors/meta.ts'
import type { Override } from '../../detectors/policy.ts'
import type { Yields } from '../../detectors/yields.ts'
import type { LocalIntake } from '../../ingest/intake/local.ts'
import type { Alert } from '../../kernel/alert.ts'
import type { AlertFilter, AlertStore, Clock } from '../../kernel/ports.ts'
import { DAY, foldDay, foldDayStart, HOUR, type Instant } from '../../kernel/time.ts'
import type { Versions } from '../versions.ts'
import type { Covered } from './cover.ts'
import type { Standing } from './sample.ts'
import type { Joint } from './slots.ts'

export type StandingOptions = {
  readonly health: () => Promise<Health>
  readonly intake: Pick<LocalIntake, 'counters'>
  readonly versions: Pick<Versions, 'directory' | 'latest'>
  readonly detector: {
    readonly engine: Pick<Engine, 'seen' | 'heardIn' | 'indeterminate' | 'since'>
    readonly watermark: Instant
  }
  readonly store: Pick<AlertStore, 'search'>
  readonly rules: readonly Rule[]
  readonly catalogue: Catalogue
  readonly yields: Yields
  readonly overrides: readonly Override[]
  /** What waits between two stages, beside the alerts that wait for Elasticsearch, and blocks of the archive that cannot be read. */
  readonly stages: () => Promise<Pick<Standing, 'lags' | 'damaged'>>
  readonly elastic: (() => { readonly n: number; readonly since?: Instant }) | undefined
  /** The folder whose disk fills. */
  readonly data: string
  readonly isSample: boolean
  readonly clock: Clock
  /** Which process says so. */
  readonly node: string
}

/** Reads how one process stands out of its parts; what is kept between two readings is the course of the disk. */
export const standingOf = (options: StandingOptions) => {
  const { health, intake, versions, detector, stages, elastic, data, clock, node, isSample } = options
  const started = clock.now()
  const course = diskCourse()

  const standing = async (): Promise<Standing> => {
    const now = clock.now()
    const stood = await health()
    const { accepted, masked, refused, bySource, refusedOf } = intake.counters
    const lost = Object.entries(stood.counters).reduce((sum, [name, n]) => (name.endsWith('.lost') ? sum + n : sum), 0)
    const { bavail, bsize } = await statfs(data)
    const free = bavail * bsize
    const told = elastic?.()
    const { lags, ...more } = await stages()
    return {
      ...more,
      ...{ now, started, node, isSample, health: stood, directory: versions.directory },
      totals: {
        accepted,
        lost,
        masked,
        refused: { ...refused },
        bySource: { ...bySource },
        refusedOf: { ...refusedOf },
      },
      lags: [...lags, ...(told ? [toldOf(told)] : [])],
      seen: detector.engine.seen(),
      disk: { free, ...course.note(now, free) },
    }
  }

  /** What could not be judged is this process's own, unless all slots are put together. */
  const covered = async (joint?: Joint): Promise<Omit<Covered, 'day'> | undefined> => {
    const { latest, directory } = versions
    const { engine } = detector
    const { watermark } = joint ?? detector
    if (!latest) return undefined
    const { rules, catalogue, yields, overrides, store } = options
    return {
      ...{ watermark, isSample, rules, catalogue, yields, overrides, data: latest, directory },
      alerts: Number.isFinite(watermark) ? await alertsFor(store, rules, watermark) : [],
      indeterminate: joint?.indeterminate ?? engine.indeterminate(),
      heardIn: engine.heardIn,
      since: engine.since,
      seen: engine.seen(),
    }
  }
  return { standing, covered }
}

const toldOf = ({ n, since }: { readonly n: number; readonly since?: Instant }) => ({
  ...{ name: 'elastic', count: n },
  ...(since !== undefined && { since }),
})

/** Something that is missing may have been for so long, and is missing still. */
const LONGEST_EPISODE = 400 * DAY
const PAGE = 500

/** Open alerts that can be of one of the days spoken of: of those whose rule waits for something, also old ones. */
const alertsFor = async (
  store: Pick<AlertStore, 'search'>,
  rules: readonly Rule[],
  watermark: Instant,
): Promise<readonly Alert[]> => {
  const recent = foldDayStart(foldDay(watermark)) - 8 * DAY
  const waiting = rules.filter(({ kind }) => kind === 'absence').map(({ id }) => id)
  const found = await everyOf(store, { state: 'open', from: recent })
  const old = await Promise.all(
    waiting.map((rule) => everyOf(store, { state: 'open', rule, from: watermark - LONGEST_EPISODE, to: recent - 1 })),
  )
  return [...found, ...old.flat()]
}

const everyOf = async (store: Pick<AlertStore, 'search'>, filter: AlertFilter): Promise<readonly Alert[]> => {
  const found: Alert[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await store.search(filter, { limit: PAGE, ...(cursor !== undefined && { cursor }) })
    found.push(...page.alerts)
    if (page.next === undefined) return found
    cursor = page.next
  }
}

/** How the free space went within a day: by its mean rate, how long the rest lasts. Nobody can say within the first hour. */
const diskCourse = () => {
  let course: { readonly at: Instant; readonly free: number }[] = []
  return {
    /** Notes bytes free at an instant. */
    note(now: Instant, free: number): { readonly daysLeft?: number } {
      course = [...course.filter(({ at }) => at >= now - DAY && at < now), { at: now, free }]
      const [first] = course
      if (!first || now - first.at < HOUR || first.free <= free) return {}
      return { daysLeft: Math.round((free / ((first.free - free) / (now - first.at)) / DAY) * 10) / 10 }
    },
  }
}
