import { addDays, type LocalDate, localTime, localWeekday } from '../time.ts'
import { ancestorsDay, tet } from './lunar.ts'
import type { CalendarYear } from './rows.ts'

type Day = CalendarYear['days'][number]

const LABOUR_LIST = 'Bộ luật Lao động 2019, Điều 112 khoản 1'
const LABOUR_YEARLY = 'Bộ luật Lao động 2019, Điều 112 khoản 3: Thủ tướng quyết định hằng năm'
const LABOUR_COMPENSATION = 'Bộ luật Lao động 2019, Điều 111 khoản 3'
const CULTURE_DAY = 'Nghị quyết 28/2026/QH16, Điều 2'

/**
 * A year without an official file, from the law alone (circular31 D.1): the fixed days and Giỗ Tổ are sure, Tết is expected from
 * its eve to mùng 3, its fifth day, the second National Day and what compensates Tết are open (`?`).
 */
export const yearByLaw = (year: number): CalendarYear => {
  const fixed = statutory(year)
  const festival = tetDays(year)
  const days = new Map<LocalDate, Day>(
    [...festival, ...secondNationalDay(year), ...fixed].map((day) => [day.date, day]),
  )
  for (const day of fixed.filter(compensated)) addCompensation(days, day)
  return { year, status: 'du_kien', days: [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1)) }
}

export const isWeekend = (date: LocalDate): boolean => localWeekday(localTime(date, '12:00')) >= 6

const CULTURE = 'Ngày Văn hóa Việt Nam'
/** 24/11 is not in Điều 112.1, so Điều 111.3 by its words gives no day for it. */
const compensated = ({ date, name }: Day): boolean => isWeekend(date) && name !== CULTURE

const statutory = (year: number): Day[] => {
  const sure = (date: LocalDate, name: string, source = LABOUR_LIST): Day => ({
    date,
    name,
    source,
    kind: 'L',
    status: 'chinh_thuc',
  })
  return [
    sure(`${year}-01-01`, 'Tết Dương lịch'),
    sure(ancestorsDay(year), 'Giỗ Tổ Hùng Vương'),
    sure(`${year}-04-30`, 'Ngày Chiến thắng'),
    sure(`${year}-05-01`, 'Ngày Quốc tế lao động'),
    sure(`${year}-09-02`, 'Quốc khánh'),
    ...(year >= 2026 ? [sure(`${year}-11-24`, CULTURE, CULTURE_DAY)] : []),
  ]
}

const tetDays = (year: number): Day[] => {
  const first = tet(year)
  const expected = [-1, 0, 1, 2].map((step): Day => tetDay(addDays(first, step), 'L'))
  const window = [-2, 3].map((step) => addDays(first, step))
  const lost = [-1, 0, 1, 2, 3].filter((step) => isWeekend(addDays(first, step))).length
  const open = [...window]
  for (let date = addDays(first, 4), found = 0; found < lost; date = addDays(date, 1)) {
    if (isWeekend(date)) continue
    open.push(date)
    found++
  }
  return [...open.map((date) => tetDay(date, '?')), ...expected]
}

const tetDay = (date: LocalDate, kind: Day['kind']): Day => ({
  date,
  name: 'Tết Nguyên đán',
  source: LABOUR_YEARLY,
  kind,
  status: 'du_kien',
})

const secondNationalDay = (year: number): Day[] =>
  [`${year}-09-01`, `${year}-09-03`].map((date) => ({
    date,
    name: 'Quốc khánh (ngày liền kề trước hoặc sau)',
    source: LABOUR_YEARLY,
    kind: '?',
    status: 'du_kien',
  }))

/** The next day that is neither a weekend nor sure to be off. */
const addCompensation = (days: Map<LocalDate, Day>, { date, name }: Day): void => {
  let next = addDays(date, 1)
  while (isWeekend(next) || ['L', 'B'].includes(days.get(next)?.kind ?? '')) next = addDays(next, 1)
  const open = days.get(next)?.kind === '?'
  days.set(next, {
    date: next,
    name: `nghỉ bù ${name}`,
    source: LABOUR_COMPENSATION,
    kind: 'B',
    status: open ? 'du_kien' : 'chinh_thuc',
  })
}
