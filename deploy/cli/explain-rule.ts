import { explainEvent, partsOf, sayVerdict } from '../../detectors/explain.ts'
import { actionsOf } from '../../detectors/machine.ts'
import type { LogEvent, Policy, Rule } from '../../detectors/meta.ts'
import { policyFor } from '../../detectors/policy.ts'
import { joinersFor } from '../../detectors/raise.ts'
import { derivedRegisters } from '../../detectors/registers/derived.ts'
import { createState } from '../../detectors/state.ts'
import { registerReach } from '../../detectors/target.ts'
import { byTime, entityOf, type Observation, outranks } from '../../kernel/event.ts'
import { sayInstant } from '../../kernel/time.ts'
import { unjudgedIn } from '../coverage.ts'
import type { Records } from '../records.ts'
import { sayDue, waitLine, waitsIn } from './explain-waits.ts'
import { type UnjudgedHere, unjudgedLines } from './readable.ts'

/** Bounds of event time, inclusive; `entity` in small letters. */
export type Asked = { readonly from: number; readonly to: number; readonly entity: string | undefined }

type Explained = ReturnType<typeof explainEvent>

/** An event, and how many copies of it there are: delivered again, or read again. */
type Copied = { readonly o: Observation; readonly copies: number }

/** Every event the rule listens to with what decided, then the alerts, then what is still waited for, then why none could be. */
export const explainRule = async (records: Records, rule: Rule, asked: Asked): Promise<readonly string[]> => {
  const { from, to } = asked
  const registers = derivedRegisters(createState())
  const heard = new Set(partsOf(rule).flatMap(({ selector }) => actionsOf(selector)))
  const join = joinersFor(records.directory, registers.derived)(rule)
  const policyOf = policyFor(rule, records.overrides)
  const unjudged = unjudgedHere(rule, records)
  const lines = [`${rule.id} ${rule.title.vi}: từ ${sayInstant(from)} đến ${sayInstant(to)}`]
  // The registers must stand as they stood: who was signed in, which password had just been changed.
  for (const { o, copies } of await eventsIn(records, from - registerReach(rule), to)) {
    registers.accept(o)
    const entity = entityOf(o, rule.by)
    if (o.at < from || !heard.has(o.action) || entity === undefined) continue
    if (asked.entity !== undefined && entity !== asked.entity) continue
    const event = join(o)
    const policy = policyOf(event)
    const explained = explainEvent(rule, event, policy)
    unjudged.look(event, explained)
    const twice = copies > 1 ? `  (có ${copies} bản: gửi lặp hoặc đọc lại; tính một lần)` : ''
    lines.push(
      `${sayInstant(o.at)}  ${o.action}  ${entity}  ${o.id}${twice}`,
      ...partLines(rule, explained, event, policy),
    )
  }
  const alerts = await records.alerts(rule.id, from, to, asked.entity)
  for (const { id, occurrences, withdrawn, say } of alerts)
    lines.push(`→ cảnh báo ${id} (${occurrences} lần)${withdrawn ? ', đã thu hồi' : ''}: ${say.vi}`)
  if (alerts.length === 0) lines.push('→ không có cảnh báo nào của luật này trong khoảng này')
  if (rule.kind === 'absence')
    for (const one of waitsIn(records.saved(rule.id))) {
      if (one.wait.after.at > to || (asked.entity !== undefined && one.entity !== asked.entity)) continue
      const event = join(one.wait.after)
      const policy = policyOf(event)
      unjudged.look(event, explainEvent(rule, event, policy))
      lines.push(waitLine(rule, one, policy, { now: records.latest, watermark: records.watermark }))
    }
  return [...lines, ...unjudged.lines()]
}

/** What the archive holds of a span and what the registers say of it, in order, each event once. */
const eventsIn = async ({ archive, register }: Records, from: number, to: number): Promise<readonly Copied[]> => {
  const found = new Map<string, Copied>()
  for (const o of register) if (o.at >= from && o.at <= to) found.set(o.id, { o, copies: 1 })
  for await (const batch of archive.read({ from, to: to + 1 }))
    for (const o of batch) {
      const before = found.get(o.id)
      found.set(o.id, { o: before && !outranks(o, before.o) ? before.o : o, copies: (before?.copies ?? 0) + 1 })
    }
  return [...found.values()].sort((a, b) => byTime(a.o, b.o))
}

/** Each part of the rule that listens to the event, with what decided; where a wait begins, its deadline. */
const partLines = (rule: Rule, explained: Explained, event: LogEvent, policy: Policy): readonly string[] =>
  explained.map(({ part, selector, verdict }) => {
    const begins = rule.kind === 'absence' && selector === rule.after && verdict.verdict === 'picked'
    return `    ${part.vi}: ${sayVerdict(verdict)}${begins ? `, ${sayDue(rule, event, policy)}` : ''}`
  })

/** Parts of a rule that speak for whom it is about; a picked event of theirs accuses nobody. */
const EXCULPATING: ReadonlySet<string> = new Set(['taken back', 'unless', 'expected', 'sign of life', 'ended unseen'])

/** Gathers the events that meet the conditions where nothing is judged. */
const unjudgedHere = ({ id, clause: name }: Rule, { catalogue, directory }: Records) => {
  const clause = catalogue.get(name)
  if (!clause) throw new Error(`rule ${id} names a clause the catalogue does not have: ${name}`)
  const found = new Map<string, Omit<UnjudgedHere, 'events'> & { readonly ids: Set<string> }>()
  return {
    look({ id, at, facts }: LogEvent, explained: Explained): void {
      const unit = facts.unit?.id
      const why = unjudgedIn(clause, unit, at, directory)
      if (!why || !explained.some(({ part, verdict }) => verdict.verdict === 'picked' && !EXCULPATING.has(part.en)))
        return
      const key = `${why} ${unit}`
      const known = found.get(key) ?? { why, unit, ids: new Set() }
      known.ids.add(id)
      found.set(key, known)
    },
    lines: () =>
      unjudgedLines(
        id,
        clause,
        [...found.values()].map(({ why, unit, ids }) => ({ why, unit, events: ids.size })),
      ),
  }
}
