import { type Due, dueOf } from '../../api/reports/due.ts'
import { type Period, periodAt, periodBefore } from '../../api/reports/period.ts'
import type { Calendar } from '../../kernel/directory/calendar.ts'
import { foldDay } from '../../kernel/time.ts'
import type { ReportsConfig, Scheduled } from './settings.ts'

export type ScheduledPeriod = Due & { readonly period: Period; readonly unit?: string; readonly urgency: Urgency }

/** Of a period that has not ended nothing is due. */
export type Urgency = 'later' | 'remind' | 'overdue'

/** Ended periods of one scheduled report that are looked at. */
const LOOKED_BACK = 3

/**
 * The running and the latest ended periods of every scheduled report, newest first, as they are due at `now`. A period that had ended by
 * `since` is none of the product's: it had not begun to watch.
 */
export const scheduledAt = (
  { schedule }: Pick<ReportsConfig, 'schedule'>,
  calendar: Calendar,
  { now, since }: { readonly now: number; readonly since: number },
): readonly ScheduledPeriod[] => {
  const today = foldDay(now)
  return schedule.flatMap((scheduled) =>
    latestAt(today, scheduled)
      .filter(({ to }) => to > since)
      .map((period): ScheduledPeriod => {
        const { unit } = scheduled
        const due = dueOf(period, scheduled, calendar)
        const isNear = today > period.last && due.remind.some((day) => today >= day)
        const urgency = today > due.due ? 'overdue' : isNear ? 'remind' : 'later'
        return { ...due, period, ...(unit !== undefined && { unit }), urgency }
      }),
  )
}

const latestAt = (today: string, { kind, administrative }: Scheduled): readonly Period[] => {
  const periods = [periodAt(today, kind, administrative ? 'administrative' : 'civil')]
  while (periods.length <= LOOKED_BACK) periods.push(periodBefore(periods.at(-1)!))
  return periods
}
