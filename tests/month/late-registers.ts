import { parse } from 'csv-parse/sync'
import { addDays, foldDayStart, HOUR } from '../../kernel/time.ts'
import type { Month } from './month.ts'

/** The clerk enters what has been decided every so many days, and never what is younger than that. */
const DAYS_LATE = 5

/** Registers in which a row's end is decided after the row was written: an officer leaves, an account is closed. */
const CLOSED_LATER: ReadonlySet<string> = new Set(['people.csv', 'accounts.csv'])

type Row = Readonly<Record<string, string>>

/** What the clerk knows on a date: rows of the month some days after their first day, and as late the ends of rows. */
const knownOn = (name: string, text: string, date: string, month: Month): string => {
  if (!name.endsWith('.csv')) return text
  const rows = parse(text, { columns: true }) as readonly Row[]
  const columns = text.slice(0, text.indexOf('\n')).split(',')
  if (!columns.includes('from')) return text
  const known = (from: string): boolean => {
    const day = from.slice(0, 10)
    return day < month.options.from || addDays(day, DAYS_LATE) <= date
  }
  const lines = rows
    .filter((row) => !row['from'] || known(row['from']))
    .map((row) => (CLOSED_LATER.has(name) && row['to'] && !known(addDays(row['to'], 1)) ? { ...row, to: '' } : row))
  return `${[columns, ...lines.map((row: Row) => columns.map((column) => quoted(row[column] ?? '')))]
    .map((cells) => cells.join(','))
    .join('\n')}\n`
}

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** The registers of a month as they are known on its first day, and each later version, entered at nine in the morning. */
export const lateRegisters = (month: Month) => {
  const { options, registers } = month
  const filesOn = (date: string): ReadonlyMap<string, string> =>
    new Map([...registers].map(([name, text]) => [name, knownOn(name, text, date, month)]))
  const first = filesOn(options.from)
  let before = first
  const versions: { from: number; files: ReadonlyMap<string, string> }[] = []
  // Rosters reach weeks beyond the month: what never comes into play need not come in.
  for (
    let date = options.from;
    date <= addDays(options.from, options.days + 2 * DAYS_LATE);
    date = addDays(date, DAYS_LATE)
  ) {
    const files = filesOn(date)
    if ([...files].every(([name, text]) => before.get(name) === text)) continue
    versions.push({ from: foldDayStart(date) + 4 * HOUR, files })
    before = files
  }
  return { registers: first, versions }
}
