import type { Observation } from '../../kernel/event.ts'
import { actionsOf, asking, type Bench, bare, type Found, type Machine, selects } from '../machine.ts'
import type { Distinct, LogEvent, Policy } from '../meta.ts'
import { greatest, spansOf } from '../window.ts'

/** A value seen, and the event that showed it. */
type Seen = { readonly value: string; readonly event: Observation }

/** Oldest first. One entry a value, its last; with `atOnce` also those that stand right before another value's last. */
export type DistinctState = readonly Seen[]

/**
 * Entries kept about one entity where the number of values alone does not bound them (`until`, `atOnce`): an officer has a few
 * sessions; an account with more open values than this fires all the time anyway. Beyond it the oldest is left out, and counted.
 */
const MOST_VALUES = 200

/**
 * Within one event: what is taken back is taken first, then `upon` is judged, then the event's own value counts. The policy is that
 * of the triggering event's unit. A repeated observation shows no other value, so its `count` plays no part.
 */
export const compileDistinct = (rule: Distinct, { policyOf, policies }: Bench): Machine<DistinctState> => {
  const within = spansOf('within', policies)
  const atOnce = policies.some((policy) => 'atOnce' in policy) ? spansOf('atOnce', policies) : undefined
  if (atOnce && rule.upon)
    throw new Error(`${rule.id}: «atOnce» is about the counted event, so «upon» cannot stand beside it`)
  // Without taking back, the youngest values decide, and nothing is lost with the others.
  const bounded = !rule.until && !atOnce
  const most = bounded ? greatest('count', policies) : MOST_VALUES
  const actions = [
    ...new Set([rule, rule.until, rule.upon].flatMap((selector) => (selector ? actionsOf(selector) : []))),
  ]
  const roles = new Map(
    actions.map((action) => [
      action,
      { counted: asking(rule, action), back: asking(rule.until, action), upon: asking(rule.upon, action) },
    ]),
  )

  return {
    rule,
    actions,
    reach: within.longest,

    accept(event, entity, state, raise) {
      const policy = policyOf(event)
      const { counted, back, upon } = roles.get(event.action)!
      let entries = state ?? NONE
      if (back && entries.length > 0 && selects(back, event, policy)) entries = without(entries, rule.of(event))
      const judged = upon !== undefined && selects(upon, event, policy)
      const value = counted && selects(counted, event, policy) ? rule.of(event) : undefined
      if (!judged && value === undefined) return entries.length === 0 ? undefined : entries

      const count = Number(policy['count'])
      const recent = (entries: DistinctState) => from(entries, event.at - within.of(policy))
      // Not beside `atOnce`, so each value is there once.
      const different = (entries: DistinctState) => last(recent(entries), count)
      const tell = (seen: DistinctState | undefined): void => {
        if (seen) raise.found(foundOf(seen, event, entity, policy))
      }
      if (judged) tell(different(entries))
      if (value !== undefined) {
        const entry = { value, event: bare(event) }
        if (atOnce) tell(together(recent(entries), entry, count, event.at - atOnce.of(policy)))
        const kept = from(entries, event.at - within.longest)
        entries = atOnce ? besideLasts([...kept, entry]) : [...without(kept, value), entry]
        if (!bounded && entries.length > most) raise.capped?.(entity)
        if (entries.length > most) entries = entries.slice(-most)
        if (!atOnce && !rule.upon) tell(different(entries))
      }
      return entries.length === 0 ? undefined : entries
    },

    // One more, because an event at the very watermark may still come.
    stale: (state) => state.at(-1)!.event.at + within.longest + 1,
  }
}

const NONE: DistinctState = []

const foundOf = (seen: DistinctState, event: LogEvent, entity: string, policy: Policy): Found => {
  const trigger = bare(event)
  const events = [...seen.map((entry) => entry.event).filter(({ id }) => id !== trigger.id), trigger]
  const values = [...new Set(seen.map(({ value }) => value))]
  return { entity, at: event.at, trigger, events, numbers: { ...policy, values } }
}

const from = (entries: DistinctState, at: number): DistinctState => {
  const first = entries.findIndex(({ event }) => event.at >= at)
  if (first === 0) return entries
  return first < 0 ? [] : entries.slice(first)
}

const without = (entries: DistinctState, value: string | undefined): DistinctState =>
  entries.some((seen) => seen.value === value) ? entries.filter((seen) => seen.value !== value) : entries

/** The last entry of each value, oldest first. */
const lasts = (entries: DistinctState): DistinctState => {
  const last = new Map(entries.map((seen) => [seen.value, seen]))
  return entries.filter((seen) => last.get(seen.value) === seen)
}

/** The last `count` entries, or nothing where there are fewer. */
const last = (entries: DistinctState, count: number): DistinctState | undefined =>
  entries.length < count ? undefined : entries.slice(-count)

/** The last entries of the other values since a value was first seen, oldest first; nothing where it was not. */
export const besides = (entries: DistinctState, own: string): DistinctState | undefined => {
  const began = entries.findIndex(({ value }) => value === own)
  return began < 0 ? undefined : lasts(entries.slice(began)).filter(({ value }) => value !== own)
}

/**
 * The values in use together with that of `entry`: `count - 1` others whose last event lies at or after `start` and has an event of
 * the entry's own value before it. The own event before them all is in the answer too.
 */
const together = (entries: DistinctState, entry: Seen, count: number, start: number): DistinctState | undefined => {
  const others = besides(entries, entry.value)?.filter(({ event }) => event.at >= start)
  if (!others || others.length < count - 1) return undefined
  const chosen = others.slice(others.length - (count - 1))
  const first = chosen[0] ? entries.indexOf(chosen[0]) : entries.length
  const own = entries.slice(0, first).findLast(({ value }) => value === entry.value)!
  return [own, ...chosen, entry]
}

/**
 * What `atOnce` needs: each value's last entry, and of each value the entry right before another value's last. Walks from the newest:
 * an older entry stays if another value's last lies between it and the next one kept of its own value.
 */
const besideLasts = (entries: DistinctState): DistinctState => {
  const marks = new Map<string, number>()
  let passed = 0
  const needed = ({ value }: Seen): boolean => {
    const mark = marks.get(value)
    if (mark === passed) return false
    if (mark === undefined) passed++
    marks.set(value, passed)
    return true
  }
  return entries.toReversed().filter(needed).toReversed()
}
