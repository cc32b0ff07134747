import { sayDate } from '../../kernel/time.ts'
import type { Cell } from './document.ts'
import type { Figures } from './figures.ts'
import { isMandatory, lackingInputs, sayPipeline } from './kinds.ts'
import type { Drawn, Writing } from './sections.ts'
import type { SourceFigures } from './sources.ts'
import { NO_FIGURES, NOTHING, sayHours, sayMissing, sayNumber, sayShort, stateNames, UNKNOWN } from './words.ts'
import { isDeaf, NO_SOURCE, reserved, reserveNotes, zeroOf } from './zeros.ts'

/** Of what the agency's file leaves out. */
const UNDECLARED = 'Chưa khai báo'

/** Which systems are watched, as the agency's file lists them. */
export const systems = ({ form }: Writing): readonly Drawn[] => [
  {
    kind: 'table',
    caption: 'Hệ thống được giám sát',
    sheet: 'Hệ thống',
    columns: [
      { title: 'STT', width: 1.3, align: 'center' },
      { title: 'Tên hệ thống', width: 5 },
      { title: 'Đơn vị', width: 3.4 },
      { title: 'Cấp độ', width: 1.4, align: 'center' },
      { title: 'Quyết định phê duyệt cấp độ', width: 3 },
      { title: 'Tình trạng phê duyệt', width: 2.6 },
      { title: 'Số máy, thiết bị giám sát', width: 2.2 },
    ],
    rows: form.agency.systems.map(({ name, unit, level, decision, status, machines }, i) => [
      ...[String(i + 1), name, unit, String(level)],
      decision ?? UNDECLARED,
      status ?? UNDECLARED,
      machines ?? UNDECLARED,
    ]),
    empty: 'Chưa khai báo hệ thống thông tin nào trong tệp của cơ quan báo cáo',
  },
]

/** What came of it was lines that nobody could read: it was not lost. */
const isUnread = ({ state, refused = 0 }: SourceFigures): boolean => state === 'silent' && refused > 0

const interruption = (source: SourceFigures): Cell => {
  const { state, silences } = source
  if (isUnread(source)) return 'Không dòng nào đọc được'
  if (state === 'alive' || state === 'undue') return 'Không'
  if (state === 'silent') return sayMissing(silences)
  const hours = silences.reduce((sum, { from, to }) => sum + to - from, 0)
  const longest = silences.reduce((a, b) => (b.to - b.from > a.to - a.from ? b : a))
  const which = silences.length === 1 ? '' : 'dài nhất '
  return `${sayNumber(silences.length)} lần, ${sayHours(hours)} giờ (${which}từ ${sayShort(longest.from)} đến ${sayShort(longest.to)})`
}

const sayValid = ({ valid }: SourceFigures): string =>
  valid === undefined
    ? ''
    : `, có hiệu lực ${valid.map(({ from, to }) => `từ ${sayShort(from)} đến ${sayShort(to)}`).join('; ')}`

/** Every log source, whether it spoke, and when it did not. */
export const sources = ({ figures }: Writing): readonly Drawn[] => [
  {
    kind: 'table',
    caption: 'Nguồn nhật ký',
    sheet: 'Nguồn nhật ký',
    columns: [
      { title: 'STT', width: 0.9, align: 'center' },
      { title: 'Nguồn (bộ thu)', width: 3.8 },
      { title: 'Bắt buộc', width: 1.2, align: 'center' },
      { title: 'Tình trạng', width: 1.8 },
      { title: 'Số bản ghi', width: 2 },
      { title: 'Dòng không phân tích được', width: 1.9, align: 'right' },
      { title: 'Thời gian gián đoạn', width: 3.6 },
    ],
    rows: figures.sources.map((source, i) => [
      String(i + 1),
      `${sayPipeline(source)}${sayValid(source)}`,
      isMandatory(source) ? 'Có' : 'Không',
      isUnread(source) ? 'Gửi nhưng không đọc được' : stateNames[source.state],
      source.events ?? UNKNOWN,
      sayRefused(source),
      interruption(source),
    ]),
    empty: NO_SOURCE,
    notes: [
      'Gián đoạn: quá nhịp gửi khai báo trong danh bạ mà không có bản ghi nào; tính theo thời điểm của sự kiện, nhật ký gửi bù đủ thì không tính.',
      ...sayUnread(figures),
      ...sayMandatory(figures.sources),
    ],
  },
]

