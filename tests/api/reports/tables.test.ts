import { expect, test } from 'vitest'
import { digestOf } from '../../../api/reports/closed.ts'
import type { Table } from '../../../api/reports/document.ts'
import type { Figures } from '../../../api/reports/figures.ts'
import type { SharingFigures } from '../../../api/reports/figures-kept.ts'
import { reportFormats } from '../../../api/reports/formats.ts'
import { figuresOf } from '../../../api/reports/make.ts'
import { periodOf } from '../../../api/reports/period.ts'
import { documentOf } from '../../../api/reports/write.ts'
import { written } from '../../../deploy/reports/formats.ts'
import { DAY, localTime } from '../../../kernel/time.ts'
import { alertOf, nightLogin, text } from '../../support/alerts.ts'
import { formOf, hourly, materialOf, registers } from '../../support/report.ts'

const period = periodOf('2026-03')!
const { from, to } = period
const noon = localTime('2026-03-10', '12:00')

const documentFrom = (figures: Figures) => documentOf({ figures, form: formOf(), digest: digestOf(figures) })
const tableIn = (figures: Figures, sheet: string): Table =>
  documentFrom(figures)
    .blocks.filter((block) => block.kind === 'table')
    .find((table) => table.sheet === sheet)!
const figuresFor = (but: Parameters<typeof materialOf>[0]): Figures => figuresOf(materialOf(but)).figures

const two = {
  ...registers,
  pipelines: [
    ...registers.pipelines!,
    { collector: 'c-a2', source: 'linux-auth', unit: 'xa-a', rhythm: '12h', hours: 'always' as const },
  ],
}
const others = [...hourly('c-b', 'winlogbeat', from, to), ...hourly('c-bkav', 'bkav', from, to)]

