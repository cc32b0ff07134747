import type { Chore } from '../jobs/floor.ts'
import { median } from '../measure.ts'
import type { Context, Row, Scenario } from '../scenario.ts'

/** What no way from a line to the archive can do without, as little as Node itself takes for it (masking: as we do it). */
const CHORES: readonly (readonly [chore: Chore, what: string])[] = [
  ['text', 'UTF-8 checked and made a string of'],
  ['digest', 'SHA-256 of each line'],
  ['mask', 'masking: nothing in it is to be hidden'],
  ['parse', 'JSON.parse'],
  ['write', 'JSON.stringify of what was read of it'],
  ['compress', 'zstd, level 1, in blocks of 4,096 lines'],
]

type Shape = { readonly name: 'trimmed' | 'full'; readonly text: string; readonly aim: number }

const SHAPES: readonly Shape[] = [
  { name: 'trimmed', text: 'lines of ~780 bytes', aim: 80_000 },
  { name: 'full', text: 'lines of ~2.6 kB', aim: 30_000 },
]

/**
 * Where the whole path misses its aim: the chores of a line, each alone and in a tight loop, added up, beside what the whole path takes and
 * what it may take. CPU time, so that it does not matter how many threads share it.
 */
export const scenario: Scenario = {
  name: 'floor',
  section: 'A. Limits, and Vọng Gác beside them',
  title: 'What the machine itself takes for a line, chore by chore (CPU time of all threads)',
  async run(context) {
    const rows: Row[] = []
    for (const shape of context.quick ? SHAPES.slice(0, 1) : SHAPES) rows.push(...(await ofShape(context, shape)))
    return rows
  },
}

const ofShape = async (context: Context, { name, text, aim }: Shape): Promise<readonly Row[]> => {
  const folder = await context.dataset(name)
  const { scratch, rounds } = context
  const sides = [
    ...CHORES.map(([chore, what]) => ({ what, job: 'floor', params: { folder, chore } })),
    { what: 'append to the log, 1,000 lines a group, fsync', job: 'append', params: { folder, scratch, sync: true } },
    { what: WHOLE, job: 'whole', params: { folder, scratch, senders: 'relay' } },
  ]
  const taken = new Map<string, number[]>(sides.map(({ what }) => [what, []]))
  for (let round = 1; round <= rounds; round++)
    for (const { what, job, params } of sides) {
      const { cpu, events } = await context.job(job, params)
      taken.get(what)!.push((cpu / events) * 1000)
      context.say(`    round ${round}: ${text}: ${what}: ${taken.get(what)!.at(-1)!.toFixed(2)} µs`)
    }
  const row = (what: string, value: number, more: Partial<Row> = {}): Row => ({
    ...{ what: `${text}: ${what}`, value, unit: 'µs/event', rounds },
    ...more,
  })
  const middle = (what: string): number => median(taken.get(what)!)
  const chores = sides.filter(({ what }) => what !== WHOLE).map(({ what }) => what)
  const sum = chores.reduce((all, what) => all + middle(what), 0)
  const allowed = 1e6 / aim
  return [
    ...chores.map((what) => row(what, middle(what))),
    row('all of these', sum, {
      note: `${aim.toLocaleString('en-US')} events/s a core leave ${allowed.toFixed(1)} µs for everything; without a rule, a join, a fold, a row saved`,
    }),
    row(WHOLE, middle(WHOLE)),
  ]
}

const WHOLE = 'the whole path, gathered by one relay'
