import type { LocalDate } from '../../../kernel/time.ts'
import { addDays, DAY, HOUR, localTime, MINUTE, SECOND } from '../../../kernel/time.ts'
import { datesFrom, isPlainWorkday, isWorkday, weekOf } from '../calendar.ts'
import { openSession, sessionOf } from '../desk.ts'
import { inventoryMinute } from '../noise.ts'
import { addTruth } from '../planting.ts'
import { atWork } from '../schedule.ts'
import { find, freeTomorrow, type Officer, type Plot, plant, takeOne, vacate } from './plot.ts'

/** ACC-10, EPP-09: a machine tells on two mornings what is wrong with it. */
const askew =
  (wrong: 'screen' | 'os') =>
  (plot: Plot, i: number): void => {
    const { date, officer } = takeOne(plot, { day: i + 1, fits: (one, day) => freeTomorrow(plot, one, day) })
    plot.used.add(`${officer.id}/${addDays(date, 1)}`)
    const { pc: machine, unit } = officer
    const from = localTime(date, '08:00')
    plot.planting.askew.push({ machine, from, to: from + 2 * DAY, wrong })
    const clause = wrong === 'screen' ? 'ACC-10' : 'EPP-09'
    addTruth(plot.planting, {
      ...{ clause, rule: clause, entity: { kind: 'host', id: machine.id }, unit: unit.id },
      // The first report's eight hours; the second report says that nothing was done.
      at: localTime(date, '10:00') + inventoryMinute(plot.province, machine) * MINUTE + 8 * HOUR,
      count: 1,
      what: wrong === 'screen' ? `màn hình ${machine.id} không khóa` : `${machine.id} chạy Windows 7`,
    })
  }

/** INC-01a, b: the officer of a machine clears one of its logs. */
const cleared =
  (log: 'Security' | 'System') =>
  (plot: Plot, i: number): void => {
    const { date, officer } = takeOne(plot, { day: i + 4 })
    const { pc: machine, account, unit } = officer
    const at = localTime(date, '10:20') + plot.dice.int(0, 40) * MINUTE
    plant(plot, [{ do: 'clear', at, machine, log, session: sessionOf(plot.province, officer, machine, date) }])
    addTruth(plot.planting, {
      ...{ clause: 'INC-01', rule: log === 'Security' ? 'INC-01a' : 'INC-01b', unit: unit.id, at, count: 1 },
      entity: { kind: 'user', id: account.id },
      person: officer.id,
      what: `xóa nhật ký ${log} của ${machine.id}`,
    })
  }

/** PRV-03: an officer of a one-stop centre, made administrator of a kiosk, signs in there without an approved change. */
const atKiosk = (plot: Plot, i: number): void => {
  const kiosks = plot.province.machines.filter(({ role }) => role === 'kiosk')
  const machine = kiosks[i % kiosks.length]
  const taken = find(plot, { day: i, officers: 1, fits: ({ unit }) => unit.id === machine?.unit.id })
  const [officer] = taken?.officers ?? []
  if (!taken || !machine || !officer) return
  const { date } = taken
  vacate(plot, officer, date)
  const at = localTime(date, '15:40') + plot.dice.int(0, 20) * MINUTE
  const session = openSession(plot.dice, { ...officer.account, admin: true }, machine, 2)
  plant(plot, [
    { do: 'logon', at, machine, session },
    { do: 'logoff', at: at + 6 * MINUTE, machine, session },
  ])
  addTruth(plot.planting, {
    ...{ clause: 'PRV-03', rule: 'PRV-03', entity: { kind: 'host', id: machine.id }, unit: machine.unit.id, at },
    count: 1,
    what: `${officer.account.id} đăng nhập ki-ốt ${machine.id} với quyền quản trị`,
  })
}

/** The last day of the calendar week after that of a date. */
const overdueAfter = (date: LocalDate): LocalDate => addDays(weekOf(date), 13)

/** The working days from a date to the first one after it is overdue, on each of which the account has to be used. */
const untilSeen = (date: LocalDate): readonly LocalDate[] => {
  const days = datesFrom(addDays(date, 1), 24).filter(isWorkday)
  return days.slice(0, days.findIndex((day) => day > overdueAfter(date)) + 1)
}

/** ACC-06a: the password is changed once, and not in the week after; only where the run is long enough for it to show, and somebody is there all the time. */
const notChanged = (plot: Plot, i: number): void => {
  const { province, planting, used, until } = plot
  const fits = (one: Officer, date: LocalDate): boolean => {
    const days = untilSeen(date)
    return (
      !used.has(`${one.id}/password`) &&
      days.some((day) => isPlainWorkday(day) && weekOf(day) === weekOf(overdueAfter(date))) &&
      days.every((day, n) => day <= addDays(days[n - 1] ?? date, 4)) &&
      days.every((day) => atWork(province, one, day) && !used.has(`${one.id}/${day}`))
    )
  }
  const taken = find(plot, {
    day: i,
    officers: 1,
    fits: (one, day) => untilSeen(day).at(-1)! < until && fits(one, day),
  })
  const [officer] = taken?.officers ?? []
  if (!taken || !officer) return
  const { date } = taken
  used.add(`${officer.id}/password`)
  for (const day of untilSeen(date)) used.add(`${officer.id}/${day}`)
  const { account, unit } = officer
  const at = localTime(date, '10:30') + i * SECOND
  plant(plot, [{ do: 'iam', at, machine: province.dc, code: 4723, by: account, target: account }])
  addTruth(planting, {
    ...{ clause: 'ACC-06', rule: 'ACC-06a', entity: { kind: 'user', id: account.id }, unit: unit.id },
    at: localTime(addDays(overdueAfter(date), 1), '00:00') - 1,
    count: 1,
    needs: 'chính sách của đơn vị trong policy.yaml',
    what: `đổi mật khẩu ngày ${date}, hết tuần sau chưa đổi lại`,
  })
}

export const posture = [atKiosk, askew('screen'), askew('os'), cleared('Security'), cleared('System'), notChanged]
