import { expect, test } from 'vitest'
import { assign, moved, renamed, ruleFor, valuesIn, withHeader, without } from '../../../../api/console/mapping/edit.ts'
import {
  beginningOf,
  FILE_BYTES,
  isOther,
  pastedTrouble,
  shapeOf,
  textIn,
} from '../../../../api/console/mapping/guess.ts'
import { beginning, blank, etagOf, initial } from '../../../../api/console/mapping/state.ts'
import { suggested } from '../../../../api/console/mapping/suggest.ts'
import { sayFault } from '../../../../api/console/mapping/words.ts'
import type { MappingList } from '../../../../api/schemas-mappings.ts'
import { oneStop } from '../../../support/mapping.ts'

const { mapping } = oneStop()

test('a heading names one field, however it is written, and is found before others', () => {
  const columns = { time: ['Thời gian'], user: ['Tài khoản', 'TAI_KHOAN'], by: ['Người làm'] }
  const draft = { ...mapping, columns }
  expect(assign(draft, 'tài khoản', 'by').columns).toEqual({ by: ['tài khoản', 'Người làm'], time: ['Thời gian'] })
  expect(Object.keys(assign(draft, 'tài khoản', 'by').columns)[0]).toBe('by')
  expect(assign(draft, 'Người làm', '').columns).toEqual({ time: ['Thời gian'], user: ['Tài khoản', 'TAI_KHOAN'] })
  expect(assign(draft, 'Máy', 'host').columns).toEqual({ host: ['Máy'], ...columns })
})

test('conditions, rules and headers are edited as written', () => {
  expect([valuesIn(' a \n\nb'), valuesIn('a'), valuesIn(' ')]).toEqual([['a', 'b'], 'a', []])
  expect(renamed({ a: 1, b: 2 }, 'a', 'c')).toEqual({ c: 1, b: 2 })
  expect(without({ a: 1, b: 2 }, 'a')).toEqual({ b: 2 })
  expect([moved(['a', 'b', 'c'], 2, 0), moved(['a', 'b', 'c'], 0, 1)]).toEqual([
    ['c', 'a', 'b'],
    ['b', 'a', 'c'],
  ])
  expect(withHeader(mapping, 2).header).toEqual(['Cột 1', 'Cột 2'])
  expect(ruleFor({ fields: { action: 'Ký', result: 'OK', user: 'an' } })).toEqual({
    when: { action: 'Ký', result: 'OK' },
    action: 'activity',
    fields: { what: '{action}' },
  })
})

test.each([
  ['a,b,c\n1,2,3', 'csv', ','],
  ['Ngày;Giờ;"x,y,z,t"', 'csv', ';'],
  ['a\tb,c\td', 'csv', '\t'],
  ['a|b|c', 'csv', '|'],
  ['\n {"a":1}', 'json', ','],
  ['Mar  2 x CEF:0|a|b|c|d|e|5|k=v', 'cef', ','],
  ['LEEF:2.0|a|b|c|d|', 'leef', ','],
  ['time="02/03/2026 08:00" user=an ip=192.0.2.1', 'key-value', ','],
  ['một dòng chữ', 'csv', ','],
  ['UBND XÃ ĐÔNG SƠN, phòng A, B\nTừ ngày 1, 2, 3\nNgày;Người;Việc\n1;2;3\n4;5;6', 'csv', ';'],
  ['\uFEFFsep=|\na;b;c|d\n1;2;3|4', 'csv', '|'],
])('lines such as «%s» look like %s', (sample, format, delimiter) => {
  expect(shapeOf(sample)).toEqual({ format, delimiter })
})

