import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { registers, rowText } from '../../kernel/directory/data.ts'
import { owedBefore } from '../../kernel/directory/duties.ts'
import { type CalendarYear, type DirectoryData, HoursRule, type Register } from '../../kernel/directory/rows.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { filesOf, readCalendars } from './calendars.ts'
import { checkSheets } from './check.ts'
import { readShippedLists, withShipped } from './lists.ts'
import { type Problem, problem } from './problem.ts'
import { type Located, readSheet, type Sheets } from './sheet.ts'
import { decodeText } from './text.ts'
import { knownSince, vanishedRows } from './vanished.ts'
import { readYaml } from './yaml.ts'

/**
 * Reads the folder a clerk keeps (docs/directory.md) into a version, or says everything that is wrong with it. `previous` is the
 * version in force: unchanged rows keep the time they became known, rows it has may not vanish. `now` is epoch ms.
 * Throws only where the disk does.
 */
export const loadDirectory = async (
  folder: string,
  previous: { readonly data: DirectoryData } | undefined,
  now: number,
): Promise<Result<DirectoryData, readonly Problem[]>> => {
  const [{ sheets, problems }, shipped, calendar, hours] = await Promise.all([
    readSheets(folder),
    readShippedLists(),
    readCalendars(folder),
    readHours(folder),
  ])
  const unreadable = [...problems, ...shipped.problems, ...calendar.problems, ...hours.problems]
  // What was misread would be reported again as missing.
  if (unreadable.length > 0) return err(unreadable)
  const whole = { ...sheets, lists: withShipped(sheets.lists, shipped.rows) }
  const wrong = [...checkSheets(whole, hours.rules), ...(previous ? vanishedRows(previous.data, whole) : [])]
  if (wrong.length > 0) return err(wrong)
  return ok(versionOf(whole, calendar.years, hours.rules, previous?.data, now))
}

const readSheets = async (folder: string): Promise<{ sheets: Sheets; problems: readonly Problem[] }> => {
  const present = await filesOf(folder)
  const read = await Promise.all(
    registers.map(async (register): Promise<readonly [Register, ReturnType<typeof readSheet>]> => {
      const file = `${register}.csv`
      if (!present.includes(file)) {
        const required =
          register === 'units' ? [problem({ file }, 'không có tệp', 'tệp này trong thư mục danh bạ')] : []
        return [register, { rows: [], problems: required }]
      }
      const text = decodeText(await readFile(join(folder, file)))
      if (!text.ok) return [register, { rows: [], problems: [problem({ file }, 'không đọc được', text.error)] }]
      return [register, readSheet(register, file, text.value)]
    }),
  )
  return {
    // Each register was read by its own schema.
    sheets: Object.fromEntries(read.map(([register, { rows }]) => [register, rows])) as unknown as Sheets,
    problems: read.flatMap(([, { problems }]) => problems),
  }
}

const readHours = async (folder: string): Promise<{ rules: readonly HoursRule[]; problems: readonly Problem[] }> => {
  const file = 'hours.yaml'
  if (!(await filesOf(folder)).includes(file)) return { rules: [], problems: [] }
  const text = decodeText(await readFile(join(folder, file)))
  if (!text.ok) return { rules: [], problems: [problem({ file }, 'không đọc được', text.error)] }
  const read = readYaml(file, text.value, z.array(HoursRule.strict()))
  return read.ok ? { rules: read.value, problems: read.value.flatMap(wrongHours) } : { rules: [], problems: read.error }
}

const wrongHours = ({ unit, weekdays, intervals, from, to }: HoursRule): Problem[] => {
  const at = (column: string, value: string) => ({ file: 'hours.yaml', column: `${unit}.${column}`, value })
  return [
    ...(weekdays.length === 0
      ? [problem(at('weekdays', ''), 'không có ngày làm việc nào', 'ít nhất một thứ trong tuần, 1 đến 7')]
      : []),
    ...(from !== undefined && to !== undefined && from > to
      ? [problem(at('to', to), 'kết thúc trước khi bắt đầu', 'một ngày không sớm hơn «from»')]
      : []),
    ...intervals
      .filter((interval) => interval.from >= interval.to)
      .map((interval) =>
        problem(
          at('intervals', `${interval.from}–${interval.to}`),
          'khoảng giờ không tiến về sau',
          '«from» trước «to»; ca qua đêm viết thành hai khoảng, 22:00–23:59 và 00:00–06:00',
        ),
      ),
  ]
}

const versionOf = (
  sheets: Sheets,
  calendar: readonly CalendarYear[],
  hours: readonly HoursRule[],
  previous: DirectoryData | undefined,
  now: number,
): DirectoryData => {
  const dated = knownSince(previous, now)
  const rowsOf = <R extends Register>(register: R) =>
    // The same register all through.
    (sheets[register] as readonly Located<R>[]).map(({ row }) => dated(register, row))
  const content = { ...Object.fromEntries(registers.map((register) => [register, rowsOf(register)])), calendar, hours }
  // Every register has its rows.
  const data = { ...content, owed: {}, version: digestOf(content) } as unknown as DirectoryData
  return previous ? { ...data, owed: owedBefore(previous, data) } : data
}

/** SHA-256 of what the version says, 16 hex digits: the order of rows and when they became known are not part of it. */
const digestOf = (content: Readonly<Record<string, readonly object[]>>): string => {
  const canonical = Object.entries(content).map(([name, rows]) => [name, rows.map(rowText).sort()])
  return createHash('sha256')
    .update(JSON.stringify(canonical.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))))
    .digest('hex')
    .slice(0, 16)
}
