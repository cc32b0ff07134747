import { describe, expect, test } from 'vitest'
import { HEADING_SIGNS, TITLE_ROWS } from '../../../ingest/formats/csv-rows.ts'
import type { SourceInstance } from '../../../ingest/intake/judge.ts'
import { createIntake } from '../../../ingest/intake/local.ts'
import { columnsIn, preview, TableMapping, tableSource } from '../../../ingest/sources/table.ts'
import { type RealIntake, realIntake } from '../../support/real-intake.ts'

/* Headings that could put one officer’s name in another’s place: a column named twice, a second table further down. */

const mapping = {
  ...{ id: 'mot-cua', title: { vi: 'Một cửa', en: 'One stop' }, format: 'csv', delimiter: ';', system: 'mot-cua' },
  columns: {
    ...{ time: ['Ngày giờ'], user: ['Cán bộ', 'Tài khoản'], by: ['Người khóa'], what: ['Thao tác'] },
    result: ['Kết quả'],
  },
  times: ['dd/MM/yyyy HH:mm:ss'],
  zone: 'Asia/Ho_Chi_Minh',
  events: [
    { when: { what: 'Khóa' }, action: 'account.disable' },
    { when: { what: '/./' }, action: 'activity', fields: {} },
  ],
}
const tableOf = (more: object = {}): TableMapping => TableMapping.parse({ ...mapping, ...more })
const HEADING = 'Ngày giờ;Cán bộ;Người khóa;Thao tác'
const ROW = '02/03/2026 08:00:00;an.nv;;Xem'

/** What each line comes to: who did what, or the beginning of why not. */
const said = (sample: readonly string[], map = tableOf()) =>
  preview(map, sample.join('\n'), 'Asia/Ho_Chi_Minh').map(({ observation: o, read, problem }) =>
    o && 'user' in o ? `${o.user} ${o.action}` : (read ?? problem ?? o?.action),
  )
const TWICE = expect.stringMatching(/^Dòng tiêu đề có «.*» và «.*» đều là cột «user».*không đoán/)
const FOREIGN = expect.stringMatching(/^Dòng bắt đầu bằng «.+» trông như tiêu đề của một bảng khác/)
const ENDED = expect.stringMatching(/^Dòng đứng dưới một dòng tiêu đề mà bảng ánh xạ không biết/)
const READ = 'an.nv@mot-cua activity'

describe('a heading that names a column twice', () => {
  const TWO = 'Ngày giờ;Cán bộ;Tài khoản;Thao tác'
  // Whoever is written in either column: the mapping does not say which of them acted.
  test('accuses neither of the two, until a heading comes that is known', () => {
    const rows = ['02/03/2026 08:00:00;an.nv;bich.tt;Xem', '02/03/2026 08:01:00;;bich.tt;Xem']
    expect(said([HEADING, ROW, TWO, ...rows, HEADING, ROW])).toEqual([
      ...['heading', READ, TWICE, TWICE, TWICE],
      ...['heading', READ],
    ])
    expect(said([TWO.replace('Tài khoản', 'can_bo'), ...rows])).toEqual([TWICE, TWICE, TWICE])
  })

  test('is no matter of columns that nobody reads', () => {
    expect(said([`${HEADING};Ghi chú;Ghi chú`, `${ROW};a;b`])).toEqual(['heading', READ])
  })

  test('is refused in a mapping’s own header, too', () => {
    const faults = TableMapping.safeParse({ ...mapping, header: TWO.split(';') }).error?.issues
    expect(faults?.map(({ path, message }) => [path, message])).toEqual([
      [['header'], expect.stringMatching(/«Cán bộ» và «Tài khoản» đều là cột «user»/)],
    ])
  })

  test('is shown in the page with both of its columns', () => {
    const columns = columnsIn(tableOf(), [TWO, '02/03/2026 08:00:00;an.nv;bich.tt;Xem'].join('\n'))
    expect(columns.filter(({ field }) => field === 'user').map(({ name }) => name)).toEqual(['Cán bộ', 'Tài khoản'])
  })
})

