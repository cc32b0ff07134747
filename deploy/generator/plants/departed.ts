import type { LocalDate } from '../../../kernel/time.ts'
import { addDays, localTime, MINUTE } from '../../../kernel/time.ts'
import type { Account } from '../model.ts'
import { addTruth } from '../planting.ts'
import { departed } from './leaver.ts'
import { forgotten, overdue } from './overdue.ts'
import { type Plot, plant, stay, takeOne, vacate } from './plot.ts'

type Told = {
  readonly rule: string
  readonly account: Account
  readonly unit: string
  readonly at: number
  readonly count: number
  readonly what: string
}

const told = (plot: Plot, { rule, account, ...rest }: Told): void =>
  addTruth(plot.planting, { clause: 'ACC-03', rule, entity: { kind: 'user', id: account.id }, ...rest })

/** An account left open long ago: what ACC-04 finds too, once, at the moment of its own deadline. */
const longGone = (plot: Plot): LocalDate => addDays(plot.dates[0]!, -plot.dice.int(30, 60))

/** ACC-03a, b: somebody signs in with the account of a departed officer, or of a departed administrator. */
const success =
  (admin: boolean) =>
  (plot: Plot, i: number): void => {
    const { date, officer: seat } = takeOne(plot, { day: i + 1 })
    vacate(plot, seat, date)
    const since = longGone(plot)
    const account = departed(plot, seat.unit, `${admin}${i}${date}`, { since, closed: false, admin })
    const at = localTime(date, '08:40') + plot.dice.int(0, 120) * MINUTE
    stay(plot, account, seat.pc, at, 25 * MINUTE)
    told(plot, {
      rule: admin ? 'ACC-03b' : 'ACC-03a',
      account,
      unit: seat.unit.id,
      at,
      count: 1,
      what: `tài khoản của người đã nghỉ đăng nhập ở ${seat.pc.id}`,
    })
    overdue(plot, account, since)
  }

/** ACC-03a again, by an account that is closed on paper: where clerks are late, the registers say so ten days after the departure. */
const closedOnPaper = (plot: Plot, i: number): void => {
  const { date, officer: seat } = takeOne(plot, { day: i + 2 })
  vacate(plot, seat, date)
  const since = addDays(plot.dates[0]!, -4)
  const account = departed(plot, seat.unit, `p${i}${date}`, { since, closed: true, enteredAfter: 10 })
  const at = localTime(date, '08:50') + plot.dice.int(0, 120) * MINUTE
  stay(plot, account, seat.pc, at, 15 * MINUTE)
  told(plot, {
    rule: 'ACC-03a',
    account,
    unit: seat.unit.id,
    at,
    count: 1,
    what: `tài khoản đã khóa trong sổ vẫn đăng nhập được ở ${seat.pc.id}`,
  })
}

/** ACC-03c: typed by hand at a machine, refused because the account is disabled. */
const attempt = (plot: Plot, i: number): void => {
  const { date, officer: seat } = takeOne(plot, { day: i + 3 })
  vacate(plot, seat, date)
  const account = departed(plot, seat.unit, `c${i}${date}`, { since: longGone(plot), closed: true })
  const at = localTime(date, '09:00') + plot.dice.int(0, 100) * MINUTE
  const machine = seat.pc
  plant(plot, [
    { do: 'boot', at: at - 3 * MINUTE, machine },
    ...[0, 1, 2].map(
      (n) =>
        ({
          do: 'wrong',
          at: at + n * MINUTE,
          machine,
          name: account.name,
          sid: account.sid,
          type: 2,
          why: '0xc0000072',
        }) as const,
    ),
    { do: 'shutdown', at: at + 20 * MINUTE, machine },
  ])
  told(plot, {
    rule: 'ACC-03c',
    account,
    unit: seat.unit.id,
    at: at + 2 * MINUTE,
    count: 3,
    what: `ba lần thử tài khoản đã khóa ở ${machine.id}`,
  })
}

/** ACC-03d: a program with a stored password tries the file server every quarter of an hour. */
const retry = (plot: Plot, i: number): void => {
  const { date, officer: seat } = takeOne(plot, { day: i + 4 })
  const account = departed(plot, seat.unit, `d${i}${date}`, { since: longGone(plot), closed: true })
  const start = localTime(date, '08:30') + plot.dice.int(0, 20) * MINUTE
  const times = Array.from({ length: 8 }, (_, n) => start + n * 15 * MINUTE)
  const { fileServer: machine } = plot.province
  plant(
    plot,
    times.map(
      (at) =>
        ({
          do: 'wrong',
          at,
          machine,
          name: account.name,
          sid: account.sid,
          type: 3,
          ip: seat.pc.ip,
          workstation: seat.pc.name,
          why: '0xc0000072',
        }) as const,
    ),
  )
  told(plot, {
    rule: 'ACC-03d',
    account,
    unit: seat.unit.id,
    at: times.at(-1)!,
    count: times.length,
    what: `mật khẩu lưu sẵn tự thử lại từ ${seat.pc.id}`,
  })
}

export const departures = [success(false), success(true), closedOnPaper, attempt, retry, forgotten]
