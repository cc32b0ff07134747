import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCsv } from '../../../ingest/formats/csv.ts'
import { plainLines } from '../../../ingest/inputs/body.ts'
import { joinRows } from '../../../ingest/inputs/join-rows.ts'
import { deliveryReader } from '../../../ingest/intake/read-delivery.ts'
import { HIDDEN } from '../../../ingest/mask/values.ts'
import { masker } from '../../../ingest/mask.ts'
import { dlp } from '../../../ingest/sources/presets/dlp.ts'
import { builtInMappings } from '../../../ingest/sources/presets/index.ts'
import { printRegister } from '../../../ingest/sources/presets/registers.ts'
import { isSecretHeading } from '../../../ingest/sources/table/secret-heading.ts'
import { hideCells } from '../../../ingest/sources/table/secrets.ts'
import { maskRows, rowsIn, TableMapping, tableSource } from '../../../ingest/sources/table.ts'
import { recordsIn } from '../../support/records-in.ts'

test.each([
  ...['Mật khẩu', 'MAT_KHAU', 'mật khẩu'.normalize('NFD'), 'Mật khẩu ban đầu', 'Mật khẩu (mã hóa)', 'user_password'],
  ...['Password', 'Pwd', 'API key', 'Mã OTP', 'secret', 'updatedPassword', 'Mật khẩu.'],
])('a column «%s» is secret', (heading) => {
  expect(isSecretHeading(heading)).toBe(true)
})

test.each(['Token', 'Ngày đổi mật khẩu', 'PasswordLastSet', 'Kết quả', 'Thao tác', 'Tài khoản', 'Khóa học', ''])(
  'a column «%s» is none',
  (heading) => {
    expect(isSecretHeading(heading)).toBe(false)
  },
)

const shape = {
  ...{ id: 'mot-cua', title: { vi: 'Một cửa', en: 'One stop' }, format: 'csv', delimiter: ';', system: 'mot-cua' },
  columns: { time: ['Ngày giờ'], user: ['Cán bộ'], what: ['Thao tác'] },
  times: ['dd/MM/yyyy HH:mm:ss'],
  events: [{ action: 'activity', fields: {} }],
}
const mapping = TableMapping.parse(shape)
const HEADING = 'Ngày giờ;Cán bộ;Mật khẩu;Thao tác'
const mask = masker(new Uint8Array(32))

describe('the cells under a secret heading', () => {
  const hide = (line: string, heading: string | undefined = HEADING) => hideCells(mapping)(line, heading, mask)

  test.each([
    ['02/03/2026 08:00:00;an.nv;HoaSen2026;Xem', '02/03/2026 08:00:00;an.nv;[đã che];Xem', 1],
    ['02/03/2026 08:00:00;an.nv;"Hoa;Sen";"Xem; sửa"', '02/03/2026 08:00:00;an.nv;[đã che];"Xem; sửa"', 1],
    ['02/03/2026 08:00:00;an.nv;;Xem', '02/03/2026 08:00:00;an.nv;;Xem', 0],
    // A stray delimiter: what is behind it may be the rest of the password.
    ['02/03/2026 08:00:00;an.nv;Hoa;Sen;Xem', '02/03/2026 08:00:00;an.nv;[đã che];[đã che];[đã che]', 3],
    ['02/03/2026 08:00:00;an.nv;HoaSen2026;Xem;;', '02/03/2026 08:00:00;an.nv;[đã che];Xem;;', 1],
    ['02/03/2026 08:00:00;an.nv;"Hoa', HIDDEN, 1],
    [HEADING, HEADING, 0],
  ])('are hidden: %s', (line, line2, masked) => {
    expect(hide(line)).toEqual({ line: line2, masked })
  })

  test('are those of the heading a line stands under', () => {
    const line = '02/03/2026 08:00:00;an.nv;HoaSen2026;Xem'
    for (const heading of [undefined, 'Ngày giờ;Cán bộ;Máy;Thao tác'])
      expect(hideCells(mapping)(line, heading, mask)).toEqual({ line, masked: 0 })
  })

  test('never show the secret, and no other cell is read otherwise; twice is once', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ' ', ';', '"', 'ư', '[', '\t') })
    fc.assert(
      fc.property(cell, cell, cell, (user, secret, what) => {
        const quoted = [user, secret, what].map((text) => `"${text.replaceAll('"', '""')}"`)
        const line = `02/03/2026 08:00:00;${quoted.join(';')}`
        const once = hide(line)
        const before = readCsv(line, ';')!
        expect(readCsv(once.line, ';')).toEqual(before.with(2, before[2] === '' ? '' : HIDDEN))
        expect(hide(once.line)).toEqual({ line: once.line, masked: 0 })
      }),
    )
  })
})

