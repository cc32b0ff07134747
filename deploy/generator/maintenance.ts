import type { LocalDate } from '../../kernel/time.ts'
import { localTime, MINUTE } from '../../kernel/time.ts'
import type { Act } from './acts.ts'
import { weekdayOf } from './calendar.ts'
import { ADMINISTRATORS, REMOTE_USERS } from './groups.ts'
import type { Account, Machine, Person, Province } from './model.ts'
import { atWork, counterShift } from './schedule.ts'

type Task = { readonly machine: Machine; readonly holder: Person; readonly colleague: Account }

/** On Wednesdays the holder of a one-stop centre's machine carries out an approved change there, from 13:45 to 14:45. */
const taskOn = (province: Province, date: LocalDate): Task | undefined => {
  if (weekdayOf(date) !== 3) return undefined
  const holder = province.people.find(
    (one) =>
      one.unit.kind === 'one-stop' &&
      one.pc?.role === 'workstation' &&
      atWork(province, one, date) &&
      counterShift(province, one, date) === undefined,
  )
  const colleague = province.people.find((one) => one.unit.id === holder?.unit.id && one.id !== holder?.id)
  return holder?.pc && colleague && { machine: holder.pc, holder, colleague: colleague.account }
}

/** The register's row of that change. */
export const approvedTask = (
  province: Province,
  date: LocalDate,
): readonly Readonly<Record<string, string | undefined>>[] => {
  const task = taskOn(province, date)
  if (!task) return []
  const [id, document] = [`bt-${date}`, `${date.slice(5).replace('-', '')}/PDBT`]
  return [{ id, machine: task.machine.id, document, from: `${date} 13:45`, to: `${date} 14:45` }]
}

/** In the approved change a colleague is made administrator, IT staff is, and the colleague may come by remote desktop. */
export const maintenance = (province: Province, date: LocalDate): Act[] => {
  const task = taskOn(province, date)
  const admin = province.people.find((one) => one.admin)?.admin
  if (!task || !admin) return []
  const { machine, holder, colleague } = task
  const at = localTime(date, '14:05')
  const by = holder.account
  return [
    { do: 'member', at, machine, by, member: colleague, group: ADMINISTRATORS },
    { do: 'member', at: at + MINUTE, machine, by, member: admin, group: ADMINISTRATORS },
    { do: 'member', at: at + 2 * MINUTE, machine, by, member: colleague, group: REMOTE_USERS },
  ]
}
