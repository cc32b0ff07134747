import { sayDate } from '../../kernel/time.ts'
import type { Difference } from './closed.ts'
import type { Cell } from './document.ts'
import type { Figures, HighFigures } from './figures.ts'
import type { Drawn } from './sections.ts'
import { levelTitle, NOTHING, sayActs, sayMoment, standingNames } from './words.ts'
import type { Written } from './write.ts'
import { sayNothing } from './zeros.ts'

/** So much of an alert's id tells it from the others. */
const SHORT = 10

/** Which alert, how grave, what it says. */
const headOf = ({ id, level, title, rule }: HighFigures): readonly Cell[] => [
  id.slice(0, SHORT),
  levelTitle(level),
  `${title} (${rule})`,
]

/** High and serious alerts, without names. */
export const high = (rows: readonly HighFigures[]): readonly Drawn[] => [
  {
    kind: 'table',
    caption: 'Cảnh báo mức cao trở lên',
    sheet: 'Cảnh báo mức cao',
    columns: [
      { title: 'Mã cảnh báo', width: 2.2 },
      { title: 'Mức độ', width: 2.3 },
      { title: 'Nội dung', width: 5.2 },
      { title: 'Đơn vị', width: 3 },
      { title: 'Thời điểm (đầu, cuối)', width: 2.1 },
      { title: 'Số lần', width: 1.1 },
    ],
    rows: rows.map((row) => [...headOf(row), row.unit === '' ? 'Chưa rõ' : row.unit, sayActs(row), row.times]),
    empty: NOTHING,
    notes: [`Không ghi tên người; đơn vị có liên quan nhận phụ lục riêng. Mã cảnh báo: ${SHORT} ký tự đầu.`],
  },
]

/** Every alert of a unit, with names. */
export const named = (figures: Figures): readonly Drawn[] => [
  {
    kind: 'table',
    caption: 'Cảnh báo của đơn vị',
    sheet: 'Cảnh báo của đơn vị',
    columns: [
      { title: 'Mã', width: 2.25 },
      { title: 'Mức độ', width: 1.7 },
      { title: 'Nội dung', width: 3.4 },
      { title: 'Cán bộ', width: 2.2 },
      { title: 'Tài khoản, máy', width: 3.5 },
      { title: 'Thời điểm', width: 2.35 },
      { title: 'Tính chất', width: 1.8 },
    ],
    rows: (figures.named ?? []).map((row) => [
      ...[...headOf(row), row.person ?? '–'],
      [row.account, row.machine].filter((one) => one !== undefined).join('; ') || '–',
      ...[sayActs(row), standingNames[row.standing]],
    ]),
    empty: sayNothing(figures),
    notes: [
      'Dữ liệu cá nhân: chỉ dùng cho việc xác minh, xử lý tại đơn vị. Chưa xác minh thì chưa phải là kết luận vi phạm.',
    ],
  },
]

/** Evidence, how the numbers were counted, and what they can be checked by. */
export const method = ({ figures, digest, closedAt, signed }: Written): readonly Drawn[] => [
  ...(figures.techniques.length === 0
    ? []
    : [
        {
          kind: 'table' as const,
          caption: 'Danh mục chứng cứ',
          sheet: 'Chứng cứ',
          columns: [
            { title: 'Luật', width: 1.4 },
            { title: 'Số bản ghi', width: 1.6 },
            { title: 'SHA-256 của danh sách mã và giá trị băm các bản ghi', width: 9 },
          ],
          rows: figures.techniques.map(({ rule, events, evidence }) => [rule, events, evidence]),
          empty: NOTHING,
        },
      ]),
  ...[
    'Một cảnh báo là mọi lần phát hiện của một luật về một đối tượng trong một ngày tính từ 05 giờ hôm đó đến 05 giờ hôm sau; kỳ báo cáo gồm trọn các ngày như thế. Cảnh báo thuộc ngày của hành vi đầu tiên, không phải ngày nhận nhật ký.',
    'Người-ngày: mỗi quy định, mỗi người, mỗi ngày tính một lần, dù có bao nhiêu cảnh báo.',
    'Cảnh báo đã thu hồi và cảnh báo được miễn trừ theo quyết định không nằm trong số liệu. Nguồn nhật ký mất kết nối thì ghi «Không có dữ liệu», không ghi số 0.',
    'Số liệu của kỳ đã chốt không sửa; phát sinh thêm hoặc thu hồi sau đó ghi ở mục số liệu bổ sung, số liệu điều chỉnh giảm của kỳ sau.',
    `Luật phát hiện và phiên bản: ${figures.basis.rules.map(({ id, version }) => `${id} v${version}`).join(', ')}. Phiên bản danh bạ: ${figures.basis.directory}.`,
  ].map((text) => ({ kind: 'item' as const, text })),
  {
    kind: 'table',
    caption: 'Mã kiểm tra',
    sheet: 'Mã kiểm tra',
    columns: [
      { title: 'Nội dung', width: 3.3 },
      { title: 'SHA-256', width: 9.7 },
    ],
    rows: [
      [`Số liệu ${closedAt === undefined ? 'chưa chốt' : `chốt lúc ${sayMoment(closedAt)}`}`, digest],
      ...(signed ? [[`Bản đã ký «${signed.name}», nộp lúc ${sayMoment(signed.at)}`, signed.sha256]] : []),
    ],
    empty: NOTHING,
    notes: ['Mã của số liệu tính trên phần «figures» của tệp JSON, khóa xếp theo thứ tự.'],
  },
]

/** Today against the closed numbers: listed beside them, never put in their place. */
export const differences = ({ added, removed, changed, events }: Difference): readonly Drawn[] => {
  const rows = [
    ...added.map((item) => ({ what: 'Bổ sung', item })),
    ...removed.map((item) => ({ what: 'Giảm', item })),
    ...changed.map(({ after }) => ({ what: 'Thay đổi', item: after })),
  ]
  return [
    {
      kind: 'text',
      text: 'Số liệu trong báo cáo là số liệu đã chốt. Dưới đây chỉ liệt kê khác biệt nếu tính lại hôm nay; sẽ ghi vào báo cáo kỳ sau.',
    },
    {
      kind: 'table',
      caption: 'Cảnh báo khác với khi chốt',
      sheet: 'Chênh lệch cảnh báo',
      columns: [
        { title: 'Thay đổi', width: 2 },
        { title: 'Mã cảnh báo', width: 3 },
        { title: 'Quy định', width: 2.4 },
        { title: 'Mức độ', width: 2.4 },
        { title: 'Ngày', width: 2.4 },
      ],
      rows: rows.map(({ what, item }) => [
        ...[what, item.id.slice(0, SHORT), item.clause, levelTitle(item.level), sayDate(item.day)],
      ]),
      empty: 'Không có chênh lệch',
    },
    ...(events.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            caption: 'Số bản ghi khác với khi chốt',
            sheet: 'Chênh lệch bản ghi',
            columns: [
              { title: 'Nguồn (bộ thu/nguồn)', width: 5 },
              { title: 'Khi chốt', width: 3 },
              { title: 'Hôm nay', width: 3 },
            ],
            rows: events.map(({ source, before, after }) => [
              source,
              before ?? 'Không có dữ liệu',
              after ?? 'Không có dữ liệu',
            ]),
            empty: 'Không có chênh lệch',
          },
        ]),
  ]
}
