import { HOUR, localTime, MINUTE } from '../../../kernel/time.ts'
import type { WindowsEvent } from '../formats/windows-event.ts'
import { DOMAIN } from '../formats/windows-event.ts'
import { center, firewall, hasOwnProduct } from '../formats/windows-guard.ts'
import { installer, registry } from '../formats/windows-setting.ts'
import { addTruth } from '../planting.ts'
import { type Officer, type Plot, plant, takeOne } from './plot.ts'

const log = (plot: Plot, machine: Officer['pc'], events: readonly WindowsEvent[]): void =>
  plant(
    plot,
    events.map((event) => ({ do: 'record', at: event.at, machine, event })),
  )

const unguarded = ({ pc }: Officer): boolean => !hasOwnProduct(pc)

/** EPP-10: switched off by the officer, and left so until the afternoon. */
const firewallOff = (plot: Plot, i: number): void => {
  const { date, officer } = takeOne(plot, { day: i + 2, fits: unguarded })
  const { pc: machine, account, unit } = officer
  const at = localTime(date, '09:10') + plot.dice.int(0, 60) * MINUTE
  const by = { sid: account.sid, application: 'C:\\Windows\\System32\\dllhost.exe' }
  log(plot, machine, [
    firewall(at, machine, { on: false, ...by }),
    center(at + HOUR, machine, 'Windows Defender', 'ON'),
    firewall(at + 5 * HOUR, machine, { on: true, ...by }),
  ])
  addTruth(plot.planting, {
    ...{ clause: 'EPP-10', rule: 'EPP-10', entity: { kind: 'host', id: machine.id }, unit: unit.id },
    at: at + 30 * MINUTE,
    count: 1,
    what: `tắt tường lửa máy ${machine.id}`,
  })
}

/** EPP-02a: the officer sets the policy that switches Defender off. */
const setOff = (plot: Plot, i: number): void => {
  const { date, officer } = takeOne(plot, { day: i + 1 })
  const { pc: machine, account, unit } = officer
  const at = localTime(date, '10:15') + plot.dice.int(0, 40) * MINUTE
  const event = registry(at, machine, {
    item: 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender\\DisableAntiSpyware',
    value: 1,
    image: 'C:\\Windows\\regedit.exe',
    user: `${DOMAIN}\\${account.name}`,
  })
  log(plot, machine, [event])
  addTruth(plot.planting, {
    ...{ clause: 'EPP-02', rule: 'EPP-02a', entity: { kind: 'user', id: account.id }, unit: unit.id, at, count: 1 },
    person: officer.id,
    what: `tắt Defender bằng chính sách trên ${machine.id}`,
  })
}

/** EPP-02b: the officer removes the agent in the morning; the machine goes on without it until the end of the day. */
const removedByOfficer = (plot: Plot, i: number): void => {
  const { date, officer } = takeOne(plot, { day: i + 3 })
  const { pc: machine, account, unit } = officer
  const at = localTime(date, '08:40') + plot.dice.int(0, 30) * MINUTE
  plot.planting.muted.push({ machine, from: at, to: localTime(date, '20:00') })
  log(plot, machine, [
    installer(at, machine, { product: 'Bkav Endpoint', version: '10.2.1', code: 1034, user: account }),
  ])
  addTruth(plot.planting, {
    ...{ clause: 'EPP-02', rule: 'EPP-02b', also: ['EPP-01'], unit: unit.id },
    entity: { kind: 'host', id: machine.id },
    at: at + 2 * HOUR,
    count: 1,
    person: officer.id,
    what: `gỡ tác tử bảo vệ khỏi ${machine.id}`,
  })
}

export const guard = [firewallOff, setOff, removedByOfficer]
