import type { Cell } from './document.ts'
import type { Figures } from './figures.ts'
import { MOST_ROOM, type StorageFigures } from './figures-kept.ts'
import type { Drawn, Writing } from './sections.ts'
import { NO_FIGURES, sayMoment, sayNumber } from './words.ts'

/** Điểm h khoản 3 Điều 5 Thông tư 31. */
const LEAST_DAYS = 30

/** What the product can say about its own keeping and judging. */
export const storage = ({ figures }: Writing): readonly Drawn[] => {
  const { storage: kept } = figures
  return [
    {
      kind: 'text',
      text: `Số liệu được tính trên toàn bộ nhật ký đã lưu của kỳ, đã đánh giá đến ${sayMoment(figures.judgedTo)}, với phiên bản danh bạ ${figures.basis.directory} và ${sayNumber(figures.basis.rules.length)} luật phát hiện.`,
    },
    {
      kind: 'table',
      caption: 'Lưu trữ và thời gian',
      sheet: 'Lưu trữ',
      columns: [
        { title: 'Nội dung', width: 6 },
        { title: 'Kết quả', width: 8 },
      ],
      rows: [
        ...(kept ? rowsOf(kept) : UNKNOWN_ROWS),
        ['Lệch giờ lớn nhất theo nguồn', NO_FIGURES],
        integrityOf(figures),
      ],
      empty: NO_FIGURES,
      notes: kept
        ? ['Kho lưu trữ trong thư mục dữ liệu, các khối đã đóng, nhận đến hết kỳ; số tại thời điểm làm báo cáo.']
        : [
            'Số liệu của kỳ không có các số về lưu trữ: kho lưu trữ trong thư mục dữ liệu chưa có khối nào đã đóng, hoặc nằm ở nơi khác.',
          ],
    },
  ]
}

const [USED, ROOM, OLDEST, LONG] = [
  'Dung lượng đã dùng',
  `Số ngày lưu được theo mức trung bình (tối thiểu ${LEAST_DAYS})`,
  'Bản ghi cũ nhất còn tra cứu được',
  'Bản lưu dài hạn',
] as const

const UNKNOWN_ROWS: readonly (readonly Cell[])[] = [USED, ROOM, OLDEST, LONG].map((name) => [name, NO_FIGURES])

const rowsOf = ({
  bytes,
  records,
  oldest,
  days,
  perDay,
  room,
  months,
}: StorageFigures): readonly (readonly Cell[])[] => {
  const [held, most] = [sayNumber(days), room >= MOST_ROOM]
  const isEnough = days + room >= LEAST_DAYS
  return [
    [USED, `${sayBytes(bytes)}; ${sayNumber(records)} bản ghi`],
    [
      ROOM,
      `${isEnough ? 'Đạt' : 'KHÔNG ĐẠT'}: đang lưu ${held} ngày, trung bình ${sayBytes(perDay)} một ngày; đĩa còn chỗ cho ${most ? 'hơn một năm' : `${sayNumber(room)} ngày`} nữa`,
    ],
    [OLDEST, `Nhận lúc ${sayMoment(oldest)}`],
    [LONG, `Mọi bản ghi được giữ ${sayNumber(months)} tháng kể từ khi nhận`],
  ]
}

const integrityOf = ({ lacks, storage: kept, watched }: Figures): readonly Cell[] => [
  'Kết quả kiểm tra toàn vẹn',
  [
    lacks === undefined && watched.events === undefined
      ? 'Kỳ không có nhật ký nào để kiểm tra'
      : lacks === undefined
        ? 'Đọc hết nhật ký của kỳ: không thấy phần thiếu, hỏng'
        : 'Đọc hết nhật ký của kỳ: có phần thiếu hoặc hỏng, nêu ở đầu phần nội dung',
    ...(kept?.cut === true ? ['mất bản ghi ở cuối kho lưu trữ'] : []),
  ].join('; '),
]

const UNITS = ['byte', 'KB', 'MB', 'GB', 'TB'] as const
const THOUSAND = 1_000

/** «1,2 GB», by thousands. */
const sayBytes = (bytes: number): string => {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${sayNumber(Math.round((bytes / THOUSAND ** power) * 10) / 10)} ${UNITS[power]}`
}
