import { type Due, dueOf } from '../../api/reports/due.ts'
import { type Period, periodAt, periodBefore } from '../../api/reports/period.ts'
import type { Calendar } from '../../kernel/directory/calendar.ts'
import { foldDay } from '../../kernel/time.ts'
import type { Config } from '../config.ts'
import { reportsIn } from './kept.ts'

export type ScheduledReport = Due & {
  readonly period: Period
  readonly unit?: string
  readonly state: 'draft' | 'closed' | 'signed'
  /** A signed one is never urgent. */
  readonly urgency: 'later' | 'remind' | 'overdue'
}

/** Ended periods of one scheduled report that are looked at. */
const LOOKED_BACK = 3

/** The latest ended periods of every scheduled report, newest first, as they stand at `now`. */
export const scheduledAt = async (
  { data, reports }: Pick<Config, 'data' | 'reports'>,
  calendar: Calendar,
  now: number,
): Promise<readonly ScheduledReport[]> => {
  const kept = reportsIn(data)
  const today = foldDay(now)
  const asked = reports.schedule.flatMap((scheduled) =>
    endedBefore(today, scheduled).map((period) => ({ scheduled, period })),
  )
  return Promise.all(
    asked.map(async ({ scheduled, period }): Promise<ScheduledReport> => {
      const { unit } = scheduled
      const due = dueOf(period, scheduled, calendar)
      const state = (await kept.signed(period, unit))
        ? 'signed'
        : (await kept.closed(period, unit))
          ? 'closed'
          : 'draft'
      const late = today > due.due ? 'overdue' : due.remind.some((day) => today >= day) ? 'remind' : 'later'
      return {
        ...due,
        period,
        ...(unit !== undefined && { unit }),
        state,
        urgency: state === 'signed' ? 'later' : late,
      }
    }),
  )
}

const endedBefore = (
  today: string,
  { kind, administrative }: Config['reports']['schedule'][number],
): readonly Period[] => {
  const periods: Period[] = []
  let period = periodAt(today, kind, administrative ? 'administrative' : 'civil')
  for (let i = 0; i < LOOKED_BACK; i++) {
    period = periodBefore(period)
    periods.push(period)
  }
  return periods
}
