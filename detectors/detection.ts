import { type Alert, type DetectionEvidence, type EvidenceEvent, type Level, lowered } from '../kernel/alert.ts'
import { BRIEF } from '../kernel/directory/documents.ts'
import type { About, Directory, UnitFact } from '../kernel/directory/facts.ts'
import { entityOf, type Observation } from '../kernel/event.ts'
import type { Text } from '../kernel/text.ts'
import { HOUR } from '../kernel/time.ts'
import { type Actor, actorOf } from './actor.ts'
import { basisUnder, isBound } from './binding.ts'
import type { Catalogue, Clause } from './catalogue.ts'
import type { Found } from './machine.ts'
import type { LogEvent, Rule } from './meta.ts'
import { slotsOf, tell } from './say.ts'
import { lookUpShown, shownFacts } from './shown.ts'

/** One application of one rule, ready to be folded: a pure result with its evidence. */
export type Detection = {
  readonly rule: Rule
  readonly entity: string
  /** The triggering event; an absence's episode begins with it. */
  readonly trigger: Observation
  readonly evidence: DetectionEvidence
  readonly subject: Alert['subject']
  readonly clause: Alert['clause']
  readonly doubts: readonly Text[]
  readonly late: boolean
  readonly silenced: Alert['silenced']
  readonly day: string | undefined
}

/** When the last proof reached us more than this after the act, the alert says «phát hiện muộn». */
export const LATE_AFTER = HOUR

export type World = {
  readonly directory: Directory
  readonly catalogue: Catalogue
  /** Sources whose format nobody published. */
  readonly assumed: ReadonlySet<string>
}

/** Why a finding is not judged: counted, shown in health. */
export type Unjudged = 'no-unit' | 'not-monitored' | 'not-bound'

/**
 * Makes a detection of what a machine found; `Unjudged` where no text binds the unit at that time or the unit is not
 * switched on, or nobody knows the unit of an officer's or unit's duty (architecture 5).
 */
export const detect = (rule: Rule, found: Found, trigger: LogEvent, world: World): Detection | Unjudged => {
  const clause = world.catalogue.get(rule.clause)
  if (!clause) throw new Error(`rule ${rule.id} names a clause the catalogue does not have: ${rule.clause}`)
  const binding = bindingOf(rule, clause, trigger, found.at, world.directory)
  if (typeof binding === 'string') return binding

  const doubts = doubtsOf(rule, found, trigger, world.assumed)
  const actor = actorOf(rule, trigger)
  const about = aboutOf(rule, clause, found, trigger, actor)
  // As of the violation: an absence may have waited from long before it.
  const exception = world.directory.exceptions(rule.id, about, found.at)[0]
  const evidence = evidenceFor(
    rule,
    clause.answers,
    found,
    trigger,
    actor,
    doubts.length > 0 ? lowered(rule.level) : rule.level,
  )
  const received = found.events.map((event) => event.received)
  lookUpShown(rule, trigger)

  return {
    rule,
    entity: found.entity,
    trigger: found.trigger,
    evidence,
    subject: subjectOf(rule, clause, found, trigger, about, actor, world.directory),
    clause: { id: clause.id, title: { vi: clause.vi, en: clause.en }, ...binding },
    doubts,
    // Only by now has every row that is shown been looked up.
    late: Math.max(...received, trigger.facts.known) - found.at > LATE_AFTER,
    silenced: exception && { exception: exception.id, document: exception.document },
    day: trigger.facts.unit && world.directory.hours(trigger.facts.unit.id, found.at).day,
  }
}

const evidenceFor = (
  rule: Rule,
  answers: Clause['answers'],
  found: Found,
  trigger: LogEvent,
  actor: Actor,
  level: Level,
): DetectionEvidence => ({
  id: `${rule.id}/${found.entity}/${trigger.id}`,
  at: found.at,
  level,
  // The rest is put into words when it is read: of a storm the fold keeps little.
  get events() {
    return found.events.map(evidenceOf)
  },
  numbers: found.numbers,
  get facts() {
    return shownFacts(rule, trigger, answers === 'officer')
  },
  get say() {
    return tell(rule.say, slotsOf(found, trigger, actor))
  },
})

