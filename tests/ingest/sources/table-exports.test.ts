import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Fastify from 'fastify'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { quotesOf } from '../../../ingest/formats/csv.ts'
import { rowSpans } from '../../../ingest/formats/csv-rows.ts'
import { openFiles } from '../../../ingest/inputs/files.ts'
import { httpInput } from '../../../ingest/inputs/http.ts'
import type { SourceInstance } from '../../../ingest/intake/judge.ts'
import { columnsIn, maskRows, preview, TableMapping, tableSource } from '../../../ingest/sources/table.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { bearer, testGate } from '../../support/gate.ts'
import { type RealIntake, realIntake } from '../../support/real-intake.ts'

/* Exports as offices make them: titles, totals, `sep=`, cells of several lines. */

const mapping = TableMapping.parse({
  ...{ id: 'mot-cua', title: { vi: 'Một cửa', en: 'One stop' }, format: 'csv', delimiter: ';', system: 'mot-cua' },
  columns: { time: ['Ngày giờ'], user: ['Cán bộ'], what: ['Thao tác'], result: ['Kết quả'] },
  times: ['dd/MM/yyyy HH:mm:ss', 'dd/MM/yyyy'],
  events: [{ when: { what: '/./' }, action: 'activity', fields: {} }],
})
const HEADING = 'STT;Ngày giờ;Cán bộ;Thao tác;Kết quả'
const EXPORT = [
  'sep=;',
  'UỶ BAN NHÂN DÂN XÃ ĐÔNG SƠN;;;;',
  'NHẬT KÝ THAO TÁC, từ ngày 01/03/2026 đến ngày 31/03/2026',
  HEADING,
  '1;02/03/2026 08:01:10;an.nv;"Sửa hồ sơ',
  'của công dân ""A"";',
  '',
  'đã ký";Thành công',
  '2;02/03/2026 08:02:00;binh.tv;Xem;Thành công',
  'Tổng cộng;;;;2',
  ';;;NGƯỜI LẬP BIỂU;',
].join('\r\n')

const said = (sample: string) =>
  preview(mapping, sample, 'Asia/Ho_Chi_Minh').map(({ line, read, problem, observation }) => [
    line,
    read ?? (observation ? observation.action : problem),
  ])

test('titles, a total and «sep=» are no rows; a row whose cell holds line breaks is one; a signature is told in one sentence', () => {
  expect(said(EXPORT)).toEqual([
    [1, 'note'],
    [2, 'note'],
    [3, 'note'],
    [4, 'heading'],
    [5, 'activity'],
    [9, 'activity'],
    [10, 'note'],
    [11, expect.stringMatching(/^Dòng không ghi gì ở cột thời gian: chữ ký hay ghi chú/)],
  ])
  const [, , , , row] = preview(mapping, EXPORT, 'Asia/Ho_Chi_Minh')
  expect(row?.fields).toMatchObject({ what: 'Sửa hồ sơ của công dân "A";  đã ký', result: 'Thành công' })
})

describe('what may be a row is never passed over', () => {
  test.each([
    // Cut by another sign than the mapping says: the time is in the middle.
    ['1,02/03/2026 08:01:10,an.nv,Xem', /được ngăn bằng dấu phẩy.*«;»/],
    ['1\t20260302\tan.nv\tXem', /được ngăn bằng dấu tab/],
    ['02/03/2026 08:01:10;an.nv;Xem', /^Chưa thấy dòng tiêu đề/],
    ['Xuất lúc 08:00 ngày 02/03/2026', /^Chưa thấy dòng tiêu đề/],
    ['20260302;an.nv', /^Chưa thấy dòng tiêu đề/],
  ])('without a heading: %s', (line, why) => {
    expect(said(line)).toEqual([[1, expect.stringMatching(why)]])
  })

  test.each([
    ['Tổng cộng;02/03/2026 08:00:00;an.nv;Xem;', 'activity'],
    ['Tổng cục;;an.nv;Xem;', expect.stringMatching(/^Dòng không ghi gì ở cột thời gian/)],
    [';;an.nv;Đăng nhập;Sai', expect.stringMatching(/^Dòng không ghi gì ở cột thời gian/)],
    ['3;hôm qua;an.nv;Xem;', expect.stringMatching(/«hôm qua»/)],
    ['3;02/03/2026;an.nv;"Xem', expect.stringMatching(/^Ô trong ngoặc kép không kết thúc ở dòng này/)],
  ])('under a heading: %s', (line, wanted) => {
    expect(said(`${HEADING}\n${line}`)[1]).toEqual([2, wanted])
  })

  test.each(['Tổng cộng;;2', 'TỔNG SỐ: 152 dòng', ';;Tong;5', 'Total: 5', 'Cộng;5', 'sep=,', 'SEP=;;;;', '"sep=\t"'])(
    '«%s» is no row, with a heading or a configured one',
    (line) => {
      for (const map of [mapping, TableMapping.parse({ ...mapping, header: ['Ngày giờ', 'Cán bộ'] })])
        expect(preview(map, line)).toMatchObject([{ read: 'note' }])
    },
  )
})

