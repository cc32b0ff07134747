import { registers } from '../../kernel/directory/data.ts'
import type { HoursRule, Register } from '../../kernel/directory/rows.ts'
import { validity } from '../../kernel/directory/span.ts'
import { localDate, sayDate } from '../../kernel/time.ts'
import { titleOf } from './columns.ts'
import { type Problem, problem } from './problem.ts'
import { type Located, type Sheets, spanOf } from './sheet.ts'

/** Fields that name a row of another register. */
const references: Readonly<Record<Register, Readonly<Record<string, Register>>>> = {
  units: { parent: 'units' },
  people: { unit: 'units' },
  accounts: { person: 'people', unit: 'units' },
  machines: { unit: 'units', person: 'people' },
  devices: { unit: 'units', person: 'people' },
  networks: { unit: 'units' },
  roster: { person: 'people', for: 'people' },
  changes: { unit: 'units', person: 'people', machine: 'machines' },
  exceptions: { unit: 'units', person: 'people', account: 'accounts', machine: 'machines', device: 'devices' },
  directives: { unit: 'units' },
  corrections: {},
  pipelines: { unit: 'units' },
  systems: { unit: 'units' },
  records: { unit: 'units', system: 'systems', machine: 'machines' },
  lists: { unit: 'units' },
}
/** Those that are written as people write them; ids of these registers are in lower case. */
const lowered: ReadonlySet<Register> = new Set(['accounts', 'machines', 'devices'])

/** Everything named exists, and no row outlives the unit it stands in (a merged unit’s people would be judged by nobody). */
export const checkReferences = (sheets: Sheets, hours: readonly HoursRule[]): readonly Problem[] => {
  const ids = new Map(
    registers.map((register) => [register, new Set(sheets[register].map(({ row }) => ('id' in row ? row.id : '')))]),
  )
  const ends = new Map<string, number>()
  for (const { row } of sheets.units) ends.set(row.id, Math.max(ends.get(row.id) ?? -Infinity, validity(row).to))

  const check = (register: Register, located: Located<Register>): Problem[] =>
    Object.entries(references[register]).flatMap(([field, target]) => {
      const { row, file, line } = located
      // A field of this register's schema; what is not there is not named.
      const value = (row as Readonly<Record<string, unknown>>)[field]
      if (typeof value !== 'string') return []
      const place = { file, line, column: titleOf(register, field), value }
      if (!ids.get(target)?.has(lowered.has(target) ? value.toLowerCase() : value)) {
        return [problem(place, 'không tìm thấy', `một mã có trong ${target}.csv`)]
      }
      const end = target === 'units' ? ends.get(value)! : Infinity
      if (spanOf(register, located).to <= end) return []
      return [
        problem(
          place,
          `đơn vị chỉ có hiệu lực đến ${sayDate(localDate(end - 1))}, dòng này còn sau đó`,
          '«đến ngày» không muộn hơn, và một dòng mới cho đơn vị kế tiếp',
        ),
      ]
    })

  return [
    ...registers.flatMap((register) => sheets[register].flatMap((located) => check(register, located))),
    ...hours
      .filter(({ unit }) => !ids.get('units')?.has(unit))
      .map(({ unit }) =>
        problem({ file: 'hours.yaml', column: 'unit', value: unit }, 'không tìm thấy', 'một mã có trong units.csv'),
      ),
  ]
}