const bytes = (buffer: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(buffer)

test('a file is read as spreadsheets save it', () => {
  const text = 'Thời gian,Cán bộ\nx,y'
  expect(textIn(bytes(Buffer.from(text)))).toEqual({ text, isCut: false })
  expect(textIn(bytes(Buffer.from(`\uFEFF${text}`)))).toEqual({ text, isCut: false })
  expect(textIn(bytes(Buffer.from(`\uFEFF${text}`, 'utf16le')))).toEqual({ text, isCut: false })
  expect(textIn(bytes(Buffer.from([0x54, 0xfd, 0x0a])))).toMatchObject({ encoding: 'windows-1258' })
  expect(textIn(bytes(Buffer.from('PK\u0003\u0004')))).toMatchObject({ trouble: expect.stringContaining('.xlsx') })
  expect(textIn(bytes(Buffer.from('d0cf11e0a1b11ae1', 'hex')))).toMatchObject({
    trouble: expect.stringContaining('.xls'),
  })
  expect(textIn(bytes(Buffer.from('%PDF-1.7')))).toMatchObject({ trouble: expect.stringContaining('PDF') })
})

test('of a long file whole lines are taken, and no half letter makes it another encoding', () => {
  const long = Buffer.from('đ,ế\n'.repeat(400_000)).subarray(0, FILE_BYTES)
  expect(textIn(bytes(long))).toEqual({ text: Array(300).fill('đ,ế').join('\n'), isCut: true })
  const wide = Buffer.from(`\uFEFF${'đ,ế\n'.repeat(400_000)}`, 'utf16le').subarray(0, FILE_BYTES)
  expect(textIn(bytes(wide))).toMatchObject({ isCut: true })
  expect(textIn(bytes(wide))).not.toHaveProperty('encoding')
  expect(beginningOf('x'.repeat(70_000)).text).toBe('')
})

test('a binary event log, chosen or pasted, is told with what to do', () => {
  expect(textIn(bytes(Buffer.from('ElfFile\0\0\0')))).toMatchObject({
    trouble: expect.stringContaining('vonggac evtx'),
  })
  expect(pastedTrouble('ElfFile\0x')).toContain('collect.ps1 -Evtx')
  expect(pastedTrouble('Thời gian;Cán bộ')).toBeUndefined()
})

test('a text is another one where no line of it was there before', () => {
  expect(isOther('a;b\n1;2', 'x,y\n3,4')).toBe(true)
  expect(isOther('a;b\n1;2', 'a;b\n1;2\n3;4')).toBe(false)
  expect(isOther('a;b\n1;2', 'a;b\n1;22')).toBe(false)
})

test.each([
  ['IP máy', 'ip'],
  ['Địa chỉ IP', 'ip'],
  ['IP truy cập', 'ip'],
  ['IP của người dùng', 'ip'],
  ['Ngày giờ ghi nhận', 'time'],
  ['Cán bộ', 'user'],
  ['Chip', undefined],
  ['Ghi chú', undefined],
])('of a column «%s» it is suggested that it is %s', (heading, field) => {
  expect(suggested(heading, [oneStop()])).toBe(field)
})

test('where built-in mappings are of several minds nothing is suggested of their word', () => {
  const other = { ...oneStop(), mapping: { ...mapping, columns: { by: ['Cán bộ'] } } }
  expect(suggested('Cán bộ', [oneStop(), other])).toBeUndefined()
})

const list: MappingList = {
  builtIn: [oneStop()],
  configured: [
    { id: 'mot-cua', where: 'mot-cua.yaml', etag: 'e', inForce: true, work: oneStop('a;b') },
    { id: 'cu', where: 'config.yaml', inForce: true, work: oneStop('') },
  ],
  ...{ actions: [], folder: '/x', canSave: true, manyProcesses: false },
}

test('what a person brought stays when another mapping is begun with; what a preset brought does not', () => {
  const state = { ...initial(false), list }
  const preset = { ...state, ...beginning(state, 'preset/mot-cua') }
  expect(preset.work).toEqual(oneStop())
  expect(beginning(preset, '').work).toEqual(blank)
  const own = { ...preset, work: oneStop('của tôi') }
  expect(beginning(own, 'preset/mot-cua').work.sample).toBe('của tôi')
  const cut = { ...own, work: oneStop('a|b\nc|d') }
  expect(beginning(cut, 'preset/mot-cua').work.mapping).toMatchObject({ delimiter: '|', columns: mapping.columns })
  expect(beginning(own, 'own/1')).toMatchObject({ work: { sample: 'của tôi' }, opened: undefined })
  const opened = { ...own, ...beginning(own, 'own/0') }
  expect([opened.work.sample, etagOf(opened)]).toEqual(['a;b', 'e'])
  expect(etagOf({ ...opened, work: { ...opened.work, mapping: { ...mapping, id: 'khac' } } })).toBeNull()
})

test.each([
  [['id'], 'Mã nguồn: x'],
  [['times', '1'], 'Dạng thời gian 2: x'],
  [['events', '0', 'fields', 'ok'], 'Quy tắc 1, thành công (ok): x'],
  [['events', '2', 'action'], 'Quy tắc 3: x'],
  [['events'], 'Quy tắc: cần ít nhất một quy tắc.'],
  [['lạ'], 'x'],
])('a fault at %j is said in the words of the page', (path, said) => {
  expect(sayFault({ path, message: 'x' })).toBe(said)
})
