import { expect, test } from 'vitest'
import { figuresOf } from '../../../api/reports/make.ts'
import { isUnsettled, type Pending, pendingIn, sayPending } from '../../../api/reports/pending.ts'
import { periodOf } from '../../../api/reports/period.ts'
import { documentOf } from '../../../api/reports/write.ts'
import { loadRules } from '../../../detectors/load.ts'
import type { Target } from '../../../detectors/target.ts'
import { DAY } from '../../../kernel/time.ts'
import { text } from '../../support/alerts.ts'
import { formOf, materialOf } from '../../support/report.ts'

const rules = await loadRules()
const period = periodOf('2026-03')!
const nothing = { waiting: [], aside: [], remaking: false }
const target = (rule: string, from: number, to = from): Target => ({
  ...{ rule, scope: { kind: 'entity', value: 'pc-01' }, from, to, reason: text('x') },
})
const count = (one: Target, overrides: Parameters<typeof pendingIn>[3] = []): number =>
  pendingIn(period, { ...nothing, waiting: [one] }, rules, overrides).waiting

test('a re-evaluation is of every period that it may change', () => {
  // Failed logins of minutes: the days around what changed, and no more.
  expect(count(target('ACC-11a', period.from + DAY))).toBe(1)
  expect(count(target('ACC-11a', period.to + DAY))).toBe(1)
  expect(count(target('ACC-11a', period.to + 10 * DAY))).toBe(0)
  expect(count(target('ACC-11a', period.from - 10 * DAY))).toBe(0)
  expect(count(target('ACC-11a', period.from - 10 * DAY, period.to))).toBe(1)
  // A longer window of a province's own reaches further.
  const longer = [{ rule: 'ACC-11a', unit: 'xa-a', set: { within: '9d' }, basis: 'x' }]
  expect(count(target('ACC-11a', period.to + 10 * DAY), longer)).toBe(1)
  // An absence may last from long before until today; all rules, and a rule that is no more, may be one.
  for (const rule of ['EPP-01', '*', '@', 'ACC-99']) {
    expect(count(target(rule, period.from - 300 * DAY)), rule).toBe(1)
    expect(count(target(rule, period.to + 10 * DAY)), rule).toBe(1)
    expect(count(target(rule, period.to + 60 * DAY)), rule).toBe(0)
  }
})

test('a bound without end, which is saved as null, has none', () => {
  const saved = JSON.parse(JSON.stringify(target('ACC-11a', -Infinity, Infinity))) as Target
  expect(count(saved)).toBe(1)
})

test('what is under way and waits for its rest is one; what was computed over damage holds nothing up', () => {
  const at = period.from + DAY
  const one = target('ACC-11a', at)
  const found = pendingIn(period, { ...nothing, waiting: [one, { ...one, to: at + DAY }] }, rules, [])
  expect(found).toEqual({ waiting: 1, aside: 0, damaged: 0, remaking: false })
  const damaged = pendingIn(period, { ...nothing, aside: [one] }, rules, [])
  expect(damaged).toMatchObject({ aside: 0, damaged: 1 })
  expect([found, damaged].map(isUnsettled)).toEqual([true, false])
  expect(isUnsettled({ ...damaged, remaking: true })).toBe(true)
  const failed = pendingIn(period, { ...nothing, aside: [{ ...one, error: 'hỏng' }] }, rules, [])
  expect(failed).toMatchObject({ aside: 1, damaged: 0 })
  expect(sayPending(failed)).toMatch(/^1 yêu cầu/)
})

test('the paper says first what its numbers wait for, in every kind of report', () => {
  const pending = { waiting: 1234, aside: 5, damaged: 6, remaking: true }
  for (const id of ['2026-03', '2026-W10', '2026-03-05']) {
    const period = periodOf(id)!
    const { figures } = figuresOf(materialOf({ period, pending }))
    const { blocks } = documentOf({ figures, form: formOf(period), digest: 'd' })
    expect(blocks[0]).toMatchObject({ kind: 'note' })
    for (const said of ['1.234 yêu cầu', '5 yêu cầu', '6 yêu cầu', 'đang được dựng lại'])
      expect(JSON.stringify(blocks[0])).toContain(said)
  }
  expect(figuresOf(materialOf()).figures).not.toHaveProperty('pending')
})

test('and says nowhere that nothing happened, while something is still to be judged', () => {
  const written = (pending: Pending) => {
    const { figures } = figuresOf(materialOf({ pending }))
    const { blocks } = documentOf({ figures, form: formOf(figures.period), digest: 'd' })
    return { words: JSON.stringify(blocks), judged: figures.clauses.filter(({ judged }) => judged === 'judged').length }
  }
  const settled = { waiting: 0, aside: 0, damaged: 0, remaking: false }
  const then = written(settled)
  expect(then.words).toMatch(/không phát sinh cảnh báo nào/)
  const open = written({ ...settled, waiting: 7 })
  expect(open.words).not.toMatch(/không phát sinh cảnh báo nào/)
  expect(open.words).toMatch(/chưa kết luận được là không phát sinh: 7 yêu cầu/)
  expect(open.words).toMatch(/"0\*"/)
  expect(then.judged).toBeGreaterThan(0)
  expect(open.judged).toBe(0)
})
