import { type Arrival, arriving, loadItems, metaOf } from '../data/load.ts'
import { measure } from '../measure.ts'
import { directoryData, drive, engineOptions, keptOf, lineReader } from '../path.ts'
import type { Measured } from '../scenario.ts'

type Params = { readonly folder: string; readonly arrival?: Arrival }

/** The engine alone, one cold pass: every observation is in memory before the clock starts. */
export const job = async ({ folder, arrival = 'prompt' }: Params): Promise<Measured> => {
  const read = lineReader()
  const received = arriving(loadItems(folder), arrival).map((item) => ({ at: item.deliveredAt, all: read(item) }))
  const { from } = metaOf(folder)
  const driven = drive(await engineOptions(folder, await directoryData(folder, { from }), from), keptOf(arrival))
  const measured = await measure(async () => {
    let events = 0
    for (const { at, all } of received) {
      const again = driven.until(at)
      if (again) await again
      for (const o of all) driven.take(o)
      events += all.length
    }
    await driven.finish()
    return events
  })
  return { ...measured, extra: { alerts: driven.alerts().length, slicing: driven.slicing() } }
}
