import { describe, expect, test } from 'vitest'
import { blind } from '../../../deploy/findings/blind.ts'
import { instancesOf, yieldsOf } from '../../../deploy/sources.ts'
import { blindRules } from '../../../detectors/blind.ts'
import { loadRules } from '../../../detectors/load.ts'
import type { Action } from '../../../kernel/event.ts'
import { DAY } from '../../../kernel/time.ts'

const rules = await loadRules()
const yields = yieldsOf(instancesOf([]))
const NOW = 100 * DAY
const blindWith = (
  last: readonly (readonly [Action, number])[],
  { since }: { since: number | undefined } = { since: 0 },
) => blindRules(rules, { since, last: new Map(last) }, yields, NOW).map(({ rule }) => rule)

describe('a rule is blind', () => {
  test('where none of the acts that it needs was heard for thirty days', () => {
    expect(blindWith([['login', NOW - 30 * DAY]])).toContain('ACC-01a')
    expect(blindWith([['login', NOW - 30 * DAY + 1]])).not.toContain('ACC-01a')
  })
  test('not before anything was listened to for so long', () => {
    expect(blindWith([], { since: NOW - 30 * DAY + 1 })).toEqual([])
    expect(blindWith([], { since: undefined })).toEqual([])
    expect(blindWith([], { since: NOW - 30 * DAY })).toContain('ACC-01a')
  })
  test('never by what registers say', () => {
    const found = blindWith([])
    for (const rule of ['HRS-04', 'LVL-01', 'SRC-01']) expect(found).not.toContain(rule)
  })
})

test('one finding for all, the first ones by name', () => {
  expect(blind([])).toEqual([])
  const [finding] = blind(Array.from({ length: 9 }, (_, i) => ({ rule: `R-${i}`, acts: ['media.attach'] })))
  expect(finding?.code).toBe('RULES_BLIND')
  expect(finding?.text.vi).toMatch(/R-0 \(.+\), .*R-7 \(.+\), số luật khác: 1\. /)
})