test('a line inside a quoted cell that looks like a row is not read as one, nor does a stray quote swallow any', () => {
  const forged = [
    HEADING,
    '1;02/03/2026 08:00:00;an.nv;"Ghi chú',
    '2;02/03/2026 08:01:00;giam.doc;Xóa hồ sơ;Thành công',
    'hết";Thành công',
    '3;02/03/2026 08:02:00;an.nv;Xem;',
  ].join('\n')
  expect(said(forged)).toEqual([
    [1, 'heading'],
    [2, expect.stringMatching(/không đoán/)],
    [5, 'activity'],
  ])
  const stray = [HEADING, '1;02/03/2026;an.nv;"Xem;', ...Array(60).fill('2;02/03/2026;an.nv;Xem;')].join('\n')
  expect(said(stray).filter(([, what]) => what === 'activity')).toHaveLength(60)
})

test.each<[string, 'open' | 'closed' | 'broken']>([
  ['a;b', 'closed'],
  ['a;"b', 'open'],
  ['a;"b""', 'open'],
  ['a;"b"";', 'open'],
  ['a;"b"', 'closed'],
  ['a; "b" ;c', 'closed'],
  ['a;b"c', 'closed'],
  ['a;"b"c', 'broken'],
  ['"', 'open'],
  ['""', 'closed'],
  ['\uFEFF"a', 'open'],
])('the quotes of «%s» are %s', (text, stand) => {
  expect(quotesOf(text, ';')).toBe(stand)
})

test('of a text that ends in the middle of a row the row is open, and its lines stand for themselves', () => {
  const quotes = (text: string) => quotesOf(text, ';')
  expect(rowSpans(['a', '"b', 'c', 'd"', '"e', 'f'], quotes)).toEqual([
    { from: 0, to: 0 },
    { from: 1, to: 3 },
    { from: 4, to: 4, open: true },
    { from: 5, to: 5 },
  ])
  expect(rowSpans(['"b', 'c"x', 'd'], quotes)).toHaveLength(3)
})

test('under titles the columns of a sample are those of its heading, known or not, and secret ones are hidden', () => {
  const lines = ['BÁO CÁO', 'Xã Đông Sơn;;', 'Lúc;Ai;Mật khẩu', '02/03/2026 08:00;an.nv;HoaSen2026']
  expect(columnsIn(mapping, lines.join('\n')).map(({ name }) => name)).toEqual(['Lúc', 'Ai', 'Mật khẩu'])
  expect(maskRows(mapping, lines.join('\n'), (line) => ({ line, masked: 0 })).sample).not.toContain('HoaSen')
})

