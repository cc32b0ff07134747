import type { LocalDate } from '../../../kernel/time.ts'
import { addDays, localTime } from '../../../kernel/time.ts'
import { isCounterSaturday, isWorkday } from '../calendar.ts'
import type { Unit } from '../model.ts'
import { addTruth } from '../planting.ts'
import type { Plot } from './plot.ts'

/** The day so many working days of the unit before one of its working days, its own not counted. */
export const before = (date: LocalDate, { saturday }: Unit, days: number): LocalDate => {
  let day = date
  for (let left = days; left > 0; day = addDays(day, -1))
    if (isWorkday(day) || (saturday && isCounterSaturday(day))) left -= 1
  return day
}

type Owing = {
  readonly rule: string
  readonly sort: string
  readonly of: string
  readonly unit: Unit
  readonly due: LocalDate
  readonly what: string
  /** The hour at which the deadline is over, where it is not the end of work. */
  readonly clock?: string
}

export const owing = ({ planting }: Plot, { rule, sort, of, unit, due, what, clock = '17:00' }: Owing): void =>
  addTruth(planting, {
    ...{ clause: rule, rule, entity: { kind: 'duty', id: `${unit.id}/${sort}/${of}` }, unit: unit.id },
    ...{ at: localTime(due, clock), count: 1, what },
  })

/** A working day of the week whose deadline is planted, and a unit. */
export const someDay = ({ workdays, dice, province }: Plot, i: number): { due: LocalDate; unit: Unit } => ({
  due: workdays[i % workdays.length]!,
  unit: dice.pick(province.units),
})
