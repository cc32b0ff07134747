import { compare } from '../compare.ts'
import type { Row, Scenario } from '../scenario.ts'

const SIZES = [10, 100, 1_000]
const named = (units: number): string => `engine alone, the same hour of ${units} units`

/** From ten units to a thousand: a rule's cost must not grow with the province. */
export const scenario: Scenario = {
  name: 'growth',
  section: 'B. Vọng Gác',
  title: 'Growth from 10 units to 1,000',
  async run(context) {
    const folder = await context.dataset('units')
    const sides = SIZES.map((units) => ({
      what: named(units),
      job: 'growth',
      params: { folder, units },
      ...(units > SIZES[0]! && { against: named(SIZES[0]!) }),
    }))
    const { rows, extra } = await compare(context, sides, context.quick ? 1 : context.rounds)
    const memory = SIZES.map((units): Row => {
      const [machines, registers] = [extra(named(units), 'machines'), extra(named(units), 'registers')]
      return {
        what: `state after it, ${units} units`,
        value: extra(named(units), 'state') / 2 ** 20,
        unit: 'MiB',
        note: `${machines} machines; registers ${Math.max(0, registers / 2 ** 20).toFixed(1)} MiB`,
      }
    })
    return [...rows, ...memory]
  },
}
