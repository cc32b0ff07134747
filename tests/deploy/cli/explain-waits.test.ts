import { describe, expect, test } from 'vitest'
import { endedLines, endOf, waitLine, waitsIn } from '../../../deploy/cli/explain-waits.ts'
import type { Wait } from '../../../detectors/kinds/absence.ts'
import type { Rule } from '../../../detectors/meta.ts'
import { rule as departed } from '../../../detectors/rules/acc-04-departed-account-open.ts'
import { rule as silent } from '../../../detectors/rules/epp-01-silent-agent.ts'
import type { Observation } from '../../../kernel/event.ts'
import { DAY, localTime } from '../../../kernel/time.ts'

const at = localTime('2026-03-02', '08:00')
const after: Observation = {
  ...{ id: 'a', at, received: at, source: 'bkav', collector: 'c-bkav', digest: 'd' },
  ...{ action: 'heartbeat', host: 'pc-01', agent: 'bkav' },
}
const wait: Wait = { after, due: at + DAY }
const said = (rule: Rule, one: Wait, now: number, watermark = now - 60_000): string => {
  if (rule.kind !== 'absence') throw new Error(`${rule.id} waits for nothing`)
  return waitLine(rule, { entity: 'pc-01', wait: one }, { within: '1d' }, { now, watermark })
}

describe('why a wait has raised nothing', () => {
  test.each<[string, string, RegExp]>([
    ['before the deadline', said(silent, wait, at), /^→ pc-01: chưa đến hạn, hạn là 08:00 03\/03\/2026/],
    ['at the deadline itself', said(silent, wait, at + DAY), /chưa đến hạn/],
    ['late logs are still awaited', said(silent, wait, at + DAY + 30_000), /vừa đến hạn .* nhật ký đến muộn/],
    ['no sign of life since', said(silent, wait, at + 2 * DAY), /đã quá hạn .* chưa thấy máy hoặc người hoạt động/],
    [
      'a sign of life, and a pipeline nobody knows of',
      said(silent, { ...wait, life: { ...after, id: 'b', at: at + DAY + 1 } }, at + 2 * DAY),
      /đã quá hạn .* chưa biết nguồn nhật ký/,
    ],
    ['nobody is accused: no life is asked', said(departed, wait, at + 2 * DAY), /chưa biết nguồn nhật ký/],
    ['answered too late', said(departed, { ...wait, answer: after }, at + 2 * DAY), /việc được chờ đến muộn lúc 08:00/],
  ])('%s', (_, line, expected) => expect(line).toMatch(expected))

  test('the saved state of a rule is its waits, the soonest first', () => {
    const later = { after, due: at + 2 * DAY }
    const saved = [
      { space: 'EPP-01', key: 'pc-02', value: { waits: [later] } },
      { space: 'EPP-01', key: 'pc-01', value: { waits: [later, wait] } },
    ]
    expect(waitsIn(saved).map(({ entity, wait }) => [entity, wait.due])).toEqual([
      ['pc-01', at + DAY],
      ['pc-02', at + 2 * DAY],
      ['pc-01', at + 2 * DAY],
    ])
  })
})

describe('what became of a wait that ended', () => {
  const end = (one: Parameters<typeof endOf>[1]) => {
    if (silent.kind !== 'absence') throw new Error('it waits')
    return endOf(silent, one, () => 'thành phát hiện')
  }

  test('could not be judged: the reason, at the deadline', () => {
    const { at: ended, line } = end({ wait, became: 'indeterminate', reason: 'no-carrier' })
    expect(ended).toBe(at + DAY)
    expect(line).toBe(
      '→ chờ từ heartbeat lúc 08:00 02/03/2026, hạn 08:00 03/03/2026: không xét được vì đơn vị không có nguồn nhật ký cần thiết',
    )
  })

  test('of more than can be told that ended alike the last ones are, and the others are counted', () => {
    const ended = Array.from({ length: 23 }, (_, i) =>
      end({ wait: { ...wait, due: at + DAY + i }, became: 'indeterminate', reason: i < 22 ? 'pipeline' : 'gap' }),
    )
    const lines = endedLines(ended)
    expect(lines).toHaveLength(21)
    expect(lines[0]).toBe('→ 3 lần chờ trước đó cũng kết thúc như các lần sau:')
    expect(lines.at(-1)).toContain('nhật ký lưu trữ bị thiếu hoặc hỏng')
  })
})
