import { expect, test } from 'vitest'
import { z } from 'zod'
import { vietnamese } from '../../kernel/issues.ts'

const Form = z.strictObject({
  text: z.string().min(1).max(3).optional(),
  count: z.number().int().min(1).max(9).optional(),
  above: z.number().gt(0).optional(),
  list: z.array(z.string()).min(1).max(2).optional(),
  one: z.enum(['a', 'b']).optional(),
  always: z.literal('x').optional(),
  day: z.iso.date().optional(),
  url: z.url().optional(),
  own: z.string().regex(/^a$/, 'cần chữ a').optional(),
  group: z.strictObject({ need: z.string() }).optional(),
  named: z.record(z.string().min(1), z.string()).optional(),
})

test.each<readonly [object, string]>([
  [{ text: 1 }, 'cần một chuỗi chữ'],
  [{ text: '' }, 'không được để trống'],
  [{ text: 'dài quá' }, 'được nhiều nhất 3 ký tự'],
  [{ count: 'một' }, 'cần một số'],
  [{ count: 1.5 }, 'cần một số nguyên'],
  [{ count: 0 }, 'cần số từ 1 trở lên'],
  [{ count: 10 }, 'cần số không quá 9'],
  [{ above: 0 }, 'cần số lớn hơn 0'],
  [{ list: [] }, 'cần ít nhất 1 phần tử'],
  [{ list: ['a', 'b', 'c'] }, 'được nhiều nhất 2 phần tử'],
  [{ list: 'a' }, 'cần một danh sách'],
  [{ one: 'c' }, 'cần một trong a, b'],
  [{ always: 'y' }, 'cần x'],
  [{ day: '2026-11-31' }, 'cần ngày có thật, dạng 2026-03-01'],
  [{ url: 'nhà' }, 'cần một địa chỉ đầy đủ, như https://may.tinh.example:9443'],
  [{ own: 'b' }, 'cần chữ a'],
  [{ group: {} }, 'thiếu mục này; cần một chuỗi chữ'],
  [{ named: { '': 'x' } }, 'tên của một mục ở đây không được chấp nhận (để trống hoặc quá dài)'],
  [{ lạ: 1 }, 'không có mục nào tên «lạ»'],
])('of %j it is said what was expected', (given, said) => {
  const { error } = Form.safeParse(given, { error: vietnamese })
  expect(error?.issues.map(({ message }) => message)).toEqual([said])
})
