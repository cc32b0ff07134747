import { localTime, MINUTE, SECOND } from '../../../kernel/time.ts'
import { openSession, sessionOf } from '../desk.ts'
import { addTruth } from '../planting.ts'
import { type Plot, plant, stay, take, vacate } from './plot.ts'

const NOTEPAD = 'C:\\Windows\\System32\\notepad.exe'

/** ACC-02a: the account is in use at the own machine and at a colleague's, in turns less than two minutes apart. */
const twoPlaces = (plot: Plot, i: number): void => {
  const { date, officers } = take(plot, { day: i, officers: 2, oneUnit: true })
  const [officer, colleague] = [officers[0]!, officers[1]!]
  vacate(plot, colleague, date)
  const at = localTime(date, '09:10') + plot.dice.int(0, 60) * MINUTE
  const there = openSession(plot.dice, officer.account, colleague.pc, 2)
  const here = sessionOf(plot.province, officer, officer.pc, date)
  plant(plot, [
    { do: 'boot', at: at - 80 * SECOND, machine: colleague.pc },
    { do: 'logon', at, machine: colleague.pc, session: there },
    ...Array.from({ length: 8 }, (_, turn) => {
      const session = turn % 2 === 0 ? here : there
      return {
        do: 'process',
        at: at + (turn + 1) * 40 * SECOND,
        machine: session.machine,
        session,
        image: NOTEPAD,
      } as const
    }),
    { do: 'logoff', at: at + 30 * MINUTE, machine: colleague.pc, session: there },
    { do: 'shutdown', at: at + 31 * MINUTE, machine: colleague.pc, by: officer.account },
  ])
  addTruth(plot.planting, {
    clause: 'ACC-02',
    rule: 'ACC-02a',
    entity: { kind: 'user', id: officer.account.id },
    unit: officer.unit.id,
    at: at + 320 * SECOND,
    what: `dùng xen kẽ trên ${officer.pc.id} và ${colleague.pc.id}`,
  })
}

/** ACC-02b: within a day at the machines of three colleagues. */
const threeMachines = (plot: Plot, i: number): void => {
  const { date, officers } = take(plot, { day: i + 2, officers: 4, oneUnit: true })
  for (const one of officers) vacate(plot, one, date)
  const [officer, ...others] = [officers[0]!, ...officers.slice(1)]
  const starts = ['08:20', '09:50', '14:10'].map((clock) => localTime(date, clock) + plot.dice.int(0, 15) * MINUTE)
  starts.forEach((at, n) => {
    stay(plot, officer.account, others[n]!.pc, at, 20 * MINUTE)
  })
  addTruth(plot.planting, {
    clause: 'ACC-02',
    rule: 'ACC-02b',
    entity: { kind: 'user', id: officer.account.id },
    unit: officer.unit.id,
    at: starts[2]!,
    count: 1,
    what: 'đăng nhập ở máy của ba người khác trong một ngày',
  })
}

export const shared = [twoPlaces, threeMachines]
