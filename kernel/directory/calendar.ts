import type { LocalDate } from '../time.ts'
import { isWeekend, yearByLaw } from './calendar-rules.ts'
import type { Working } from './facts.ts'
import type { CalendarYear } from './rows.ts'

/** What the calendar of officials says about a civil date, before any unit's hours. */
export type CalendarDay = {
  readonly kind: Working['day']
  /** Not official yet: dự kiến, undecided, or a Saturday (it may be worked instead) of a year without an official calendar. */
  readonly uncertain: boolean
  /** The holiday, or what the day is worked or off for. */
  readonly name?: string
}

export type Calendar = (date: LocalDate) => CalendarDay

const kinds = { L: 'holiday', B: 'holiday', 'S-': 'swapped-off', 'S+': 'swapped-on' } as const

/**
 * The calendar of officials (circular31 D). A year that has no file is reckoned from the law alone. Entries come before the
 * weekend rule, so a Saturday worked instead of another day is a working day.
 */
export const createCalendar = (years: readonly CalendarYear[]): Calendar => {
  const official = new Map(years.map((year) => [year.year, year]))
  const tables = new Map<number, ReadonlyMap<LocalDate, CalendarDay>>()
  const open = (year: number): boolean => (official.get(year)?.status ?? 'du_kien') === 'du_kien'
  const tableOf = (year: number): ReadonlyMap<LocalDate, CalendarDay> => {
    const made = tables.get(year)
    if (made) return made
    const { days } = official.get(year) ?? yearByLaw(year)
    const table = new Map(days.map((day) => [day.date, dayOf(day)]))
    tables.set(year, table)
    return table
  }
  return (date) => {
    const year = Number(date.slice(0, 4))
    return tableOf(year).get(date) ?? plainDay(date, open(year))
  }
}

const dayOf = ({ date, name, kind, status }: CalendarYear['days'][number]): CalendarDay => ({
  kind: kind === '?' ? (isWeekend(date) ? 'weekend' : 'working') : kinds[kind],
  uncertain: kind === '?' || status === 'du_kien',
  name,
})

const plainDay = (date: LocalDate, open: boolean): CalendarDay =>
  isWeekend(date) ? { kind: 'weekend', uncertain: open && !isSunday(date) } : { kind: 'working', uncertain: false }

const isSunday = (date: LocalDate): boolean => new Date(`${date}T00:00:00Z`).getUTCDay() === 0