/** The texts that bind: an alert quotes only those, and says «violation» only where one of them does. */
const bindingOf = (
  rule: Rule,
  clause: Clause,
  trigger: LogEvent,
  at: number,
  directory: Directory,
): Pick<Alert['clause'], 'basis' | 'standing'> | Unjudged => {
  const unit = trigger.facts.unit
  if (!unit) {
    if (clause.answers === 'officer' || clause.answers === 'unit') return 'no-unit'
    return { basis: basisUnder(clause, []), standing: 'sign' }
  }
  if (!directory.units.at(unit.id, at)?.monitored) return 'not-monitored'
  const bindings = directory.bindings(unit.id, at)
  if (!isBound(clause, bindings)) return 'not-bound'
  const basis = basisUnder(clause, bindings)
  // Where nobody answers until it is verified, the holder may be the victim; where a text only limits, nothing was broken yet.
  const violation = rule.limits !== true && clause.answers !== 'none' && basis.some(({ doc }) => doc !== BRIEF)
  return { basis, standing: violation ? 'violation' : 'sign' }
}

const doubtTexts = {
  calendar: {
    vi: 'lịch nghỉ của ngày này chưa chính thức (dự kiến)',
    en: 'the calendar of this day is not official yet',
  },
  assumed: {
    vi: 'định dạng nguồn nhật ký là giả định, chưa có mẫu thật',
    en: 'the format of the log source is assumed',
  },
} as const satisfies Record<string, Text>

const doubtsOf = (rule: Rule, found: Found, trigger: LogEvent, assumed: ReadonlySet<string>): readonly Text[] =>
  (rule.doubts ?? []).flatMap((doubt) => {
    const holds =
      doubt === 'calendar'
        ? trigger.facts.hours?.uncertain === true
        : found.events.every(({ source }) => assumed.has(source))
    return holds ? [doubtTexts[doubt]] : []
  })

const own = new Set(['id', 'at', 'received', 'source', 'collector', 'digest', 'seq', 'action', 'facts', 'clock'])

/** One event stands in the windows of many detections: each is put into fields once. */
const shown = new WeakMap<Observation, EvidenceEvent>()

/** An observation as evidence: origin apart, the rest as fields. */
export const evidenceOf = (o: Observation): EvidenceEvent => {
  const known = shown.get(o)
  if (known) return known
  const { id, at, received, source, collector, digest, action } = o
  const fields: Record<string, string | number | boolean> = {}
  for (const [name, value] of Object.entries(o as Record<string, string | number | boolean | undefined>))
    if (!own.has(name) && value !== undefined) fields[name] = value
  const evidence = { id, at, received, source, collector, digest, action, fields }
  shown.set(o, evidence)
  return evidence
}

const aboutOf = (rule: Rule, clause: Clause, found: Found, trigger: LogEvent, actor: Actor): About => ({
  unit: trigger.facts.unit?.id,
  person: (clause.answers === 'officer' ? actor : trigger.facts).person?.id,
  account: rule.by === 'user' && rule.facts !== 'actor' ? found.entity : actor.account,
  machine: entityOf(trigger, 'host'),
  device: entityOf(trigger, 'device'),
})

/** Names only whom the clause obliges: a person where officers answer, else the account or machine, never the person. */
const subjectOf = (
  rule: Rule,
  clause: Clause,
  found: Found,
  trigger: LogEvent,
  about: About,
  actor: Actor,
  directory: Directory,
): Alert['subject'] => {
  const person = clause.answers === 'officer' ? actor.person : undefined
  // An address stands for nobody it was used against: neither the account it tried last nor that account's unit.
  if (rule.by === 'ip') return { address: found.entity, ...unitOf(unitOfNetwork(trigger, directory)) }
  return {
    ...(person && { person: { id: person.id, name: person.name } }),
    ...(about.account !== undefined && { account: about.account }),
    ...(about.machine !== undefined && { machine: about.machine }),
    ...(about.device !== undefined && { device: about.device }),
    ...unitOf(trigger.facts.unit),
  }
}

const unitOf = (unit: UnitFact | undefined): Pick<Alert['subject'], 'unit'> =>
  unit ? { unit: { id: unit.id, name: unit.name, path: [...unit.path] } } : {}

const unitOfNetwork = ({ at, facts }: LogEvent, directory: Directory): UnitFact | undefined =>
  facts.network?.unit === undefined ? undefined : directory.units.at(facts.network.unit, at)
