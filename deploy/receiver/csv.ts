import { levelNames } from '../../kernel/alert.ts'
import { csvFile } from '../../kernel/csv.ts'
import { sayInstant } from '../../kernel/time.ts'
import { basisOf } from './lines.ts'
import { isWithdrawn, type Kept, sayKind } from './reading.ts'

const COLUMNS: Readonly<Record<string, (kept: Kept) => string | number | undefined>> = {
  'mã cảnh báo': ({ entry }) => entry.alert.id,
  'bên gửi': ({ sender }) => sender,
  'tình trạng': (kept) => (isWithdrawn(kept) ? 'đã thu hồi' : 'đang có hiệu lực'),
  'lý do thu hồi': ({ entry }) => entry.alert.withdrawn?.reason,
  mức: ({ entry }) => levelNames[entry.alert.level],
  điều: ({ entry }) => entry.alert.clause.id,
  'nội dung điều': ({ entry }) => entry.alert.clause.title,
  'tính chất': ({ entry }) => (entry.alert.clause.standing === 'sign' ? 'dấu hiệu cần xác minh' : 'vi phạm'),
  'căn cứ': ({ entry }) => basisOf(entry.alert),
  luật: ({ entry }) => entry.alert.rule.id,
  'đơn vị': ({ entry }) => entry.alert.unit?.name,
  'từ lúc': ({ entry }) => sayInstant(entry.alert.first),
  'đến lúc': ({ entry }) => sayInstant(entry.alert.last),
  'số lần': ({ entry }) => entry.alert.occurrences,
  'cán bộ': ({ entry }) => entry.alert.person?.name,
  'tài khoản': ({ entry }) => entry.alert.account,
  máy: ({ entry }) => entry.alert.machine,
  'mô tả': ({ entry }) => entry.alert.say,
  'mục cuối': ({ seq }) => seq,
  'loại mục cuối': ({ entry }) => sayKind(entry.kind),
  'nhận lúc': ({ received }) => sayInstant(received),
  'mã băm mục cuối': ({ digest }) => digest,
}

/** One line an alert, with the mark by which spreadsheets know UTF-8. */
export const csvOf = (standing: readonly Kept[]): string => {
  const lines = [Object.keys(COLUMNS), ...standing.map((kept) => Object.values(COLUMNS).map((of) => of(kept)))]
  return csvFile(lines)
}
