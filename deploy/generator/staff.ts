import type { LocalDate } from '../../kernel/time.ts'
import { HOUR, localTime, MINUTE, SECOND } from '../../kernel/time.ts'
import type { Act } from './acts.ts'
import { openSession, workAt } from './desk.ts'
import type { Account, Machine, Person, Province } from './model.ts'
import { type Random, random } from './random.ts'
import { atWork, onDuty } from './schedule.ts'

/** A visit with the administrator's account to somebody's locked machine at noon. */
const visit = (dice: Random, admin: Account, machine: Machine, at: number): Act[] => {
  const session = openSession(dice, admin, machine, 2)
  const end = at + dice.int(6, 12) * MINUTE
  return [
    { do: 'logon', at, machine, session },
    { do: 'process', at: at + 2 * MINUTE, machine, session, image: 'C:\\Windows\\System32\\mmc.exe' },
    { do: 'logoff', at: end, machine, session },
  ]
}

/** Remote desktop from the own machine to a server, some time of work there. */
const remoteDesktop = (
  dice: Random,
  province: Province,
  admin: Account,
  from: Machine,
  to: Machine,
  at: number,
  length: number,
): Act[] => {
  const session = openSession(dice, admin, to, 10, from)
  return [
    { do: 'network', at: at - 2 * SECOND, machine: to, account: admin, from },
    { do: 'logon', at, machine: to, session },
    { do: 'process', at: at + 3 * MINUTE, machine: to, session, image: 'C:\\Windows\\System32\\ServerManager.exe' },
    ...workAt(province, dice, session, at, at + length).filter(({ do: what }) => what === 'process'),
    { do: 'logoff', at: at + length, machine: to, session },
  ]
}

const ssh = (dice: Random, host: Machine, admin: Account, from: Machine, at: number, length: number): Act[] => {
  const pid = dice.int(2_000, 30_000)
  const line = (after: number, tag: string, text: string): Act => ({
    do: 'linux',
    at: at + after,
    machine: host,
    tag,
    text,
  })
  const user = admin.name
  return [
    line(
      0,
      `sshd[${pid}]`,
      `Accepted publickey for ${user} from ${from.ip} port ${dice.int(40_000, 60_000)} ssh2: RSA SHA256:${dice.hex(43)}`,
    ),
    line(40, `sshd[${pid}]`, `pam_unix(sshd:session): session opened for user ${user}(uid=1001) by (uid=0)`),
    line(
      3 * MINUTE,
      'sudo',
      `  ${user} : TTY=pts/0 ; PWD=/home/${user} ; USER=root ; COMMAND=/usr/bin/systemctl status rsyslog`,
    ),
    line(length, `sshd[${pid}]`, `pam_unix(sshd:session): session closed for user ${user}`),
  ]
}

/** An administrator's day beside the own machine: two visits at noon, a server by remote desktop, a Linux host; an evening on duty. */
export const adminDay = (province: Province, person: Person, date: LocalDate): Act[] => {
  const { admin, pc } = person
  if (!admin || !pc || !atWork(province, person, date)) return []
  const dice = random(province.seed, 'admin', person.id, date)
  const neighbours = province.people.filter(
    (other) =>
      other.unit.id === person.unit.id &&
      !other.it &&
      other.pc?.role === 'workstation' &&
      atWork(province, other, date),
  )
  const turn = Number(person.id.slice(-1)) - 1
  const visited = neighbours
    .filter((_, i) => i % 3 === turn % 3)
    .slice(0, 2)
    .flatMap(({ pc: machine }) => machine ?? [])
  const host = province.linux[dice.int(0, province.linux.length - 1)]!
  const server = dice.chance(0.5) ? province.dc : province.fileServer
  return [
    ...visited.flatMap((machine, i) =>
      visit(dice, admin, machine, localTime(date, '11:50') + (i * 25 + dice.int(0, 6)) * MINUTE),
    ),
    ...remoteDesktop(
      dice,
      province,
      admin,
      pc,
      server,
      localTime(date, '09:05') + dice.int(0, 50) * MINUTE,
      35 * MINUTE,
    ),
    ...ssh(dice, host, admin, pc, localTime(date, '14:10') + dice.int(0, 60) * MINUTE, 25 * MINUTE),
    ...(onDuty(province, person, date) ? evening(province, person, admin, pc, date) : []),
  ]
}

/** On duty from 18:30: own machine on again, maintenance of a server, home by 23:00. */
const evening = (province: Province, person: Person, admin: Account, pc: Machine, date: LocalDate): Act[] => {
  const dice = random(province.seed, 'duty', person.id, date)
  const start = localTime(date, '19:00') + dice.int(0, 20) * MINUTE
  const session = openSession(dice, person.account, pc, 2)
  return [
    { do: 'boot', at: start - 90 * SECOND, machine: pc },
    { do: 'logon', at: start, machine: pc, session },
    ...remoteDesktop(dice, province, admin, pc, province.fileServer, start + 10 * MINUTE, 2 * HOUR),
    { do: 'logoff', at: start + 3 * HOUR, machine: pc, session },
    { do: 'shutdown', at: start + 3 * HOUR + 20 * SECOND, machine: pc, by: person.account },
  ]
}
