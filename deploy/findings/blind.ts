import { actionName } from '../../api/console/labels/actions.ts'
import type { Blind } from '../../detectors/blind.ts'
import type { Action } from '../../kernel/event.ts'
import type { Finding } from '../findings.ts'

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
