import type { Column } from './document.ts'
import type { Drawn, Sheet, Writing } from './sections.ts'
import { NO_FIGURES } from './words.ts'

/* What the product does not manage: the tables stand with the columns the law asks for, to be filled in by hand, and say so. */

export const column = (title: string, width: number): Column => ({ title, width })

/** A table to be filled in by hand: why it is empty stands in it. */
export const unfilled = (caption: string, sheet: string, why: string, columns: readonly Column[]): Sheet => ({
  ...{ kind: 'table', caption, sheet, columns, rows: [] },
  empty: `${NO_FIGURES}: ${why}`,
})

const MANUAL = 'hệ thống chưa quản lý sự cố và kết quả xử lý; cán bộ phụ trách bổ sung khi có phát sinh'

/** Thông tư 20/2017, Mẫu 05. */
const byKind = unfilled('Số lượng sự cố và cách thức xử lý', 'Số lượng sự cố', MANUAL, [
  column('Loại sự cố/tấn công mạng', 3.4),
  column('Số lượng', 1.6),
  column('Số sự cố tự xử lý', 1.8),
  column('Số sự cố có sự hỗ trợ xử lý từ các tổ chức khác', 2.6),
  column('Số sự cố có hỗ trợ xử lý từ tổ chức nước ngoài', 2.6),
  column('Số sự cố đề nghị cơ quan điều phối hỗ trợ xử lý', 2.6),
  column('Thiệt hại ước tính', 1.9),
])

const incidentList = unfilled('Danh sách sự cố', 'Danh sách sự cố', MANUAL, [
  column('Mã', 1.1),
  column('Hệ thống, cấp độ', 2.1),
  column('Thời điểm phát hiện', 2),
  column('Mức độ', 1.4),
  column('Nghiêm trọng (QĐ 05)', 1.9),
  column('Tình trạng', 1.7),
  column('Báo cáo đã gửi (loại, thời điểm)', 2.2),
  column('Đúng hạn 24 giờ, 72 giờ, 5 ngày', 2.2),
  column('Tồn đọng', 1.5),
])

/** Statistics are the month's; a day and a week list what is open. */
export const incidents = ({ figures }: Writing): readonly Drawn[] =>
  figures.period.kind === 'month' ? [byKind, incidentList] : [incidentList]

export const warnings = (): readonly Drawn[] => [
  unfilled(
    'Cảnh báo tiếp nhận, điểm yếu, lỗ hổng',
    'Điểm yếu, lỗ hổng',
    'hệ thống chưa tiếp nhận cảnh báo đến và kết quả quét điểm yếu, lỗ hổng',
    [
      column('Cảnh báo đến (nguồn, số, ngày)', 4.4),
      column('Lỗ hổng', 4),
      column('Số máy', 1.8),
      column('Đã vá', 1.8),
      column('Còn lại', 1.8),
    ],
  ),
]
