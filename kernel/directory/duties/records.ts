import { addDays, localDate, localTime } from '../../time.ts'
import { groupBy } from '../pieces.ts'
import type { DirectoryData } from '../rows.ts'
import { validity } from '../span.ts'
import { above } from './above.ts'
import type { Duty, Owed } from './duty.ts'
import { keptBy, keptSince } from './kept.ts'

const dayOf = (date: string): number => localTime(date, '00:00')

/** Regulations that a unit has to issue by a day, from that day on until it has: the texts that bind it then ask for it. */
export const regulations = ({ records }: DirectoryData): Owed => {
  const rows = records.filter(({ kind }) => kind === 'regulation')
  return {
    kept: keptBy(rows),
    duties: rows.flatMap((row): Duty[] => {
      const { unit, due, done, known } = row
      if (due === undefined) return []
      const to = done === undefined ? Infinity : dayOf(done)
      const from = dayOf(due)
      return from < to ? [{ unit, of: due, from, to, until: dayOf(addDays(due, 1)) - 1, known, rows: [row] }] : []
    }),
  }
}

/** From one test of a system's backups to the next, or to the system's end. Only of systems that were tested once: for the others no register says that one is kept. */
export const restoreTests = ({ records, systems }: DirectoryData): Owed => {
  const tests = records.filter(({ kind, done }) => kind === 'restore-test' && done !== undefined)
  const ofSystem = groupBy(tests, ({ system }) => system)
  const told = [...groupBy(systems, ({ id }) => id).values()].flatMap(
    (rows) => rows.filter(({ id }) => ofSystem.has(id)).toSorted((a, b) => validity(b).to - validity(a).to)[0] ?? [],
  )
  return {
    kept: keptBy(told.flatMap(({ id, unit }) => (ofSystem.get(id) ?? []).map(({ known }) => ({ unit, known })))),
    duties: told.flatMap((system) => {
      const { id, unit, name } = system
      const { to: end } = validity(system)
      const days = [...new Set((ofSystem.get(id) ?? []).flatMap(({ done }) => done ?? []))].sort()
      return days.flatMap((day, i): Duty[] => {
        const next = days[i + 1]
        const rows = (ofSystem.get(id) ?? []).filter(({ done }) => done === day)
        const known = Math.min(...rows.map((row) => row.known))
        const what = { unit, of: `${id}/${day}`, item: name, known, dated: true as const, rows }
        const [from, to] = [dayOf(day), Math.min(end, next === undefined ? Infinity : dayOf(next))]
        return from < to ? [{ ...what, from, to }] : []
      })
    }),
  }
}

/**
 * Of a machine for secrets that is in its unit's register no longer, the record that its disk was wiped or destroyed. Asked of units that keep
 * such records themselves, and of what left the register since they do. A name is a machine only within its unit, so a record counts when the unit or
 * one above wrote it, of a day since the machine came; a row of that name that begins elsewhere later is the machine, moved.
 */
export const wipes = (data: DirectoryData): Owed => {
  const rows = data.records.filter(({ kind, done }) => kind === 'wipe' && done !== undefined)
  const pathOf = above(data)
  const kept = keptBy(rows)
  const since = (unit: string): number => keptSince(data, 'wipe', unit, kept.get(unit) ?? Infinity)
  const named = groupBy(data.machines, ({ id }) => id)
  return {
    kept,
    duties: [...groupBy(data.machines, ({ unit, id }) => `${unit}\n${id}`).values()].flatMap((all): Duty[] => {
      const [row, ...earlier] = [...all].sort((a, b) => validity(b).to - validity(a).to)
      if (!row) return []
      const { id, unit, known, secrets } = row
      const { from: begun, to: from } = validity(row)
      if (!secrets || from === Infinity || from < since(unit)) return []
      const came = earlier.map(validity).reduce((day, one) => (one.to >= day ? Math.min(day, one.from) : day), begun)
      const wiped = rows.flatMap(({ machine, unit: by, done }) =>
        machine === id && done !== undefined && pathOf(unit).includes(by) && dayOf(done) >= came ? [dayOf(done)] : [],
      )
      const moved = (named.get(id) ?? []).map((one) => validity(one).from).filter((day) => day >= from)
      return [
        { unit, of: `${id}/${localDate(from)}`, host: id, from, to: Math.min(...wiped, ...moved), known, rows: [row] },
      ]
    }),
  }
}
