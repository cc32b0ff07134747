import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { onList } from '../../detectors/conditions/lists.ts'
import type { Rule } from '../../detectors/meta.ts'
import { targetsOfDirectory } from '../../detectors/takeover.ts'
import { bothReasons } from '../../detectors/target.ts'
import type { Change } from '../../kernel/directory/diff.ts'
import type { Text } from '../../kernel/text.ts'
import { rules } from '../support/drive.ts'

const root = new URL('../../', import.meta.url)
const lived = { from: 100, to: 900, lags: [] }
const row = (register: Change['register'], key: string, scope: Change['scope'], from = 100): Change => ({
  ...{ register, key, kind: 'added', from, to: from + 50, scope },
})
const reasonsOf = (changes: readonly Change[]): readonly string[] => {
  const targets = targetsOfDirectory(changes, [], [], rules, () => [], lived)
  return [...new Set(targets.map(({ reason }) => reason.vi))].map((text) => text.split(': ')[1] ?? '')
}

test('what is computed again for a new version names the rows that ask for it, by file and key', () => {
  const an = { accounts: ['an.nv@tinh'] }
  expect(reasonsOf([row('roster', 'p-an', an)])).toEqual(['roster.csv «p-an»'])
  expect(reasonsOf([row('calendar', '2026-04-30', { everything: true as const })])).toEqual(['calendar «2026-04-30»'])
  const other = row('machines', 'pc-01', { hosts: ['pc-01'] })
  expect(reasonsOf([row('hours', 'xa-a', an), other])).toEqual(['hours.yaml «xa-a»', 'machines.csv «pc-01»'])
})

test('about the same people it is one request, and names all of its rows: few of many, none twice, none that lies ahead', () => {
  const all = { everything: true } as const
  const removed: Change = { ...row('networks', 'b', all), kind: 'removed' }
  const rows = ['a', 'b', 'c', 'd', 'e'].map((key) => row('networks', key, all))
  expect(reasonsOf([...rows.slice(0, 2), removed])).toEqual(['networks.csv «a», networks.csv «b»'])
  expect(reasonsOf(rows)).toEqual(['networks.csv «a», networks.csv «b», networks.csv «c» và 2 dòng khác'])
  expect(reasonsOf([rows[0]!, row('networks', 'next year', all, 950)])).toEqual(['networks.csv «a»'])
})

test('a row of a list is a matter of the rules that look at that list, and of no other', () => {
  const looks = { ...rules[0]!, sought: [onList('ddns', 'x', 'x', () => ({}))] } as Rule
  const asked = (list: 'ddns' | 'social') =>
    targetsOfDirectory([row('lists', 'x', { lists: [list] })], [], [], [rules[1]!, looks], () => [], lived)
  expect(asked('ddns').map(({ rule, scope }) => [rule, scope.kind])).toEqual([[looks.id, 'all']])
  expect(asked('social')).toEqual([])
})

test('nothing but a condition that notes its lists asks for them', () => {
  const files = globSync('{detectors,api,deploy}/**/*.ts', { cwd: root })
  const asking = files.filter((file) => /\.listed\(/.test(readFileSync(new URL(file, root), 'utf8')))
  expect(asking).toEqual(['detectors/conditions/lists.ts'])
})

test('of two reasons both are told, unless one says the other or nobody could read it', () => {
  const text = (vi: string): Text => ({ vi, en: vi.toUpperCase() })
  expect(bothReasons(text('muộn'), text('sửa lịch'))).toEqual({ vi: 'muộn; sửa lịch', en: 'MUỘN; SỬA LỊCH' })
  expect(bothReasons(text('sửa lịch'), text('sửa lịch: calendar'))).toEqual(text('sửa lịch: calendar'))
  expect(bothReasons(text('sửa lịch: calendar'), text('sửa lịch'))).toEqual(text('sửa lịch: calendar'))
  expect(bothReasons(text('a'.repeat(200)), text('b'.repeat(200)))).toEqual(text('a'.repeat(200)))
})
