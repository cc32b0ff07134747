import type { LocalDate } from '../../kernel/time.ts'
import { HOUR, localTime, MINUTE, SECOND } from '../../kernel/time.ts'
import type { Act } from './acts.ts'
import { isCounterSaturday, isWorkday, weekdayOf } from './calendar.ts'
import { openSession } from './desk.ts'
import type { Province } from './model.ts'
import { random } from './random.ts'

/** Kiosks that sign themselves in, and counters: on in the unit's hours, Saturdays too. */
export const publicMachines = (province: Province, date: LocalDate): Act[] => {
  const saturday = isCounterSaturday(date)
  if (!saturday && !isWorkday(date)) return []
  return province.machines.flatMap((machine): Act[] => {
    if (machine.role !== 'kiosk' && machine.role !== 'shared') return []
    const dice = random(province.seed, 'public', machine.id, date)
    const on = localTime(date, '07:08') + dice.int(0, 4) * MINUTE
    const down = localTime(date, saturday ? '11:38' : '17:04') + dice.int(0, 5) * MINUTE
    const session = openSession(dice, province.kiosk, machine, 2)
    const auto: Act[] =
      machine.role === 'kiosk'
        ? [
            { do: 'logon', at: on + 40 * SECOND, machine, session },
            { do: 'logoff', at: down - 5 * SECOND, machine, session },
          ]
        : []
    return [{ do: 'boot', at: on, machine }, ...auto, { do: 'shutdown', at: down, machine }]
  })
}

/** What servers do by themselves: the nightly backup's service logon, on Sundays to a registered disk, and cron on Linux. */
export const serverDay = (province: Province, date: LocalDate): Act[] => {
  const { fileServer: machine, service } = province
  const at = localTime(date, '22:30') + random(province.seed, 'backup', date).int(0, 9) * MINUTE
  const disk = province.sticks.find(({ kind }) => kind === 'backup')
  const weekly: Act[] =
    disk && weekdayOf(date) === 7
      ? [
          { do: 'plug', at: at - 5 * MINUTE, machine, stick: disk },
          { do: 'unplug', at: at + 3 * HOUR, machine, stick: disk },
        ]
      : []
  const cron = province.linux.flatMap((host): Act[] =>
    Array.from(
      { length: 24 * 6 },
      (_, i): Act => ({
        do: 'linux',
        at: localTime(date, '05:00') + i * 10 * MINUTE + SECOND,
        machine: host,
        tag: `CRON[${2_000 + i * 37}]`,
        text: `pam_unix(cron:session): session ${i % 2 === 0 ? 'opened for user root(uid=0) by (uid=0)' : 'closed for user root'}`,
      }),
    ),
  )
  return [{ do: 'service', at, machine, account: service }, ...weekly, ...cron]
}
