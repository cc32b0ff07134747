import { z } from 'zod'
import { CalendarYear, type DirectoryData, HoursRule, type Known, type Register, type Row, rows } from './rows.ts'

export const registers = Object.keys(rows) as readonly Register[]

/** Rows as a person or a test writes them: any registers, `known` where it matters. */
export type Rows = { readonly [R in Register]?: readonly (Row<R> & { readonly known?: number })[] }

/** A whole version from parts: absent registers are empty, schema defaults filled in, `known` 0 (or as given) where absent. */
export const directoryData = (
  given: Rows,
  known = 0,
  more: Partial<Pick<DirectoryData, 'calendar' | 'hours' | 'version'>> = {},
): DirectoryData =>
  // Each register was just read by its own schema.
  ({
    calendar: [],
    hours: [],
    owed: {},
    version: 'cases',
    ...more,
    ...Object.fromEntries(
      registers.map((register) => [
        register,
        (given[register] ?? []).map((row) => ({ ...rows[register].parse(row), known: row.known ?? known })),
      ]),
    ),
  }) as unknown as DirectoryData

/** Rows of `over` stand in place of all rows of `base` about the same thing; the rest is kept. */
export const withRows = (base: Rows, over: Rows = {}): Rows =>
  // Register by register, rows of one register stay rows of that register.
  Object.fromEntries(
    registers.map((register) => {
      const own = over[register] ?? []
      const keys = new Set(own.map((row) => rowKey(register, row as AnyRow)))
      const kept = (base[register] ?? []).filter((row) => !keys.has(rowKey(register, row as AnyRow)))
      return [register, [...kept, ...own]]
    }),
  ) as Rows

export type AnyRow = Partial<Readonly<Record<string, unknown>>>

/** What says that two rows are about one thing. Several rows of one key are its history, or two posts. */
export const rowKey = (register: Register, row: AnyRow): string =>
  keyFields[register].map((field) => String(row[field] ?? '')).join('/')

const keyFields: Readonly<Record<Register, readonly string[]>> = {
  units: ['id'],
  people: ['id'],
  accounts: ['id'],
  machines: ['id'],
  devices: ['id'],
  networks: ['cidr'],
  roster: ['person'],
  changes: ['id'],
  exceptions: ['id'],
  directives: ['doc', 'unit'],
  corrections: ['register', 'key'],
  pipelines: ['collector', 'source', 'unit'],
  lists: ['list', 'kind', 'entry', 'unit'],
  systems: ['id'],
  records: ['kind', 'unit', 'system', 'machine'],
}

/** A row's content, however its fields are ordered and whenever it became known: equal texts, equal rows. */
export const rowText = (row: object): string =>
  JSON.stringify(
    Object.entries(row)
      .filter(([field, value]) => field !== 'known' && value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

const known = { known: z.number() }

/** Versions accepted before there were such registers have none. */
const LATER: ReadonlySet<Register> = new Set(['lists', 'systems', 'records'])
const rowsSchema = (register: Register) => {
  const schema = z.array(rows[register].extend(known))
  return LATER.has(register) ? schema.default([]) : schema
}

/** An accepted version as it is stored. */
export const DirectoryVersion = z.object({
  ...(Object.fromEntries(registers.map((register) => [register, rowsSchema(register)])) as unknown as {
    // Built from the same record, register by register.
    readonly [R in Register]: z.ZodType<readonly Known<Row<R>>[]>
  }),
  calendar: z.array(CalendarYear),
  hours: z.array(HoursRule),
  owed: z.record(z.string(), z.number()).default({}),
  version: z.string().min(1),
})
