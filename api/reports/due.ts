import type { Calendar } from '../../kernel/directory/calendar.ts'
import { addDays, type LocalDate } from '../../kernel/time.ts'
import type { Period } from './period.ts'

/** When a report must be handed in, and on which days to remind of it. */
export type Due = { readonly due: LocalDate; readonly remind: readonly LocalDate[] }

const isWorked = (calendar: Calendar, date: LocalDate): boolean => {
  const { kind } = calendar(date)
  return kind === 'working' || kind === 'swapped-on'
}

/** The n-th working day of officials after a date (before it, where `step` is -1). */
const workingDay = (calendar: Calendar, date: LocalDate, n: number, step: 1 | -1): LocalDate => {
  let day = date
  for (let left = n; left > 0; ) {
    day = addDays(day, step)
    if (isWorked(calendar, day)) left--
  }
  return day
}

/** A report is due so many working days after its period's last day; holidays, Tết and swapped Saturdays are the calendar's. Pure. */
export const dueOf = (
  period: Pick<Period, 'last'>,
  { workingDays, remind }: { readonly workingDays: number; readonly remind: readonly number[] },
  calendar: Calendar,
): Due => {
  const due = workingDay(calendar, period.last, workingDays, 1)
  return { due, remind: [...new Set(remind.map((n) => workingDay(calendar, due, n, -1)))].sort() }
}
