import type { LocalDate } from '../../kernel/time.ts'
import { buildCounters, buildPersonal, buildServers, personalMachines } from './machines.ts'
import type { Absent, Machine, Person, Province, Size, Stick, Unit } from './model.ts'
import { buildAbsent, buildNewcomers, buildPerson, createRegistrar, personId } from './people.ts'
import { random } from './random.ts'
import type { Troubles } from './troubles.ts'
import { buildUnits, measures } from './units.ts'

/** Registered devices: each unit's signing token and shared stick (which nobody uses in a clean week), the backup disk of the file server. */
const buildSticks = (seed: number, units: readonly Unit[]): readonly Stick[] =>
  units.flatMap((unit) => {
    const dice = random(seed, 'sticks', unit.id)
    const token: Stick = {
      serial: `TK${dice.hex(10).toUpperCase()}`,
      vendor: 'BKAVCA',
      model: 'TOKEN',
      kind: 'token',
      unit: unit.id,
      registered: true,
    }
    const shared: Stick = {
      serial: `4C53${dice.hex(12).toUpperCase()}`,
      vendor: 'SanDisk',
      model: 'Cruzer_Blade',
      kind: 'storage',
      unit: unit.id,
      registered: true,
    }
    const disk: Stick = {
      ...shared,
      serial: `WX${dice.hex(12).toUpperCase()}`,
      vendor: 'WD',
      model: 'Elements',
      kind: 'backup',
    }
    return [token, shared, ...(unit.id === 'tinh' ? [disk] : [])]
  })

const countersOf = (
  units: readonly Unit[],
  machines: readonly Machine[],
  people: readonly Person[],
): Province['counters'] =>
  new Map(
    units
      .filter(({ saturday }) => saturday)
      .map(({ id }) => [
        id,
        {
          machines: machines.filter(({ role, unit }) => role === 'shared' && unit.id === id),
          staff: people
            .filter(({ unit }) => unit.id === id)
            .slice(1)
            .map((person) => person.id),
        },
      ]),
  )

/** A province out of a seed. `today` is the first day of the run: registers are dated relative to it. */
export const buildProvince = (seed: number, size: Size, today: LocalDate, troubles: Troubles = {}): Province => {
  const units = buildUnits(size)
  const [office] = units
  if (!office) throw new Error(`a province of size «${size}» without units`)
  const registrar = createRegistrar(seed, today)
  const servers = buildServers(size, office)
  const personal = personalMachines(size, units)
  const machines: Machine[] = [...servers]
  const people: Person[] = []
  const absent: Absent[] = []
  units.forEach((unit, u) => {
    machines.push(...buildCounters(unit))
    const staff =
      Math.floor(measures[size].officers / units.length) + (u < measures[size].officers % units.length ? 1 : 0)
    for (let i = 0; i < Math.max(staff, personal[u]!); i++) {
      const pc = i < personal[u]! ? buildPersonal(seed, unit, i, personId(unit, i), troubles) : undefined
      if (pc) machines.push(pc)
      people.push(buildPerson(seed, registrar, unit, i, u === 0 && i < 3, pc))
    }
    absent.push(...buildAbsent(seed, registrar, unit, today))
  })
  return {
    seed,
    size,
    units,
    people,
    absent,
    machines,
    sticks: buildSticks(seed, units),
    service: registrar.account('sv.backup', { unit: office.id, kind: 'service' }),
    kiosk: registrar.account('kiosk', { unit: office.id, kind: 'group' }),
    dc: servers[0]!,
    fileServer: servers[1]!,
    linux: servers.slice(2),
    newcomers: buildNewcomers(seed, registrar, units, today),
    counters: countersOf(units, machines, people),
    away: new Set(),
  }
}
