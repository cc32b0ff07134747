import type { Folded } from '../../detectors/fold.ts'
import type { Override } from '../../detectors/policy.ts'
import { levelNames } from '../../kernel/alert.ts'
import { sayInstant } from '../../kernel/time.ts'
import type { Difference } from '../backtest.ts'

const UNKNOWN = '(chưa rõ đơn vị)'
const unitOf = ({ subject }: Folded): string => (subject.unit ? `${subject.unit.id} ${subject.unit.name}` : UNKNOWN)

/** Columns as wide as their widest cell; numbers to the right. */
const table = (rows: readonly (readonly (string | number)[])[]): readonly string[] => {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)))
  return rows.map((row) =>
    row
      .map((cell, i) =>
        typeof cell === 'number' || i > 0 ? String(cell).padStart(widths[i]!) : cell.padEnd(widths[i]!),
      )
      .join('  ')
      .trimEnd(),
  )
}

const line = ({ id, first, level, occurrences, say }: Folded): string =>
  `${id}  ${sayInstant(first)}  ${levelNames[level]}, ${occurrences} lần  ${say.vi}`

/** What changed numbers would have done, for a reader at a terminal. */
export const differenceLines = ({
  before,
  after,
  raised,
  withdrawn,
  changed,
  incomplete,
  events,
}: Difference): readonly string[] => {
  const units = [...new Set([...before, ...after].map(unitOf))].sort()
  const inUnit = (alerts: readonly Folded[], unit: string): number =>
    alerts.filter((alert) => unitOf(alert) === unit).length
  const now = changed.map((one) => one.after)
  const count = (name: string, of: (alerts: readonly Folded[]) => number) =>
    [name, of(before), of(after), of(raised), of(withdrawn), of(now)] as const
  return [
    ...table([
      ['đơn vị', 'trước', 'sau', 'thêm', 'bớt', 'đổi'],
      ...units.map((unit) => count(unit, (alerts) => inUnit(alerts, unit))),
      count('tổng cộng', (alerts) => alerts.length),
    ]),
    ...raised.map((alert) => `+ ${line(alert)}`),
    ...withdrawn.map((alert) => `- ${line(alert)}`),
    ...changed.map(
      ({ before: was, after: is }) => `~ ${line(is)} (trước: ${levelNames[was.level]}, ${was.occurrences} lần)`,
    ),
    ...(incomplete
      ? ['Kho lưu trữ không còn đủ nhật ký của một phần khoảng này: điều gì dựa vào phần đó không có trong bảng.']
      : []),
    ...(events === 0
      ? ['Kho lưu trữ không có sự kiện nào mà luật này xét trong khoảng này: bảng không cho biết điều gì.']
      : []),
  ]
}

/** What an operator pastes under `policy:` of config.yaml; JSON strings are YAML. */
export const overrideLines = (overrides: readonly Override[]): readonly string[] =>
  overrides.map(
    ({ unit, rule, set, basis }) =>
      `  - { unit: ${JSON.stringify(unit)}, rule: ${JSON.stringify(rule)}, set: ${sayYaml(set)}, basis: ${JSON.stringify(basis)} }`,
  )

const sayYaml = (set: Override['set']): string =>
  `{ ${Object.entries(set)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(', ')} }`
