import { explainEvent } from '../../detectors/explain.ts'
import { isImmediate } from '../../detectors/immediate.ts'
import { selects } from '../../detectors/machine.ts'
import type { LogEvent, Rule } from '../../detectors/meta.ts'
import { policyFor } from '../../detectors/policy.ts'
import { joinersFor } from '../../detectors/raise.ts'
import type { Said, Step } from '../../detectors/trace.ts'
import { becameOf } from '../../detectors/waits.ts'
import { byTime, entityOf, type Observation } from '../../kernel/event.ts'
import { sayInstant } from '../../kernel/time.ts'
import type { Records } from '../records.ts'
import { type Act, heardBy, type Look, partLines } from './explain-acts.ts'
import { eventsIn } from './explain-events.ts'
import { sayFound, standingLines } from './explain-step.ts'
import { traceOf } from './explain-trace.ts'
import type { Explained } from './explain-unjudged.ts'
import { type Ended, endedLines, endOf } from './explain-waits.ts'

type AskedOf = { readonly from: number; readonly to: number; readonly entity: string }

/** The acts of one entity, how far each brought the rule, and what became of what was waited for. */
export const actsOf = async (
  records: Records,
  rule: Rule,
  asked: AskedOf,
  look: Look,
): Promise<{ readonly acts: readonly Act[]; readonly after: readonly string[] }> => {
  const { from, to, entity } = asked
  const { world } = records.version
  const acts = new Map<string, Act>()
  const ended: Ended[] = []
  const tell = (said: Extract<Said, { kind: 'found' }>): string => sayFound(rule, said, world)

  const { incomplete } = await traceOf(records, rule, asked, (step) => {
    if (rule.kind === 'absence')
      for (const one of becameOf(rule, step)) {
        const end = endOf(rule, one, tell)
        if (one.wait.after.at <= to && end.at >= from) ended.push(end)
      }
    if (!step.shown || step.shown.event.at < from || step.shown.event.at > to) return
    const { event, policy } = step.shown
    const explained = explainEvent(rule, event, policy)
    look(event, explained)
    if (!isWorthTelling(event, explained)) return
    const lines = [...partLines(rule, explained, event, policy), ...stepLines(rule, step, tell)]
    acts.set(event.id, { o: event, entity, copies: 1, lines })
  })

  const about = { [rule.by]: new Set([entity]) }
  for (const { o, copies } of await eventsIn(records, { from, to, actions: heardBy(rule), about })) {
    if (entityOf(o, rule.by) !== entity || !heardBy(rule).has(o.action)) continue
    const act = acts.get(o.id)
    const lines = act?.lines ?? unshownLines(records, rule, o, look)
    if (lines) acts.set(o.id, { o, entity, copies, lines })
  }
  return {
    acts: [...acts.values()].sort((a, b) => byTime(a.o, b.o)),
    after: [
      ...endedLines(ended),
      ...(incomplete ? ['→ một phần nhật ký phải đọc không còn hoặc bị hỏng: những điều trên có thể thiếu'] : []),
    ],
  }
}

/** Of a machine in use signs of life come all the time: told is what they begin. */
const isWorthTelling = ({ action }: LogEvent, explained: Explained): boolean => {
  const others = explained.filter(({ part }) => part.en !== 'sign of life')
  return action === 'host.seen' ? others.some(({ verdict }) => verdict.verdict === 'picked') : others.length > 0
}

/** What became of what a wait found is told with the wait. */
const stepLines = (
  rule: Rule,
  step: Step,
  tell: (said: Extract<Said, { kind: 'found' }>) => string,
): readonly string[] => {
  const said = step.said.flatMap((one) => {
    if (one.kind === 'found' && rule.kind !== 'absence') return [tell(one)]
    return one.kind === 'capped' ? ['đã bỏ bớt những điều nhớ được cũ nhất vì chạm giới hạn'] : []
  })
  return [...standingLines(rule, step), ...said].map((line) => `→ ${line}`)
}

/** What no machine was shown: it is not judged yet, or the machine looks away. */
const unshownLines = (
  { engine, version, watermark }: Records,
  rule: Rule,
  o: Observation,
  look: Look,
): readonly string[] | undefined => {
  if (o.at < watermark) return rule.kind === 'absence' ? undefined : ['→ bản ghi lặp của một việc đã tính']
  const event = joinersFor(version.world.directory)(rule)(o)
  const policy = policyFor(rule, engine.overrides)(event)
  // Without the derived registers there is no verdict on what asks for them.
  const explained = (rule.needs ?? []).length > 0 ? [] : explainEvent(rule, event, policy)
  look(event, explained)
  const lines = partLines(rule, explained, event, policy)
  if (!isImmediate(rule)) {
    const reached = Number.isFinite(watermark) ? `mới xét đến ${sayInstant(watermark)}` : 'chưa xét nhật ký nào'
    return [...lines, `→ chưa xét: sản phẩm ${reached}`]
  }
  const found = { entity: entityOf(o, rule.by)!, at: o.at, trigger: o, events: [o], numbers: policy }
  const said = { kind: 'found', found, trigger: event } as const
  return selects(rule, event, policy) ? [...lines, `→ ${sayFound(rule, said, version.world)}`] : lines
}
