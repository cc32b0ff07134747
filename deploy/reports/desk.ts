import type { Logger } from 'pino'
import type { ReportDeps, ReportScope } from '../../api/deps.ts'
import { type Period, periodWithId, sayPeriod } from '../../api/reports/period.ts'
import type { ReportInfo } from '../../api/schemas-reports.ts'
import { createCalendar } from '../../kernel/directory/calendar.ts'
import { coded } from '../../kernel/errors.ts'
import type { Config } from '../config.ts'
import type { Finding } from '../findings.ts'
import type { Versions } from '../versions.ts'
import { dutyOf } from './duty.ts'
import { fileNameOf } from './formats.ts'
import { createJobs } from './jobs.ts'
import { baseOf, reportsIn } from './kept.ts'
import { readyIn } from './ready.ts'
import { checkBegun, checkLateLogs } from './report.ts'
import { type ScheduledPeriod, scheduledAt } from './schedule.ts'
import { type Standing, shelfOf } from './shelf.ts'

export type DeskOptions = {
  readonly config: Config
  readonly versions: Pick<Versions, 'latest' | 'since'>
  /** How far the product has judged, epoch ms. */
  readonly watermark: () => number
  readonly clock: { now(): number }
  readonly log: Logger
  /** How often it is looked what is due, ms of real time. */
  readonly every: number
}

/** So many may wait to be made. */
const WAITING = 50

export type Desk = ReportDeps & {
  /** What is due, overdue, damaged or failed by itself, as it was last looked at. */
  findings(): readonly Finding[]
  close(): Promise<void>
}

/**
 * The periodic reports of a running product: what the page and the clock ask for. Reports are made in a thread; nothing here reads more
 * than what was kept of them.
 */
export const openDesk = ({ config, versions, watermark, clock, log, every }: DeskOptions): Desk => {
  const [kept, ready, shelf] = [reportsIn(config.data), readyIn(config.data), shelfOf(config.data)]
  const jobs = createJobs(config, clock, () => void duty.look())

  const scheduled = (): readonly ScheduledPeriod[] => {
    const now = clock.now()
    return scheduledAt(config.reports, createCalendar(versions.latest?.calendar ?? []), {
      ...{ now, since: versions.since ?? now },
    })
  }
  const scopeName = (unit: string | undefined): string =>
    unit === undefined ? 'toàn tỉnh' : (versions.latest?.units.find(({ id }) => id === unit)?.name ?? unit)
  const duty = dutyOf({ scheduled, standing: shelf.standing, jobs, watermark, clock, log, scopeName })
  const looking = setInterval(() => void duty.look(), every)
  void duty.look()

  const infoOf = async ({ period, unit }: ReportScope, due: ScheduledPeriod | undefined): Promise<ReportInfo> => {
    const standing = await shelf.standing(period, unit)
    const { state, ...said } = standing
    const { id, kind, calendar, from, to } = period
    return {
      ...{ period: id, kind, calendar, title: sayPeriod(period), from, to },
      ...(unit !== undefined && { unit }),
      ...{ scope: scopeName(unit), ...said },
      state: isRunning(period, standing) ? 'running' : state,
      ...(due && { due: due.due }),
      urgency: due && state !== 'signed' ? due.urgency : 'later',
    }
  }
  const isRunning = ({ to }: Period, { state }: Standing): boolean =>
    clock.now() < to && (state === 'none' || state === 'draft')

  return {
    async list() {
      const due = new Map(scheduled().map((one) => [baseOf(one.period, one.unit), one]))
      const asked = [...due.values(), ...jobs.scopes(), ...(await shelf.all()).flatMap(scopeOf)]
      const all = new Map(asked.map((one) => [baseOf(one.period, one.unit), one]))
      const reports: ReportInfo[] = []
      for (const [key, one] of all) reports.push(await infoOf(one, due.get(key)))
      reports.sort((a, b) => b.to - a.to || b.from - a.from || (a.scope < b.scope ? -1 : 1))
      return { reports, scheduled: config.reports.schedule.length > 0, ...jobs.told() }
    },
    async make(asked) {
      const { period, close } = asked
      checkBegun(period, clock.now())
      // The thread finds the same, after it has read a month.
      if (close && !(await kept.stamp(period, asked.unit))) checkLateLogs(period, watermark())
      if (jobs.told().waiting.length >= WAITING)
        throw coded('BAD_ARGUMENT', `đã có ${WAITING} báo cáo chờ làm, hãy đợi bớt`)
      jobs.ask(asked)
    },
    async file({ period, unit }, format) {
      const { ready: lies } = await shelf.standing(period, unit)
      const bytes = lies && (await ready.file(period, unit, format))
      return bytes && { name: fileNameOf(period, unit, format), bytes }
    },
    async sign({ period, unit }, name, copy) {
      const signed = await kept.sign(period, unit, name, copy, clock.now())
      jobs.ask({ period, ...(unit !== undefined && { unit }), close: false })
      return signed
    },
    findings: duty.findings,
    async close() {
      clearInterval(looking)
      await jobs.close()
    },
  }
}

const scopeOf = ({ id, unit }: { readonly id: string; readonly unit?: string }): readonly ReportScope[] => {
  const period = periodWithId(id)
  return period ? [{ period, ...(unit !== undefined && { unit }) }] : []
}
