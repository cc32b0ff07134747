import { explainEvent, partsOf, sayVerdict } from '../../detectors/explain.ts'
import { actionsOf } from '../../detectors/machine.ts'
import type { LogEvent, Policy, Rule } from '../../detectors/meta.ts'
import { policyFor } from '../../detectors/policy.ts'
import { joinersFor } from '../../detectors/raise.ts'
import { derivedRegisters } from '../../detectors/registers/derived.ts'
import { createState } from '../../detectors/state.ts'
import { registerReach } from '../../detectors/target.ts'
import { entityOf, type Observation } from '../../kernel/event.ts'
import { sayInstant } from '../../kernel/time.ts'
import type { Records } from '../records.ts'
import { eventsIn } from './explain-events.ts'
import type { Explained } from './explain-unjudged.ts'
import { sayDue } from './explain-waits.ts'

/** An event that the rule listens to, and what decided. */
export type Act = {
  readonly o: Observation
  readonly entity: string
  readonly copies: number
  /** Without their indentation. */
  readonly lines: readonly string[]
}

/** Is shown each event with the verdicts on it, while its facts are as they were. */
export type Look = (event: LogEvent, explained: Explained) => void

/** An event with its entity and every verdict on it. */
export const actLines = ({ o, entity, copies, lines }: Act): readonly string[] => [
  `${sayInstant(o.at)}  ${o.action}  ${entity}  ${o.id}${copies > 1 ? `  (có ${copies} bản: gửi lặp hoặc đọc lại; tính một lần)` : ''}`,
  ...lines.map((line) => `    ${line}`),
]

/** Each part of the rule that listens to the event, with what decided; where a wait begins, its deadline. */
export const partLines = (rule: Rule, explained: Explained, event: LogEvent, policy: Policy): readonly string[] =>
  explained.map(({ part, selector, verdict }) => {
    const begins = rule.kind === 'absence' && selector === rule.after && verdict.verdict === 'picked'
    return `${part.vi}: ${sayVerdict(verdict)}${begins ? `, ${sayDue(rule, event, policy)}` : ''}`
  })

/** The actions that any part of the rule listens to. */
export const heardBy = (rule: Rule) => new Set(partsOf(rule).flatMap(({ selector }) => actionsOf(selector)))

/** The acts of everybody, each looked at alone: how far a rule came is told of one entity. */
export const actsOfAll = async (
  records: Records,
  rule: Rule,
  { from, to }: { readonly from: number; readonly to: number },
  look: Look,
): Promise<readonly Act[]> => {
  const registers = derivedRegisters(createState())
  const heard = heardBy(rule)
  const join = joinersFor(records.version.world.directory, registers.derived)(rule)
  const policyOf = policyFor(rule, records.engine.overrides)
  const acts: Act[] = []
  // The registers must stand as they stood: who was signed in, which password had just been changed.
  for (const { o, copies } of await eventsIn(records, { from: from - registerReach(rule), to })) {
    registers.accept(o)
    const entity = entityOf(o, rule.by)
    if (o.at < from || !heard.has(o.action) || entity === undefined) continue
    const event = join(o)
    const policy = policyOf(event)
    const explained = explainEvent(rule, event, policy)
    look(event, explained)
    acts.push({ o, entity, copies, lines: partLines(rule, explained, event, policy) })
  }
  return acts
}
