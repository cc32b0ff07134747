import type { LocalDate } from '../../kernel/time.ts'
import type { World } from './day.ts'
import type { Size } from './model.ts'
import { holdCollectors } from './outages.ts'
import { nothingPlanted } from './planting.ts'
import { buildProvince } from './province.ts'
import type { Troubles } from './troubles.ts'
import { plantViolations } from './violations.ts'

export type WorldOptions = Troubles & {
  readonly seed: number
  readonly size: Size
  /** First fold day: 05:00 Asia/Ho_Chi_Minh of this date. */
  readonly from: LocalDate
  readonly days: number
  /** Plant violations of every implemented clause, twice a week. */
  readonly plant: boolean
}

/** A province and what happens in it: a function of the options alone. */
export const buildWorld = ({ seed, size, from, days, plant, ...troubles }: WorldOptions): World => {
  const planting = nothingPlanted()
  const province = { ...buildProvince(seed, size, from, troubles), away: planting.away }
  if (troubles.outages) holdCollectors(province, planting, from, days)
  if (plant) plantViolations(province, planting, from, days)
  planting.truth.sort((a, b) => a.at - b.at)
  return { province, from, days, planting, lateRows: troubles.lateRows === true }
}
