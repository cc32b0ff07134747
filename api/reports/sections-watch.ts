import type { Cell } from './document.ts'
import type { Drawn, Writing } from './sections.ts'
import type { SourceFigures } from './sources.ts'
import {
  mandatoryInputs,
  NO_FIGURES,
  NO_SOURCE,
  NOTHING,
  sayHours,
  sayMissing,
  sayMoment,
  sayNumber,
  sayShort,
  sourceNames,
  stateNames,
} from './words.ts'

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

const interruption = ({ state, silences }: SourceFigures): Cell => {
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
      { title: 'Nguồn (bộ thu)', width: 4.4 },
      { title: 'Tình trạng', width: 2 },
      { title: 'Số bản ghi', width: 2.4 },
      { title: 'Thời gian gián đoạn', width: 5 },
    ],
    rows: figures.sources.map((source, i) => [
      String(i + 1),
      `${sourceNames[source.source] ?? source.source} (${source.collector})${sayValid(source)}`,
      stateNames[source.state],
      source.events ?? 'Không có dữ liệu',
      interruption(source),
    ]),
    empty: NO_SOURCE,
    notes: [
      'Gián đoạn: quá nhịp gửi khai báo trong danh bạ mà không có bản ghi nào; tính theo thời điểm của sự kiện, nhật ký gửi bù đủ thì không tính.',
      `Tỷ lệ bản ghi không phân tích được theo kỳ: ${NO_FIGURES.toLowerCase()}.`,
      `Chưa có nguồn thuộc loại bắt buộc theo điểm d khoản 1 Điều 5 Thông tư 31/2017/TT-BTTTT đối với hệ thống từ cấp độ 3 trở lên: ${mandatoryInputs.join('; ')}.`,
    ],
  },
]

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

/** What the product can say about its own keeping and judging. */
export const storage = ({ figures }: Writing): readonly Drawn[] => [
  {
    kind: 'text',
    text: `Số liệu được tính trên toàn bộ nhật ký đã lưu của kỳ, đã đánh giá đến ${sayMoment(figures.judgedTo)}, với phiên bản danh bạ ${figures.basis.directory} và ${sayNumber(figures.basis.rules.length)} luật phát hiện.`,
  },
  {
    kind: 'table',
    caption: 'Lưu trữ và thời gian',
    sheet: 'Lưu trữ',
    columns: [
      { title: 'Nội dung', width: 9 },
      { title: 'Kết quả', width: 5 },
    ],
    rows: storageItems.map((item) => [item, NO_FIGURES]),
    empty: NO_FIGURES,
    notes: ['Hệ thống chưa lưu các số này theo kỳ; số tại thời điểm kiểm tra xem ở trang tình trạng.'],
  },
]

/** Điểm h khoản 3 Điều 5 Thông tư 31, and time. */
const storageItems = [
  'Dung lượng đã dùng',
  'Số ngày lưu được theo mức trung bình (tối thiểu 30)',
  'Bản ghi cũ nhất còn tra cứu được',
  'Bản lưu dài hạn',
  'Lệch giờ lớn nhất theo nguồn',
  'Kết quả kiểm tra toàn vẹn',
] as const

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
export const exceptions = ({ figures }: Writing): readonly Drawn[] => [
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
    rows: figures.exceptions.map(({ id, rule, document, from, to, silenced }) => [
      ...[id, rule, document, `${from.split('-').reverse().join('/')} – ${to.split('-').reverse().join('/')}`],
      silenced,
    ]),
    empty: NOTHING,
  },
]
