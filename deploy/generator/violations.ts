import { addDays, type LocalDate } from '../../kernel/time.ts'
import { datesFrom, isPlainWorkday, weeksOf } from './calendar.ts'
import type { Province } from './model.ts'
import type { Planting } from './planting.ts'
import { accounts } from './plants/accounts.ts'
import { departures } from './plants/departed.ts'
import { duties } from './plants/duties.ts'
import { guard } from './plants/guard.ts'
import { guessing } from './plants/guessing.ts'
import { hours } from './plants/hours.ts'
import { malware } from './plants/malware.ts'
import { media } from './plants/media.ts'
import { networks } from './plants/networks.ts'
import type { Plot } from './plants/plot.ts'
import { posture } from './plants/posture.ts'
import { secrets } from './plants/secrets.ts'
import { shared } from './plants/shared.ts'
import { software } from './plants/software.ts'
import { sources } from './plants/sources.ts'
import { random } from './random.ts'

/** How often each violation is planted in a week. */
const EACH = 2

/** Plants every violation twice in each week of a run, into `planting`. */
export const plantViolations = (province: Province, planting: Planting, from: LocalDate, days: number): void => {
  const used = new Set<string>()
  for (const dates of weeksOf(datesFrom(from, days))) {
    const dice = random(province.seed, 'plants', dates[0]!)
    const plot: Plot = {
      province,
      planting,
      dates,
      until: addDays(from, days),
      workdays: dice.shuffle(dates.filter(isPlainWorkday)),
      dice,
      used,
    }
    // Those that need several free officers on one day, or officers of one sort of unit, come first.
    for (const sow of [
      ...shared,
      ...secrets,
      ...departures,
      ...guessing,
      ...hours,
      ...media,
      ...sources,
      ...malware,
      ...posture,
      ...guard,
      ...duties,
      ...accounts,
      ...networks,
      ...software,
    ])
      for (let i = 0; i < EACH; i++) sow(plot, i)
  }
}
