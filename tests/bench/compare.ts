import { median } from './measure.ts'
import type { Context, Measured, Row } from './scenario.ts'
import type { JobOptions } from './spawn.ts'

/** One side of a comparison. */
export type Side = {
  readonly what: string
  readonly job: string
  readonly params: object
  readonly options?: JobOptions
  /** The side it is set against, by `what`, and what is aimed at. */
  readonly against?: string
  readonly aim?: Row['aim']
  readonly note?: string
}

const perSecond = ({ events, wall }: Measured): number => (events / wall) * 1000
const perCpu = ({ events, cpu }: Measured): number => (events / cpu) * 1000

/**
 * Runs all sides in turns, round after round, so that a slow minute of the machine is everybody's, and returns a line for each: medians,
 * ratios of the medians.
 */
export const compare = async (context: Context, sides: readonly Side[], rounds = context.rounds) => {
  const results = new Map<string, Measured[]>(sides.map(({ what }) => [what, []]))
  for (let round = 1; round <= rounds; round++) {
    for (const { what, job, params, options } of sides) {
      const one = await context.job(job, params, options)
      results.get(what)!.push(one)
      context.say(`    round ${round}: ${what}: ${Math.round(perSecond(one))} events/s`)
    }
  }
  const middle = (what: string, of: (one: Measured) => number): number => median(results.get(what)!.map(of))
  const rows = sides.map(({ what, against, aim, note }): Row => {
    const [value, cpu] = [middle(what, perSecond), middle(what, perCpu)]
    return {
      what,
      value,
      unit: 'events/s',
      perCpu: cpu,
      rounds,
      rss: Math.max(...results.get(what)!.map(({ rss }) => rss)),
      ...(against !== undefined &&
        results.has(against) && {
          ratio: { to: against, wall: value / middle(against, perSecond), cpu: cpu / middle(against, perCpu) },
        }),
      ...(aim && { aim }),
      ...(note !== undefined && { note }),
    }
  })
  /** The median of a figure of the jobs' own. */
  const extra = (what: string, name: string): number => middle(what, (one) => one.extra?.[name] ?? Number.NaN)
  return { rows, extra, middle }
}
