import type { Context, Measured, Row, Scenario } from '../scenario.ts'

type Load = { readonly size: 'district' | 'province'; readonly rate: number; readonly seconds: number }

const GIB = 1024

/** From arrival to alert under a steady load, the longest pause of the event loop, and memory. */
export const scenario: Scenario = {
  name: 'storm',
  section: 'B. Vọng Gác',
  title: 'From arrival to alert, sender beside it (its CPU not counted)',
  async run(context) {
    const loads: readonly Load[] = context.quick
      ? [
          { size: 'district', rate: 2_000, seconds: 8 },
          { size: 'district', rate: 20_000, seconds: 8 },
        ]
      : [
          { size: 'district', rate: 2_000, seconds: 60 },
          { size: 'province', rate: 2_000, seconds: 60 },
          { size: 'province', rate: 20_000, seconds: 60 },
        ]
    const rows: Row[] = []
    for (const load of loads) rows.push(...rowsOf(load, context, await run(context, load)))
    return rows
  },
}

/** In the full run the lateness is the product's own; in the quick one short, so as not to be waited for. */
const latenessOf = ({ quick }: Context): number => (quick ? 5_000 : 120_000)

const run = async (context: Context, { size, rate, seconds }: Load): Promise<Measured> => {
  const params = {
    ...{ folder: await context.dataset(size), scratch: context.scratch, rate, seconds },
    ...{ lateness: latenessOf(context), closed: 20, guessed: 4 },
  }
  return context.job('storm', params, { heap: 0 })
}

const rowsOf = (
  { size, rate, seconds }: Load,
  context: Context,
  { rss, cpu, extra = {} }: Measured,
): readonly Row[] => {
  const of = (name: string): number => extra[name] ?? Number.NaN
  const name = `${size}, ${rate}/s for ${seconds} s`
  const storm = rate > 10_000
  const row = (what: string, value: number, bound: number | undefined, note?: string): Row => ({
    ...{ what: `${name}: ${what}`, value, unit: 'ms' },
    ...(bound !== undefined && { aim: { of: 'value', is: 'most', bound } }),
    ...(note !== undefined && { note }),
  })
  const pauses = `p99 of pauses ${of('pauseP99').toFixed(1)} ms; longest collection of garbage ${of('collected').toFixed(1)} ms`
  const beyond = `beyond a lateness of ${latenessOf(context) / 1000} s`
  const [late, sent] = [(of('took') / 1000).toFixed(1), of('sent')]
  return [
    {
      what: `${name}: taken and detected`,
      value: (sent / of('took')) * 1000,
      unit: 'events/s',
      perCpu: (sent / cpu) * 1000,
      rss,
      aim: { of: 'value', is: 'least', bound: rate * 0.99 },
      note: `sent in ${late} s; ${of('refused')} requests put off, ${of('unsent')} lines never taken; CPU of the sender ${Math.round(of('cpu'))} ms`,
    },
    row('immediate rules, p50', of('immediateP50'), undefined),
    row('immediate rules, p99', of('immediateP99'), 1_000),
    row(`ordered rules, p50 ${beyond}`, of('orderedP50'), undefined),
    row(`ordered rules, p99 ${beyond}`, of('orderedP99'), storm ? 2_000 : undefined),
    {
      what: `${name}: violations sent and not told within a minute`,
      value: of('unseen'),
      unit: 'count',
      aim: { of: 'value', is: 'most', bound: 0 },
      note: `of ${of('planted')}`,
    },
    row('longest pause of the event loop', of('pauseMax'), 100, pauses),
    {
      what: `${name}: peak memory`,
      value: rss / 2 ** 20,
      unit: 'MiB',
      aim: { of: 'value', is: 'most', bound: size === 'province' ? 4 * GIB : GIB },
    },
  ]
}
