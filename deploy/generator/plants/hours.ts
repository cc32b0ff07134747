import type { LocalDate } from '../../../kernel/time.ts'
import { addDays, localTime, MINUTE } from '../../../kernel/time.ts'
import { isDecided, isWorkday } from '../calendar.ts'
import { addTruth } from '../planting.ts'
import { atWork, counterShift, onDuty } from '../schedule.ts'
import { type Officer, type Plot, stay, takeOne } from './plot.ts'

const NIGHT = '22:40'

/** ACC-01a: an officer signs in late in the evening, or on a day off, without a row in the roster. */
const officerAtNight = (plot: Plot, i: number): void => {
  const { date: working, officer } = takeOne(plot, { day: i })
  const free = plot.dates.find((date) => !isWorkday(date) && isDecided(date))
  const sunday = i === 1 && free !== undefined && !officer.unit.saturday
  const at = localTime(sunday ? free : working, sunday ? '09:20' : NIGHT) + plot.dice.int(0, 40) * MINUTE
  stay(plot, officer.account, officer.pc, at, 35 * MINUTE)
  addTruth(plot.planting, {
    clause: 'ACC-01',
    rule: 'ACC-01a',
    entity: { kind: 'user', id: officer.account.id },
    unit: officer.unit.id,
    at,
    count: 1,
    what: sunday ? 'đăng nhập ngày nghỉ, không có lịch trực' : 'đăng nhập ban đêm, không có lịch trực',
  })
}

/** ACC-01b: an administrator's account at night, without duty and without an approved change. */
const administratorAtNight = (plot: Plot, i: number): void => {
  const admins = plot.province.people.filter(({ it }) => it)
  const free = plot.workdays.flatMap((date) =>
    admins.filter((one) => !onDuty(plot.province, one, date)).map((one) => ({ date, one })),
  )
  const { date, one } = free[(i * 4) % free.length] ?? {}
  if (!date || !one?.admin || !one.pc) throw new Error('no administrator free for a planted violation')
  const at = localTime(date, '23:05') + i * 7 * MINUTE
  stay(plot, one.admin, one.pc, at, 20 * MINUTE)
  addTruth(plot.planting, {
    clause: 'ACC-01',
    rule: 'ACC-01b',
    entity: { kind: 'user', id: one.admin.id },
    unit: one.unit.id,
    at,
    count: 1,
    what: 'quản trị viên đăng nhập ban đêm, không có lịch trực hay thay đổi đã duyệt',
  })
}

/** ACC-09a: goes home with the session open and the screen unlocked; comes back to it the next morning. */
const leftOpen = (plot: Plot, i: number): void => {
  const fits = (one: Officer, date: LocalDate): boolean => {
    const tomorrow = addDays(date, 1)
    return (
      atWork(plot.province, one, tomorrow) &&
      !counterShift(plot.province, one, tomorrow) &&
      !plot.used.has(`${one.id}/${tomorrow}`)
    )
  }
  const { date, officer } = takeOne(plot, { day: i, fits })
  plot.used.add(`${officer.id}/${addDays(date, 1)}`)
  plot.planting.leftOpen.add(`${officer.id}/${date}`)
  addTruth(plot.planting, {
    clause: 'ACC-09',
    rule: 'ACC-09a',
    entity: { kind: 'host', id: officer.pc.id },
    unit: officer.unit.id,
    person: officer.id,
    at: localTime(date, '18:00'),
    what: `tài khoản ${officer.account.id} để mở phiên qua đêm`,
  })
}

export const hours = [officerAtNight, administratorAtNight, leftOpen]
