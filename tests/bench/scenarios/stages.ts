import { median } from '../measure.ts'
import type { Context, Measured, Row, Scenario } from '../scenario.ts'

const PATHS = [
  { what: 'parse → detection', job: 'lines', params: { what: 'detect' } },
  { what: 'whole path, gathered by one relay', job: 'whole', params: { senders: 'relay' } },
] as const

/** Where the time of a line goes, from a sampling profile: what each aim that is missed would have to do without. */
export const scenario: Scenario = {
  name: 'stages',
  section: 'B. Vọng Gác',
  title: 'Where the time of a line goes (lines of ~780 bytes, the main thread, a sampling profile)',
  async run(context) {
    const folder = await context.dataset('trimmed')
    const limit = await rounds(context, 'lines', { folder, what: 'parse' })
    const rows: Row[] = [
      row('parse limit: read, split, JSON.parse', limit, ({ wall }) => wall, 'what no stage below could do without'),
    ]
    for (const { what, job, params } of PATHS) {
      const all = await rounds(context, job, { folder, scratch: context.scratch, ...params, profile: true })
      rows.push(row(`${what}: all of it`, all, ({ wall }) => wall))
      const names = new Set(
        all.flatMap(({ extra = {} }) => Object.keys(extra)).filter((name) => name.startsWith('at:')),
      )
      const stages = [...names].map((name) => row(`${what}: ${name.slice(3)}`, all, ({ extra }) => extra?.[name] ?? 0))
      rows.push(...stages.sort((one, other) => other.value - one.value))
    }
    return rows
  },
}

const rounds = async (context: Context, job: string, params: object): Promise<readonly Measured[]> => {
  const all: Measured[] = []
  for (let round = 1; round <= context.rounds; round++) all.push(await context.job(job, params))
  return all
}

/** `time`: ms of all events together. */
const row = (what: string, all: readonly Measured[], time: (one: Measured) => number, note?: string): Row => ({
  ...{ what, unit: 'µs/event', rounds: all.length },
  value: median(all.map((one) => (time(one) / one.events) * 1000)),
  ...(note !== undefined && { note }),
})
