import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { cloneDirectory, cloneObservation, firstUnits } from '../data/clones.ts'
import { arriving, loadItems, metaOf } from '../data/load.ts'
import { measure } from '../measure.ts'
import { directoryData, drive, engineOptions, lineReader } from '../path.ts'
import type { Measured } from '../scenario.ts'

type Params = { readonly folder: string; readonly units: number }

const BASE = 100

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const heap = (): number => {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

/** The engine alone over the same hour of ten, a hundred, a thousand units: how fast, and what it remembers. */
export const job = async ({ folder, units }: Params): Promise<Measured> => {
  const { from } = metaOf(folder)
  const original = await directoryData(folder, { from })
  const copies = Math.max(1, Math.round(units / BASE))
  const data = units < BASE ? firstUnits(original, units) : cloneDirectory(original, copies)
  const own = new Set(data.pipelines.map(({ collector }) => collector))
  const read = lineReader()
  const received = arriving(loadItems(folder), 'prompt').flatMap((item) => {
    if (!own.has(item.collector)) return []
    const once = read(item)
    return [
      {
        at: item.deliveredAt,
        all: Array.from({ length: copies }, (_, i) => once.map((o) => cloneObservation(o, i))).flat(),
      },
    ]
  })
  const before = heap()
  const driven = drive(await engineOptions(folder, data, from))
  const registers = heap() - before
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
  return {
    ...measured,
    extra: { units: data.units.length, machines: data.machines.length, registers, state: heap() - before - registers },
  }
}
