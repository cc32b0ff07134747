import type { Alert } from '../../kernel/alert.ts'
import { MINUTE } from '../../kernel/time.ts'
import { ABOUT_ARRIVAL } from './compare.ts'
import type { Month } from './month.ts'

/** So long one of the ingesters stands still. */
export const STANDSTILL = 20 * MINUTE

/** Collectors keep to one of the two ingesters. */
export const ingesterOf = ({ carriers }: Month, collector: string): number =>
  [...new Set(carriers.map((carrier) => carrier.collector))].indexOf(collector) % 2

/**
 * When the second ingester stands still, so that it matters (epoch ms): from just before a line that comes by it and proves an alert of a month in
 * order, the one next to its middle. So the line comes in later than it may and still be judged in order. Throws where no alert rests on any.
 */
export const standstillIn = (month: Month, alerts: Iterable<Alert>): number => {
  const middle = (month.begins + month.over) / 2
  const times = [...alerts]
    .filter(({ rule }) => !ABOUT_ARRIVAL.has(rule.id))
    .flatMap(({ evidence }) => evidence.flatMap(({ events }) => events))
    .filter(({ collector, at }) => ingesterOf(month, collector) === 1 && at > month.begins && at < month.over)
    .map(({ at }) => at)
    .sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))
  if (times[0] === undefined) throw new Error('no alert rests on what the second ingester takes')
  return times[0] - MINUTE
}
