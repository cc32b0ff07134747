import type { Instant } from '../time.ts'
import { createCalendar } from './calendar.ts'
import type { Directory, Roster } from './facts.ts'
import { createHours } from './hours.ts'
import { listRegister } from './lists.ts'
import { machineNames } from './names.ts'
import { networkRegister } from './networks.ts'
import { peopleRegister } from './people.ts'
import { groupBy, onDemand, type Piece, perDay, pieceAt, pieces, rowAt } from './pieces.ts'
import type { DirectoryData } from './rows.ts'
import { scopedRegisters } from './scopes.ts'
import { moments, validity } from './span.ts'
import { unitTree } from './units.ts'

/** The directory of one accepted version. Indexes are made when first asked for; every look-up is as of an instant. */
export const createDirectory = (data: DirectoryData): Directory => {
  const units = unitTree(data.units)
  const pathAt = (unit: string, at: Instant): readonly string[] => units.at(unit, at)?.path ?? []
  const people = peopleRegister(data.people)
  const account = rowAt(data.accounts)
  const machine = rowAt(data.machines)
  const device = rowAt(data.devices)
  const scoped = scopedRegisters(data, pathAt)
  const hours = createHours(data.hours, createCalendar(data.calendar), pathAt)
  const rosters = groupBy(data.roster, ({ person }) => person)
  const rosterOf = onDemand((person): readonly Piece<readonly Roster[]>[] | undefined => {
    const rows = rosters.get(person)
    return rows && pieces(rows, moments, (inForce) => inForce)
  })
  const devicesOf = groupBy(data.devices, ({ unit }) => unit)
  const keeping = onDemand((unit): readonly Piece<boolean>[] | undefined => {
    const rows = devicesOf.get(unit)
    return rows && pieces(rows, validity, (inForce) => inForce.length > 0)
  })

  return {
    version: data.version,
    units,
    account: (id, at) => account(id.toLowerCase(), at),
    person: people.at,
    machine: (id, at) => machine(id.toLowerCase(), at),
    device: (id, at) => device(id.toLowerCase(), at),
    network: networkRegister(data.networks),
    listed: listRegister(data.lists, pathAt),
    hours: hours.at,
    afterWorkingDays: (unit, at, days) => hours.afterWorkingDays(unit, at, days),
    afterWorkingTime: (unit, at, span) => hours.afterWorkingTime(unit, at, span),
    endOfDay: (unit, at, person) => hours.endOfDay(unit, at, person === undefined ? [] : rosters.get(person)),
    roster(person, at) {
      const found = rosterOf(person)
      return found ? pieceAt(found, at) : []
    },
    deviceRegisterKept: perDay((unit, at) =>
      pathAt(unit, at).some((id) => {
        const found = keeping(id)
        return found !== undefined && pieceAt(found, at)
      }),
    ),
    ...scoped,
    ...machineNames(
      data.machines.map(({ id }) => id),
      { machine, pipeline: scoped.pipeline },
      pathAt,
    ),
  }
}
