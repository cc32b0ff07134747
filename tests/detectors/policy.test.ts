import { describe, expect, test } from 'vitest'
import type { LogEvent, Policy, Rule } from '../../detectors/meta.ts'
import { checkOverrides, type Override, policiesOf, policyFor } from '../../detectors/policy.ts'
import { absence, match } from '../../detectors/rule.ts'
import { about, join, observe } from '../support/kinds.ts'

const rule = match({
  ...about,
  policy: { count: 5, within: '10m', from: '17:30', strict: true, programs: ['a.exe'], word: 'x' },
  on: 'other',
  by: 'host',
})
const set = (set: Policy, unit = 'xa-a', id: string = rule.id): Override => ({ unit, rule: id, set, basis: '1/KH' })
/** An event of a unit with those above it. */
const of = (...path: string[]): LogEvent => {
  const event = join(observe('e', 'other', 0, {}))
  // Only the unit is looked at.
  const unit = path.length === 0 ? undefined : { id: path.at(-1), name: 'x', path, monitored: true }
  return { ...event, facts: { ...event.facts, unit } } as unknown as LogEvent
}

describe('the numbers in force', () => {
  test('are the rule’s own where nobody overrides them, the very same object', () => {
    expect(policyFor(rule, [])(of('tinh'))).toBe(rule.policy)
    expect(policyFor(rule, [set({ count: 9 }, 'xa-b')])(of('tinh', 'xa-a'))).toBe(rule.policy)
    expect(policyFor(rule, [set({ count: 9 }, 'xa-a', 'TST-02')])(of('tinh', 'xa-a'))).toBe(rule.policy)
  })
  test('are those of the nearest unit that overrides any, the rest the rule’s own', () => {
    const policyOf = policyFor(rule, [set({ count: 9 }, 'xa-a'), set({ count: 7, within: '1h' }, 'tinh')])
    expect(policyOf(of('tinh', 'xa-a', 'thon-1'))).toEqual({ ...rule.policy, count: 9 })
    expect(policyOf(of('tinh', 'xa-b'))).toEqual({ ...rule.policy, count: 7, within: '1h' })
  })
  test('are the rule’s own for an event without a unit', () => {
    expect(policyFor(rule, [set({ count: 9 })])(of())).toBe(rule.policy)
  })
  test('are among those that a machine is told of beforehand', () => {
    expect(policiesOf(rule, [set({ count: 9 }), set({ within: '1h' }, 'tinh'), set({ a: 1 }, 'x', 'TST-02')])).toEqual([
      rule.policy,
      { ...rule.policy, count: 9 },
      { ...rule.policy, within: '1h' },
    ])
  })
})

describe('what is wrong with an override is said in Vietnamese', () => {
  test.each<[string, Override, readonly string[]]>([
    ['nothing', set({ count: 6, within: '1h', from: '18:00', strict: false, programs: [], word: 'y' }), []],
    [
      'a count that nobody reaches or everybody',
      set({ count: 0 }),
      ['policy: đơn vị «xa-a», luật «TST-01», tham số «count»: cần lớn hơn 0, nhận «0»; với số này luật không xét ai'],
    ],
    [
      'no time to count in',
      set({ within: '0s' }),
      [
        'policy: đơn vị «xa-a», luật «TST-01», tham số «within»: cần lớn hơn 0, nhận «0s»; với số này luật không xét ai',
      ],
    ],
    [
      'half an event',
      set({ count: 1.5 }),
      ['policy: luật «TST-01», tham số «count»: cần số nguyên, nhận số âm, lẻ hoặc vô hạn: «1.5»'],
    ],
    ['an unknown rule', set({ count: 6 }, 'xa-a', 'TST-09'), ['policy: đơn vị «xa-a»: không có luật «TST-09»']],
    [
      'an unknown number',
      set({ cuont: 6 }),
      ['policy: luật «TST-01» không có tham số «cuont» (có: count, within, from, strict, programs, word)'],
    ],
    [
      'text for a number',
      set({ count: 'six' }),
      ['policy: luật «TST-01», tham số «count»: cần số nguyên, nhận chữ: «six»'],
    ],
    [
      'a number below zero',
      set({ count: -1 }),
      ['policy: luật «TST-01», tham số «count»: cần số nguyên, nhận số âm, lẻ hoặc vô hạn: «-1»'],
    ],
    [
      'no duration',
      set({ within: '10 phút' }),
      ['policy: luật «TST-01», tham số «within»: cần khoảng thời gian (như 10m, 8h, 3d), nhận chữ: «10 phút»'],
    ],
    [
      'a number for a duration',
      set({ within: 600 }),
      ['policy: luật «TST-01», tham số «within»: cần khoảng thời gian (như 10m, 8h, 3d), nhận số nguyên: «600»'],
    ],
    [
      'no clock',
      set({ from: '25:00' }),
      ['policy: luật «TST-01», tham số «from»: cần giờ trong ngày (như 17:30), nhận chữ: «25:00»'],
    ],
    [
      'a word for a switch',
      set({ strict: 'true' }),
      ['policy: luật «TST-01», tham số «strict»: cần true hoặc false, nhận chữ: «true»'],
    ],
    [
      'a word for a list',
      set({ programs: 'a.exe' }),
      ['policy: luật «TST-01», tham số «programs»: cần danh sách, nhận chữ: «a.exe»'],
    ],
  ])('%s', (_, override, messages) => {
    expect(checkOverrides([rule], [override])).toEqual(messages)
  })

  const waiting = absence({
    ...about,
    policy: { grace: '4h', days: 3 },
    by: 'host',
    after: { on: 'heartbeat' },
    expect: { on: 'heartbeat' },
    due: (e) => e.at,
    atMost: '7d',
    carriers: [],
  })
  test.each<[string, string, Rule, readonly string[]]>([
    ['as long as the longest wait', '7d', waiting, []],
    [
      'longer than it',
      '8d',
      waiting,
      [
        'policy: đơn vị «xa-a», luật «TST-01», tham số «grace»: «8d» dài hơn 7 ngày, là hạn chờ dài nhất của luật; với số này luật không xét ai',
      ],
    ],
    ['a second longer', `${7 * 86_400 + 1}s`, waiting, [expect.stringContaining('dài hơn 7 ngày')]],
    ['of a rule without a longest wait', '99d', { ...waiting, atMost: undefined } as unknown as Rule, []],
  ])('a span that puts the deadline off: %s', (_, grace, rule, messages) => {
    expect(checkOverrides([rule], [set({ grace })])).toEqual(messages)
  })

  test('all of it at once', () => {
    expect(checkOverrides([rule], [set({ count: 'x', cuont: 1 }), set({}, 'u', 'TST-09')])).toHaveLength(3)
    expect(checkOverrides([match({ ...about, policy: {}, on: 'other', by: 'host' })], [set({ a: 1 })])).toEqual([
      'policy: luật «TST-01» không có tham số «a» (có: không tham số nào)',
    ])
  })
})
