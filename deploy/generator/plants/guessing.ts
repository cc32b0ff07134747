import { addDays, type LocalDate, localTime, MINUTE, SECOND } from '../../../kernel/time.ts'
import type { Act } from '../acts.ts'
import { openSession } from '../desk.ts'
import type { Account, Machine } from '../model.ts'
import { addTruth } from '../planting.ts'
import { type Officer, type Plot, plant, take, takeOne } from './plot.ts'

/** Over the network (SMB), or by remote desktop. */
type Way = 3 | 10

type Guess = {
  readonly account: Account
  readonly at: number
  readonly target: Machine
  readonly from: Machine
  readonly way: Way
}

const guess = ({ account, at, target, from, way }: Guess): Act => ({
  do: 'wrong',
  at,
  machine: target,
  name: account.name,
  sid: account.sid,
  type: way,
  ip: from.ip,
  workstation: from.name,
  why: '0xc000006a',
})

/** The domain controller locks the account out; an administrator unlocks it some time later. */
const lockout = (plot: Plot, account: Account, from: Machine, at: number): Act[] => {
  const by = plot.province.people.find(({ admin }) => admin)?.admin ?? account
  const machine = plot.province.dc
  return [
    { do: 'iam', at, machine, code: 4740, by, target: account, from },
    { do: 'iam', at: at + 12 * MINUTE, machine, code: 4767, by, target: account },
  ]
}

const enter = (plot: Plot, account: Account, from: Machine, at: number): Act[] => {
  const machine = plot.province.fileServer
  const session = openSession(plot.dice, account, machine, 10, from)
  return [
    { do: 'logon', at, machine, session },
    { do: 'logoff', at: at + 9 * MINUTE, machine, session },
  ]
}

/** Nobody twice within a day: the unlocking after the first would excuse the second, as an old password that is still stored. */
const victimAndSource = (plot: Plot, i: number): { victim: Officer; source: Officer; at: number } => {
  const guessed = (one: Officer, date: LocalDate): string => `${one.id}/guessed/${date}`
  const { date, officers } = take(plot, {
    day: i,
    officers: 2,
    fits: (one, day) => ![-1, 0, 1].some((shift) => plot.used.has(guessed(one, addDays(day, shift)))),
  })
  const [victim, source] = [officers[0]!, officers[1]!]
  plot.used.add(guessed(victim, date))
  return { victim, source, at: localTime(date, '09:30') + plot.dice.int(0, 60) * MINUTE }
}

/** ACC-11a, and with `then` ACC-11c: one account tried twelve times from somebody else's machine; at last it goes well. */
const oneAccount =
  (then: boolean) =>
  (plot: Plot, i: number): void => {
    const { victim, source, at } = victimAndSource(plot, i + (then ? 2 : 0))
    const count = then ? 8 : 12
    const { account } = victim
    const target = plot.province.fileServer
    const way = i % 2 === 0 ? 3 : 10
    const tries = Array.from({ length: count }, (_, n) =>
      guess({ account, at: at + n * 20 * SECOND, target, from: source.pc, way }),
    )
    const last = at + count * 20 * SECOND
    plant(plot, [...tries, ...(then ? enter(plot, account, source.pc, last) : lockout(plot, account, source.pc, last))])
    addTruth(plot.planting, {
      clause: 'ACC-11',
      rule: then ? 'ACC-11c' : 'ACC-11a',
      ...(then ? { also: ['ACC-11a'] } : {}),
      entity: { kind: 'user', id: account.id },
      unit: victim.unit.id,
      at: then ? last : last - 20 * SECOND,
      // The fifth failure within ten minutes is the first to say something.
      count: then ? 1 : count - 4,
      what: `dò mật khẩu từ ${source.pc.id}${then ? ', rồi đăng nhập được' : ''}`,
    })
  }

/** ACC-11b: the holder mistypes at the own machine, again and again, after noon. */
const ownMachine = (plot: Plot, i: number): void => {
  const { date, officer } = takeOne(plot, { day: i + 1 })
  const { account, pc: machine, unit } = officer
  const at = localTime(date, '13:00')
  const count = 7
  plant(
    plot,
    Array.from(
      { length: count },
      (_, n) =>
        ({
          do: 'wrong',
          at: at + n * 30 * SECOND,
          machine,
          name: account.name,
          sid: account.sid,
          type: 2,
          why: '0xc000006a',
        }) as const,
    ),
  )
  addTruth(plot.planting, {
    clause: 'ACC-11',
    rule: 'ACC-11b',
    entity: { kind: 'user', id: account.id },
    unit: unit.id,
    at: at + (count - 1) * 30 * SECOND,
    what: `gõ sai mật khẩu ${count} lần ở máy của mình`,
  })
}

/** ACC-11d, and with `then` ACC-11e: one machine tries fourteen accounts, one each; one of them opens. */
const manyAccounts =
  (then: boolean) =>
  (plot: Plot, i: number): void => {
    const { date, officer: source } = takeOne(plot, { day: i + (then ? 3 : 0) })
    const at = localTime(date, '14:10') + plot.dice.int(0, 60) * MINUTE
    const others = plot.dice.shuffle(plot.province.people.filter((one) => one.id !== source.id && !one.it)).slice(0, 14)
    const target = plot.province.dc
    const tries = others.map(({ account }, n) =>
      guess({ account, at: at + n * 20 * SECOND, target, from: source.pc, way: 3 }),
    )
    const last = at + others.length * 20 * SECOND
    plant(plot, [...tries, ...(then ? enter(plot, others[5]!.account, source.pc, last) : [])])
    addTruth(plot.planting, {
      clause: 'ACC-11',
      rule: then ? 'ACC-11e' : 'ACC-11d',
      ...(then ? { also: ['ACC-11d'] } : {}),
      entity: { kind: 'ip', id: source.pc.ip },
      unit: source.unit.id,
      at: then ? last : last - 20 * SECOND,
      ...(then ? { count: 1 } : {}),
      what: `dò ${others.length} tài khoản từ ${source.pc.id}${then ? ', rồi đăng nhập được' : ''}`,
    })
  }

export const guessing = [oneAccount(false), ownMachine, oneAccount(true), manyAccounts(false), manyAccounts(true)]
