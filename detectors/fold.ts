import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { type Alert, type DetectionEvidence, higher } from '../kernel/alert.ts'
import type { Observation } from '../kernel/event.ts'
import type { Text } from '../kernel/text.ts'
import { foldDay, localDate, localMinute, sayInstant } from '../kernel/time.ts'
import type { Detection } from './detection.ts'
import type { LogEvent, Rule } from './meta.ts'

/** An alert without its revision: what the detections alone decide. Withdrawal, replacement and doubt are re-evaluation's. */
export type Folded = Omit<Alert, 'revision' | 'withdrawn' | 'replaces' | 'unverifiable'>

/** The sentence of an alert that is not told yet. */
const UNTOLD: Text = { vi: '', en: '' }

/** How many pieces of evidence stay at either end; `occurrences` counts all. */
const KEPT = 10

/** Alert id: hash of rule, entity, and fold (day or episode start, and whom it tells of). Not the offset, not the rule's version (architecture 2). */
export const alertId = (rule: string, entity: string, fold: string): string =>
  bytesToHex(sha256(utf8ToBytes(JSON.stringify([rule, entity, fold])))).slice(0, 26)

/**
 * Whom an alert about `entity` tells of: the person it names, else the account, else the machine; `undefined` where that is the entity
 * itself, or nobody. What one did is never told in an alert about another: each has a fold of their own (ADR 32).
 */
export const whomOf = (entity: string, { person, account, machine }: Alert['subject']): string | undefined => {
  if (person) return `person/${person.id}`
  const other = account ?? machine
  return other === entity ? undefined : other
}

const apart = (fold: string, whom: string | undefined): string => (whom === undefined ? fold : `${fold}/${whom}`)

/** The fold a detection falls into, where it is no absence: its fold day, and whom it tells of. */
export const foldOf = ({ entity, subject, evidence }: Detection): string =>
  apart(foldDay(evidence.at), whomOf(entity, subject))

/** The alert of a first detection. */
export const begin = (detection: Detection, fold: string, sample: boolean): Folded =>
  told(first(detection, alertId(detection.rule.id, detection.entity, fold), sample))

/** The alert of a first detection, not told yet. */
export const first = (detection: Detection, id: string, sample: boolean): Folded => {
  const { rule, evidence } = detection
  return {
    id,
    rule: { id: rule.id, version: String(rule.version), title: rule.title },
    clause: detection.clause,
    level: evidence.level,
    entity: { kind: rule.by, value: detection.entity },
    subject: detection.subject,
    first: evidence.at,
    last: evidence.at,
    occurrences: 1,
    evidence: [evidence],
    say: UNTOLD,
    respond: rule.respond,
    doubts: [...detection.doubts],
    late: detection.late,
    ...(detection.silenced && { silenced: detection.silenced }),
    local: {
      date: localDate(evidence.at),
      hour: Math.floor(localMinute(evidence.at) / 60),
      ...(detection.day !== undefined && { day: detection.day }),
    },
    sample,
  }
}

const inOrder = (a: DetectionEvidence, b: DetectionEvidence): number =>
  a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** The first ten and the last ten; exact under any order of arrival, because whoever is dropped once is never among them again. */
const keep = (before: readonly DetectionEvidence[], evidence: DetectionEvidence): DetectionEvidence[] => {
  const kept = before.slice()
  const place = kept.findLastIndex((one) => inOrder(one, evidence) <= 0) + 1
  kept.splice(place, 0, evidence)
  if (kept.length > 2 * KEPT) kept.splice(KEPT, 1)
  return kept
}

/**
 * One more detection of the same rule, entity and fold. Commutative and associative: the result depends on the set alone
 * (a property test holds it to folding the sorted list). What the alert says of itself comes from its earliest detection. Where some are
 * permitted by a decision and others are not, the others alone are told: nobody is named for what was allowed.
 */
export const add = (alert: Folded, detection: Detection, fold: string): Folded =>
  told(grown(alert, detection, alertId(detection.rule.id, detection.entity, fold)))

/** The alert with one more detection, not told yet. */
export const grown = (alert: Folded, detection: Detection, id: string): Folded => {
  if (!alert.silenced && detection.silenced) return { ...alert, excused: (alert.excused ?? 0) + 1 }
  if (alert.silenced && !detection.silenced)
    return { ...first(detection, id, alert.sample), excused: alert.occurrences }
  const { evidence } = detection
  const earlier = inOrder(evidence, alert.evidence[0]!) < 0
  return {
    ...(earlier ? first(detection, id, alert.sample) : alert),
    level: higher(alert.level, evidence.level),
    first: Math.min(alert.first, evidence.at),
    last: Math.max(alert.last, evidence.at),
    occurrences: alert.occurrences + 1,
    evidence: keep(alert.evidence, evidence),
    doubts: union(alert.doubts, detection.doubts),
    late: alert.late && detection.late,
    ...(alert.excused !== undefined && { excused: alert.excused }),
  }
}

/** Evidence that has been told: a storm asks for the same twenty pieces again and again. */
const tellings = new WeakSet<DetectionEvidence>()

/** Says what the alert and its evidence have to say: detections say it when asked, and only those that are kept are. */
export const told = <A extends Folded>(alert: A): A => {
  const evidence = alert.evidence.map((one) => {
    if (tellings.has(one)) return one
    const { id, at, level, events, numbers, facts, say } = one
    const telling = { id, at, level, events, numbers, facts, say }
    tellings.add(telling)
    return telling
  })
  const { say } = evidence[0]!
  return {
    ...alert,
    evidence,
    say: alert.occurrences === 1 ? say : withCount(say, alert.occurrences, alert.last),
  }
}

const withCount = (say: Text, occurrences: number, last: number): Text => ({
  vi: `${say.vi} (phát hiện ${occurrences} lần, lần cuối ${sayInstant(last)})`,
  en: `${say.en} (detected ${occurrences} times, last ${sayInstant(last)})`,
})

const union = (a: readonly Text[], b: readonly Text[]): Text[] => {
  const more = b.filter((doubt) => !a.some(({ en }) => en === doubt.en))
  return [...a, ...more].sort((x, y) => (x.en < y.en ? -1 : 1))
}

/** An open episode of an absence about one entity: what it waited from, and whom its alert tells of beside the entity. */
export type Episode = { readonly trigger: Observation; readonly whom?: string | undefined }

/** The episode that begins with a detection of an absence: with what it waited from. */
export const episodeOf = ({ entity, subject, trigger }: Detection): Episode => {
  const whom = whomOf(entity, subject)
  return { trigger, ...(whom !== undefined && { whom }) }
}

/** The fold of an episode, as `alertId` takes it. */
export const episodeFold = ({ trigger, whom }: Episode): string => apart(String(trigger.at), whom)

/** Whether an event that was expected ends an episode: it answers what the episode waited from. */
export const isEndedBy = (rule: Rule, { trigger }: Episode, by: LogEvent): boolean =>
  rule.kind !== 'absence' || rule.same === undefined || rule.same(trigger, by)
