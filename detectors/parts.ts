import type { Alert } from '../kernel/alert.ts'
import type { Text } from '../kernel/text.ts'
import type { Episode, Folded } from './fold.ts'
import { isImmediate } from './immediate.ts'
import { doubts, type Missing } from './incomplete.ts'
import type { Live } from './live.ts'
import type { Indeterminate } from './machine.ts'
import { type Plan, startOf } from './plan.ts'
import { foldDays, foldEpisodes, type Heard } from './refold.ts'
import type { State } from './state.ts'

/** What one (rule, entity) came to when computed again, in the folds that began in [from, to). */
export type SlicePart = {
  readonly rule: string
  readonly entity: string
  readonly from: number
  readonly to: number
  /** Only what rests on complete evidence. */
  readonly folded: readonly Folded[]
  readonly previous: readonly Alert[]
  /** Those of `previous` whose evidence could not be read completely, each with the reason: they may not be taken back. */
  readonly doubted: ReadonlyMap<string, Text>
  readonly reason: Text
  readonly indeterminate: readonly Indeterminate[]
  /** A gap of the archive lay in what was read: what was said of it before is not refuted. */
  readonly incomplete: boolean
  /** The machine's state at the watermark, where the slice reached it. */
  readonly live?: { readonly state: unknown }
  /** An absence's open episodes. */
  readonly episodes?: readonly Episode[]
}

/**
 * What a plan came to, but for those of whom a rule without a state has nothing to say, nor had. `heard`: what its machine said, `ahead` of
 * the watermark besides. `state`: that of the slice's machines, where it reached the watermark. `rows`: ids of the registers' rows.
 */
export const partsOf = (
  plan: Plan,
  heard: Heard,
  ahead: Heard | undefined,
  state: State | undefined,
  { sample, rows, watermark }: Pick<Live, 'sample' | 'watermark'> & { readonly rows: ReadonlySet<string> },
  missing: Missing,
): readonly SlicePart[] => {
  const { rule, wanted, standing, window } = plan
  const { from, to } = window
  const absent = rule.kind === 'absence'
  const begins = (alert: Folded): number => (absent ? startOf(alert) : alert.first)
  const inWindow = (at: number): boolean => at >= from && at < to
  const [{ spoken, ends, unsure }, later] = [heard.of(rule.id), ahead?.of(rule.id).spoken]
  const { isWhole, doubtOf, isStateBetter, stateOf, incomplete } = doubts(plan, missing, rows, watermark)
  const stood = Map.groupBy(standing, ({ entity }) => entity.value)

  const parts = [...wanted].map(([entity, { reason }]): SlicePart => {
    const all = [...(spoken.get(entity) ?? []), ...(later?.get(entity) ?? [])]
    const own = all.filter(({ detection }) => isWhole(detection))
    const episodes = absent ? foldEpisodes(rule, own, ends.get(entity) ?? [], sample) : undefined
    const folded = episodes?.folded ?? foldDays(own, sample)
    const previous = (stood.get(entity) ?? []).filter((alert) => inWindow(begins(alert)))
    const doubted = new Map(previous.flatMap((alert) => (alert.withdrawn ? [] : pair(alert.id, doubtOf(alert)))))
    const unjudged = (unsure.get(entity) ?? []).filter((what) => inWindow(what.from))
    return {
      rule: rule.id,
      entity,
      from,
      to,
      folded: folded.filter((alert) => inWindow(begins(alert))),
      previous,
      doubted,
      reason,
      // An absence that a gap leaves open accuses nobody, unless it did before.
      indeterminate: [
        ...unjudged,
        ...(absent && doubted.size === 0 ? all.filter((one) => !own.includes(one)) : []).map(
          ({ detection: { trigger, evidence } }): Indeterminate => ({
            entity,
            from: trigger.at,
            to: evidence.at,
            reason: 'gap',
          }),
        ),
      ],
      incomplete,
      ...(state && isStateBetter && !isImmediate(rule) && { live: { state: stateOf(state.get(rule.id, entity)) } }),
      ...(episodes && isStateBetter && { episodes: episodes.open }),
    }
  })
  return isImmediate(rule) ? parts.filter(({ folded, previous }) => folded.length + previous.length > 0) : parts
}

const pair = <K, V>(key: K, value: V | undefined): readonly (readonly [K, V])[] =>
  value === undefined ? [] : [[key, value]]
