import { createEngine } from '../detectors/engine.ts'
import type { Folded } from '../detectors/fold.ts'
import type { Rule } from '../detectors/meta.ts'
import type { Override } from '../detectors/policy.ts'
import { PIPELINES } from '../detectors/registers/pipelines.ts'
import { openSlice } from '../detectors/slice.ts'
import { lookingThrough, type Progress } from '../detectors/sources.ts'
import { YIELDS } from '../detectors/yields.ts'
import type { SavedVersion } from '../ingest/directory/versions.ts'
import { DAY, foldDay, foldDayStart } from '../kernel/time.ts'
import type { Reading } from './detector/reading.ts'
import type { Version } from './detector/restore.ts'

/** A span of event time, both ends included, epoch ms. */
type Span = { readonly from: number; readonly to: number }

/** The directory that alerts beginning in a span are judged by. */
export type Judged = Span & { readonly version: Version }

export type BacktestOptions = {
  readonly reading: Pick<Reading, 'engine' | 'archive'> & {
    readonly checkpoint: Pick<Reading['checkpoint'], 'entries'>
  }
  readonly rule: Rule
  /** The numbers in force, and those to be tried. */
  readonly before: readonly Override[]
  readonly after: readonly Override[]
  readonly by: readonly Judged[]
  /** The share of the computing that is done, 0 to 1, and how far what is under way has come. */
  readonly onProgress: (share: number, step: Progress) => void
}

/** What changed numbers would have done; alerts by time. */
export type Difference = {
  readonly before: readonly Folded[]
  readonly after: readonly Folded[]
  readonly raised: readonly Folded[]
  readonly withdrawn: readonly Folded[]
  /** Another level, or another number of occurrences. */
  readonly changed: readonly { readonly before: Folded; readonly after: Folded }[]
  /** Part of what had to be read is no longer in the archive: what rests on it is not in the answer. */
  readonly incomplete: boolean
  /** What the archive holds there that the rule asks for: of none nothing can be said. */
  readonly events: number
}

/**
 * Runs one rule over the archived past twice, with the numbers of before and of after, by the mechanism that computes anything again;
 * writes nothing. The product may be running.
 */
export const backtest = async (options: BacktestOptions): Promise<Difference> => {
  const { before: old, after: next, by, onProgress } = options
  const runs = [old, next].flatMap((overrides, which) => by.map((judged) => ({ which, overrides, judged })))
  const found: {
    readonly which: number
    readonly alerts: readonly Folded[]
    readonly incomplete: boolean
    readonly events: number
  }[] = []
  for (const { which, overrides, judged } of runs) {
    const share = (step: Progress): void => onProgress((found.length + doneOf(step)) / runs.length, step)
    found.push({ which, ...(await alertsOf(options, overrides, judged, share)) })
  }
  const of = (which: number): readonly Folded[] =>
    found
      .filter((one) => one.which === which)
      .flatMap(({ alerts }) => alerts)
      .sort((a, b) => a.first - b.first || (a.id < b.id ? -1 : 1))
  const events = found.reduce((sum, one) => sum + one.events, 0)
  return { ...difference(of(0), of(1)), incomplete: found.some(({ incomplete }) => incomplete), events }
}

/** The alerts of the rule that begin in the span, judged by one version of the directory. */
const alertsOf = async (
  { reading: { engine: options, archive, checkpoint }, rule }: BacktestOptions,
  overrides: readonly Override[],
  { from, to, version }: Judged,
  onProgress: (step: Progress) => void,
): Promise<{ readonly alerts: readonly Folded[]; readonly incomplete: boolean; readonly events: number }> => {
  // How far the stream has come, and what it knows of its carriers and sources: nothing else of what it remembers.
  const saved = ['engine', PIPELINES, YIELDS].flatMap((space) => checkpoint.entries(space))
  const live = createEngine({ ...options, ...version, rules: [rule], overrides, saved }).slice()
  const reason = { vi: 'chạy thử', en: 'back-test' }
  const sources = { archive: archive.read, gaps: archive.gaps, previous: async () => [] }
  let found = false
  const looking = lookingThrough(sources, (step) => {
    if (!found) onProgress(step)
  })
  const slice = await openSlice([{ rule: rule.id, scope: { kind: 'all' }, from, to, reason }], live, looking)
  found = true
  let events = 0
  for await (const step of slice.advance(live)) {
    events = step.events
    onProgress(step)
  }
  const { parts, incomplete } = slice.result(live)
  return {
    alerts: parts.flatMap(({ folded }) => folded.filter(({ first }) => first >= from && first <= to)),
    incomplete,
    events,
  }
}

/** Who is looked for first shows as nothing done yet. */
const doneOf = ({ stage, from, to, reached }: Progress): number =>
  stage === 'looking' ? 0 : (reached - from) / Math.max(to - from, 1)

const difference = (before: readonly Folded[], after: readonly Folded[]): Omit<Difference, 'incomplete' | 'events'> => {
  const [old, now] = [before, after].map((alerts) => new Map(alerts.map((alert) => [alert.id, alert])))
  return {
    before,
    after,
    raised: after.filter(({ id }) => !old!.has(id)),
    withdrawn: before.filter(({ id }) => !now!.has(id)),
    changed: after.flatMap((alert) => {
      const was = old!.get(alert.id)
      return was && (was.level !== alert.level || was.occurrences !== alert.occurrences)
        ? [{ before: was, after: alert }]
        : []
    }),
  }
}

/**
 * The directory as it was known then: each fold day (05:00 to 05:00) is judged by the version accepted last before it ended; days
 * before the first version by that one. Days in a row under one version are one span.
 */
export const knownThen = (
  { from, to }: Span,
  history: readonly SavedVersion[],
): readonly (Span & { readonly data: SavedVersion['data'] })[] => {
  const spans: (Span & { readonly data: SavedVersion['data'] })[] = []
  for (let day = foldDayStart(foldDay(from)); day <= to; day += DAY) {
    const { data } = history.findLast(({ accepted }) => accepted < day + DAY) ?? history[0]!
    const span = { from: Math.max(day, from), to: Math.min(day + DAY - 1, to), data }
    const last = spans.at(-1)
    if (last?.data.version === data.version) spans[spans.length - 1] = { ...last, to: span.to }
    else spans.push(span)
  }
  return spans
}
