import type { Instant, LocalDate } from '../../kernel/time.ts'
import { addDays, localTime, MINUTE, SECOND } from '../../kernel/time.ts'
import type { Act, Session } from './acts.ts'
import { appDay } from './apps.ts'
import type { Account, Machine, Person, Province } from './model.ts'
import { type Random, random } from './random.ts'
import { leavesLocked } from './schedule.ts'

export const images = [
  'C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE',
  'C:\\Program Files\\Microsoft Office\\root\\Office16\\EXCEL.EXE',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Windows\\System32\\notepad.exe',
  'C:\\Program Files\\7-Zip\\7zFM.exe',
] as const

/** A logon session with ids of its own; an administrator's has an elevated twin. */
export const openSession = (
  dice: Random,
  account: Account,
  machine: Machine,
  type: 2 | 10,
  from?: Machine,
): Session => ({
  account,
  machine,
  id: `0x${dice.hex(7)}`,
  type,
  ...(account.admin ? { twin: `0x${dice.hex(7)}` } : {}),
  ...(from ? { from } : {}),
})

/** Processes started and files fetched from the file server while somebody works at a machine. */
export const workAt = (province: Province, dice: Random, session: Session, from: Instant, to: Instant): Act[] => {
  const acts: Act[] = []
  const { machine, account } = session
  for (let at = from + dice.int(1, 9) * MINUTE; at < to; at += dice.between(12, 38) * MINUTE)
    acts.push({ do: 'process', at, machine, session, image: dice.pick(images) })
  for (let at = from + dice.int(1, 5) * MINUTE; at < to; at += dice.between(15, 50) * MINUTE)
    acts.push({ do: 'network', at, machine: province.fileServer, account, from: machine })
  return acts
}

/** One or two mistyped passwords before it goes well. */
const mistyped = (dice: Random, account: Account, machine: Machine, logon: Instant): Act[] =>
  Array.from({ length: dice.chance(0.12) ? dice.int(1, 2) : 0 }, (_, i) => ({
    do: 'wrong',
    at: logon - (i + 1) * dice.int(6, 20) * SECOND,
    machine,
    name: account.name,
    sid: account.sid,
    type: 2,
    why: '0xc000006a',
  }))

/** At the machine from `logon` to `leave`; away at noon, when laptops sleep and some machines restart for updates. */
const stretch = (
  province: Province,
  dice: Random,
  session: Session,
  logon: Instant,
  leave: Instant,
  date: LocalDate,
): Act[] => {
  const { machine } = session
  const away = localTime(date, '11:30') + dice.int(-6, 9) * MINUTE
  const back = localTime(date, '13:30') + dice.int(-14, 8) * MINUTE
  if (away <= logon || back >= leave) return workAt(province, dice, session, logon, leave)
  const laptop = machine.role === 'laptop'
  const noon: Act[] = [
    { do: 'lock', at: away, machine, session },
    ...(laptop
      ? ([
          { do: 'sleep', at: away + 10 * MINUTE, machine },
          { do: 'wake', at: back - 20 * SECOND, machine },
        ] as Act[])
      : []),
    { do: 'unlock', at: back, machine, session },
  ]
  return [...workAt(province, dice, session, logon, away), ...noon, ...workAt(province, dice, session, back, leave)]
}

export type Hours = {
  readonly arrive: Instant
  readonly leave: Instant
  readonly locked: boolean
  /** How the machine was left the evening before, if it was left on. */
  readonly carriedOver: 'locked' | 'open' | undefined
}

/** An officer's day at the own machine. */
export const ownMachine = (
  province: Province,
  person: Person,
  machine: Machine,
  date: LocalDate,
  hours: Hours,
): Act[] => {
  const dice = random(province.seed, 'own', person.id, date)
  const { arrive, leave, locked, carriedOver } = hours
  const account = person.account
  const session = carriedOver
    ? sessionOf(province, person, machine, addDays(date, -1))
    : sessionOf(province, person, machine, date)
  const begin: Act[] =
    carriedOver === 'open'
      ? []
      : carriedOver
        ? [{ do: 'unlock', at: arrive, machine, session }]
        : [
            { do: 'boot', at: arrive - dice.int(70, 150) * SECOND, machine },
            ...mistyped(dice, account, machine, arrive),
            { do: 'logon', at: arrive, machine, session },
          ]
  const end: Act[] = locked
    ? [{ do: 'lock', at: leave, machine, session }]
    : [
        { do: 'logoff', at: leave, machine, session },
        { do: 'shutdown', at: leave + dice.int(12, 40) * SECOND, machine, by: account },
      ]
  return [
    ...begin,
    ...stretch(province, dice, session, arrive, leave, date),
    ...end,
    ...appDay(province, person, machine, arrive, leave, date),
  ]
}

/** The session of a date; one carried over from the evening before keeps its ids. */
export const sessionOf = (province: Province, person: Person, machine: Machine, date: LocalDate): Session => {
  const before = addDays(date, -1)
  if (leavesLocked(province, person, before)) return sessionOf(province, person, machine, before)
  return openSession(random(province.seed, 'session', person.id, date), person.account, machine, 2)
}
