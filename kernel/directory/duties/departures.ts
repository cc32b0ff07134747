import { localTime, sayDate } from '../../time.ts'
import { peopleRegister } from '../people.ts'
import type { DirectoryData, Known, Row } from '../rows.ts'
import { validity } from '../span.ts'
import type { Duty, Owed } from './duty.ts'
import { keptBy } from './kept.ts'

type Held = Known<Row<'machines'>> | Known<Row<'devices'>>

/** What a departed person still has by the registers of machines and devices: until its row ends or names somebody else. */
export const returns = ({ people, machines, devices }: DirectoryData): Owed => {
  const { career } = peopleRegister(people)
  const held = (row: Held, of: string, what: Pick<Duty, 'host' | 'device'>): Duty[] => {
    const { person, unit } = row
    if (person === undefined || unit === undefined) return []
    const own = validity(row)
    return (career(person) ?? []).flatMap(({ from, to, answer }) => {
      const departed = answer?.departed
      if (!departed || departed.handover) return []
      const span = { from: Math.max(from, own.from), to: Math.min(to, own.to) }
      const known = Math.max(row.known, departed.known)
      return span.from < span.to ? [{ ...span, ...what, unit, of, item: row.id, known, rows: [row, departed] }] : []
    })
  }
  return {
    duties: [
      ...machines.flatMap((row) => held(row, `machine/${row.id}`, { host: row.id })),
      ...devices.flatMap((row) => held(row, `device/${row.id}`, { device: row.id })),
    ],
    kept: keptBy(
      [...machines, ...devices].flatMap(({ unit, person, known }) =>
        unit === undefined || person === undefined ? [] : [{ unit, known }],
      ),
    ),
  }
}

/**
 * A departure is reported. Only where the register says when it was: that the register knew of it late may be the clerk's doing. Of who has
 * died nothing is asked.
 */
export const departureReports = ({ people }: DirectoryData): Owed => {
  const told = people.filter(({ reported }) => reported !== undefined)
  const { career } = peopleRegister(people)
  const duties = told.flatMap((row): Duty[] => {
    const { id, unit, known, reported } = row
    const { from } = validity(row)
    // Another post may have been held until later: then only its end was a departure.
    const left = career(id)?.find((piece) => piece.from === from)?.answer?.departed
    if (reported === undefined || !left || left.status === 'deceased') return []
    const to = localTime(reported, '00:00')
    const what = { unit, of: `${id}/${row.from}`, item: sayDate(reported) }
    return [{ ...what, from, to, known, dated: true, rows: [row] }]
  })
  return { duties, kept: keptBy(told) }
}
