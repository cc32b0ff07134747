import { builtInSources } from '../../../ingest/sources/index.ts'
import { compare, type Side } from '../compare.ts'
import type { Arrival } from '../data/load.ts'
import type { Scenario } from '../scenario.ts'

type What = 'read' | 'split' | 'parse' | 'judge' | 'detect'
type Shape = 'trimmed' | 'full' | 'normal'

const named: Readonly<Record<Shape, string>> = {
  trimmed: 'Winlogbeat lines of ~780 bytes',
  full: 'Winlogbeat lines of ~2.6 kB',
  normal: 'lines of a province',
}

/** The file of lines, ever further along the path, one thread; limits and product in the same rounds. */
export const scenario: Scenario = {
  name: 'parse',
  section: 'A. Limits, and Vọng Gác beside them',
  title: 'From a file of lines to detections, one thread, nothing written',
  async run(context) {
    const shapes: readonly Shape[] = context.quick ? ['trimmed', 'full'] : ['trimmed', 'full', 'normal']
    const rows = []
    for (const shape of shapes) {
      const folder = await context.dataset(shape)
      const limit = `${named[shape]}: read, split, JSON.parse («parse limit»)`
      const side = (what: What, text: string, arrival: Arrival = 'prompt'): Side => ({
        what: `${named[shape]}: ${text}`,
        job: 'lines',
        params: { folder, what, arrival },
      })
      const detect = {
        against: limit,
        ...(shape === 'trimmed' && { aim: { of: 'ratio', is: 'least', bound: 0.4 } as const }),
      }
      const sides: readonly Side[] = [
        side('read', 'read'),
        side('split', 'read, split'),
        { ...side('parse', ''), what: limit },
        { ...side('judge', 'parse → normalise (mask, digest, ids)'), against: limit },
        { ...side('detect', 'parse → detection, all rules'), ...detect, note: 'nothing late, so nothing archived' },
        {
          ...side('detect', 'parse → detection, every tenth line twice, one host in twenty six hours late', 'strewn'),
          ...detect,
          note: 'with the re-evaluation of what is late, in the same thread',
        },
      ]
      rows.push(...(await compare(context, context.quick && shape !== 'trimmed' ? sides.slice(2) : sides)).rows)
    }
    const every: Side = {
      what: `lines of all ${builtInSources.length} sources, an equal part each: parse → normalise (mask, digest, ids)`,
      job: 'sources',
      params: { lines: context.quick ? 40_000 : 400_000 },
      note: 'out of their samples, as the intake reads them',
    }
    rows.push(...(await compare(context, [every])).rows)
    return rows
  },
}
