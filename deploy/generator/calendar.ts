import type { LocalDate } from '../../kernel/time.ts'
import { addDays, localTime, localWeekday } from '../../kernel/time.ts'

/**
 * The generator's own calendar of officials (Luật Lao động 2019 Điều 112, yearly notices, NQ 28/2026/QH16). Kept apart from the
 * product's on purpose: the two are held against each other by what the product says about a clean week.
 */
const off: ReadonlySet<LocalDate> = new Set([
  ...['2025-01-01', '2025-01-27', '2025-01-28', '2025-01-29', '2025-01-30', '2025-01-31', '2025-04-07', '2025-04-30'],
  ...['2025-05-01', '2025-05-02', '2025-09-01', '2025-09-02'],
  ...['2026-01-01', '2026-01-02', '2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20', '2026-04-27'],
  ...['2026-04-30', '2026-05-01', '2026-08-31', '2026-09-01', '2026-09-02', '2026-11-24'],
  ...[
    '2027-01-01',
    '2027-02-04',
    '2027-02-05',
    '2027-02-06',
    '2027-02-07',
    '2027-02-08',
    '2027-02-09',
    '2027-02-10',
    '2027-04-16',
    '2027-04-30',
  ],
  ...['2027-05-03', '2027-09-02', '2027-09-03', '2027-11-24'],
])
/** 24/11 is one from 2026 on. */
const everyYear: ReadonlySet<string> = new Set(['01-01', '04-30', '05-01', '09-02'])

/** The years whose notices of Tết and swapped days stand above. */
export const knownYears = { first: 2025, last: 2027 } as const

/** Days nobody has decided on: some are worked here, some not, and nothing is planted on them. */
const undecided: ReadonlySet<LocalDate> = new Set([
  ...['2026-11-23', '2027-02-04', '2027-02-11', '2027-02-12', '2027-09-01', '2027-09-03'],
])
export const isDecided = (date: LocalDate): boolean => !undecided.has(date)

/** 1 Monday … 7 Sunday. */
export const weekdayOf = (date: LocalDate): number => localWeekday(localTime(date, '12:00'))

/** Saturdays worked in place of a weekday. */
const swappedOn: ReadonlySet<LocalDate> = new Set(['2025-04-26', '2026-01-10', '2026-08-22'])

const isHoliday = (date: LocalDate): boolean => off.has(date) || everyYear.has(date.slice(5))

/** Monday to Friday without holidays, and Saturdays worked in place of a weekday. */
export const isWorkday = (date: LocalDate): boolean => swappedOn.has(date) || (weekdayOf(date) <= 5 && !isHoliday(date))

/** Workdays that nobody doubts: things are planted on them. */
export const isPlainWorkday = (date: LocalDate): boolean => isWorkday(date) && isDecided(date)

/** Saturdays on which one-stop counters are open. */
export const isCounterSaturday = (date: LocalDate): boolean =>
  weekdayOf(date) === 6 && !isHoliday(date) && !swappedOn.has(date)

/** The Monday of a date's week: a name for the week. */
export const weekOf = (date: LocalDate): LocalDate => addDays(date, 1 - weekdayOf(date))

/** `days` dates from `from` on. */
export const datesFrom = (from: LocalDate, days: number): LocalDate[] =>
  Array.from({ length: days }, (_, i) => addDays(from, i))

/** Below so many working days there is no room in a week for everything that is planted. */
const ROOM = 4

/** Weeks of a run; one with few working days (Tết) is joined with the next, and a rest without room is left out. */
export const weeksOf = (dates: readonly LocalDate[]): readonly (readonly LocalDate[])[] => {
  const weeks: LocalDate[][] = []
  let week: LocalDate[] = []
  for (let first = 0; first < dates.length; first += 7) {
    week = [...week, ...dates.slice(first, first + 7)]
    if (week.filter(isPlainWorkday).length < ROOM) continue
    weeks.push(week)
    week = []
  }
  return weeks
}
