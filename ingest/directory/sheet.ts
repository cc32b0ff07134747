import { CsvError, parse } from 'csv-parse/sync'
import { type Register, type Row, rows } from '../../kernel/directory/rows.ts'
import { moments, type Span, validity } from '../../kernel/directory/span.ts'
import { readCell } from './cells.ts'
import { type Column, columns, ignoredColumns, plain, titleOf } from './columns.ts'
import { type Problem, problem } from './problem.ts'

/** A row and where it stands. */
export type Located<R extends Register> = { readonly row: Row<R>; readonly file: string; readonly line: number }
export type Sheets = { readonly [R in Register]: readonly Located<R>[] }

type Line = { readonly record: readonly string[]; readonly line: number }
type Heading = { readonly name: string; readonly field?: string; readonly column?: Column }
type Place = { readonly register: Register; readonly file: string; readonly headings: readonly Heading[] }

/** Reads one register's file; what cannot be read is a problem with its line and column. */
export const readSheet = <R extends Register>(
  register: R,
  file: string,
  text: string,
): { readonly rows: readonly Located<R>[]; readonly problems: readonly Problem[] } => {
  const lines = split(text)
  if (lines instanceof CsvError) return { rows: [], problems: [broken(file, lines)] }
  const [first, ...rest] = lines
  if (!first) return { rows: [], problems: [problem({ file, line: 1 }, 'tệp trống', 'dòng đầu ghi tên các cột')] }
  const headings = first.record.map((name) => headingOf(register, name))
  const wrong = wrongHeadings(register, file, headings)
  if (wrong.length > 0) return { rows: [], problems: wrong }
  const read = rest
    .filter(({ record }) => record.some((cell) => cell !== ''))
    .map((line) => readRow({ register, file, headings }, line))
  return {
    // readRow parsed each with the schema of this register.
    rows: read.flatMap((one) => ('row' in one ? [one as unknown as Located<R>] : [])),
    problems: read.flatMap((one) => ('row' in one ? [] : one)),
  }
}

/** Records with the line each begins on: csv-parse counts the line a record ends on. */
const split = (text: string): readonly Line[] | CsvError => {
  const top = text.slice(0, text.search(/\r|\n|$/))
  const count = (sign: string) => top.split(sign).length
  const delimiter = [';', '\t', ','].reduce((best, sign) => (count(sign) > count(best) ? sign : best), ',')
  try {
    const read = parse(text, {
      bom: true,
      delimiter,
      info: true,
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
      // With `info` every record comes with its place.
    }) as unknown as readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[]
    return read.map(({ record, info }) => ({ record, line: info.lines - record.join('').split('\n').length + 1 }))
  } catch (error) {
    if (error instanceof CsvError) return error
    throw error
  }
}

const broken = (file: string, error: CsvError): Problem => {
  const line = (error as { readonly lines?: unknown }).lines
  return problem(
    { file, ...(typeof line === 'number' ? { line } : {}) },
    'dấu nháy không khép hoặc đặt sai chỗ',
    'mỗi dấu nháy kép mở phải có dấu đóng',
  )
}

const headingOf = (register: Register, name: string): Heading => {
  const found = Object.entries(columns[register]).find(([field, { vi }]) =>
    [field, ...vi].some((one) => plain(one) === plain(name)),
  )
  return found ? { name, field: found[0], column: found[1] } : { name }
}

const wrongHeadings = (register: Register, file: string, headings: readonly Heading[]): Problem[] => {
  const known = Object.values(columns[register])
    .map(({ vi }) => vi[0])
    .join(', ')
  const seen = new Set<string>()
  return headings.flatMap(({ name, field }) => {
    if (field === undefined) {
      return name === '' || ignoredColumns.some((one) => plain(one) === plain(name))
        ? []
        : [problem({ file, line: 1, column: name }, 'không có cột nào tên như vậy', `một trong các cột: ${known}`)]
    }
    if (seen.has(field)) return [problem({ file, line: 1, column: name }, 'cột bị lặp', 'mỗi cột một lần')]
    seen.add(field)
    return []
  })
}

const readRow = (place: Place, { record, line }: Line): Located<Register> | Problem[] => {
  const { register, file, headings } = place
  const wrong: Problem[] = []
  const values: Record<string, unknown> = {}
  for (const [i, text] of record.entries()) {
    const heading = headings[i]
    if (text === '') continue
    if (!heading)
      wrong.push(problem({ file, line, value: text }, 'thừa ô ở cuối dòng', `${headings.length} ô như dòng tên cột`))
    else if (heading.field !== undefined && heading.column) {
      const cell = readCell(text, heading.column)
      if (cell.ok) values[heading.field] = cell.value
      else wrong.push(problem({ file, line, column: heading.name, value: text }, 'giá trị không hợp lệ', cell.error))
    }
  }
  if (wrong.length > 0) return wrong
  const parsed = rows[register].safeParse(values)
  if (parsed.success) return { row: parsed.data, file, line }
  return parsed.error.issues.map(({ path }) => refusedField(place, line, String(path[0]), values))
}

const WATCHER = '«bộ thu thập/nguồn», hoặc «-» nếu chưa có'
const expectations: Readonly<Record<string, string>> = {
  'accounts.id': 'dạng tên@miền, không có dấu cách',
  'pipelines.rhythm': 'số kèm s, m, h hoặc d, ví dụ 15m',
  'networks.monitor': WATCHER,
  'systems.web': WATCHER,
  'systems.sensor': WATCHER,
  'systems.firewall': WATCHER,
}

const refusedField = (
  { register, file, headings }: Place,
  line: number,
  field: string,
  values: Readonly<Record<string, unknown>>,
): Problem => {
  const column = headings.find((heading) => heading.field === field)?.name ?? titleOf(register, field)
  const value = values[field]
  if (value === undefined) return problem({ file, line, column }, 'còn thiếu', 'một giá trị, cột này bắt buộc')
  const expected = expectations[`${register}.${field}`] ?? 'một giá trị hợp lệ'
  return problem({ file, line, column, value: String(value) }, 'giá trị không hợp lệ', expected)
}

/** When a row is in force; corrections always are. */
export const spanOf = (register: Register, { row }: Located<Register>): Span => {
  // The schemas of these two registers ask for both moments; those of the others know dates, or none.
  if (register === 'roster' || register === 'changes') return moments(row as Row<'roster' | 'changes'>)
  return validity(row as Partial<Row<'units'>>)
}
