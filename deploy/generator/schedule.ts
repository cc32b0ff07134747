import type { LocalDate } from '../../kernel/time.ts'
import { addDays } from '../../kernel/time.ts'
import { isCounterSaturday, isWorkday, weekdayOf, weekOf } from './calendar.ts'
import type { Machine, Person, Province } from './model.ts'
import { random } from './random.ts'

/* Who is where on which day: functions of the seed, so that habits, registers and plants agree without telling one another. */

/** Days of leave, one stretch in some weeks. */
export const onLeave = (province: Province, person: Person, date: LocalDate): boolean => {
  const dice = random(province.seed, 'leave', person.id, weekOf(date))
  if (person.it || !dice.chance(0.06)) return false
  const first = dice.int(1, 5)
  const weekday = weekdayOf(date)
  return weekday >= first && weekday < first + dice.int(1, 3)
}

export const atWork = (province: Province, person: Person, date: LocalDate): boolean =>
  isWorkday(date) && !onLeave(province, person, date) && !province.away.has(`${person.id}/${date}`)

/** Approved overtime, 17:00 to 21:00, always with a row in the roster. */
export const worksOvertime = (province: Province, person: Person, date: LocalDate): boolean => {
  const dice = random(province.seed, 'overtime', person.id, weekOf(date))
  return (
    !person.it &&
    person.pc !== undefined &&
    dice.chance(0.06) &&
    dice.int(1, 4) === weekdayOf(date) &&
    atWork(province, person, date)
  )
}

/** The administrator on duty in the evening, 18:30 to 23:00, with a row in the roster and an approved change: Tuesdays and Thursdays in turn. */
export const onDuty = (province: Province, person: Person, date: LocalDate): boolean => {
  const weekday = weekdayOf(date)
  if (!person.it || !isWorkday(date) || (weekday !== 2 && weekday !== 4)) return false
  const admins = province.people.filter(({ it }) => it)
  return admins[weekday === 2 ? 0 : 1]?.id === person.id
}

/** Some lock their machine and leave it on when they go; never before a day on which they do not come. */
export const leavesLocked = (province: Province, person: Person, date: LocalDate): boolean => {
  const tidy = random(province.seed, 'tidy', person.id).chance(0.92)
  if (tidy || person.it || !person.pc || person.pc.role === 'laptop') return false
  const tomorrow = addDays(date, 1)
  return (
    atWork(province, person, date) &&
    atWork(province, person, tomorrow) &&
    !worksOvertime(province, person, date) &&
    counterShift(province, person, tomorrow) === undefined
  )
}

export type Shift = { readonly counter: Machine; readonly half: 'morning' | 'afternoon' | 'saturday' }

/** Which counter of a one-stop centre an officer takes: in turns by day and half; on Saturdays the counters only. The head takes none. */
export const counterShift = (province: Province, person: Person, date: LocalDate): Shift | undefined => {
  if (!person.unit.saturday) return undefined
  const saturday = isCounterSaturday(date)
  if (!saturday && !atWork(province, person, date)) return undefined
  const unit = province.counters.get(person.unit.id)
  if (!unit) return undefined
  const { machines: counters, staff } = unit
  const order = random(province.seed, 'counters', person.unit.id, date).shuffle(staff)
  const place = order.indexOf(person.id)
  const counter = counters[place % counters.length]
  if (place < 0 || place >= counters.length * 2 || !counter) return undefined
  if (saturday) return place < counters.length ? { counter, half: 'saturday' } : undefined
  return { counter, half: place < counters.length ? 'morning' : 'afternoon' }
}
