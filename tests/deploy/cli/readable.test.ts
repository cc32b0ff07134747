import { describe, expect, test } from 'vitest'
import { alertLines, unjudgedLines } from '../../../deploy/cli/readable.ts'
import { localTime } from '../../../kernel/time.ts'
import { nightLogin } from '../../support/alerts.ts'

const AT = localTime('2026-03-02', '22:40')

describe('an alert at a terminal', () => {
  const event = { id: 'e', at: AT, received: AT, source: 's', collector: 'c', digest: 'ab12', action: 'login' as const }
  const evidence = { id: 'd', at: AT, level: 'low' as const, say: { vi: 'x', en: 'x' } }
  const lines = alertLines({
    ...nightLogin(AT),
    clause: {
      id: 'EPP-01',
      title: { vi: 'Điều', en: 'Clause' },
      basis: [{ doc: 'CARD' }, { doc: 'CB', at: '8.1' }, { doc: 'PT', at: '2', quote: 'Không tự ý' }],
      standing: 'sign',
    },
    evidence: [
      {
        ...evidence,
        numbers: { count: 5, within: '10m', due: AT, programs: ['a.exe', 'b.exe'] },
        facts: [{ name: 'person', vi: 'Sự thật', en: 'Fact' }],
        events: [{ ...event, fields: { user: 'an.nv@tinh', ok: false } }],
      },
      { ...evidence, numbers: {}, facts: [], events: [{ ...event, fields: {} }] },
    ],
  })

  test('names the words of each text that has some, and leaves out one that has none', () => {
    expect(lines.slice(1, 4)).toEqual(['EPP-01 Điều', '  CB 8.1', '  PT 2: «Không tự ý»'])
  })

  test('writes numbers and fields as name = value, in a reader’s units', () => {
    expect(lines.slice(4)).toEqual([
      'Chứng cứ lúc 22:40 02/03/2026: count = 5, within = 10 phút, due = 22:40 02/03/2026, programs = a.exe b.exe',
      '  Sự thật',
      '  22:40 02/03/2026  login  user = an.nv@tinh, ok = không  mã băm ab12',
      'Chứng cứ lúc 22:40 02/03/2026',
      '  22:40 02/03/2026  login  mã băm ab12',
    ])
  })
})

test('each reason for which nothing is judged is a sentence that says what to mend', () => {
  const clause = { answers: 'unit' as const, basis: [{ doc: 'HUE' }, { doc: 'CB' }] }
  const say = (why: 'no-unit' | 'not-monitored' | 'not-bound', unit?: string) =>
    unjudgedLines('EPP-01', clause, [{ why, unit, events: 3 }])
  expect([say('no-unit'), say('not-monitored', 'xa-b'), say('not-bound', 'xa-a')].flat()).toEqual([
    expect.stringMatching(/^→ EPP-01 không được xét với 3 sự kiện: không rõ đơn vị/),
    expect.stringMatching(/: đơn vị xa-b chưa bật giám sát/),
    expect.stringMatching(/: ở xa-a chưa có văn bản nào ràng buộc \(cần CB hoặc HUE trong directives\.csv\)$/),
  ])
})
