import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCsv } from '../../../ingest/formats/csv.ts'
import { deliveryReader } from '../../../ingest/intake/read-delivery.ts'
import { HIDDEN } from '../../../ingest/mask/values.ts'
import { masker } from '../../../ingest/mask.ts'
import { builtInMappings } from '../../../ingest/sources/presets/index.ts'
import { isSecretHeading } from '../../../ingest/sources/table/secret-heading.ts'
import { hideCells } from '../../../ingest/sources/table/secrets.ts'
import { TableMapping, tableSource } from '../../../ingest/sources/table.ts'

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

describe('the cells under a secret heading', () => {
  const hide = (line: string, heading: string | undefined = HEADING) => hideCells(mapping)(line, heading)

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
      expect(hideCells(mapping)(line, heading)).toEqual({ line, masked: 0 })
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

test.each([
  ['Mật', 1],
  ['tuyệt mật', 1],
  ['[TUYỆT MẬT:0123456789abcdef]', 1],
  ['Thường', 0],
  ['', 0],
])('of a row whose own column says «%s» the title and what was done are hidden', (degree, hidden) => {
  const row = (title: string, done: string): string => `02/03/2026 08:00:00;an.nv;${degree};${title};${done}`
  const { line, masked } = hideCells(mapping)(row('Phương án phòng thủ', 'Xem'), GRADED)
  expect(line).toBe(hidden ? row(HIDDEN, HIDDEN) : row('Phương án phòng thủ', 'Xem'))
  expect(masked).toBe(2 * hidden)
  expect(hideCells(mapping)(line, GRADED)).toEqual({ line, masked: 0 })
})

test.each([
  ['Mật', 'https://h.example/[đã che]', 1],
  ['Thường', 'https://h.example/Phương án.docx', 0],
])('of a row whose own column says «%s» an address is kept as «%s»', (degree, kept, masked) => {
  const columns = { time: ['Ngày giờ'], to: ['Nơi nhận'] }
  const hide = hideCells({ format: 'csv', delimiter: ';', columns })
  const row = (to: string): string => `02/03/2026 08:00:00;${degree};${to}`
  const heading = 'Ngày giờ;Độ mật;Nơi nhận'
  expect(hide(row('https://h.example/Phương án.docx'), heading)).toEqual({ line: row(kept), masked })
  expect(hide(row(kept), heading).line).toBe(row(kept))
  expect(hide(row('an@h.example'), heading)).toEqual({ line: row('an@h.example'), masked: 0 })
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
    'hôm qua;an.nv;HoaSen2026;Xem',
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
