import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Arrival, arriving, linesOf, loadItems, metaOf } from '../data/load.ts'
import { measure } from '../measure.ts'
import { directoryData, drive, engineOptions, keptOf, lineReader } from '../path.ts'
import { profiled } from '../profile.ts'
import type { Measured } from '../scenario.ts'

type Params = {
  readonly folder: string
  readonly what: 'read' | 'split' | 'parse' | 'judge' | 'detect'
  readonly arrival?: Arrival
  /** Of `detect`: says where the time goes; the figures themselves are then a little worse. */
  readonly profile?: boolean
}

/** From the file of lines as far along the path as `what` says; one thread, nothing written. */
export const job = async ({ folder, what, arrival = 'prompt', profile = false }: Params): Promise<Measured> => {
  const path = join(folder, 'lines')
  switch (what) {
    case 'read': {
      const lines = linesOf(readFileSync(path)).length
      return measure(() => (readFileSync(path).length > 0 ? lines : 0))
    }
    case 'split':
      return measure(() => linesOf(readFileSync(path)).length)
    case 'parse':
      return measure(() => {
        let parsed = 0
        for (const line of linesOf(readFileSync(path))) {
          // Lines that are no JSON are split and made a string of.
          const text = line.toString('utf8')
          parsed += line[0] === 123 ? (JSON.parse(text) === null ? 0 : 1) : text.length > 0 ? 1 : 0
        }
        return parsed
      })
    case 'judge': {
      const items = arriving(loadItems(folder), arrival)
      const read = lineReader()
      return measure(() => {
        for (const item of items) read(item)
        return items.length
      })
    }
    case 'detect':
      return detect(folder, arrival, profile ? profiled : measure)
    default:
      throw new Error(String(what satisfies never))
  }
}

const detect = async (folder: string, arrival: Arrival, measuring: typeof measure): Promise<Measured> => {
  const items = arriving(loadItems(folder), arrival)
  const { from } = metaOf(folder)
  const driven = drive(await engineOptions(folder, await directoryData(folder, { from }), from), keptOf(arrival))
  const read = lineReader()
  const measured = await measuring(async () => {
    for (const item of items) {
      const again = driven.until(item.deliveredAt)
      if (again) await again
      for (const o of read(item)) driven.take(o)
    }
    await driven.finish()
    return items.length
  })
  return { ...measured, extra: { ...measured.extra, alerts: driven.alerts().length, slicing: driven.slicing() } }
}
