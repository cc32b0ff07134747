import type { LocalDate } from '../../kernel/time.ts'
import type { Person, Province } from './model.ts'
import { onDuty, onLeave, worksOvertime } from './schedule.ts'

type Row = Readonly<Record<string, string | undefined>>

const day = (person: Person, date: LocalDate, kind: string, from: string, to: string, document: string): Row => ({
  person: person.id,
  kind,
  from: `${date} ${from}`,
  to: `${date} ${to}`,
  document,
})

/** Rows of the roster for these dates (leave, overtime, duty), and the changes approved for nights on duty. Local wall clock of Vietnam. */
export const rosterRows = (
  province: Province,
  dates: readonly LocalDate[],
): { roster: readonly Row[]; changes: readonly Row[] } => {
  const roster: Row[] = []
  const changes: Row[] = []
  for (const date of dates) {
    for (const person of province.people) {
      if (onLeave(province, person, date)) roster.push(day(person, date, 'leave', '00:00', '23:59', 'Đơn nghỉ phép'))
      if (worksOvertime(province, person, date))
        roster.push(day(person, date, 'overtime', '17:00', '21:00', 'Giấy đề nghị làm thêm giờ'))
      if (!onDuty(province, person, date)) continue
      roster.push(day(person, date, 'duty', '18:30', '23:00', 'Lịch trực kỹ thuật'))
      const id = `td-${date}`
      changes.push({
        id,
        person: person.id,
        document: `${date.slice(5).replace('-', '')}/PDTD`,
        from: `${date} 18:30`,
        to: `${date} 23:00`,
      })
    }
  }
  return { roster, changes }
}
