import { localTime, sayDate } from '../../time.ts'
import type { Duty, Owed } from '../duties.ts'
import type { PersonFact } from '../facts.ts'
import { type Career, peopleRegister } from '../people.ts'
import type { DirectoryData, Known, Row } from '../rows.ts'
import { type Span, validity } from '../span.ts'

/** A stretch in which every row in force says that the person has left; a dated hand-over is over by then. */
type Gone = Span & { readonly departed: NonNullable<PersonFact['departed']> }

const gone = (career: Career): readonly Gone[] =>
  career.flatMap(({ from, to, answer }) => {
    const departed = answer?.departed
    if (!departed || departed.handover) return []
    return [{ from, to, departed }]
  })

/** One stretch after another is one departure. */
const joined = (stretches: readonly Gone[]): readonly Gone[] =>
  stretches.flatMap((one, i) => {
    if (stretches[i - 1]?.to === one.from) return []
    const last = stretches.slice(i).find((each, n) => stretches[i + n + 1]?.from !== each.to)
    return [{ ...one, to: last?.to ?? one.to }]
  })

type Held = Known<Row<'machines'>> | Known<Row<'devices'>>

/** What a departed person still has by the registers of machines and devices: until its row ends or names somebody else. */
export const returns = ({ people, machines, devices }: DirectoryData): Owed => {
  const { career } = peopleRegister(people)
  const held = (row: Held, of: string, what: Pick<Duty, 'host' | 'device'>): Duty[] => {
    const { person, unit } = row
    if (person === undefined || unit === undefined) return []
    const own = validity(row)
    return joined(gone(career(person) ?? [])).flatMap(({ from, to, departed }) => {
      const known = Math.max(row.known, departed.known)
      const since = Math.max(from, own.from, known)
      const until = Math.min(to, own.to)
      return since < until
        ? [{ ...what, unit, of, item: row.id, known, from: since, to: until, rows: [row, departed] }]
        : []
    })
  }
  return {
    duties: [
      ...machines.flatMap((row) => held(row, `machine/${row.id}`, { host: row.id })),
      ...devices.flatMap((row) => held(row, `device/${row.id}`, { device: row.id })),
    ],
    kept: new Set(
      [...machines, ...devices].flatMap(({ unit, person }) =>
        unit === undefined || person === undefined ? [] : [unit],
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
    if (reported === undefined || !left || left.status === 'deceased' || !Number.isFinite(from)) return []
    const to = localTime(reported, '00:00')
    return to > from ? [{ unit, of: `${id}/${row.from}`, from, to, known, rows: [row], item: sayDate(reported) }] : []
  })
  return { duties, kept: new Set(told.map(({ unit }) => unit)) }
}
