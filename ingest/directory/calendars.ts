import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { isWeekend } from '../../kernel/directory/calendar-rules.ts'
import { CalendarYear } from '../../kernel/directory/rows.ts'
import { type Problem, problem } from './problem.ts'
import { decodeText } from './text.ts'
import { readYaml } from './yaml.ts'

type Calendars = { readonly years: readonly CalendarYear[]; readonly problems: readonly Problem[] }

/** The years that come with the product (circular31 D.2). */
const shippedCalendars = new URL('./calendars/', import.meta.url)

/** Year files of the product, replaced by those of the folder's own `calendar/`, where it has any. */
export const readCalendars = async (folder: string): Promise<Calendars> => {
  const [shipped, own] = await Promise.all([
    readYears(shippedCalendars, 'calendars'),
    readYears(join(folder, 'calendar'), 'calendar'),
  ])
  const replaced = new Set(own.years.map(({ year }) => year))
  return {
    years: [...shipped.years.filter(({ year }) => !replaced.has(year)), ...own.years].sort((a, b) => a.year - b.year),
    problems: [...shipped.problems, ...own.problems],
  }
}

const readYears = async (folder: string | URL, shown: string): Promise<Calendars> => {
  const names = (await filesOf(folder)).filter((name) => /\.ya?ml$/.test(name)).sort()
  const years = new Map<number, CalendarYear>()
  const problems: Problem[] = []
  for (const name of names) {
    const file = `${shown}/${name}`
    const text = decodeText(await readFile(typeof folder === 'string' ? join(folder, name) : new URL(name, folder)))
    const read = text.ok
      ? readYaml(file, text.value, Year)
      : { ok: false as const, error: [problem({ file }, 'không đọc được', text.error)] }
    if (!read.ok) problems.push(...read.error)
    else {
      if (years.has(read.value.year))
        problems.push(
          problem(
            { file, column: 'year', value: String(read.value.year) },
            'năm này đã có tệp khác',
            'mỗi năm một tệp',
          ),
        )
      years.set(read.value.year, read.value)
      problems.push(...wrongDays(file, read.value))
    }
  }
  return { years: [...years.values()], problems }
}

const Expected = z.looseObject({ status: z.literal('du_kien'), days: z.array(z.looseObject({})) })

/** In a year that is only expected, a day that says nothing of itself is only expected. */
const Year = z.preprocess((raw) => {
  const expected = Expected.safeParse(raw)
  if (!expected.success) return raw
  return { ...expected.data, days: expected.data.days.map((day) => ({ status: 'du_kien', ...day })) }
}, CalendarYear.extend({ days: z.array(CalendarYear.shape.days.element.strict()) }).strict())

const wrongDays = (file: string, { year, days }: CalendarYear): Problem[] => {
  const seen = new Set<string>()
  return days.flatMap(({ date, kind }) => {
    const at = { file, column: 'date', value: date }
    const found: Problem[] = []
    if (!date.startsWith(`${year}-`)) found.push(problem(at, 'ngày ngoài năm của tệp', `một ngày của năm ${year}`))
    if (seen.has(date)) found.push(problem(at, 'ngày bị lặp', 'mỗi ngày một lần'))
    if (kind === 'S+' && !isWeekend(date))
      found.push(problem(at, 'ngày làm bù không phải ngày nghỉ hằng tuần', 'một ngày thứ Bảy'))
    seen.add(date)
    return found
  })
}

/** A folder that is not there holds no files. */
export const filesOf = async (folder: string | URL): Promise<readonly string[]> => {
  try {
    return await readdir(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
