import type { Instant, LocalDate } from '../../kernel/time.ts'
import { addDays, DAY, foldDayStart, HOUR, localTime, MINUTE } from '../../kernel/time.ts'
import type { Act } from './acts.ts'
import { isWorkday } from './calendar.ts'
import { ADMINISTRATORS, DOMAIN_ADMINS, DOMAIN_USERS } from './groups.ts'
import { officerDay } from './habits.ts'
import { innocentDay } from './innocent.ts'
import { maintenance } from './maintenance.ts'
import type { Machine, Province } from './model.ts'
import type { Span } from './noise.ts'
import { paperwork } from './paper.ts'
import type { Planting } from './planting.ts'
import { publicMachines, serverDay } from './public.ts'
import { random } from './random.ts'
import { atWork, leavesLocked } from './schedule.ts'
import { firewallDay } from './segments.ts'
import { adminDay } from './staff.ts'

/** A run: one province, its dates, what is planted in it. */
export type World = {
  readonly province: Province
  readonly from: LocalDate
  readonly days: number
  readonly planting: Planting
  /** Rows of the registers are entered days after their date. */
  readonly lateRows: boolean
}

/** What people and machines do from 05:00 of a date to 05:00 of the next, and when each machine is on. */
export type DayPlan = {
  readonly acts: readonly Act[]
  readonly on: ReadonlyMap<string, readonly Span[]>
}

/** The unit's signing token, plugged in by its first officer at work: a USB device that is no medium. */
const tokenUse = (province: Province, date: LocalDate): Act[] =>
  province.units.flatMap((unit): Act[] => {
    const stick = province.sticks.find((one) => one.unit === unit.id && one.kind === 'token')
    const head = province.people.find((person) => person.unit.id === unit.id && person.pc)
    if (!stick || !head?.pc || head.pc.role === 'laptop' || !atWork(province, head, date)) return []
    const at = localTime(date, '09:15') + random(province.seed, 'token', unit.id, date).int(0, 60) * MINUTE
    return [{ do: 'plug', at, machine: head.pc, stick }]
  })

/** A new officer's account is made by an administrator on the day it begins. */
const newAccount = ({ province }: World, date: LocalDate): Act[] => {
  const admin = province.people.find(({ it }) => it)
  const target = province.newcomers.find(({ account }) => account.from === date)?.account
  if (!admin?.admin || !target || !isWorkday(date)) return []
  const by = admin.admin
  const at = localTime(date, '09:40')
  const { dc, fileServer } = province
  return [
    ...([4720, 4722, 4724, 4738] as const).map(
      (code, i): Act => ({ do: 'iam', at: at + i * 700, machine: dc, code, by, target }),
    ),
    { do: 'member', at: at + 100, machine: dc, by, member: target, group: DOMAIN_USERS },
    // What a machine does by itself when it joins the domain.
    { do: 'member', at: at + HOUR, machine: fileServer, member: domainAdmins, group: ADMINISTRATORS },
  ]
}

const domainAdmins = { name: DOMAIN_ADMINS.name, sid: DOMAIN_ADMINS.sid }

const powerActs = new Set(['boot', 'shutdown', 'sleep', 'wake'])

/** When a machine is on, out of its starts and ends; `already`: it was left on overnight. */
const spansOf = (acts: readonly Act[], already: boolean, start: Instant): readonly Span[] => {
  const spans: Span[] = []
  let since = already ? start : undefined
  for (const { do: what, at } of acts) {
    if (what === 'boot' || what === 'wake') since ??= at
    else if (since !== undefined) {
      spans.push({ from: since, to: at })
      since = undefined
    }
  }
  return since === undefined ? spans : [...spans, { from: since, to: start + DAY }]
}

const onSpans = (world: World, date: LocalDate, acts: readonly Act[]): DayPlan['on'] => {
  const { province, planting } = world
  const start = foldDayStart(date)
  const yesterday = addDays(date, -1)
  const power = new Map<string, Act[]>()
  for (const act of acts) {
    if (!powerActs.has(act.do)) continue
    const list = power.get(act.machine.id)
    if (list) list.push(act)
    else power.set(act.machine.id, [act])
  }
  const leftOn = new Set(
    province.people.flatMap((person) =>
      person.pc && (leavesLocked(province, person, yesterday) || planting.leftOpen.has(`${person.id}/${yesterday}`))
        ? [person.pc.id]
        : [],
    ),
  )
  const spans = (machine: Machine): readonly Span[] =>
    machine.alwaysOn
      ? [{ from: start - 1, to: start + DAY }]
      : spansOf(power.get(machine.id) ?? [], leftOn.has(machine.id), start)
  return new Map(province.machines.filter(({ os }) => os === 'windows').map((machine) => [machine.id, spans(machine)]))
}

const inOrder = (acts: readonly Act[]): Act[] =>
  acts.map((act) => ({ ...act, at: Math.floor(act.at) })).sort((a, b) => a.at - b.at)

/** Everything a date holds but the noise of machines, in order of time. */
export const planDay = (world: World, date: LocalDate): DayPlan => {
  const { province, planting } = world
  const acts = [
    ...province.people.flatMap((person) =>
      officerDay(province, person, date, {
        leavesOpen: planting.leftOpen.has(`${person.id}/${date}`),
        leftOpenYesterday: planting.leftOpen.has(`${person.id}/${addDays(date, -1)}`),
      }),
    ),
    ...province.people.flatMap((person) => adminDay(province, person, date)),
    ...publicMachines(province, date),
    ...serverDay(province, date),
    ...firewallDay(province, date),
    ...tokenUse(province, date),
    ...paperwork(province, date),
    ...newAccount(world, date),
    ...maintenance(world.province, date),
    ...(planting.acts.get(date) ?? []),
  ]
  const on = onSpans(world, date, inOrder(acts))
  return { acts: inOrder([...acts, ...innocentDay(province, date, on)]), on }
}
