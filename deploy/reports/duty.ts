import type { Logger } from 'pino'
import { sayPeriod } from '../../api/reports/period.ts'
import { DAY, HOUR, sayDate } from '../../kernel/time.ts'
import type { Finding } from '../findings.ts'
import type { createJobs, Job } from './jobs.ts'
import { LATE_LOGS } from './report.ts'
import type { ScheduledPeriod } from './schedule.ts'
import type { Shelf, Standing } from './shelf.ts'

export type DutyOptions = {
  readonly scheduled: () => readonly ScheduledPeriod[]
  readonly standing: Shelf['standing']
  readonly jobs: Pick<ReturnType<typeof createJobs>, 'ask' | 'failures' | 'isBusy'>
  readonly watermark: () => number
  readonly clock: { now(): number }
  readonly log: Logger
  readonly scopeName: (unit: string | undefined) => string
}

/** One that failed is tried again by itself after so long. */
const AGAIN = HOUR
/** Of periods that ended longer ago nothing is made by itself. */
const RECENT = 7 * DAY

/**
 * What the clock does about scheduled reports: makes a draft when a period has been judged to its end, and once more when late logs could
 * come and it may be closed; reminds.
 */
export const dutyOf = ({ scheduled, standing, jobs, watermark, clock, log, scopeName }: DutyOptions) => {
  let findings: readonly Finding[] = []

  const failureOf = ({ period, unit }: ScheduledPeriod) =>
    jobs.failures().find(({ job }) => job.period.id === period.id && job.unit === unit)

  const isWanted = (one: ScheduledPeriod, { state, ready }: Standing): boolean => {
    const { period } = one
    const judged = watermark()
    if ((state !== 'none' && state !== 'draft') || judged < period.to || judged > period.to + RECENT) return false
    const failure = failureOf(one)
    if (jobs.isBusy(one) || (failure && clock.now() < failure.at + AGAIN)) return false
    const steps = [period.to, period.to + LATE_LOGS]
    return steps.some((step) => judged >= step && !(ready && ready.judged >= step))
  }

  const lookAt = async (one: ScheduledPeriod): Promise<readonly Finding[]> => {
    const { period, unit, urgency, due } = one
    const now = await standing(period, unit)
    const job: Job = { period, ...(unit !== undefined && { unit }), close: false }
    if (isWanted(one, now)) jobs.ask(job)
    const name = `${sayPeriod(period)} (${scopeName(unit)})`
    const failure = failureOf(one)
    return [
      ...(now.state === 'damaged' ? [damaged(name, now.damage ?? '')] : []),
      ...(failure && !failure.job.close ? [notMade(name, failure.text)] : []),
      ...(now.state === 'signed' || urgency === 'later'
        ? []
        : [urgency === 'overdue' ? overdue(name, due) : near(name, due)]),
    ]
  }

  return {
    findings: () => findings,
    /** Looks at every scheduled report. Never rejects: what cannot be looked at is logged and looked at again. */
    async look(): Promise<void> {
      try {
        const found: Finding[] = []
        for (const one of scheduled()) found.push(...(await lookAt(one)))
        findings = found
      } catch (error) {
        log.error({ err: error }, 'what reports are due cannot be looked at')
      }
    },
  }
}

const near = (name: string, due: string): Finding => ({
  code: 'REPORT_DUE',
  text: {
    vi: `Báo cáo ${name} phải nộp chậm nhất ngày ${sayDate(due)} mà chưa có bản ký: xem trang Báo cáo.`,
    en: `The report of ${name} is due on ${due} and not signed yet.`,
  },
})

const overdue = (name: string, due: string): Finding => ({
  code: 'REPORT_OVERDUE',
  text: {
    vi: `Báo cáo ${name} đã quá hạn nộp (ngày ${sayDate(due)}) mà chưa có bản ký: xem trang Báo cáo.`,
    en: `The report of ${name} was due on ${due} and is not signed yet.`,
  },
})

const notMade = (name: string, cause: string): Finding => ({
  code: 'REPORT_FAILED',
  text: {
    vi: `Chưa làm được dự thảo báo cáo ${name}, mỗi giờ thử lại: ${cause}`,
    en: `The draft of the report of ${name} cannot be made and is tried again each hour: ${cause}`,
  },
})

const damaged = (name: string, what: string): Finding => ({
  code: 'REPORT_DAMAGED',
  text: { vi: `Báo cáo ${name}: ${what}`, en: `A kept report (${name}) is damaged; restore its file from the backup.` },
})
