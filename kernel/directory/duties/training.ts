import { localTime } from '../../time.ts'
import type { Duty, Owed } from '../duties.ts'
import { groupBy } from '../pieces.ts'
import type { DirectoryData, Known, Row } from '../rows.ts'
import { validity } from '../span.ts'
import { above } from './above.ts'

const atWork: ReadonlySet<Row<'people'>['status']> = new Set(['working', 'probation', 'seconded'] as const)
const startOf = (date: string): number => localTime(date, '00:00')

/**
 * Who began in a unit since it keeps a register of training is briefed. A session of the whole unit, or of one above it, briefs whoever is there by then.
 * Those who began on one day are one duty, which names none of them.
 */
export const trainings = (data: DirectoryData): Owed => {
  const pathOf = above(data)
  const sessions = data.records.filter(({ kind, done }) => kind === 'training' && done !== undefined)
  const heldIn = (unit: string): typeof sessions => sessions.filter((row) => pathOf(unit).includes(row.unit))
  const kept = new Map(
    data.units.flatMap(({ id }) => {
      const held = heldIn(id)
      const first = held.flatMap(({ done }) => done ?? []).sort()[0]
      return first === undefined ? [] : [[id, { held, first }] as const]
    }),
  )
  type Beginning = { readonly row: Known<Row<'people'>>; readonly from: string; readonly to: number }
  const beginnings = [...groupBy(data.people, ({ id, unit }) => `${id}\n${unit}`).values()].flatMap(
    (rows): Beginning[] => {
      const [first] = [...rows].sort((a, b) => validity(a).from - validity(b).from)
      const since = first && kept.get(first.unit)?.first
      const { from } = first ?? {}
      if (!first || from === undefined || since === undefined || from < since || !atWork.has(first.status)) return []
      const working = rows.filter(({ status }) => atWork.has(status)).map((row) => validity(row).to)
      return [{ row: first, from, to: Math.max(...working) }]
    },
  )
  const cohorts = groupBy(beginnings, ({ row, from }) => `${row.unit}\n${from}`)
  const duties = [...cohorts.values()].map((cohort): Duty => {
    const { row, from } = cohort[0]!
    const { held } = kept.get(row.unit)!
    const briefed = cohort.map((one) => {
      const days = held.flatMap(({ person, done }) => {
        if (done === undefined) return []
        return person === one.row.id || (person === undefined && done >= one.from) ? [startOf(done)] : []
      })
      return Math.min(one.to, ...days)
    })
    const known = Math.max(...cohort.map((one) => one.row.known))
    const what = { unit: row.unit, of: from, item: String(cohort.length), rows: cohort.map((one) => one.row) }
    return { ...what, from: startOf(from), to: Math.max(...briefed), known }
  })
  return { duties, kept: new Set(kept.keys()) }
}
