import { expect, test } from 'vitest'
import { documentName, placeName } from '../../../api/console/documents.ts'
import { ago, dayName, levelName, levelOrder, number, period, value } from '../../../api/console/format.ts'
import { actionName } from '../../../api/console/labels.ts'
import { changes } from '../../../api/console/views/history.ts'
import type { Revision } from '../../../api/schemas.ts'
import { levelNames, levels } from '../../../kernel/alert.ts'
import { actionNames } from '../../../kernel/event.ts'
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

test('each revision says what it changed', () => {
  const first: Revision = { revision: 1, level: 'low', occurrences: 1, last: NOW, late: false, say: { vi: '', en: '' } }
  const second: Revision = { ...first, revision: 2, level: 'high', occurrences: 5 }
  const third: Revision = { ...second, revision: 3, withdrawn: { reason: { vi: 'sửa lịch trực', en: '' }, at: NOW } }
  expect(changes(first, undefined)).toEqual(['Phát cảnh báo, mức thấp, 1 lần'])
  expect(changes(second, first)).toEqual(['Mức thấp → cao', 'Số lần 1 → 5'])
  expect(changes(third, second)).toEqual(['Thu hồi: sửa lịch trực'])
  expect(changes({ ...second, revision: 4 }, third)).toEqual(['Phát lại sau khi thu hồi'])
  expect(changes(third, undefined)).toEqual(['Phát cảnh báo, mức cao, 5 lần', 'Thu hồi: sửa lịch trực'])
  expect(changes(second, second)).toEqual(['Cập nhật chứng cứ'])
})
