import { compare } from '../compare.ts'
import type { Scenario } from '../scenario.ts'

const note = 'reorder buffer, registers, joins, rules, folds; nothing late, so nothing archived; nothing stored'

/** The engine alone, observations in memory, one cold pass. */
export const scenario: Scenario = {
  name: 'engine',
  section: 'B. Vọng Gác',
  title: 'The engine alone: observations in memory, all rules, one cold pass',
  async run(context) {
    const [month, morning] = [await context.dataset('month'), await context.dataset('normal')]
    const { rows } = await compare(context, [
      {
        what: 'engine alone, the mix of the month',
        job: 'engine',
        params: { folder: month },
        aim: { of: 'value', is: 'least', bound: 500_000 },
        note,
      },
      { what: 'engine alone, the morning of a district', job: 'engine', params: { folder: morning }, note },
      {
        what: 'engine alone, the morning, doubled and late as above',
        job: 'engine',
        params: { folder: morning, arrival: 'strewn' },
        note: 're-evaluation in the same thread',
      },
    ])
    return rows
  },
}
