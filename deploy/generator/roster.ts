import type { LocalDate } from '../../kernel/time.ts'
import type { World } from './day.ts'
import { type AsOf, enteredOn, isKnown } from './late-rows.ts'
import { approvedTask } from './maintenance.ts'
import type { Person } from './model.ts'
import { onDuty, onLeave, worksOvertime } from './schedule.ts'

type Row = Readonly<Record<string, string | undefined>>
type Kind = 'leave' | 'overtime' | 'duty'

const shapes: Readonly<Record<Kind, { from: string; to: string; document: string }>> = {
  leave: { from: '00:00', to: '23:59', document: 'Đơn nghỉ phép' },
  overtime: { from: '17:00', to: '21:00', document: 'Giấy đề nghị làm thêm giờ' },
  duty: { from: '18:30', to: '23:00', document: 'Lịch trực kỹ thuật' },
}

const rowOf = (person: Person, date: LocalDate, kind: Kind): Row => {
  const { from, to, document } = shapes[kind]
  return { person: person.id, kind, from: `${date} ${from}`, to: `${date} ${to}`, document }
}

/** When a row of the roster was entered, where late. */
export const rosterEntered = (world: World, person: Person, date: LocalDate, kind: Kind): LocalDate | undefined =>
  enteredOn(world, date, ['roster', kind, person.id, date])

/** What stands in the roster about a person and a date. */
export const kindsOn = ({ province }: World, person: Person, date: LocalDate): readonly Kind[] => [
  ...(onLeave(province, person, date) ? (['leave'] as const) : []),
  ...(worksOvertime(province, person, date) ? (['overtime'] as const) : []),
  ...(onDuty(province, person, date) ? (['duty'] as const) : []),
]

/** Rows of the roster for these dates (leave, overtime, duty), and the changes approved for nights on duty. Local wall clock of Vietnam. */
export const rosterRows = (
  world: World,
  dates: readonly LocalDate[],
  asOf: AsOf,
): { roster: readonly Row[]; changes: readonly Row[] } => {
  const roster: Row[] = []
  const changes: Row[] = []
  for (const date of dates) {
    changes.push(...approvedTask(world.province, date))
    for (const person of world.province.people)
      for (const kind of kindsOn(world, person, date)) {
        if (!isKnown(rosterEntered(world, person, date, kind), asOf)) continue
        roster.push(rowOf(person, date, kind))
        if (kind !== 'duty') continue
        const document = `${date.slice(5).replace('-', '')}/PDTD`
        const { from, to } = shapes.duty
        changes.push({ id: `td-${date}`, person: person.id, document, from: `${date} ${from}`, to: `${date} ${to}` })
      }
  }
  return { roster, changes }
}
