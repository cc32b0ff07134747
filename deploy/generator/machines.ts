import { HOUR, MINUTE } from '../../kernel/time.ts'
import type { Machine, Size, Unit } from './model.ts'
import { random } from './random.ts'
import type { Troubles } from './troubles.ts'
import { measures, serverNetwork } from './units.ts'

type Plain = Pick<Machine, 'name' | 'unit' | 'role' | 'ip'> & Partial<Machine>

const machine = (plain: Plain): Machine => ({
  os: 'windows',
  alwaysOn: false,
  skew: 0,
  lateDays: 0,
  agent: true,
  secrets: false,
  ...plain,
  id: plain.name.toLowerCase(),
})

/** Days after which whole hosts deliver, where asked for. */
const WEEK = 7

const three = (n: number): string => String(n).padStart(3, '0')

/** Domain controller, file server and two Linux hosts of the province's office. */
export const buildServers = (size: Size, unit: Unit): readonly Machine[] => {
  const { prefix } = serverNetwork(size)
  const server = (name: string, host: number, os: Machine['os']): Machine =>
    machine({ name, unit, role: 'server', ip: `${prefix}${host}`, os, alwaysOn: true, agent: os === 'windows' })
  return [
    server('SRV-DC01', 66, 'windows'),
    server('SRV-FILE01', 67, 'windows'),
    server('SRV-APP01', 68, 'linux'),
    server('SRV-LOG01', 69, 'linux'),
  ]
}

const shared = 3
const kiosks = 3

/** Counters that several officers take in turns, and self-service kiosks, of a one-stop centre. */
export const buildCounters = (unit: Unit): readonly Machine[] =>
  unit.kind !== 'one-stop'
    ? []
    : Array.from({ length: shared + kiosks }, (_, i): Machine => {
        const kiosk = i >= shared
        const name = kiosk ? `KIOSK-${unit.code}-0${i - shared + 1}` : `QUAY-${unit.code}-0${i + 1}`
        return machine({ name, unit, role: kiosk ? 'kiosk' : 'shared', ip: `${unit.prefix}${unit.firstHost - 8 + i}` })
      })

/** How many personal machines each unit has, so that the size comes out exactly. */
export const personalMachines = (size: Size, units: readonly Unit[]): readonly number[] => {
  const oneStops = units.filter(({ kind }) => kind === 'one-stop').length
  const rest = measures[size].machines - 4 - oneStops * (shared + kiosks)
  return units.map((_, i) => Math.floor(rest / units.length) + (i < rest % units.length ? 1 : 0))
}

/** How far the clock of a unit's `index`-th machine is ahead, ms: some units have one wrong by minutes, and, where asked for, one by hours. */
const skewOf = (unit: Unit, index: number, clocks: Troubles['clocks']): number => {
  const place = Number(unit.id.slice(-2)) % 5
  if (index === 1 && place === 1) return 3 * MINUTE
  if (index === 1 && place === 2) return -4 * MINUTE
  if (index !== 2 || clocks !== 'hours') return 0
  if (place === 1) return -3 * HOUR - 10 * MINUTE
  if (place === 2) return 2 * HOUR
  return place === 3 ? -26 * HOUR : 0
}

/** The `index`-th personal machine of a unit: one in five a laptop, a few of them seldom on line, some wrong clocks, one for secrets. */
export const buildPersonal = (seed: number, unit: Unit, index: number, owner: string, troubles: Troubles): Machine => {
  const dice = random(seed, 'machine', unit.id, index)
  const laptop = index % 5 === 3
  const seldom = laptop && index === 8 && dice.chance(0.7) ? dice.int(1, 3) : 0
  return machine({
    name: `PC-${unit.code}-${three(index + 1)}`,
    unit,
    role: laptop ? 'laptop' : 'workstation',
    ip: `${unit.prefix}${unit.firstHost + index}`,
    owner,
    secrets: index === 5,
    skew: skewOf(unit, index, troubles.clocks),
    lateDays: troubles.lateHosts && index % 12 === 6 ? WEEK : seldom,
  })
}
