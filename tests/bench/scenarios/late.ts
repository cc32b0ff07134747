import { median } from '../measure.ts'
import type { Measured, Scenario } from '../scenario.ts'

/** A machine comes back after a week, and what that costs the stream. */
export const scenario: Scenario = {
  name: 'late',
  section: 'B. Vọng Gác',
  title: 'Re-evaluation of a machine that was a week away (quick: two days)',
  async run(context) {
    const params = { folder: await context.dataset('week'), scratch: context.scratch }
    const results = { alone: [] as Measured[], beside: [] as Measured[] }
    for (let round = 1; round <= (context.quick ? 1 : context.rounds); round++) {
      results.alone.push(await context.job('late', { ...params, late: false }))
      results.beside.push(await context.job('late', { ...params, late: true }))
      context.say(`    round ${round} is done`)
    }
    const middle = (all: readonly Measured[], of: (one: Measured) => number): number => median(all.map(of))
    const rate = ({ events, wall }: Measured): number => (events / wall) * 1000
    const [alone, beside] = [middle(results.alone, rate), middle(results.beside, rate)]
    const { lateLines = 0, away = 0 } = results.beside[0]?.extra ?? {}
    const stream = 'three days of a small province as fast as they are taken'
    return [
      { what: stream, value: alone, unit: 'events/s', rounds: results.alone.length },
      {
        what: `the same, beside the re-evaluation of the ${lateLines} lines of a machine ${away} days away`,
        value: beside,
        unit: 'events/s',
        ratio: { to: stream, wall: beside / alone },
        rss: Math.max(...results.beside.map(({ rss }) => rss)),
        rounds: results.beside.length,
      },
      {
        what: 'until nothing waits for re-evaluation any more, the stream beside it',
        value: middle(results.beside, ({ extra }) => extra?.['reevaluated'] ?? Number.NaN) / 1000,
        unit: 's',
        rounds: results.beside.length,
      },
    ]
  },
}
