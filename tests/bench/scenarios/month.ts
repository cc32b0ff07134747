import { freshFolder } from '../folder.ts'
import { median } from '../measure.ts'
import type { Measured, Row, Scenario } from '../scenario.ts'

/** The planted month through the whole product: what is found, what it takes on the disk, how long the next start takes. */
export const scenario: Scenario = {
  name: 'month',
  section: 'B. Vọng Gác',
  title: 'The planted month of a small province, as it was delivered, through the whole product',
  async run(context) {
    const folder = await context.dataset('month')
    const home = freshFolder(context.scratch)
    const month = await context.job('month', { folder, home: home.folder })
    const starts: Measured[] = []
    for (let i = 0; i < 3; i++) starts.push(await context.job('start', { folder, home: home.folder }, { heap: 0 }))
    home.remove()
    const { events, wall, cpu, rss, extra = {} } = month
    const of = (name: string): number => extra[name] ?? Number.NaN
    return [
      {
        what: `the ${context.quick ? 'week' : 'month'} (${events} lines), small deliveries of 15 minutes each`,
        value: (events / wall) * 1000,
        unit: 'events/s',
        perCpu: (events / cpu) * 1000,
        rss,
        note: 'a step is delivered when the one before it is durable: no measure of what the product could take',
      },
      { what: 'a line as it came', value: of('lines') / events, unit: 'bytes/event' },
      ...['bus', 'archive', 'sqlite', 'other'].map(
        (where): Row => ({ what: `stored in ${where}`, value: of(where) / events, unit: 'bytes/event' }),
      ),
      {
        what: 'start on what it left',
        value: median(starts.map((start) => start.wall)),
        unit: 'ms',
        rss: Math.max(...starts.map((start) => start.rss)),
        rounds: starts.length,
      },
      ...found(extra),
    ]
  },
}

const found = (extra: Readonly<Record<string, number>>): readonly Row[] => {
  const names = Object.keys(extra)
  const rules = names.flatMap((name) => (name.startsWith('planted:') ? [name.slice('planted:'.length)] : []))
  const of = (what: string, rule: string): number => extra[`${what}:${rule}`] ?? 0
  const sum = (what: string): number => rules.reduce((total, rule) => total + of(what, rule), 0)
  return [
    {
      what: 'recall, all rules',
      value: (sum('found') / sum('planted')) * 100,
      unit: '%',
      aim: { of: 'value', is: 'least', bound: 100 },
      note: `${sum('found')} of ${sum('planted')} planted violations`,
    },
    {
      what: 'false accusations, all rules',
      value: sum('false'),
      unit: 'count',
      aim: { of: 'value', is: 'most', bound: 0 },
    },
    ...rules.map((rule): Row => {
      const planted = of('planted', rule)
      return {
        what: `${rule}: recall`,
        value: planted === 0 ? Number.NaN : (of('found', rule) / planted) * 100,
        unit: '%',
        ...(planted > 0 && { aim: { of: 'value', is: 'least', bound: 100 } as const }),
        note: `${of('found', rule)} of ${planted}; false ${of('false', rule)}; rightly besides ${of('allowed', rule)}`,
      }
    }),
  ]
}
