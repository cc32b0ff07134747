import { addDays, type LocalDate, localTime, localWeekday, MINUTE } from '../time.ts'
import type { CalendarDay } from './calendar.ts'
import type { Working } from './facts.ts'
import type { HoursRule } from './rows.ts'

/** Milliseconds since local midnight, both ends included. */
export type Window = { readonly from: number; readonly to: number }

/** One civil day of one unit. */
export type DayPlan = {
  /** Times that count as working, grace and noon policy included, in order. */
  readonly windows: readonly Window[]
  /** The hours as written, without grace: what a length of working time is counted in. */
  readonly intervals: readonly Window[]
  readonly inside: Working
  readonly outside: Working
}

/** When nobody set hours: circular31 D.3, a common shape and not a norm. */
export const defaultHours: HoursRule = {
  unit: '*',
  weekdays: [1, 2, 3, 4, 5],
  intervals: [
    { from: '07:30', to: '11:30' },
    { from: '13:30', to: '17:00' },
  ],
  graceMinutes: 30,
  noonIsAfterHours: false,
}

const LAST_MS = 24 * 60 * MINUTE - 1

/** Whether a rule is in force on a date: effective dates, and the season, which may wrap over New Year. */
export const inSeason = ({ from, to, season }: HoursRule, date: LocalDate): boolean => {
  if ((from !== undefined && date < from) || (to !== undefined && date > to)) return false
  if (!season) return true
  const day = date.slice(5)
  return season.from <= season.to ? season.from <= day && day <= season.to : season.from <= day || day <= season.to
}

/** `rules`: those of the nearest unit that has any in force on the date. */
export const planDay = (rules: readonly HoursRule[], calendar: CalendarDay, date: LocalDate): DayPlan => {
  const weekday = localWeekday(localTime(date, '12:00'))
  const off = calendar.kind === 'holiday' || calendar.kind === 'swapped-off'
  const today = off ? [] : rules.filter((rule) => worksOn(rule, weekday, calendar.kind === 'swapped-on'))
  const day: Working['day'] =
    today.length === 0 ? (off ? calendar.kind : 'weekend') : calendar.kind === 'swapped-on' ? 'swapped-on' : 'working'
  const hours = [...new Set(today.flatMap(({ intervals }) => intervals.map(({ from, to }) => `${from}–${to}`)))]
    .sort()
    .join(', ')
  const shared = { day, uncertain: calendar.uncertain }
  return {
    windows: merge(today.flatMap(windowsOf)),
    intervals: merge(
      today.flatMap(({ intervals }) => intervals.map(({ from, to }) => ({ from: clock(from), to: clock(to) }))),
    ),
    inside: { ...shared, working: true, why: sayInside(hours, day, calendar) },
    outside: {
      ...shared,
      working: false,
      why: today.length > 0 ? sayOutside(hours, calendar) : sayOff(day, weekday, calendar),
    },
  }
}

/** A Saturday worked instead of a weekday has the hours of weekdays, and a Saturday counter's own as well. */
const worksOn = ({ weekdays }: HoursRule, weekday: number, swappedOn: boolean): boolean =>
  weekdays.includes(weekday) || (swappedOn && weekdays.some((day) => day <= 5))

const windowsOf = ({ intervals, graceMinutes, noonIsAfterHours }: HoursRule): Window[] => {
  const grace = graceMinutes * MINUTE
  const written = merge(intervals.map(({ from, to }) => ({ from: clock(from), to: clock(to) })))
  const spans = noonIsAfterHours ? written : [{ from: written[0]!.from, to: written.at(-1)!.to }]
  return spans.map(({ from, to }) => ({ from: Math.max(0, from - grace), to: Math.min(LAST_MS, to + grace) }))
}

const merge = (windows: readonly Window[]): Window[] => {
  const merged: Window[] = []
  for (const window of [...windows].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && window.from <= last.to)
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, window.to) }
    else merged.push(window)
  }
  return merged
}

const clock = (text: string): number => (Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))) * MINUTE

const doubt = ({ uncertain, kind, name }: CalendarDay): { vi: string; en: string } => {
  if (!uncertain) return { vi: '', en: '' }
  const what = name !== undefined && (kind === 'working' || kind === 'weekend') ? ` (${name})` : ''
  return { vi: `; lịch ngày này mới là dự kiến${what}`, en: `; this day’s calendar is not official yet${what}` }
}

const sayInside = (hours: string, day: Working['day'], calendar: CalendarDay): Working['why'] => {
  const { vi, en } = doubt(calendar)
  const swapped = day === 'swapped-on'
  return {
    vi: `trong giờ làm việc (${hours})${swapped ? `, ngày làm bù: ${calendar.name}` : ''}${vi}`,
    en: `in working hours (${hours})${swapped ? `, a day worked instead: ${calendar.name}` : ''}${en}`,
  }
}

const sayOutside = (hours: string, calendar: CalendarDay): Working['why'] => {
  const { vi, en } = doubt(calendar)
  return { vi: `ngoài giờ làm việc (${hours})${vi}`, en: `out of working hours (${hours})${en}` }
}

const weekdayNames = ['', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật']
const englishWeekdays = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

const sayOff = (day: Working['day'], weekday: number, calendar: CalendarDay): Working['why'] => {
  const { vi, en } = doubt(calendar)
  if (day === 'holiday') return { vi: `nghỉ lễ: ${calendar.name}${vi}`, en: `public holiday: ${calendar.name}${en}` }
  if (day === 'swapped-off')
    return { vi: `nghỉ hoán đổi: ${calendar.name}${vi}`, en: `day swapped off: ${calendar.name}${en}` }
  return {
    vi: `ngày nghỉ hằng tuần (${weekdayNames[weekday]})${vi}`,
    en: `weekly rest (${englishWeekdays[weekday]})${en}`,
  }
}

/** The civil date `n` days after the epoch's, for plans kept by day number. */
export const dateOfDay = (day: number): LocalDate => addDays('1970-01-01', day)
