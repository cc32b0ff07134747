import {
  addDays,
  DAY,
  foldDayStart,
  type Instant,
  type LocalDate,
  localTime,
  localWeekday,
  sayDate,
} from '../../kernel/time.ts'

export const reportKinds = ['day', 'week', 'month'] as const
export type ReportKind = (typeof reportKinds)[number]

/**
 * What a report is about: whole fold days, so that every alert lies in exactly one period. `first` and `last` belong to it; `from` is the
 * first instant (05:00 in Vietnam), `to` the first one after it.
 */
export type Period = {
  readonly id: string
  readonly kind: ReportKind
  /** `administrative`: from the 15th of the month before to the 14th. */
  readonly calendar: 'civil' | 'administrative'
  readonly first: LocalDate
  readonly last: LocalDate
  readonly from: Instant
  readonly to: Instant
}

const FIRST_ADMINISTRATIVE = 15

const period = (
  id: string,
  kind: ReportKind,
  first: LocalDate,
  after: LocalDate,
  calendar: Period['calendar'] = 'civil',
): Period => ({
  ...{ id, kind, calendar, first, last: addDays(after, -1) },
  ...{ from: foldDayStart(first), to: foldDayStart(after) },
})

const isDate = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text
}

const monthAfter = (month: string): string => addDays(`${month}-28`, 4).slice(0, 7)
const monthBefore = (month: string): string => addDays(`${month}-01`, -1).slice(0, 7)

/** `2026-03`: the month; administrative: from 15 February to 14 March. */
const monthOf = (month: string, administrative: boolean): Period =>
  administrative
    ? period(
        `${month}-hc`,
        'month',
        `${monthBefore(month)}-${FIRST_ADMINISTRATIVE}`,
        `${month}-${FIRST_ADMINISTRATIVE}`,
        'administrative',
      )
    : period(month, 'month', `${month}-01`, `${monthAfter(month)}-01`)

/** Monday of the week with that number: week 1 is the one with 4 January in it (ISO 8601). */
const mondayOf = (year: string, week: number): LocalDate => {
  const fourth: LocalDate = `${year}-01-04`
  return addDays(fourth, 1 - localWeekday(localTime(fourth, '12:00')) + 7 * (week - 1))
}

/**
 * The period a reader names: `2026-03`, `2026-W10`, `2026-03-05`. Undefined where the name is none, and for an administrative period
 * that is not a month.
 */
export const periodOf = (name: string, { administrative = false } = {}): Period | undefined => {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(name)) return monthOf(name, administrative)
  if (administrative) return undefined
  const [, year, number] = /^(\d{4})-W(\d\d)$/.exec(name) ?? []
  if (year !== undefined && number !== undefined) {
    const first = mondayOf(year, Number(number))
    // A year's last week is the one before the next year's first.
    const lies = Number(number) >= 1 && first < mondayOf(String(Number(year) + 1), 1)
    return lies ? period(name, 'week', first, addDays(first, 7)) : undefined
  }
  return /^\d{4}-\d\d-\d\d$/.test(name) && isDate(name) ? period(name, 'day', name, addDays(name, 1)) : undefined
}

/** The period that carries this id (`2026-03-hc`, `2026-W10`); undefined where none does. */
export const periodWithId = (id: string): Period | undefined =>
  id.endsWith('-hc') ? periodOf(id.slice(0, -3), { administrative: true }) : periodOf(id)

/** The period of a kind in which a civil date lies. */
export const periodAt = (date: LocalDate, kind: ReportKind, calendar: Period['calendar'] = 'civil'): Period => {
  if (kind === 'day') return period(date, 'day', date, addDays(date, 1))
  if (kind === 'month') {
    const month = date.slice(0, 7)
    const late = calendar === 'administrative' && Number(date.slice(8)) >= FIRST_ADMINISTRATIVE
    return monthOf(late ? monthAfter(month) : month, calendar === 'administrative')
  }
  const monday = addDays(date, 1 - localWeekday(localTime(date, '12:00')))
  // The week's Thursday says which year it is counted in.
  const year = addDays(monday, 3).slice(0, 4)
  const week = (localTime(monday, '12:00') - localTime(mondayOf(year, 1), '12:00')) / (7 * DAY) + 1
  return period(`${year}-W${String(week).padStart(2, '0')}`, 'week', monday, addDays(monday, 7))
}

/** The period of the same kind just before. */
export const periodBefore = ({ first, kind, calendar }: Period): Period => periodAt(addDays(first, -1), kind, calendar)

/** Every day of it. */
export const daysOf = ({ first, last }: Period): readonly LocalDate[] => {
  const days: LocalDate[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day)
  return days
}

/** «tháng 3 năm 2026», «tuần 10 năm 2026», «ngày 05/03/2026», as a title says it. */
export const sayPeriod = ({ id, kind, first }: Pick<Period, 'id' | 'kind' | 'first'>): string => {
  if (kind === 'day') return `ngày ${sayDate(first)}`
  if (kind === 'week') return `tuần ${Number(id.slice(6))} năm ${id.slice(0, 4)}`
  return `tháng ${Number(id.slice(5, 7))} năm ${id.slice(0, 4)}`
}
