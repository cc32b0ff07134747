import type { DirectoryData } from '../../../kernel/directory/rows.ts'
import type { Observation } from '../../../kernel/event.ts'

/*
 * A province of any number of units out of one of a hundred: copies of everything in it but the province itself, under names and
 * addresses of their own.
 */

type Fields = Readonly<Record<string, unknown>>

/** The province's own office, which every copy shares. */
const ROOT = 'tinh'

const renamer = (copy: number) => {
  const name = (value: string): string => (value === ROOT ? value : `${value}-${copy}`)
  /** `an.nv@tinh` keeps its realm. */
  const user = (value: string): string => value.replace(/^[^@]+/, (before) => `${before}-${copy}`)
  /** 10.1.x.y of the copies are 10.11.x.y, 10.21.x.y … */
  const address = (value: string): string =>
    value.replace(/^10\.(\d+)\./, (_, second: string) => `10.${(Number(second) + copy * 10) % 256}.`)
  return { name, user, address }
}

const change = (fields: Fields, how: Readonly<Record<string, (value: string) => string>>): Fields => {
  const changed = Object.entries(how).flatMap(([field, make]) => {
    const value = fields[field]
    return typeof value === 'string' ? [[field, make(value)]] : []
  })
  return { ...fields, ...Object.fromEntries(changed) }
}

/** The registers with `copies` in all; the first is the original. */
export const cloneDirectory = (data: DirectoryData, copies: number): DirectoryData => {
  const { calendar, hours, owed, version, ...registers } = data
  const copied = Object.entries(registers).map(([register, rows]) => {
    const further = Array.from({ length: copies - 1 }, (_, i) => {
      const { name, user, address } = renamer(i + 1)
      const id = register === 'accounts' ? user : name
      const how = {
        id,
        unit: name,
        parent: name,
        person: name,
        for: name,
        cidr: address,
        collector: name,
        machine: name,
      }
      // The root's own units, texts and networks are there already.
      return rows
        .filter((row) => !(register === 'units' && 'id' in row && row.id === ROOT))
        .filter((row) => !(register === 'directives' && 'unit' in row && row.unit === ROOT))
        .map((row) => change(row, how))
    })
    return [register, [...rows, ...further.flat()]]
  })
  // The same registers with rows of the same form.
  return { calendar, hours, owed, version: `${version}-${copies}`, ...Object.fromEntries(copied) } as DirectoryData
}

/** The observation as it happens in a copy; copy 0 is the original. */
export const cloneObservation = (o: Observation, copy: number): Observation => {
  if (copy === 0) return o
  const { name, user, address } = renamer(copy)
  const how = {
    id: name,
    user,
    by: user,
    host: name,
    from: name,
    ip: address,
    device: name,
    collector: name,
    digest: name,
    person: name,
  }
  const pipeline = (value: string): string => value.replace(/^[^/]+/, name)
  return change(o, { ...how, pipeline }) as Observation
}

/** Only what the first units of the province have and do. */
export const firstUnits = (data: DirectoryData, units: number): DirectoryData => {
  const kept = new Set(data.units.slice(0, units).map(({ id }) => id))
  const { calendar, hours, owed, version, ...registers } = data
  const left = Object.entries(registers).map(([register, rows]) => [
    register,
    rows.filter((row) => {
      const unit = register === 'units' && 'id' in row ? row.id : 'unit' in row ? row.unit : undefined
      return unit === undefined || kept.has(unit)
    }),
  ])
  // The same registers, fewer rows.
  return { calendar, hours, owed, version: `${version}-${units}`, ...Object.fromEntries(left) } as DirectoryData
}