describe('a second table whose heading is in other words', () => {
  // In the second table the one who was locked stands where the first has the one who acted.
  const OTHER = 'Lúc;Bị khóa;Do ai;Việc'
  const rows = ['02/03/2026 09:00:00;bich.tt;an.nv;Khóa', '02/03/2026 09:01:00;cuong.lv;an.nv;Khóa']

  test('is not read by the heading above it', () => {
    expect(said([HEADING, ROW, '', 'DANH SÁCH KHÓA;;;', OTHER, ...rows, 'Tổng;;;2', HEADING, ROW])).toEqual([
      ...['heading', READ, expect.stringMatching(/^Cột thời gian có giá trị «DANH SÁCH KHÓA»/), FOREIGN, ENDED, ENDED],
      ...['note', 'heading', READ],
    ])
  })

  test('nor by the mapping’s own header, where the text begins with it', () => {
    const map = tableOf({ header: HEADING.split(';') })
    expect(said([OTHER, ...rows], map)).toEqual([FOREIGN, ENDED, ENDED])
    expect(said([ROW, OTHER, rows[0]!], map)).toEqual([READ, FOREIGN, ENDED])
  })

  test.each([
    'Thời điểm (UTC+07:00);Bị khóa;Do ai;Việc',
    'Giờ GMT+7;Bị khóa;Do ai;',
    'event.time;target.name;user.name;action',
    'Lúc;Cán bộ;Người khóa;Thao tác',
    ';Người khóa;Cán bộ;Thao tác',
    `Lúc;Bị khóa;Do ai;${'x'.repeat(9_000)}`,
  ])('whatever words it has: %s', (heading) => {
    expect(said([HEADING, ROW, heading, rows[0]!])).toEqual(['heading', READ, FOREIGN, ENDED])
  })

  test('nor a narrower one, whose rows are refused by the number of their cells', () => {
    const lines = [HEADING, ROW, 'Lúc;Bị khóa;Việc', '02/03/2026 09:00:00;bich.tt;Khóa', ROW]
    expect(said(lines).slice(3)).toEqual([expect.stringMatching(/^Số ô của dòng khác số cột/), READ])
  })

  test('a third one does not bring the second one’s columns back', () => {
    expect(said([HEADING, ROW, OTHER, rows[0]!, 'Khi nào;Ai;Ở đâu;Gì', rows[1]!])).toEqual([
      ...['heading', READ, FOREIGN, ENDED],
      ...[FOREIGN, ENDED],
    ])
  })

  test.each([
    // A record whose time nobody can read is one record lost, not a table.
    '3/2026;an.nv;;Xem',
    '2 thg 3, 2026;an.nv;;Xem',
    ';an.nv;bich.tt;Khóa',
    '-;an.nv;;Xem',
    'hôm qua;192.0.2.7;;Xem',
    'hôm qua;an.nv;7;Xem',
    'Trang 2;;;',
    'Máy chủ khởi động lại;phiên bản mới',
    ';;NGƯỜI LẬP BIỂU;Nguyễn Văn An',
  ])('«%s» ends no table', (line) => {
    expect(said([HEADING, line, ROW]).at(-1)).toBe(READ)
  })
})