const GRADED = 'Ngày giờ;Cán bộ;Độ mật;Trích yếu;Thao tác'
const TITLE = 'Phương án phòng thủ'

test.each([
  ['Mật', 'MẬT'],
  ['MẬT', 'MẬT'],
  ['tối mật', 'TỐI MẬT'],
  ['TUYỆT MẬT', 'TUYỆT MẬT'],
  ['[TUYỆT MẬT:0123456789abcdef]', 'TUYỆT MẬT'],
])('of a row whose own column says «%s» the title and what was done leave as «%s» and a digest', (written, degree) => {
  const row = (title: string, done: string): string => `02/03/2026 08:00:00;an.nv;${written};${title};${done}`
  const { line, masked } = hideCells(mapping)(row(TITLE, 'Xem'), GRADED, mask)
  const [, , , title, done] = readCsv(line, ';')!
  for (const cell of [title, done]) expect(cell).toMatch(new RegExp(`^\\[${degree}:[0-9a-f]{16}\\]$`))
  expect([title === done, masked]).toEqual([false, 2])
  // The same paper is the same wherever it is told of: in JSON, too.
  expect(mask(JSON.stringify({ 'Độ mật': degree, 'Trích yếu': TITLE })).line).toContain(title)
  expect(hideCells(mapping)(line, GRADED, mask)).toEqual({ line, masked: 0 })
})

test.each(['Thường', '', 'Không mật', 'Mật khẩu'])('of one that says «%s» nothing is hidden', (written) => {
  const line = `02/03/2026 08:00:00;an.nv;${written};${TITLE};Xem`
  expect(hideCells(mapping)(line, GRADED, mask)).toEqual({ line, masked: 0 })
})

test.each([
  // A stray delimiter in the title, before and behind the degree.
  [GRADED, `02/03/2026 08:00:00;an.nv;Mật;Phương án; phòng thủ;Xem`],
  ['Ngày giờ;Cán bộ;Trích yếu;Độ mật', `02/03/2026 08:00:00;an.nv;Phương án; phòng thủ;Mật`],
  ['Ngày giờ;Cán bộ;Mã;Độ mật;Trích yếu;Thao tác', `02/03/2026 08:00:00;an.nv;Mật;${TITLE};Xem`],
])('of a row whose cells are not as many as its heading’s nothing is told: under %s', (heading, line) => {
  expect(hideCells(mapping)(line, heading, mask).line).not.toMatch(/Phương|phòng/)
})

test('the register of printed documents: a graded title leaves as degree and digest', async () => {
  const read = deliveryReader({
    instances: [{ id: 'print-register', source: printRegister, zone: 'UTC' }],
    ...{ mask, lineBytes: 400 },
  })
  const lines = [
    'Ngày in,Số ký hiệu,Tên tài liệu,Mức độ mật,Người in',
    `02/03/2026,12/BC,${TITLE},Tuyệt mật,Nguyễn Văn An`,
    '02/03/2026,13/BC,Lịch họp,Thường,Nguyễn Văn An',
  ].map((line) => Buffer.from(line))
  const { messages } = await read({ collector: 'c', source: 'print-register', lines, text: {} }, Date.UTC(2026, 2, 3))
  const kept = messages.map(({ value }) => Buffer.from(value).toString('utf8')).join('\n')
  expect(kept).toMatch(/\[TUYỆT MẬT:[0-9a-f]{16}\]/)
  expect(kept).toContain('Lịch họp')
  expect(kept).not.toContain(TITLE)
})

