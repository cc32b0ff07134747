import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Observation } from '../../../kernel/event.ts'
import { linesOf, metaOf } from '../data/load.ts'
import { measure } from '../measure.ts'
import { directoryData, drive, engineOptions } from '../path.ts'
import { COMPARED } from '../peers/rules.ts'
import type { Measured } from '../scenario.ts'

type Params = {
  readonly folder: string
  /** Where `exportWork` put the events. */
  readonly work: string
}

/** Our engine with the rules of the comparison alone, over the exported events: one cold pass; found detections by rule. */
export const job = async ({ folder, work }: Params): Promise<Measured> => {
  const { from } = metaOf(folder)
  const events = linesOf(readFileSync(join(work, 'events.ndjson'))).map(
    // Written by export.ts, which is typed to write this.
    (bytes) => JSON.parse(bytes.toString('utf8')) as Observation,
  )
  const compared: readonly string[] = COMPARED
  const options = await engineOptions(folder, await directoryData(folder, { from }), from, ({ id }) =>
    compared.includes(id),
  )
  const driven = drive(options)
  const measured = await measure(async () => {
    for (const o of events) {
      const again = driven.until(o.at)
      if (again) await again
      driven.take(o)
    }
    await driven.finish()
    return events.length
  })
  const found = new Map<string, number>(compared.map((rule) => [rule, 0]))
  for (const { rule, occurrences } of driven.alerts()) found.set(rule.id, (found.get(rule.id) ?? 0) + occurrences)
  return { ...measured, extra: Object.fromEntries(found) }
}
