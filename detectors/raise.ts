import type { Directory } from '../kernel/directory/facts.ts'
import { type Derived, type Joiner, joiner } from '../kernel/directory/join.ts'
import { type Detection, detect, type Unjudged, type World } from './detection.ts'
import type { Found, Indeterminate, Raise } from './machine.ts'
import type { LogEvent, Rule } from './meta.ts'

/** What becomes of what machines say: the ledger takes it as it comes, a slice collects it. */
export type Emit = {
  detection(detection: Detection): void
  indeterminate(rule: Rule, what: Indeterminate): void
  ended(rule: Rule, entity: string, at: number, by: LogEvent): void
  unjudged(rule: Rule, why: Unjudged): void
  capped(rule: Rule, entity: string): void
}

/**
 * The joiner of a rule: one that asks for no derived register sees none, so that its verdict cannot depend on when it was
 * given; those that ask wait for the watermark.
 */
export const joinersFor = (directory: Directory, derived?: Derived): ((rule: Rule) => Joiner) => {
  const seeing = (registers?: Derived) => ({
    user: joiner(directory, registers),
    actor: joiner(directory, registers, 'actor'),
  })
  const plain = seeing()
  const full = derived ? seeing(derived) : plain
  return ({ needs, facts }) => (needs && needs.length > 0 ? full : plain)[facts ?? 'user']
}

/** Findings become detections here: joined, judged, told. */
export const raiseFor = (rule: Rule, join: Joiner, world: World, emit: Emit): Raise => ({
  found(found: Found) {
    const detection = detect(rule, found, join(found.trigger), world)
    if (typeof detection === 'string') emit.unjudged(rule, detection)
    else emit.detection(detection)
  },
  indeterminate: (what) => emit.indeterminate(rule, what),
  ended: (entity, at, by) => emit.ended(rule, entity, at, 'facts' in by ? by : join(by)),
  capped: (entity) => emit.capped(rule, entity),
})