describe('the page shows of a sample what the intake keeps of the text', () => {
  const kept = async (text: string) => {
    const read = deliveryReader({
      instances: [{ id: 'mot-cua', source: tableSource(mapping), zone: 'UTC' }],
      ...{ mask, lineBytes: 65_536 },
    })
    const lines = joinRows(plainLines(Buffer.from(text), 0), Buffer.from(text), tableSource(mapping).quotes, true).rows
    const delivery = { collector: 'c', source: 'mot-cua', lines: lines.map(({ line }) => line), text: {} }
    const { messages, refused } = await read(delivery, Date.UTC(2026, 2, 3))
    const stored = messages.flatMap((message) => recordsIn(message)).map(({ raw }) => raw)
    return [...stored, ...refused.map((one) => Buffer.from(one.refused.raw).toString('utf8'))].toSorted()
  }
  const shown = (text: string): readonly string[] =>
    rowsIn(mapping, maskRows(mapping, text, mask).sample)
      .map(([, row]) => row)
      .toSorted()

  test.each([
    [[HEADING, '02/03/2026 08:00:00;an.nv;HoaSen2026;"Xem', 'hồ sơ"', '02/03/2026 08:00:01;an.nv;HoaHue2026;Xem']],
    [[HEADING, '02/03/2026 08:00:00;an.nv;"Hoa', 'Sen', '2026";"Xem"', '02/03/2026 08:00:01;an.nv;HoaHue;Xem']],
    [[GRADED, `02/03/2026 08:00:00;an.nv;MẬT;"Phương án`, `phòng thủ";Xem`]],
    [['BÁO CÁO;;', 'Lúc;Ai;Mật khẩu', '02/03/2026 08:00:00;an.nv;HoaSen2026']],
    [[HEADING, 'Lúc;Mật khẩu cũ;Ai;Việc', '02/03/2026 08:00:00;HoaSen2026;HoaHue;Xem', 'mật khẩu: HoaLan;x']],
  ])('%j', async (lines) => {
    const text = lines.join('\n')
    expect(await kept(text)).toEqual(shown(text))
    expect(shown(text).join('\n')).not.toMatch(/Hoa|Sen|Phương|phòng thủ/)
  })

  test('whatever is in it, and each row where it was', async () => {
    const cell = fc.constantFrom(
      'an.nv',
      'MẬT',
      'Mật khẩu',
      'mật khẩu: HoaSen',
      '"a\nb"',
      '"a;\n02/03/2026 b"',
      '',
      '5',
      'Lúc',
      '"x""y"',
    )
    const row = fc
      .tuple(fc.constantFrom('02/03/2026 08:00:00', 'Ngày giờ', '', 'Lúc'), cell, cell, cell)
      .map((cells) => cells.join(';'))
    const heading = fc.constantFrom(HEADING, GRADED, 'Ngày giờ;Cán bộ;Độ mật;Mật khẩu', 'BÁO CÁO')
    await fc.assert(
      fc.asyncProperty(
        heading,
        fc.array(fc.oneof(row, heading), { minLength: 1, maxLength: 8 }),
        async (first, rows) => {
          const text = [first, ...rows].join('\n')
          expect(await kept(text)).toEqual(shown(text))
          const at = (sample: string) => rowsIn(mapping, sample).map(([line]) => line)
          expect(at(maskRows(mapping, text, mask).sample)).toEqual(at(text))
        },
      ),
    )
  })
})

