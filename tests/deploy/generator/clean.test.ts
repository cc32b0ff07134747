import { describe, expect, test } from 'vitest'
import type { Act } from '../../../deploy/generator/acts.ts'
import { planDay } from '../../../deploy/generator/day.ts'
import { generate } from '../../../deploy/generator/generate.ts'
import { buildRegisters } from '../../../deploy/generator/registers.ts'
import { buildWorld } from '../../../deploy/generator/world.ts'
import { localClock, localDate, localTime, localWeekday, MINUTE } from '../../../kernel/time.ts'

const world = buildWorld({ seed: 3, size: 'small', from: '2026-03-02', days: 7, plant: false })
const dates = ['02', '03', '04', '05', '06', '07', '08'].map((day) => `2026-03-${day}`)
const acts = dates.flatMap((date) => planDay(world, date).acts)

/** What the roster file says, read from the file itself. */
const roster = buildRegisters(world)
  .get('roster.csv')!
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
  .map(([person, kind, from, to]) => ({
    person,
    kind,
    from: localTime(from!.slice(0, 10), from!.slice(11)),
    to: localTime(to!.slice(0, 10), to!.slice(11)),
  }))

/** Half an hour's grace around 07:30–17:00 on weekdays, 07:30–11:30 on the Saturdays of one-stop centres. */
const inHours = (at: number, saturday: boolean): boolean => {
  const clock = localClock(at)
  const weekday = localWeekday(at)
  if (weekday === 6) return saturday && clock >= '07:00' && clock < '12:00'
  return weekday <= 5 && clock >= '07:00' && clock < '17:30'
}

const signIns = acts.flatMap((act): { at: number; person: string; saturday: boolean }[] => {
  if (act.do !== 'logon' && act.do !== 'unlock' && !(act.do === 'app' && act.what === 'login')) return []
  const account = 'session' in act ? act.session.account : act.do === 'app' ? act.account : undefined
  const person = world.province.people.find(
    (one) => one.account.name === account?.name || one.admin?.name === account?.name,
  )
  return person ? [{ at: act.at, person: person.id, saturday: person.unit.saturday }] : []
})

describe('a clean week', () => {
  test('nobody signs in outside the hours of the unit without a row in the roster', () => {
    expect(signIns.length).toBeGreaterThan(800)
    const outside = signIns.filter(({ at, saturday }) => !inHours(at, saturday))
    expect(outside.length).toBeGreaterThan(0)
    for (const { at, person } of outside)
      expect(
        roster.some((row) => row.person === person && row.kind !== 'leave' && at >= row.from && at < row.to),
        `${person} ${localDate(at)} ${localClock(at)}`,
      ).toBe(true)
  })

  test('who is on leave does not sign in', () => {
    const leave = roster.filter(({ kind }) => kind === 'leave')
    expect(leave.length).toBeGreaterThan(0)
    for (const { person, from, to } of leave)
      expect(signIns.filter((one) => one.person === person && one.at >= from && one.at <= to)).toEqual([])
  })

  test('every session of an officer’s machine ends, or its screen is locked, before the evening', () => {
    for (const date of dates) {
      const evening = localTime(date, '17:45')
      const open = new Map<string, Act>()
      for (const act of acts.filter(({ at }) => at < evening)) {
        if (act.do === 'logon' || act.do === 'unlock') open.set(`${act.machine.id}/${act.session.account.id}`, act)
        if (act.do === 'logoff' || act.do === 'lock') open.delete(`${act.machine.id}/${act.session.account.id}`)
      }
      expect([...open.keys()]).toEqual([])
    }
  })

  test('nobody mistypes more than twice, and nobody plugs in a stick', () => {
    const wrong = new Map<string, number>()
    for (const act of acts)
      if (act.do === 'wrong')
        wrong.set(`${act.name}/${localDate(act.at)}`, (wrong.get(`${act.name}/${localDate(act.at)}`) ?? 0) + 1)
    expect(Math.max(...wrong.values())).toBe(2)
    expect(acts.filter((act) => act.do === 'plug' && act.stick.kind === 'storage')).toEqual([])
    expect(acts.filter(({ do: what }) => what === 'open')).toEqual([])
  })

  test('a machine that is on logs at least every quarter of an hour and beats every five minutes; one that is off is silent', () => {
    const [date] = dates
    const plan = planDay(world, date!)
    const logs = new Map<string, number[]>()
    const beats = new Map<string, number[]>()
    const note = (map: Map<string, number[]>, key: string, at: number) =>
      void map.set(key, [...(map.get(key) ?? []), at])
    const machines = world.province.machines.filter(
      ({ lateDays, skew, agent, alwaysOn }) => lateDays === 0 && skew === 0 && agent && !alwaysOn,
    )
    for (const { source, at, line } of generate({ ...world, days: 1 })) {
      if (source === 'bkav') note(beats, line.split(',')[1]!.toLowerCase(), at)
      const name = /"(?:computer_name|Hostname)":"([^".]+)/.exec(line)?.[1]
      if (name) note(logs, name.toLowerCase(), at)
    }
    for (const { id } of machines)
      for (const { from, to } of plan.on.get(id)!) {
        const within = (all: readonly number[] = []) =>
          [from, ...all.filter((at) => at >= from && at <= to), to].sort((a, b) => a - b)
        const longest = (all: readonly number[]) => Math.max(...all.slice(1).map((at, i) => at - all[i]!))
        expect(longest(within(logs.get(id))), id).toBeLessThan(15 * MINUTE)
        expect(longest(within(beats.get(id))), id).toBeLessThanOrEqual(5 * MINUTE + 1_000)
      }
    const off = (id: string, at: number) =>
      !plan.on.get(id)!.some(({ from, to }) => at >= from - MINUTE && at <= to + MINUTE)
    for (const { id } of machines)
      expect(
        [...(logs.get(id) ?? []), ...(beats.get(id) ?? [])].filter((at) => off(id, at)),
        id,
      ).toEqual([])
  })
})
