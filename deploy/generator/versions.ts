import type { Instant, LocalDate } from '../../kernel/time.ts'
import { addDays, foldDayStart } from '../../kernel/time.ts'
import { datesFrom } from './calendar.ts'
import type { World } from './day.ts'
import { departureEntered, entryTime, stickEntered } from './late-rows.ts'
import { buildRegisters } from './registers.ts'
import { kindsOn, rosterEntered } from './roster.ts'

/** The registers as they stood from a moment on. `date` names the day of entry; the first version has none. */
export type RegisterVersion = {
  readonly date?: LocalDate
  readonly knownAt: Instant
  /** File name → text. Built when asked for: a province's are large. */
  files(): ReadonlyMap<string, string>
}

/** The first version has been known for so many days when a run begins. */
const KNOWN_FOR = 90

/** The days on which rows were entered late, in order. */
const entryDays = (world: World): readonly LocalDate[] => {
  if (!world.lateRows) return []
  const { province, planting, from, days } = world
  const entered = [
    ...province.people.flatMap((person) =>
      datesFrom(from, days).flatMap((date) =>
        kindsOn(world, person, date).map((kind) => rosterEntered(world, person, date, kind)),
      ),
    ),
    ...province.sticks.map((stick) => stickEntered(world, stick)),
    ...planting.absent.map((one) => departureEntered(world, one)),
  ]
  return [...new Set(entered.filter((date) => date !== undefined))].sort()
}

/** The registers of a world in the versions a clerk made of them, the last one complete. One only where nothing is entered late. */
export const registerVersions = (world: World): readonly RegisterVersion[] => {
  const dates = entryDays(world)
  const known = foldDayStart(addDays(world.from, -KNOWN_FOR))
  if (dates.length === 0) return [{ knownAt: known, files: () => buildRegisters(world) }]
  return [
    { knownAt: known, files: () => buildRegisters(world, world.from) },
    ...dates.map((date) => ({
      date,
      knownAt: entryTime(date),
      files: () => buildRegisters(world, date === dates.at(-1) ? undefined : date),
    })),
  ]
}
