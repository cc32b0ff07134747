import type { LocalDate } from '../../kernel/time.ts'
import { addDays, localTime, MINUTE, SECOND } from '../../kernel/time.ts'
import type { Act } from './acts.ts'
import { appDay } from './apps.ts'
import { type Hours, openSession, ownMachine, workAt } from './desk.ts'
import type { Machine, Person, Province } from './model.ts'
import { random } from './random.ts'
import { atWork, counterShift, leavesLocked, worksOvertime } from './schedule.ts'
import { restartsForUpdate, updateAtNoon } from './updates.ts'

/** An evening of approved overtime: the machine is switched on again. */
const overtime = (province: Province, person: Person, machine: Machine, date: LocalDate): Act[] => {
  const dice = random(province.seed, 'evening', person.id, date)
  const session = openSession(dice, person.account, machine, 2)
  const logon = localTime(date, '18:00') + dice.int(0, 20) * MINUTE
  const leave = localTime(date, '20:00') + dice.int(0, 40) * MINUTE
  return [
    { do: 'boot', at: logon - 80 * SECOND, machine },
    { do: 'logon', at: logon, machine, session },
    ...workAt(province, dice, session, logon, leave),
    { do: 'logoff', at: leave, machine, session },
    { do: 'shutdown', at: leave + 20 * SECOND, machine, by: person.account },
  ]
}

/** A turn at a shared counter: signed in, at work, signed out; the counter itself is switched on and off by its own timetable. */
const counterTurn = (province: Province, person: Person, date: LocalDate): Act[] => {
  const shift = counterShift(province, person, date)
  if (!shift) return []
  const dice = random(province.seed, 'turn', person.id, date)
  const afternoon = shift.half === 'afternoon'
  const logon = localTime(date, afternoon ? '13:22' : '07:18') + dice.int(0, 8) * MINUTE
  const leave = localTime(date, afternoon ? '16:50' : '11:25') + dice.int(0, 9) * MINUTE
  const session = openSession(dice, person.account, shift.counter, 2)
  return [
    { do: 'logon', at: logon, machine: shift.counter, session },
    ...workAt(province, dice, session, logon, leave),
    { do: 'logoff', at: leave, machine: shift.counter, session },
    ...appDay(province, person, shift.counter, logon, leave, date),
  ]
}

export type Adjustments = {
  /** The session stays open, screen unlocked, when the officer goes (planted). */
  readonly leavesOpen?: boolean
  readonly leftOpenYesterday?: boolean
}

/** What an officer does on a date: at the own machine, at a counter, in the applications. */
export const officerDay = (province: Province, person: Person, date: LocalDate, adjust: Adjustments = {}): Act[] => {
  const turn = counterTurn(province, person, date)
  const machine = person.pc
  if (!machine || !atWork(province, person, date)) return turn
  const dice = random(province.seed, 'habits', person.id, date)
  const half = counterShift(province, person, date)?.half
  const arrive =
    localTime(date, half === 'morning' ? '13:18' : '07:05') +
    dice.int(0, half === 'morning' ? 20 : 40) * MINUTE +
    dice.int(0, 59) * SECOND
  const leave =
    localTime(date, half === 'afternoon' ? '11:22' : '16:50') + dice.int(0, half === 'afternoon' ? 9 : 28) * MINUTE
  const carriedOver = adjust.leftOpenYesterday
    ? 'open'
    : leavesLocked(province, person, addDays(date, -1))
      ? 'locked'
      : undefined
  const hours: Hours = { arrive, leave, locked: leavesLocked(province, person, date), carriedOver }
  const plain = half || hours.locked || carriedOver || adjust.leavesOpen
  const day = !plain && restartsForUpdate(province, machine, date) ? updateAtNoon : ownMachine
  const own = day(province, person, machine, date, hours)
  const kept = adjust.leavesOpen
    ? own.filter(({ do: what, at }) => at < leave || (what !== 'logoff' && what !== 'shutdown' && what !== 'lock'))
    : own
  return [...kept, ...turn, ...(worksOvertime(province, person, date) ? overtime(province, person, machine, date) : [])]
}
