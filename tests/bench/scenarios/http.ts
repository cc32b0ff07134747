import { compare } from '../compare.ts'
import type { Scenario } from '../scenario.ts'

const PARSED = 'Fastify, 1,000 lines a request, 8 connections: JSON.parse of each line'

/** HTTP alone, and from HTTP to a detection without a disk. The load generator is another process; its CPU is not counted. */
export const scenario: Scenario = {
  name: 'http',
  section: 'A. Limits, and Vọng Gác beside them',
  title: 'From HTTP (lines of ~780 bytes)',
  async run(context) {
    const folder = await context.dataset('trimmed')
    const params = { folder, scratch: context.scratch }
    const { rows, extra } = await compare(context, [
      {
        what: 'Fastify, 1,000 lines a request, 8 connections: bytes only',
        job: 'http',
        params: { ...params, what: 'bytes' },
      },
      { what: PARSED, job: 'http', params: { ...params, what: 'parse' } },
      {
        what: 'HTTP → intake → detection, all rules, bus in memory',
        job: 'http',
        params: { ...params, what: 'detect' },
        against: PARSED,
        aim: { of: 'ratio', is: 'least', bound: 0.5 },
      },
    ])
    return rows.map((row) => {
      const late = extra(row.what, 'late')
      const again = late > 0 ? `; ${late} targets of re-evaluation left, a connection had fallen behind` : ''
      return { ...row, note: `CPU of the sender ${Math.round(extra(row.what, 'senderCpu'))} ms${again}` }
    })
  },
}
