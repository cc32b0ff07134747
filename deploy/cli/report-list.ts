import { join } from 'node:path'
import { sayPeriod } from '../../api/reports/period.ts'
import { readVersions } from '../../ingest/directory/versions.ts'
import { createCalendar } from '../../kernel/directory/calendar.ts'
import { sayDate } from '../../kernel/time.ts'
import type { Config } from '../config.ts'
import { scheduledAt } from '../reports/schedule.ts'
import { shelfOf } from '../reports/shelf.ts'

const stateNames = {
  none: 'chưa chốt',
  draft: 'chưa chốt, đã có dự thảo',
  closed: 'đã chốt, chưa ký',
  signed: 'đã ký',
  damaged: 'HỎNG',
} as const
const urgencyNames = { later: '', remind: ' – NHẮC VIỆC: sắp đến hạn', overdue: ' – QUÁ HẠN' } as const

/** The running and the latest ended periods of every scheduled report: how they stand, when they are due. Returns the exit code. */
export const listReports = async (config: Config, now: number): Promise<number> => {
  if (config.reports.schedule.length === 0) {
    console.log('Chưa có lịch báo cáo nào (mục reports.schedule của config.yaml)')
    return 0
  }
  const versions = await readVersions(join(config.data, 'directory'))
  const latest = versions.at(-1)?.data
  const calendar = createCalendar(latest?.calendar ?? [])
  const shelf = shelfOf(config.data)
  for (const one of scheduledAt(config.reports, calendar, { now, since: versions[0]?.accepted ?? now })) {
    const { period, due } = one
    const unit =
      one.unit === undefined ? 'toàn tỉnh' : (latest?.units.find(({ id }) => id === one.unit)?.name ?? one.unit)
    const months = period.calendar === 'administrative' ? ' (hành chính)' : ''
    const { state, damage } = await shelf.standing(period, one.unit)
    const isRunning = now < period.to && (state === 'none' || state === 'draft')
    const said = isRunning
      ? 'chưa hết kỳ'
      : damage === undefined
        ? stateNames[state]
        : `${stateNames[state]}: ${damage}`
    const urgency = state === 'signed' ? '' : urgencyNames[one.urgency]
    console.log(`${period.id}  ${sayPeriod(period)}${months}, ${unit}: ${said}; hạn ${sayDate(due)}${urgency}`)
  }
  return 0
}
