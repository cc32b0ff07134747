import type { Observation } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { readIso } from '../formats/iso.ts'
import { readObject } from '../formats/json.ts'
import type { LineContext, Source } from '../source.ts'
import { InventoryReport } from './inventory/report.ts'
import { inventorySamples } from './inventory/samples.ts'
import { lineOrigin, observe, refuse } from './observe.ts'
import { hostOf } from './windows/names.ts'

const ID = 'inventory'

/**
 * What a machine says of itself, by the collection script or by another tool that keeps to the published schema: one report a line, one
 * observation an item. The machine ran it at `collectedAt`, so it was alive then.
 */
export const inventory: Source = {
  id: ID,
  title: { vi: 'Kiểm kê và tình trạng máy (JSON)', en: 'Inventory and state of machines (JSON)' },
  parser: 2,
  assumed: false,
  yields: ['machine.state', 'other'],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    // A skimmed line is not used: a schema needs the values themselves.
    const object = readObject(line.trimEnd())
    if (!object) return refuse('malformed', 'Dòng không phải một đối tượng JSON hoàn chỉnh.')
    const parsed = InventoryReport.safeParse(object)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      return refuse('schema', `Báo cáo kiểm kê sai ở trường «${issue?.path.join('.') ?? ''}».`)
    }
    const { host: written, collectedAt, items } = parsed.data
    const at = readIso(collectedAt, 'UTC')
    if (at === undefined) return refuse('time', 'Trường «collectedAt» không phải thời gian ISO 8601 có thật.')
    const host = hostOf(written)
    // A report holds its time: the same line again is the same report.
    const origin = (part: number) => ({ ...lineOrigin(ID, at, context), id: `${ID}/${host}/${context.digest}#${part}` })
    if (items.length === 0) return ok([observe(origin(0), 'other', { host })])
    return ok(items.map((item, index) => observe(origin(index), 'machine.state', { host, ...item })))
  },

  samples: inventorySamples,
}
