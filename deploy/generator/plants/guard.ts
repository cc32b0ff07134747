import { addDays, DAY, HOUR, localTime, MINUTE } from '../../../kernel/time.ts'
import type { WindowsEvent } from '../formats/windows-event.ts'
import { DOMAIN } from '../formats/windows-event.ts'
import { center, firewall, hasOwnProduct, health } from '../formats/windows-guard.ts'
import { registry } from '../formats/windows-setting.ts'
import { addTruth } from '../planting.ts'
import { freeTomorrow, type Officer, type Plot, plant, takeOne } from './plot.ts'

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

type Set = { readonly rule: string; readonly item: string; readonly value: number; readonly day: number }

/** PRV-04, MED-05: the officer sets a value of the registry. */
const settingMade =
  ({ rule, item, value, day }: Set) =>
  (plot: Plot, i: number): void => {
    const { date, officer } = takeOne(plot, { day: i + day })
    const { pc: machine, account, unit } = officer
    const at = localTime(date, '10:15') + plot.dice.int(0, 40) * MINUTE
    const by = { image: 'C:\\Windows\\regedit.exe', user: `${DOMAIN}\\${account.name}` }
    log(plot, machine, [registry(at, machine, { item, value, ...by })])
    addTruth(plot.planting, {
      ...{ clause: rule.slice(0, 6), rule, entity: { kind: 'user', id: account.id }, unit: unit.id, at, count: 1 },
      person: officer.id,
      what: `đặt ${item} = ${value} trên ${machine.id}`,
    })
  }

/** EPP-03: on two mornings Defender, alone at a machine whose agent is gone, tells signatures of more than a week. */
const signaturesOld = (plot: Plot, i: number): void => {
  const { date, officer } = takeOne(plot, {
    day: i,
    fits: (one, day) => unguarded(one) && freeTomorrow(plot, one, day),
  })
  const { pc: machine, unit } = officer
  const tomorrow = addDays(date, 1)
  plot.used.add(`${officer.id}/${tomorrow}`)
  plot.planting.muted.push({ machine, from: localTime(date, '05:00'), to: localTime(addDays(tomorrow, 1), '05:00') })
  const at = localTime(date, '09:00') + plot.dice.int(0, 50) * MINUTE
  // Renewed in the afternoon, so that the machine may be planted again.
  const renewed = health(at + DAY + 6 * HOUR, machine, 0)
  log(plot, machine, [health(at, machine, 9), health(at + DAY + MINUTE, machine, 10), renewed])
  const about = { entity: { kind: 'host', id: machine.id }, unit: unit.id } as const
  const gone = { clause: 'EPP-01', rule: 'EPP-01', ...about, what: `tác tử không còn trên ${machine.id}` }
  addTruth(plot.planting, { ...gone, at: localTime(date, '11:30') })
  addTruth(plot.planting, { ...gone, at: localTime(tomorrow, '11:30') })
  addTruth(plot.planting, {
    ...{ clause: 'EPP-03', rule: 'EPP-03', ...about, at: at + DAY, count: 1 },
    what: `mẫu nhận diện quá cũ trên ${machine.id}`,
  })
}

const SOFTWARE = 'HKLM\\SOFTWARE'
const POLICIES = `${SOFTWARE}\\Microsoft\\Windows\\CurrentVersion\\Policies`
const settings: readonly Set[] = [
  { rule: 'PRV-04', item: `${POLICIES}\\System\\EnableLUA`, value: 0, day: 0 },
  { rule: 'MED-05', item: `${POLICIES}\\Explorer\\NoDriveTypeAutoRun`, value: 0x91, day: 4 },
]

export const guard = [signaturesOld, firewallOff, ...settings.map(settingMade)]
