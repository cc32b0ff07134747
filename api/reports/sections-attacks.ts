import type { Cell } from './document.ts'
import type { AgentFigures, Figures } from './figures.ts'
import type { Drawn, Sheet, Writing } from './sections.ts'
import { levelTitle, NO_FIGURES, sayActs, sayNumber, UNKNOWN } from './words.ts'
import { reserved, reserveNotes, sayNothing, zeroIn } from './zeros.ts'

/** Rows that stand in the body; the whole list is an annex. */
const SHOWN = 15

const shortened = (sheet: Sheet, annex: string): Sheet => {
  const more = sheet.rows.length - SHOWN
  if (more <= 0) return sheet
  const note = `Bảng ghi ${SHOWN} dòng đầu theo số lần; ${more} dòng khác: xem phụ lục «${annex}».`
  return { ...sheet, rows: sheet.rows.slice(0, SHOWN), notes: [note, ...(sheet.notes ?? [])] }
}

/** The lists that were too long for the body, whole. */
export const longLists = (writing: Writing): readonly Sheet[] =>
  [attackedTable(writing), attackersTable(writing)].filter(({ rows }) => rows.length > SHOWN)

export const LONG_LISTS = 'Danh sách đầy đủ đối tượng bị tấn công và nguồn tấn công'

export const attacked = (writing: Writing): readonly Drawn[] => [shortened(attackedTable(writing), LONG_LISTS)]
export const attackers = (writing: Writing): readonly Drawn[] => [shortened(attackersTable(writing), LONG_LISTS)]

const attackedTable = (writing: Writing): Sheet => ({
  kind: 'table',
  caption: 'Đối tượng bị tấn công cần chú ý',
  sheet: 'Bị tấn công',
  columns: [
    { title: 'STT', width: 1.1, align: 'center' },
    { title: 'Đối tượng', width: 3 },
    { title: 'Dịch vụ cung cấp', width: 2.2 },
    { title: 'Đơn vị', width: 3.4 },
    { title: 'Thời điểm bị tấn công (đầu, cuối)', width: 2.3 },
    { title: 'Số lần', width: 1.2 },
    { title: 'Mức độ', width: 2.7 },
  ],
  rows: writing.figures.attacked.map((row, i) => [
    ...[String(i + 1), row.what, row.service, row.unit === '' ? 'Chưa rõ' : row.unit],
    ...[sayActs(row), row.times, levelTitle(row.level)],
  ]),
  empty: sayNothing(writing.figures),
  notes: [
    `Địa chỉ IP, tên miền của máy, cấp độ của hệ thống: danh bạ không ghi, ${NO_FIGURES.toLowerCase()}. Tên tài khoản chỉ có ở phụ lục của báo cáo đơn vị.`,
  ],
})

export const techniques = (writing: Writing): readonly Drawn[] => [
  {
    kind: 'table',
    caption: 'Kỹ thuật tấn công đã phát hiện và chứng cứ',
    sheet: 'Kỹ thuật',
    columns: [
      { title: 'Kỹ thuật', width: 5 },
      { title: 'Luật (ATT&CK)', width: 2.8 },
      { title: 'Số cảnh báo', width: 1.7 },
      { title: 'Số lần', width: 1.5 },
      { title: 'Chứng cứ (số bản ghi, SHA-256)', width: 4.6 },
    ],
    rows: writing.figures.techniques.map(({ rule, title, mitre, alerts, times, events, evidence }) => [
      title,
      mitre.length === 0 ? rule : `${rule} (${mitre.join(', ')})`,
      ...[alerts, times],
      `${sayNumber(events)} bản ghi; ${evidence.slice(0, 16)}…`,
    ]),
    empty: sayNothing(writing.figures),
    notes:
      writing.figures.techniques.length === 0
        ? []
        : ['Giá trị SHA-256 đầy đủ: phụ lục danh mục chứng cứ. Kết luận: cần xác minh.'],
  },
]

const attackersTable = (writing: Writing): Sheet => ({
  kind: 'table',
  caption: 'Các đối tượng thực hiện tấn công',
  sheet: 'Nguồn tấn công',
  columns: [
    { title: 'STT', width: 1.1, align: 'center' },
    { title: 'Địa chỉ IP nguồn', width: 3.9 },
    { title: 'Vị trí', width: 2.4 },
    { title: 'Số lần ghi nhận', width: 2 },
    { title: 'Số đối tượng đích', width: 2 },
    { title: 'Thời điểm (đầu, cuối)', width: 4.6 },
  ],
  rows: writing.figures.attackers.map((row, i) => [
    ...[String(i + 1), row.address, row.inside ? 'Bên trong' : 'Bên ngoài'],
    ...[row.times, row.targets, sayActs(row)],
  ]),
  empty: writing.figures.techniques.length > 0 ? 'Nhật ký không ghi địa chỉ nguồn' : sayNothing(writing.figures),
  notes:
    writing.figures.attackers.length === 0
      ? []
      : [
          'Bên trong: địa chỉ thuộc mạng đã khai báo trong danh bạ. Số lần đếm trên các bản ghi làm chứng cứ. Cổng nguồn, quốc gia và hệ thống tự trị: nhật ký hiện có không ghi. Việc chặn: chưa có số liệu.',
        ],
})

export const malware = ({ figures }: Writing): readonly Drawn[] => {
  const rows = figures.agents.map((agents) => agentRow(agents, figures))
  return [
    {
      kind: 'table',
      caption: 'Phòng, chống mã độc',
      sheet: 'Mã độc',
      columns: [
        { title: 'Đơn vị', width: 4.4 },
        { title: 'Máy phải cài phần mềm bảo vệ', width: 2.4 },
        { title: 'Máy có tín hiệu trong kỳ', width: 2.6 },
        { title: 'Cảnh báo mất kết nối', width: 2.2 },
        { title: 'Cảnh báo thiết bị lưu trữ ngoài', width: 2.6 },
      ],
      rows,
      empty: 'Danh bạ không có máy nào phải cài phần mềm bảo vệ',
      notes: [
        ...reserveNotes(rows, figures),
        'Mã độc, xử lý và tái nhiễm: chưa có luật phát hiện trên nhật ký hiện có, chưa có số liệu.',
      ],
    },
  ]
}

const agentRow = (
  { unit, name, machines, heard, silentAlerts, mediaAlerts }: AgentFigures,
  figures: Figures,
): readonly Cell[] => {
  const state = figures.units.find((one) => one.unit === unit)?.state
  const deaf = state === 'silent' || state === 'no-source'
  const zero = zeroIn(figures, state)
  return [
    name,
    machines,
    heard ?? UNKNOWN,
    heard === undefined && silentAlerts === 0 ? UNKNOWN : reserved(silentAlerts, zero),
    deaf && mediaAlerts === 0 ? UNKNOWN : reserved(mediaAlerts, zero),
  ]
}
