import type { Absence } from '../../../detectors/meta.ts'
import { DAY } from '../../../kernel/time.ts'
import type { Finding, Oracle } from '../../support/kind-property.ts'
import { join, policyFor, type World } from '../../support/kinds.ts'
import { perEntity, picker } from './parts.ts'

export type Verdict = Finding & { readonly verdict: 'found' | 'pipeline' | 'no-carrier' | 'no-life' }

/** For every A with a deadline, what becomes of it at the end of time, asked of the whole list at once. */
export const judgeAbsences = (
  events: Parameters<Oracle>[0],
  anyRule: Parameters<Oracle>[1],
  world: World,
): readonly Verdict[] => {
  const rule = anyRule as Absence
  const pick = picker(rule, world)
  const [after, expect, alive, voids] = [pick(rule.after), pick(rule.expect), pick(rule.alive?.on), pick(rule.voids)]
  const gap = rule.alive?.gap === undefined ? Infinity : Number.parseFloat(rule.alive.gap) * 3_600_000
  const dueOf = (e: (typeof events)[number]) => rule.due(join(e), policyFor(rule, world)(e))
  return perEntity(events, rule).flatMap(([entity, own]) =>
    own.flatMap((trigger, i): Verdict[] => {
      const due = after(trigger) ? dueOf(trigger) : undefined
      if (due === undefined) return []
      const finding = { entity, at: due, trigger }
      const later = own.slice(i + 1)
      const isSame = (e: (typeof own)[number]): boolean => rule.same?.(trigger, join(e)) ?? true
      const answers = (e: (typeof own)[number]): boolean => expect(e) && isSame(e)
      if (later.some((e) => answers(e) && e.at <= due)) return []
      const decided = later.findIndex((e) => e.at > due && (alive(e) || answers(e)))
      const unseen = later.findIndex((e) => voids(e) && e.at <= due + 14 * DAY)
      if (unseen >= 0 && (decided < 0 || unseen <= decided)) return []
      if (rule.rearm && later.some((e) => after(e) && isSame(e) && dueOf(e) !== undefined && e.at <= due)) return []

      if (!rule.lifeless) {
        const proof = later.find((e) => e.at > due && (alive(e) || answers(e)))
        const signs = [trigger, ...later.filter((e) => e.at <= due && alive(e)), ...(proof ? [proof] : [])]
        if (!proof || proof.at > due + 14 * DAY) {
          // Nobody came back in time; but one who was away before the deadline already is not looked for any more.
          return away(
            signs.filter((e) => e.at <= due),
            gap,
          )
            ? []
            : [{ ...finding, verdict: 'no-life' }]
        }
        if (away(signs, gap)) return []
      }
      if (rule.carriers.length === 0) return [{ ...finding, verdict: 'found' }]
      const answer = world.carriers?.(Infinity, trigger.collector, rule.carriers, trigger.at, due) ?? 'alive'
      const verdict = ({ alive: 'found', none: 'no-carrier', dead: 'pipeline', wait: 'pipeline' } as const)[answer]
      return [{ ...finding, verdict }]
    }),
  )
}

const away = (signs: readonly { readonly at: number }[], gap: number): boolean =>
  signs.some((sign, i) => i > 0 && sign.at - signs[i - 1]!.at > gap)

export const absenceOracle: Oracle = (events, rule, world) =>
  judgeAbsences(events, rule, world).filter(({ verdict }) => verdict === 'found')