test.each([
  ['Mật', 'https://h.example/[đã che]', 1],
  ['Thường', 'https://h.example/Phương án.docx', 0],
])('of a row whose own column says «%s» an address is kept as «%s»', (degree, kept, masked) => {
  const columns = { time: ['Ngày giờ'], to: ['Nơi nhận'] }
  const hide = (line: string) =>
    hideCells({ format: 'csv', delimiter: ';', columns })(line, 'Ngày giờ;Độ mật;Nơi nhận', mask)
  const row = (to: string): string => `02/03/2026 08:00:00;${degree};${to}`
  expect(hide(row('https://h.example/Phương án.docx'))).toEqual({ line: row(kept), masked })
  expect(hide(row(kept)).line).toBe(row(kept))
  expect(hide(row('an@h.example'))).toEqual({ line: row('an@h.example'), masked: 0 })
})

test('nothing of them is stored: neither with a row that is read nor with one that is refused', async () => {
  const read = deliveryReader({
    instances: [{ id: 'mot-cua', source: tableSource(mapping), zone: 'UTC' }],
    mask: masker(new Uint8Array(32)),
    lineBytes: 400,
  })
  const lines = [
    HEADING,
    '02/03/2026 08:00:00;an.nv;HoaSen2026;Xem',
    '31/02/2026 08:00:00;an.nv;HoaSen2026;Xem',
    '02/03/2026 08:00:00;an.nv;"HoaSen2026',
    `02/03/2026 08:00:00;an.nv;HoaSen2026;${'x'.repeat(500)}`,
  ].map((line) => Buffer.from(line))
  const delivery = { collector: 'c', source: 'mot-cua', lines: [...lines, Buffer.from([...lines[1]!, 0xff])], text: {} }
  const received = Date.UTC(2026, 2, 2, 9)
  const { messages, refused } = await read(delivery as unknown as Parameters<typeof read>[0], received)
  expect([messages.length, refused.map(({ refused: { reason } }) => reason)]).toEqual([
    2,
    ['time', 'time', 'too-large', 'encoding'],
  ])
  const kept = [...messages.map(({ value }) => value), ...refused.map(({ refused: { raw } }) => raw)]
  const text = kept.map((bytes) => Buffer.from(bytes).toString('utf8')).join('\n')
  expect(text).toContain('an.nv')
  expect(text).not.toContain('HoaSen')
})

test.each([
  { columns: { ...shape.columns, what: ['Mật khẩu'] } },
  { columns: { ...shape.columns, password: ['x'] } },
  { header: ['Ngày giờ', 'Cán bộ', 'Mật khẩu', 'Thao tác'] },
])('a mapping that would read them is refused: %j', (more) => {
  const issues = TableMapping.safeParse({ ...shape, ...more }).error?.issues
  expect(issues?.map(({ message }) => message)).toEqual([expect.stringContaining('bỏ cột ấy ngay ở bản xuất')])
})

test('none that comes with the product is', () => {
  for (const one of builtInMappings.values()) expect(TableMapping.safeParse(one).error, one.id).toBeUndefined()
})

test.each([
  ['Mật', 'confidential'],
  ['Tối mật', 'secret'],
  ['TUYỆT MẬT', 'top-secret'],
])('the mask leaves a row of classed documents its class: «%s»', async (degree, told) => {
  const read = deliveryReader({
    instances: [{ id: 'dlp', source: dlp, zone: 'UTC' }],
    mask: masker(new Uint8Array(32)),
    lineBytes: 400,
  })
  const row = `02/03/2026 08:00:00,pc-01,TINH\\an.nv,Gửi,Cho phép,${degree},Phương án Hải Âu,,https://h.example/Phương án Hải Âu,`
  const delivery = { collector: 'c', source: 'dlp', lines: [Buffer.from(row)], text: {} }
  const { messages } = await read(delivery as unknown as Parameters<typeof read>[0], Date.UTC(2026, 2, 2, 9))
  const text = Buffer.from(messages[0]!.value).toString('utf8')
  expect(text).toContain('"document.handle"')
  expect(text).toContain(`"${told}"`)
  expect(text).not.toContain('Hải Âu')
  expect(text).toContain('https://h.example/[đã che]')
})