/** «120 (0,4 %)»: the share of what came. A dash where nobody knows, or nothing came. */
const sayRefused = ({ refused, events }: SourceFigures): Cell => {
  if (refused === undefined || (refused === 0 && events === undefined)) return '–'
  const percent = (refused / Math.max(1, refused + (events ?? 0))) * 100
  if (refused === 0) return 'Không'
  return `${sayNumber(refused)} (${percent < 0.1 ? 'dưới 0,1' : sayNumber(Math.round(percent * 10) / 10)} %)`
}

const sayUnread = ({ unread }: Figures): readonly string[] =>
  unread === undefined
    ? [`Tỷ lệ bản ghi không phân tích được theo kỳ: ${NO_FIGURES.toLowerCase()}.`]
    : [
        `Dòng không phân tích được: nhận trong kỳ, đến khi làm báo cáo còn trong vùng cách ly; tỷ lệ trên số bản ghi cộng với số dòng đó.${unread.elsewhere > 0 ? ` Ngoài ra có ${sayNumber(unread.elsewhere)} dòng không rõ nguồn hoặc của nguồn chưa khai báo.` : ''}`,
        ...(unread.dropped > 0
          ? [
              `Vùng cách ly từng đầy, đã bỏ ${sayNumber(unread.dropped)} dòng cũ nhất: số dòng không phân tích được có thể thiếu.`,
            ]
          : []),
      ]

/** What the circular asks for at least of systems of level 3 and above, and what of it is not there. */
const sayMandatory = (all: readonly SourceFigures[]): readonly string[] => {
  const lacking = lackingInputs(all)
  const law = 'điểm d khoản 1 Điều 5 Thông tư 31/2017/TT-BTTTT, hệ thống từ cấp độ 3 trở lên'
  return [
    ...(all.some(isMandatory) ? [`Bắt buộc: loại nguồn đầu vào tối thiểu (${law}).`] : []),
    ...(lacking.length > 0
      ? [`Chưa khai báo nguồn thuộc loại bắt buộc (${law}) trong phạm vi báo cáo: ${lacking.join('; ')}.`]
      : []),
  ]
}

export const lines = ({ form }: Writing): readonly Drawn[] => [
  {
    kind: 'table',
    caption: 'Độ phủ đường kết nối Internet',
    sheet: 'Đường Internet',
    columns: [
      { title: 'Đường truyền', width: 4 },
      { title: 'Dung lượng', width: 2.4 },
      { title: 'Thiết bị quan trắc', width: 4 },
      { title: 'Quan sát được https', width: 4 },
    ],
    rows: form.agency.lines.map(({ name, capacity, sensor, https }) => [
      name,
      capacity ?? UNDECLARED,
      sensor ?? 'Không có',
      https ?? UNDECLARED,
    ]),
    empty: 'Chưa khai báo đường kết nối Internet nào: không đánh giá được độ phủ',
  },
]

export const changes = ({ figures }: Writing): readonly Drawn[] => [
  {
    kind: 'table',
    caption: 'Thay đổi trong hệ thống được giám sát và hệ thống giám sát',
    sheet: 'Thay đổi',
    columns: [
      { title: 'Thời điểm', width: 2.6 },
      { title: 'Nội dung thay đổi', width: 7 },
      { title: 'Văn bản', width: 4 },
    ],
    rows: figures.changes.map(({ at, what, document }) => [sayShort(at), what, document === '' ? '–' : document]),
    empty: NOTHING,
    notes:
      figures.changes.length === 0
        ? []
        : [`Người thực hiện, người duyệt: ${NO_FIGURES.toLowerCase()}; cột «Văn bản» ghi văn bản phê duyệt.`],
  },
]

/** Decisions by which alerts are told apart, and how many. */
export const exceptions = ({ figures }: Writing): readonly Drawn[] => {
  const rows = figures.exceptions.map(({ id, rule, document, from, to, silenced }) => [
    ...[id, rule, document, `${sayDate(from)} – ${sayDate(to)}`],
    isDeaf(figures) && silenced === 0 ? UNKNOWN : reserved(silenced, zeroOf(figures)),
  ])
  return [
    {
      kind: 'table',
      caption: 'Quyết định miễn trừ có hiệu lực trong kỳ',
      sheet: 'Miễn trừ',
      columns: [
        { title: 'Số', width: 2 },
        { title: 'Luật', width: 2 },
        { title: 'Văn bản', width: 4 },
        { title: 'Hiệu lực', width: 4 },
        { title: 'Cảnh báo được miễn trừ', width: 2.4 },
      ],
      rows,
      empty: NOTHING,
      notes: reserveNotes(rows, figures),
    },
  ]
}
