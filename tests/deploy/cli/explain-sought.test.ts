import { describe, expect, test } from 'vitest'
import { soughtLines } from '../../../deploy/cli/explain-sought.ts'
import { partsOf } from '../../../detectors/explain.ts'
import { loadRules } from '../../../detectors/load.ts'

const rules = await loadRules()
const sought = (id: string, overrides: Parameters<typeof soughtLines>[1] = []): readonly string[] =>
  soughtLines(rules.find((rule) => rule.id === id)!, overrides)

describe('what a rule seeks', () => {
  test.each(rules.map((rule) => [rule.id, rule] as const))('%s: a line a part, none with a hole', (_, rule) => {
    const lines = soughtLines(rule, [])
    expect(lines).toHaveLength(1 + partsOf(rule).length + (Object.keys(rule.policy).length > 0 ? 1 : 0))
    expect(lines.join('\n')).not.toMatch(/undefined|NaN|\[object|: *$/m)
  })

  test('says what its parts must come to, in words', () => {
    expect(sought('ACC-11a')[0]).toBe('  luật tìm: từ 5 sự kiện trở lên trong 10 phút')
    expect(sought('ACC-02a')[0]).toBe(
      '  luật tìm: từ 2 giá trị khác nhau trở lên trong 12 giờ, dùng xen kẽ trong 2 phút',
    )
    expect(sought('ACC-01a')[0]).toBe('  luật tìm: một sự kiện thỏa mọi điều kiện')
    expect(sought('MED-02a')[0]).toBe('  luật tìm: các bước theo thứ tự trong 8 giờ')
  })

  test('names the units that have numbers of their own, and the document that lets them', () => {
    const own = { unit: 'xa-a', rule: 'ACC-11a', set: { count: 8 }, basis: '5/KH-UBND' }
    expect(sought('ACC-11a', [own, { ...own, rule: 'ACC-11b' }]).filter((line) => line.includes('xa-a'))).toEqual([
      '  đơn vị xa-a và đơn vị trực thuộc đặt khác theo 5/KH-UBND: count = 8',
    ])
  })
})
