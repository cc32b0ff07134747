import { expect, test } from 'vitest'
import { documentName, placeName } from '../../../api/console/documents.ts'
import { ago, dayName, levelName, levelOrder, number, period, value } from '../../../api/console/format.ts'
import { actionName } from '../../../api/console/labels/actions.ts'
import { nameOfField, nameOfNumber } from '../../../api/console/labels.ts'
import { actOf, changes, withdrawnAt } from '../../../api/console/views/history.ts'
import type { Revision } from '../../../api/schemas.ts'
import { loadRules } from '../../../detectors/load.ts'
import { levelNames, levels } from '../../../kernel/alert.ts'
import { actionNames, actions } from '../../../kernel/event.ts'
import { DAY, HOUR, localTime, MINUTE } from '../../../kernel/time.ts'

const NOW = localTime('2026-07-03', '10:00')

test('the page calls the levels what the kernel calls them', () => {
  expect([...levelOrder].reverse()).toEqual(levels)
  for (const level of levels) expect(levelName[level].toLowerCase()).toBe(levelNames[level])
})

test('every action has a word of its own', () => {
  expect(Object.keys(actionName)).toEqual(actionNames)
  expect(new Set(Object.values(actionName)).size).toBe(actionNames.length)
})

test.each([
  [localTime('2026-07-03', '00:00'), 'Hôm nay · Thứ Sáu 03/07/2026'],
  [localTime('2026-07-02', '23:59:59'), 'Hôm qua · Thứ Năm 02/07/2026'],
  [localTime('2026-06-28', '12:00'), 'Chủ nhật 28/06/2026'],
])('the day of %i is named as people say it', (at, name) => {
  expect(dayName(at, NOW)).toBe(name)
})

test.each([
  [0, 'vừa xong'],
  [59 * MINUTE, '59 phút trước'],
  [47 * HOUR, '47 giờ trước'],
  [1_500 * DAY, '1.500 ngày trước'],
])('%i ms ago reads «%s»', (span, said) => {
  expect(ago(NOW - span, NOW)).toBe(said)
})

test('a period names its day once', () => {
  expect(period(NOW, NOW)).toBe('10:00:00 03/07/2026')
  expect(period(NOW, NOW + HOUR)).toBe('10:00:00 – 11:00:00 03/07/2026')
  expect(period(NOW, NOW + DAY)).toBe('10:00:00 03/07/2026 – 10:00:00 04/07/2026')
})

test.each<[Parameters<typeof value>[0], string]>([
  ['10m', '10 phút'],
  [12_345, '12.345'],
  [true, 'có'],
  [['a', 'b'], 'a, b'],
  ['17:30', '17:30'],
])('the number %j reads «%s»', (raw, said) => {
  expect(value(raw)).toBe(said)
})

test('numbers are written as in Vietnam', () => {
  expect(number(1_234_567)).toBe('1.234.567')
})

test('a document the page has no name for shows its code', () => {
  expect(documentName('CB')).toMatch(/Cao Bằng/)
  expect(documentName('XX')).toBe('XX')
  expect([placeName('CB', '10.1c'), placeName('PT', '2'), placeName('TT31', 'Đ5.1.d')]).toEqual([
    'Điều 10.1c',
    'mục 2',
    'Đ5.1.d',
  ])
})

const revision: Revision = {
  ...{ revision: 1, written: NOW, level: 'low', occurrences: 1, last: NOW, late: false, standing: 'sign' },
  rule: { id: 'ACC-01a', version: '1', title: { vi: '', en: '' } },
  subject: { account: 'an.nv@tinh' },
  say: { vi: '', en: '' },
}
const second: Revision = { ...revision, revision: 2, written: NOW + HOUR, level: 'high', occurrences: 5 }
const withdrawn = { reason: { vi: 'sửa lịch trực', en: '' }, at: NOW }
const third: Revision = { ...second, revision: 3, written: NOW + 2 * HOUR, withdrawn }
const unit = { id: 'xa-a', name: 'Xã A', path: [] }

test.each<[Revision, Revision | undefined, string, readonly string[]]>([
  [revision, undefined, 'Phát cảnh báo', ['mức thấp, số lần phát hiện 1']],
  [second, revision, 'Cập nhật', ['mức thấp → cao', 'số lần phát hiện 1 → 5']],
  [third, second, 'Thu hồi', ['sửa lịch trực']],
  [{ ...second, revision: 4 }, third, 'Phát lại', []],
  [third, undefined, 'Thu hồi', ['mức cao, số lần phát hiện 5', 'sửa lịch trực']],
  [second, second, 'Cập nhật', ['chứng cứ']],
  [{ ...second, standing: 'violation' }, second, 'Cập nhật', ['dấu hiệu cần xác minh → vi phạm']],
  [
    { ...second, subject: { address: '192.0.2.7', unit } },
    second,
    'Cập nhật',
    ['đối tượng an.nv@tinh, chưa rõ đơn vị → 192.0.2.7, Xã A'],
  ],
  [{ ...second, ended: NOW }, second, 'Cập nhật', ['đã khắc phục lúc 10:00:00 03/07/2026']],
  [second, { ...second, ended: NOW }, 'Cập nhật', ['chưa khắc phục']],
  [{ ...second, late: true }, second, 'Cập nhật', ['phát hiện muộn']],
  [
    { ...second, unverifiable: { reason: { vi: 'hết hạn lưu', en: '' }, at: NOW } },
    second,
    'Cập nhật',
    ['không thể đánh giá lại: hết hạn lưu'],
  ],
  [second, { ...second, unverifiable: withdrawn }, 'Cập nhật', ['đã đánh giá lại được']],
  [{ ...second, rule: { ...second.rule, version: '2' } }, second, 'Cập nhật', ['luật phiên bản 1 → 2']],
  [{ ...second, replaces: 'cũ' }, second, 'Cập nhật', ['thay cho một cảnh báo đã thu hồi']],
])('each revision says what it changed: %#', (now, before, act, said) => {
  expect([actOf(now, before), changes(now, before)]).toEqual([act, said])
})

test('the withdrawal in force bears the time at which it was written, not that of a log', () => {
  expect(withdrawnAt([revision, second, third])).toBe(third.written)
  const again = { ...third, revision: 5, written: NOW + DAY }
  expect(withdrawnAt([revision, third, { ...second, revision: 4 }, again, { ...again, revision: 6 }])).toBe(NOW + DAY)
  expect(withdrawnAt([])).toBeUndefined()
})

test('every field an observation can have has a name of its own', () => {
  const fields = Object.values(actions).flatMap((action) => Object.keys(action.shape))
  expect(fields.filter((field) => nameOfField(field) === field)).toEqual([])
})

test('every number a rule can show has a name of its own', async () => {
  const numbers = (await loadRules()).flatMap(({ policy }) => Object.keys(policy))
  expect([...new Set([...numbers, 'times', 'sum', 'values'])].filter((name) => nameOfNumber(name) === name)).toEqual([])
})
