import { expect, test } from 'vitest'
import { printable } from '../../../deploy/cli/printable.ts'

test.each([
  ['E:\\b\u001b[2Ja.docx', 'E:\\b�[2Ja.docx'],
  ['một dòng\nhai dòng', 'một dòng�hai dòng'],
  ['a\u202excod.exe', 'a�xcod.exe'],
  ['Máy «VĂN-THƯ» — 08:00', 'Máy «VĂN-THƯ» — 08:00'],
])('what a log wrote moves no cursor and turns no name around: %j', (line, expected) => {
  expect(printable(line)).toBe(expected)
})
