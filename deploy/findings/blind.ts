import { actionName } from '../../api/console/labels/actions.ts'
import type { Rule } from '../../detectors/meta.ts'
import type { Acts } from '../../detectors/registers/acts.ts'
import type { Yields } from '../../detectors/registers/pipelines.ts'
import { neededParts } from '../../detectors/witness.ts'
import type { Action } from '../../kernel/event.ts'
import { DAY, type Instant } from '../../kernel/time.ts'
import type { Finding } from '../findings.ts'

/** As coverage has it: what was not told of once in so long is taken not to be logged. */
const BLIND_AFTER = 30 * DAY

/** A rule that hears none of the acts that some part of it asks for. */
export type Blind = { readonly rule: string; readonly acts: readonly Action[] }

/**
 * The rules of which some part was told of nowhere in the province for 30 days up to `now`; none before anything was listened to for so long. An act that is
 * only rare looks the same: whoever reads it tries the act once, or switches its log on.
 */
export const blindRules = (
  rules: readonly Rule[],
  { since, last }: Acts,
  yields: Yields,
  now: Instant,
): readonly Blind[] => {
  if (since === undefined || now - since < BLIND_AFTER) return []
  const isHeard = (action: Action): boolean => now - (last.get(action) ?? -Infinity) < BLIND_AFTER
  return rules.flatMap((rule) => {
    const deaf = neededParts(rule, yields).find((part) => !part.provesLife && !part.actions.some(isHeard))
    return deaf ? [{ rule: rule.id, acts: deaf.actions }] : []
  })
}

/** So many are named. */
const SHOWN = 8

/** One finding for all blind rules. */
export const blind = (rules: readonly Blind[]): Finding[] => {
  if (rules.length === 0) return []
  const named = (say: (acts: readonly Action[]) => string, more: string): string =>
    [
      ...rules.slice(0, SHOWN).map(({ rule, acts }) => `${rule} (${say(acts)})`),
      ...(rules.length > SHOWN ? [`${more} ${rules.length - SHOWN}`] : []),
    ].join(', ')
  const inWords = (acts: readonly Action[]): string => acts.map((act) => actionName[act].toLowerCase()).join(' / ')
  return [
    {
      code: 'RULES_BLIND',
      text: {
        vi: `30 ngày qua cả tỉnh không có sự kiện nào cho luật: ${named(inWords, 'số luật khác:')}. Có thể không ai làm, cũng có thể chưa bật ghi: trang Độ phủ nói cách bật; làm thử một lần là biết.`,
        en: `For 30 days nothing was heard in the whole province for rules: ${named((acts) => acts.join(' / '), 'others:')}. Nobody may have done it, or it is not logged: coverage says how to switch it on; trying it once tells.`,
      },
    },
  ]
}
