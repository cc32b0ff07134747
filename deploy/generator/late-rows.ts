import type { Instant, LocalDate } from '../../kernel/time.ts'
import { addDays, localTime } from '../../kernel/time.ts'
import { weekOf } from './calendar.ts'
import type { World } from './day.ts'
import type { Absent, Stick } from './model.ts'
import { random } from './random.ts'

/** Share of rows that a clerk enters late, and how many days after their date at least: the next Monday is the day it is done. */
const SHARE = 0.25
const LATE_BY = 3

/** The clerk enters what is due on Mondays at nine. */
export const entryTime = (date: LocalDate): Instant => localTime(date, '09:00')

const mondayAfter = (date: LocalDate): LocalDate => weekOf(addDays(date, 6))

/**
 * The Monday on which a row about `date` was entered: `undefined` where it stood in the register from the start. `by`: days it
 * takes at least, for rows that are always late.
 */
export const enteredOn = (
  world: World,
  date: LocalDate,
  labels: readonly string[],
  by?: number,
): LocalDate | undefined => {
  if (!world.lateRows) return undefined
  if (by === undefined && !random(world.province.seed, 'entered', ...labels).chance(SHARE)) return undefined
  const monday = mondayAfter(addDays(date, by ?? LATE_BY))
  return monday > world.from ? monday : undefined
}

/** What the registers showed on a day: `undefined` asks for all that was ever entered. */
export type AsOf = LocalDate | undefined

export const isKnown = (entered: LocalDate | undefined, asOf: AsOf): boolean =>
  entered === undefined || asOf === undefined || entered <= asOf

/** When a departure was entered, where late. */
export const departureEntered = (world: World, { since, enteredAfter, person }: Absent): LocalDate | undefined =>
  enteredAfter === undefined ? undefined : enteredOn(world, since, ['departed', person.id], enteredAfter)

/** When a stick was entered, where late. */
export const stickEntered = (world: World, { serial, kind }: Stick): LocalDate | undefined =>
  kind === 'storage' ? enteredOn(world, world.from, ['device', serial]) : undefined
