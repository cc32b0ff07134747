import type { Alert } from '../kernel/alert.ts'
import { DAY, foldDay, foldDayStart } from '../kernel/time.ts'
import type { Folded } from './fold.ts'
import type { Live } from './live.ts'
import type { Rule } from './meta.ts'
import { LONGEST_SILENCE } from './registers/pipelines.ts'
import { PRESENCE_STEP } from './registers/presence.ts'
import type { Changed } from './resolve.ts'
import type { SliceSources } from './sources.ts'
import { spanOver } from './span.ts'
import { registerReach } from './target.ts'

/** Detections in [from, to) are replaced; events are read in [read, until). */
export type Window = { readonly from: number; readonly to: number; readonly read: number; readonly until: number }

/** One rule's share of a slice: whom it is about, which folds are replaced, what stands in them now. */
export type Plan = {
  readonly rule: Rule
  readonly wanted: ReadonlyMap<string, Changed>
  readonly window: Window
  readonly standing: readonly Alert[]
}

/** An absence that knows no bound of its own is looked for this far back. */
export const LONGEST_WAIT = 35 * DAY

/**
 * So long the stream remembers when its carriers spoke; a slice that looks further back must read every line of the archive for it.
 * The absence that waits longest (ACC-09a) reads two months back of what changed: so what is a week late is read by entity.
 */
export const REMEMBERED = 2 * LONGEST_WAIT + LONGEST_SILENCE

/** How far a rule's slice must reach so that it comes to what the stream would have, and which alerts it stands in for. */
export const planOf = async (
  rule: Rule,
  reach: number,
  wanted: ReadonlyMap<string, Changed>,
  live: Live,
  sources: SliceSources,
): Promise<Plan> => {
  const absent = rule.kind === 'absence'
  const far = Number.isFinite(reach) ? reach : LONGEST_WAIT
  const changed = spanOver(wanted.values())
  const earliest = changed.from - far - DAY
  // What stands now, over every fold the slice may touch; an absence still open reaches to the end of time.
  const standing = (await sources.previous(rule.id, absent ? -Infinity : earliest, Infinity)).filter(
    (alert) => wanted.has(alert.entity.value) && (absent ? (alert.ended ?? Infinity) : alert.last) >= earliest,
  )
  const begun = absent ? [...standing.map(startOf), ...waits(rule, wanted, live)] : []
  const first = begun.reduce((least, at) => Math.min(least, at), absent ? changed.from - far : changed.from)
  const from = foldDayStart(foldDay(first))
  const to = absent ? Infinity : foldDayStart(foldDay(changed.to + far)) + DAY
  const read = from - far - registerReach(rule) - PRESENCE_STEP
  return { rule, wanted, standing, window: { from, to, read, until: Math.min(live.watermark, to) } }
}

/** The beginning of an absence's episode: the event its first detection waited from. */
export const startOf = (alert: Folded): number =>
  Math.min(alert.first, ...alert.evidence[0]!.events.map(({ at }) => at))

/** Times of what the stream still waits from: a slice must begin there, or it would forget the wait. */
const waits = (rule: Rule, wanted: ReadonlyMap<string, unknown>, live: Live): readonly number[] =>
  [...wanted.keys()].flatMap((entity) => {
    const times: number[] = []
    JSON.stringify(live.oldestWait(rule.id, entity), (key, value: unknown) => {
      if (key === 'at' && typeof value === 'number') times.push(value)
      return value
    })
    return times
  })