test('a unit’s row names the sources that were silent, each time once; the sum is that of the levels', () => {
  const somewhere = alertOf({ rule: 'ACC-11d', level: 'high', at: noon, say: text('x'), address: '203.0.113.5' })
  const figures = figuresFor({ rows: two, logs: others, alerts: [nightLogin(noon), somewhere] })
  const { rows, total } = tableIn(figures, 'Theo đơn vị')
  const row = rows.find(([name]) => name === 'Xã A')!
  expect(row.at(-1)).toBe(
    'Gián đoạn: Nhật ký Windows (AD, máy trạm) (c-a), Nhật ký máy chủ Linux (c-a2) (từ 05:00 01/03 đến 05:00 01/04)',
  )
  // The province's own agents speak for it too; where nobody does, there is no data at all.
  const deaf = tableIn(figuresFor({ rows: two, logs: [] }), 'Theo đơn vị').rows.find(([name]) => name === 'Xã A')!
  expect(deaf.at(-1)).toMatch(
    /^Không có dữ liệu: .*\(c-bkav\), .*\(c-a\) và 1 nguồn khác \(từ 05:00 01\/03 đến 05:00 01\/04\)$/,
  )
  expect(figures.units.find(({ unit }) => unit === 'xa-a')?.silences).toEqual([{ from, to }])
  expect(rows.at(-2)).toEqual(['Chưa rõ đơn vị', '–', 1, '–', '–', '–', '–'])
  expect(total).toBe(true)
  expect(rows.at(-1)?.slice(0, 5)).toEqual(['Tổng cộng', '0*', 1, '0*', 1])

  const half = figuresFor({ rows: two, logs: [...others, ...hourly('c-a', 'winlogbeat', from, from + 10 * DAY)] })
  const said = tableIn(half, 'Theo đơn vị')
    .rows.find(([name]) => name === 'Xã A')!
    .at(-1)
  expect(said).toMatch(/^Gián đoạn: .*\(c-a\) \(từ .* 11\/03 đến 05:00 01\/04\); .*\(c-a2\) \(từ 05:00 01\/03 /)
})

test('which of the inputs that the circular asks for are there is told by what reads them', () => {
  const rows = {
    ...registers,
    pipelines: [
      ...registers.pipelines!,
      { collector: 'c-fw', source: 'tuong-lua', unit: 'tinh', rhythm: '12h', hours: 'always' as const },
    ],
  }
  const figures = figuresFor({ rows, types: new Map([['tuong-lua', 'fortigate']]) })
  const { rows: sources, notes } = tableIn(figures, 'Nguồn nhật ký')
  expect(sources.find(([, name]) => name === 'Tường lửa FortiGate – tuong-lua (c-fw)')?.[2]).toBe('Có')
  expect(sources.find(([, name]) => String(name).includes('c-a)'))?.[2]).toBe('Không')
  expect(notes!.join()).toContain('trong phạm vi báo cáo: máy chủ web; thiết bị quan trắc cơ sở (IDS/IPS/WAF).')
})

test('lines nobody could read stand beside their source, with their share; others are counted below', () => {
  const refused = (lines: readonly (readonly [string, number])[], dropped = 0) => ({ lines: new Map(lines), dropped })
  const said = (figures: Figures, collector: string) =>
    tableIn(figures, 'Nguồn nhật ký').rows.find(([, name]) => String(name).endsWith(`(${collector})`))?.[5]
  const figures = figuresFor({
    logs: others,
    refused: refused(
      [
        ['c-b/winlogbeat', 248],
        ['c-a/winlogbeat', 5_000],
        ['c-x/auto', 7],
      ],
      3,
    ),
  })
  // 744 hours were read of it; of the next one nothing could be, which is no lost connection.
  expect(said(figures, 'c-b')).toBe('248 (25 %)')
  expect(said(figures, 'c-a')).toBe('5.000 (100 %)')
  expect(tableIn(figures, 'Nguồn nhật ký').rows.find(([, name]) => String(name).endsWith('(c-a)'))).toEqual(
    expect.arrayContaining(['Gửi nhưng không đọc được', 'Không dòng nào đọc được']),
  )
  expect(said(figures, 'c-bkav')).toBe('Không')
  const notes = tableIn(figures, 'Nguồn nhật ký').notes!.join()
  expect(notes).toContain('7 dòng không rõ nguồn')
  expect(notes).toContain('đã bỏ 3 dòng cũ nhất')
  expect(said(figuresFor({}), 'c-b')).toBe('–')
  expect(said(figuresFor({ logs: others, refused: refused([]) }), 'c-a')).toBe('–')
  expect(figuresFor({ unit: 'xa-a', refused: refused([['c-x/auto', 7]]) }).unread?.elsewhere).toBe(0)
})

test('what the archive holds and what went to receivers is in its tables, and where nobody knows it says so', () => {
  const storage = { bytes: 1_234_567_890, records: 12_345, oldest: from, days: 20, perDay: 61_728_394, months: 12 }
  const sharing: SharingFigures = {
    ...{ receiver: 'pa05', name: 'Phòng PA05', profile: 'no-person' as const, way: 'line' as const, entries: 12 },
    kinds: { new: 3, supplement: 8, relevel: 0, withdraw: 1, restore: 0 },
    ...{ receipted: 11, same: 29, different: 1, trouble: 'away' as const },
  }
  const figures = figuresFor({ storage: { ...storage, room: 5, cut: true }, sharing: [sharing] })
  expect(tableIn(figures, 'Lưu trữ').rows.map(([, said]) => said)).toEqual([
    '1,2 GB; 12.345 bản ghi',
    'KHÔNG ĐẠT: đang lưu 20 ngày, trung bình 61,7 MB một ngày; đĩa còn chỗ cho 5 ngày nữa',
    'Nhận lúc 05 giờ 00 ngày 01/03/2026',
    'Mọi bản ghi được giữ 12 tháng kể từ khi nhận',
    'Chưa có số liệu',
    'Đọc hết nhật ký của kỳ: không thấy phần thiếu, hỏng; mất bản ghi ở cuối kho lưu trữ',
  ])
  expect(tableIn(figures, 'Chia sẻ dữ liệu').rows).toEqual([
    [
      ...['Phòng PA05', 'Cảnh báo, không có tên người', '12 (mới 3, bổ sung 8, thu hồi 1)'],
      ...['Qua mạng; biên nhận 11 trên 12; đối soát khớp 29 trên 30 ngày'],
      'Chưa chuyển được; 1 ngày đối soát không khớp',
    ],
  ])
  const gone = figuresFor({ sharing: [{ ...sharing, entries: null }] })
  expect(tableIn(gone, 'Chia sẻ dữ liệu').rows[0]?.[2]).toMatch(/^Không còn/)
  const roomy = figuresFor({ storage: { ...storage, room: 366, cut: false } })
  expect(tableIn(roomy, 'Lưu trữ').rows[1]?.[1]).toMatch(/^Đạt: .*hơn một năm nữa$/)

  const none = figuresFor({})
  expect(tableIn(none, 'Lưu trữ').rows.flat()).toContain('Chưa có số liệu')
  expect(tableIn(none, 'Chia sẻ dữ liệu')).toMatchObject({ rows: [], empty: expect.stringMatching(/^Chưa có số liệu/) })
  const unit = figuresFor({ unit: 'xa-a' })
  expect(tableIn(unit, 'Chia sẻ dữ liệu').empty).toContain('xem báo cáo toàn tỉnh')
})

test('numbers that an earlier version closed are still written, in every format', async () => {
  const { zero: _, ...figures } = figuresFor({ alerts: [nightLogin(noon)], logs: [] })
  const units = figures.units.map(({ zero: _, lost: __, ...unit }) => unit)
  const old: Figures = { ...figures, units }
  const report = { figures: old, digest: digestOf(old), document: documentFrom(old), judged: to, closedAt: to }
  for (const format of reportFormats) expect((await written(report, format)).length, format).toBeGreaterThan(1_000)
  expect(
    tableIn(old, 'Theo đơn vị')
      .rows.find(([name]) => name === 'Xã A')
      ?.at(-1),
  ).toBe('Không có dữ liệu (mất kết nối từ 05:00 01/03 đến 05:00 01/04)')
}, 60_000)

test('how far each clause could be judged stands in a table of its own, but not of a period closed before that was counted', () => {
  const logs = [...others, ...hourly('c-a', 'winlogbeat', from, from + 10 * DAY)]
  const figures = figuresFor({ rows: two, logs })
  const row = (clause: string, of: Figures) =>
    tableIn(of, 'Độ phủ')?.rows.find(([name]) => `${name}`.endsWith(`(${clause})`))
  const acc01 = figures.clauses.find(({ clause }) => clause === 'ACC-01')!
  const { unitsBound, unitsJudged } = acc01
  expect([unitsBound, unitsJudged, acc01.unitsPartial]).toEqual([3, 1, 1])
  expect(row('ACC-01', figures)?.slice(1)).toEqual([3, 1, 1, 1])
  const clauses = figures.clauses.map(({ unitsPartial: _, ...rest }) => rest)
  expect(tableIn({ ...figures, clauses }, 'Độ phủ')).toBeUndefined()
})