test('a cell of several lines may tell of a time; what stands above a heading alone is a title, and nothing where none comes', () => {
  const sample = [HEADING, '1;02/03/2026 08:00:00;an.nv;"Họp', 'lúc 08:30 ở 192.0.2.1";Thành công'].join('\n')
  expect(said(sample)[1]).toEqual([2, 'activity'])
  const map = TableMapping.parse({ ...mapping, header: ['Ngày giờ', 'Cán bộ', 'Thao tác'] })
  const titles = ['UBND XÃ ĐÔNG SƠN;;', 'Từ ngày 01/03/2026', 'Lỗi kết nối máy chủ']
  const read = (lines: readonly string[]) => preview(map, lines.join('\n')).map(({ read, refused }) => read ?? refused)
  expect(read([...titles, HEADING])).toEqual(['note', 'note', 'note', 'heading'])
  expect(read([...titles, '02/03/2026 08:00:00;an.nv;Xem'])).toEqual(['time', 'time', 'time', undefined])
  expect(said(titles.join('\n')).map(([, why]) => why)).toEqual(
    titles.map(() => expect.stringMatching(/^Chưa thấy dòng tiêu đề/)),
  )
})

const instance: SourceInstance = { id: 'mot-cua', source: tableSource(mapping), zone: 'Asia/Ho_Chi_Minh' }
const acts = (real: RealIntake) =>
  real.observations().map((o) => (o.action === 'activity' ? `${o.user} ${o.what}` : o.action))
const READ = ['an.nv@mot-cua Sửa hồ sơ của công dân "A";  đã ký', 'binh.tv@mot-cua Xem']

describe('an export that comes as a whole', () => {
  test.each([
    ['UTF-8', Buffer.from(EXPORT)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${EXPORT}`)],
    ['UTF-16 as spreadsheets save it', Buffer.from(`\uFEFF${EXPORT}`, 'utf16le')],
  ])('by HTTP in %s', async (_, payload) => {
    const real = realIntake({ instances: [instance] })
    const app = Fastify()
    onTestFinished(() => app.close())
    await app.register(httpInput, { intake: real.intake, gate: testGate(), quotesOf: () => instance.source.quotes })
    const post = () =>
      app.inject({ method: 'POST', url: '/ingest/mot-cua', payload, headers: { authorization: bearer } })
    expect((await post()).json()).toMatchObject({ accepted: 7, refused: [{ line: 11, reason: 'time' }] })
    expect(acts(real)).toEqual(READ)
    await post()
    expect(new Set(real.observations().map(({ id }) => id)).size).toBe(2)
  })

  test('in a folder, a row half written at first', async () => {
    const folder = temporaryFolder()
    const real = realIntake({ instances: [instance] })
    const file = join(folder, 'a.csv')
    const half = EXPORT.indexOf('đã ký')
    writeFileSync(file, EXPORT.slice(0, half))
    const files = await openFiles({
      ...{ intake: real.intake, collector: 'may-01', source: 'mot-cua', quotes: instance.source.quotes },
      ...{ paths: [file], checkpoint: join(folder, 'marks.json'), pollMs: 10 },
      failed: (error) => {
        throw error
      },
    })
    onTestFinished(() => files.close())
    await vi.waitFor(() => expect(files.counters.lines).toBe(4))
    appendFileSync(file, `${EXPORT.slice(half)}\r\n`)
    await vi.waitFor(() => expect(acts(real)).toEqual(READ))
    await vi.waitFor(() => expect(files.counters.lines).toBe(8))
    expect(real.quarantine.list({ limit: 9 }).map(({ reason }) => reason)).toEqual(['time'])
  })
})

test('a row of more or fewer cells than its heading is refused: nobody knows what stands under what', () => {
  const refusal = (cells: string) => preview(mapping, `${HEADING}\n1;02/03/2026 22:30:00;${cells}`).at(-1)?.refused
  // What is typed into a cell without quotes moves the others: the next officer's name would stand under «Cán bộ».
  expect(refusal('bàn giao;binh.tt;Đăng nhập;Thành công')).toBe('malformed')
  expect(refusal('an.nv;Đăng nhập')).toBe('malformed')
  expect(refusal('an.nv;Đăng nhập;Thành công;;')).toBeUndefined()
})

test('an officer whose name begins like «tổng» is no total', () => {
  const last = (row: string) => preview(mapping, `${HEADING}\n${row}`).at(-1)
  expect(last(';;Tống Công Minh;Xóa hồ sơ;Thành công')?.refused).toBe('time')
  expect(last('Tổng cộng;;12;3450;')?.read).toBe('note')
})
