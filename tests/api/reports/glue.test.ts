import { expect, test } from 'vitest'
import { glued } from '../../../api/reports/render/glue.ts'

const parts = (text: string): readonly string[] => glued(text).split(' ')

test('a line of a name breaks between words of two syllables, and not before a number', () => {
  expect(parts('TRUNG TÂM GIÁM SÁT AN TOÀN THÔNG TIN')).toEqual([
    'TRUNG\u00a0TÂM',
    'GIÁM\u00a0SÁT',
    'AN\u00a0TOÀN',
    'THÔNG\u00a0TIN',
  ])
  expect(parts('Danh sách của UBND xã Mẫu 01').at(-1)).toBe('Mẫu\u00a001')
  expect(parts('Ủy ban nhân dân tỉnh …')).toEqual(['Ủy\u00a0ban', 'nhân\u00a0dân', 'tỉnh', '…'])
  expect(glued('xã Mẫu 01').replaceAll('\u00a0', ' ')).toBe('xã Mẫu 01')
})
