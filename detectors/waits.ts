import type { AbsenceState, Wait } from './kinds/absence.ts'
import { actionsOf, type Indeterminate, selects } from './machine.ts'
import type { Absence, LogEvent, Policy, Selector } from './meta.ts'
import type { Said, Step } from './trace.ts'

/** What became of a wait: why it raised nothing, or what it found. */
export type Became = { readonly wait: Wait } & (
  | { readonly became: 'found'; readonly said: Extract<Said, { kind: 'found' }> }
  | { readonly became: 'indeterminate'; readonly reason: Indeterminate['reason'] }
  /** What was expected came in time; it was seen that it had ended, nobody knows when; a later one took its place; silent for too long. */
  | { readonly became: 'answered' | 'voided' | 'replaced' | 'away'; readonly by: LogEvent }
)

/** What became of the waits that ended in a step: the slow path of the machine of `absence`, which names the cause. */
export const becameOf = (rule: Absence, { shown, before, after, said }: Step): readonly Became[] => {
  const left = new Set(waitsOf(after).map(keyOf))
  return waitsOf(before).flatMap((wait): readonly Became[] => {
    if (left.has(keyOf(wait))) return []
    const found = said.find((one) => one.kind === 'found' && one.found.trigger.id === wait.after.id)
    if (found?.kind === 'found') return [{ wait, became: 'found', said: found }]
    const unsure = said.find((one) => one.kind === 'indeterminate' && isOf(one.what, wait))
    if (unsure?.kind === 'indeterminate') return [{ wait, became: 'indeterminate', reason: unsure.what.reason }]
    // Time alone ends a wait with a word only.
    return shown ? [{ wait, became: endedBy(rule, wait, shown), by: shown.event }] : []
  })
}

// The machine of the rule has written them.
const waitsOf = (state: unknown): readonly Wait[] => (state as AbsenceState | undefined)?.waits ?? []
const keyOf = ({ after, due }: Wait): string => `${due} ${after.id}`
const isOf = ({ from, to }: Indeterminate, { after, due }: Wait): boolean => from === after.at && to === due

/** In the order in which the machine looks at an event. What is left for the last is a machine that was away for longer than the `gap`. */
const endedBy = (
  rule: Absence,
  wait: Wait,
  { event, policy }: NonNullable<Step['shown']>,
): 'answered' | 'voided' | 'replaced' | 'away' => {
  const { expect, voids, after, same } = rule
  const inTime = event.at <= wait.due
  const isSame = !same || same(wait.after, event)
  if (inTime && isSame && picked(expect, event, policy)) return 'answered'
  if (voids && wait.life === undefined && picked(voids, event, policy)) return 'voided'
  return rule.rearm && inTime && isSame && picked(after, event, policy) ? 'replaced' : 'away'
}

const picked = (selector: Selector, event: LogEvent, policy: Policy): boolean =>
  actionsOf(selector).includes(event.action) && selects(selector, event, policy)
