import type { LocalDate } from '../../kernel/time.ts'
import { localTime, MINUTE, SECOND } from '../../kernel/time.ts'
import type { Act } from './acts.ts'
import { appDay } from './apps.ts'
import { type Hours, openSession, workAt } from './desk.ts'
import type { Machine, Person, Province } from './model.ts'
import { random } from './random.ts'

/** Now and then a machine restarts at noon to finish an update; whoever used it signs in anew. */
export const restartsForUpdate = (province: Province, machine: Machine, date: LocalDate): boolean =>
  machine.role === 'workstation' &&
  machine.unit.id !== 'tinh' &&
  random(province.seed, 'update', machine.id, date).chance(0.04)

export const updateAtNoon = (
  province: Province,
  person: Person,
  machine: Machine,
  date: LocalDate,
  hours: Hours,
): Act[] => {
  const dice = random(province.seed, 'noon', person.id, date)
  const account = person.account
  const [morning, afternoon] = [openSession(dice, account, machine, 2), openSession(dice, account, machine, 2)]
  const away = localTime(date, '11:32') + dice.int(0, 6) * MINUTE
  const back = localTime(date, '13:22') + dice.int(0, 8) * MINUTE
  return [
    { do: 'boot', at: hours.arrive - 90 * SECOND, machine },
    { do: 'logon', at: hours.arrive, machine, session: morning },
    ...workAt(province, dice, morning, hours.arrive, away),
    { do: 'lock', at: away, machine, session: morning },
    {
      do: 'update',
      at: away + 4 * MINUTE,
      machine,
      title: 'Bản cập nhật tích lũy cho Windows 10 Version 22H2 (KB5034763)',
    },
    { do: 'logoff', at: away + 20 * MINUTE - SECOND, machine, session: morning },
    { do: 'shutdown', at: away + 20 * MINUTE, machine, restart: true },
    { do: 'boot', at: away + 23 * MINUTE, machine },
    { do: 'logon', at: back, machine, session: afternoon },
    ...workAt(province, dice, afternoon, back, hours.leave),
    { do: 'logoff', at: hours.leave, machine, session: afternoon },
    { do: 'shutdown', at: hours.leave + 15 * SECOND, machine, by: account },
    ...appDay(province, person, machine, hours.arrive, away, date),
  ]
}
