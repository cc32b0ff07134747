import { expect, test } from 'vitest'
import { plain, stateOf, unitPath, wordsOf } from '../../api/filter.ts'
import { nightLogin } from '../support/alerts.ts'

test.each([
  ['Nguyễn Văn Đức', 'nguyen van duc'],
  ['Nguyễn Văn Đức'.normalize('NFD'), 'nguyen van duc'],
  ['ĐẶNG', 'dang'],
  ['pc-01', 'pc-01'],
])('«%s» is searched as «%s»', (text, expected) => {
  expect(plain(text)).toBe(expected)
})

test('a search is its words, however they are spaced', () => {
  expect(wordsOf('  Đăng\u00a0nhập\tpc-01 ')).toEqual(['dang', 'nhap', 'pc-01'])
})

test('the path of a unit ends with the unit itself, once', () => {
  const alert = nightLogin(0)
  const of = (path: string[]) => unitPath({ ...alert, subject: { unit: { id: 'xa-a', name: 'Xã A', path } } })
  expect(of(['tinh', 'xa-a'])).toEqual(['tinh', 'xa-a'])
  expect(of(['tinh'])).toEqual(['tinh', 'xa-a'])
  expect(unitPath({ ...alert, subject: {} })).toEqual([])
})

test('what is withdrawn is withdrawn even where an exception silences it', () => {
  const silenced = { exception: 'NL-01', document: '01/QĐ' }
  const withdrawn = { reason: { vi: 'x', en: 'x' }, at: 1 }
  expect(stateOf(nightLogin(0))).toBe('open')
  expect(stateOf({ ...nightLogin(0), silenced })).toBe('silenced')
  expect(stateOf({ ...nightLogin(0), silenced, withdrawn })).toBe('withdrawn')
})
