import { type CsvValue, csvFile } from '../../kernel/csv.ts'
import { type Coverage, stateNames } from './coverage.ts'
import { readCell } from './words.ts'

const COLUMNS = [
  'mã đơn vị',
  'đơn vị',
  'mã quy định',
  'quy định',
  'kết quả',
  'lý do',
  'cảnh báo',
  'trong đó vi phạm',
  'ngày đủ nhật ký',
  'ngày làm việc theo dõi',
  'máy có nhật ký',
  'máy trong sổ',
  'người có nhật ký',
  'người trong sổ',
  'máy-ngày theo dõi',
  'máy-ngày, tài khoản-ngày không xác định (đã loại)',
  'cách bật',
] as const

/** One line a unit and clause; numbers are left empty where nothing could be counted. */
export const coverageCsv = ({ units, clauses }: Coverage): string => {
  const rows = units.flatMap((unit) =>
    clauses.map((clause): readonly CsvValue[] => {
      const { state, cell: found, reasons, hints } = readCell(unit, clause)
      return [
        ...[unit.id, unit.name, clause.id, clause.title, stateNames[state], reasons.join('; ')],
        // No zero stands where nobody could see.
        ...(found
          ? [
              ...(state === 'not-assessable' ? [undefined, undefined] : [found.alerts, found.violations]),
              ...[found.days.heard, found.days.of, found.machines.heard, found.machines.of],
              ...[found.people.heard, found.people.of, found.machineDays, found.taken],
            ]
          : Array<undefined>(10).fill(undefined)),
        hints.map(({ at, setting }) => `${at}: ${setting}`).join('; '),
      ]
    }),
  )
  return csvFile([COLUMNS, ...rows])
}