describe('in a text that comes to the intake', () => {
  const instanceOf = (more: object = {}): SourceInstance => ({
    ...{ id: 'mot-cua', zone: 'UTC', source: tableSource(tableOf(more)) },
  })
  const OTHER = 'Lúc;Bị khóa;Do ai;Việc'
  const lines = [HEADING, ROW, OTHER, '02/03/2026 09:00:00;bich.tt;an.nv;Khóa'].map((line) => Buffer.from(line))
  const deliver = (real: RealIntake, some: readonly Buffer[], heading?: string) =>
    real.intake.deliver({ collector: 'may-01', source: 'mot-cua', lines: some, text: { heading } })
  const acts = (real: RealIntake) =>
    real.observations().map((o) => ('user' in o ? `${'by' in o ? o.by : ''} → ${o.user} ${o.action}` : o.action))

  test('what stands below the second heading is in quarantine, over deliveries, and read rightly once the heading is known', async () => {
    const real = realIntake({ instances: [instanceOf()] })
    const { heading } = await deliver(real, lines.slice(0, 3))
    expect(await deliver(real, lines.slice(3), heading)).toMatchObject({ accepted: 0, refused: [{ index: 0 }] })
    expect(acts(real)).toEqual([' → an.nv@mot-cua activity'])
    const columns = { time: ['Lúc'], user: ['Bị khóa'], by: ['Do ai'], what: ['Việc'] }
    const { bus, quarantine, clock, mask } = real
    const reread = (instance: SourceInstance) =>
      quarantine.replay('all', createIntake({ bus, quarantine, clock, mask, instances: [instance] }))
    expect(await reread(instanceOf())).toEqual({ accepted: 0, refused: 2 })
    expect(await reread(instanceOf({ columns }))).toEqual({ accepted: 2, refused: 0 })
    expect(acts(real).at(-1)).toBe('an.nv@mot-cua → bich.tt@mot-cua account.disable')
  })

  test.each([
    [TITLE_ROWS - 1, 0],
    [TITLE_ROWS, TITLE_ROWS],
  ])('%i titles above a heading: the page and the intake refuse %i', async (titles, refused) => {
    const text = [...Array<string>(titles).fill('UBND XÃ'), HEADING, ROW]
    const real = realIntake({ instances: [instanceOf()] })
    const outcome = await deliver(
      real,
      text.map((line) => Buffer.from(line)),
    )
    expect(outcome.refused).toHaveLength(refused)
    expect(preview(tableOf(), text.join('\n')).filter((line) => line.refused)).toHaveLength(refused)
  })

  test.each([
    [HEADING_SIGNS, true],
    [HEADING_SIGNS + 1, false],
  ])('a heading of %i signs is one: %s, for both', async (length, isOne) => {
    const text = ['UBND XÃ', HEADING + ';'.padEnd(length - HEADING.length, 'đ'), `${ROW};`]
    const real = realIntake({ instances: [instanceOf()] })
    const outcome = await deliver(
      real,
      text.map((line) => Buffer.from(line)),
    )
    expect(outcome.refused.length === 0).toBe(isOne)
    expect(preview(tableOf(), text.join('\n')).every((line) => !line.refused)).toBe(isOne)
  })

  test('a password stays hidden below it, where the table before had one and where it has one itself', async () => {
    const real = realIntake({ instances: [instanceOf()] })
    await deliver(
      real,
      [
        ...[
          `${HEADING};Mật khẩu`,
          'Lúc;Ai;Mật khẩu mới;Việc;',
          '02/03/2026 09:00:00;bich.tt;HoaSen2026;Khóa;HoaHue2026',
        ],
        ...['hôm qua;an.nv;;Xem;', '02/03/2026 09:00:00;bich.tt;;Khóa;HoaLan2026'],
      ].map((line) => Buffer.from(line)),
    )
    const kept = real.quarantine
      .list({ limit: 9 })
      .map(({ id }) => Buffer.from(real.quarantine.open(id, 'an.nv')?.raw ?? []).toString('utf8'))
    expect(kept).toHaveLength(4)
    expect(kept.join('\n')).not.toMatch(/Hoa/)
  })
})

describe('lines that name their values', () => {
  const one = (format: string, line: string) => said([line], tableOf({ format }))[0]
  const BOTH = expect.stringMatching(/^Dòng có «.*» và «.*» đều là cột «user».*không đoán giá trị nào đúng/)

  test.each([
    ['json', '{"time":"02/03/2026 08:00:00","Cán bộ":"an.nv","Tài khoản":"bich.tt","what":"Xem"}'],
    // A name out of a text that was not quoted: parsers keep the last of the two.
    ['json', '{"time":"02/03/2026 08:00:00","user":"an.nv","what":"Xem","user":"bich.tt"}'],
    ['json', '{"time":"02/03/2026 08:00:00","user":"an.nv","what":"Xem","us\\u0065r":"bich.tt"}'],
    ['key-value', 'time="02/03/2026 08:00:00" user=an.nv what=Xem user=bich.tt'],
    ['cef', 'CEF:0|Example|App|1|7|x|Low|time=02/03/2026 08:00:00 user=an.nv what=Xem user=bich.tt'],
    ['leef', 'LEEF:1.0|Example|App|1|7|time=02/03/2026 08:00:00\tuser=an.nv\twhat=Xem\tuser=bich.tt'],
    ['cef', 'CEF:0|Example|App|1|7|x|Low|time=02/03/2026 08:00:00 cs1Label=user cs1=an.nv what=Xem cs1=bich.tt'],
  ])('%s: two values under names of one column are none: %s', (format, line) => {
    expect(one(format, line)).toEqual(BOTH)
  })

  test.each([
    ['json', '{"time":"02/03/2026 08:00:00","Cán bộ":"an.nv","Tài khoản":"an.nv","by":"","what":"Xem"}'],
    ['json', '{"time":"02/03/2026 08:00:00","user":"an.nv","what":"Xem","x":{"a":1},"y":{"a":1},"z":1,"z":2}'],
    ['key-value', 'time="02/03/2026 08:00:00" user=an.nv what=Xem user=an.nv'],
    ['cef', 'CEF:0|Example|App|1|7|x|Low|time=02/03/2026 08:00:00 user=an.nv what=Xem msg=a msg=b'],
  ])('%s: the same twice, or what nobody reads, is no matter: %s', (format, line) => {
    expect(one(format, line)).toBe(READ)
  })
})
