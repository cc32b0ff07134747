import { join } from 'node:path'
import { sayPeriod } from '../../api/reports/period.ts'
import { readVersions } from '../../ingest/directory/versions.ts'
import { createCalendar } from '../../kernel/directory/calendar.ts'
import { sayDate } from '../../kernel/time.ts'
import type { Config } from '../config.ts'
import { scheduledAt } from '../reports/schedule.ts'

const stateNames = { draft: 'chưa chốt', closed: 'đã chốt, chưa ký', signed: 'đã ký' } as const
const urgencyNames = { later: '', remind: ' – NHẮC VIỆC: sắp đến hạn', overdue: ' – QUÁ HẠN' } as const

/** The latest ended periods of every scheduled report: how they stand, when they are due. Returns the exit code. */
export const listReports = async (config: Config, now: number): Promise<number> => {
  if (config.reports.schedule.length === 0) {
    console.log('Chưa có lịch báo cáo nào (mục reports.schedule của config.yaml)')
    return 0
  }
  const latest = (await readVersions(join(config.data, 'directory'))).at(-1)?.data
  for (const one of await scheduledAt(config, createCalendar(latest?.calendar ?? []), now)) {
    const unit =
      one.unit === undefined ? 'toàn tỉnh' : (latest?.units.find(({ id }) => id === one.unit)?.name ?? one.unit)
    const calendar = one.period.calendar === 'administrative' ? ' (hành chính)' : ''
    console.log(
      `${one.period.id}  ${sayPeriod(one.period)}${calendar}, ${unit}: ${stateNames[one.state]}; hạn ${sayDate(one.due)}${urgencyNames[one.urgency]}`,
    )
  }
  return 0
}
