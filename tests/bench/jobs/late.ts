import { setTimeout as sleep } from 'node:timers/promises'
import { addDays, foldDayStart } from '../../../kernel/time.ts'
import { arriving, type Item, loadItems, metaOf } from '../data/load.ts'
import { deliverStep, stepsOf } from '../deliver.ts'
import { freshFolder } from '../folder.ts'
import { measure } from '../measure.ts'
import { LATENESS } from '../path.ts'
import { layRegisters, openBenchProduct } from '../product.ts'
import type { Measured } from '../scenario.ts'

type Params = {
  readonly folder: string
  readonly scratch: string
  /** Whether a machine hands in its week while the stream goes on. */
  readonly late: boolean
}

/** The last days of the data set are the stream beside. */
const STREAMED = 3
const STEP = 15 * 60_000
const NAME = /"(?:computer_name|Hostname)":"(PC-[^."]+)/

const machineOf = ({ bytes }: Item): string | undefined => NAME.exec(bytes.toString('utf8'))?.[1]

/** The workstation that wrote the most. */
const busiest = (items: readonly Item[]): string => {
  const counts = new Map<string, number>()
  for (const item of items) {
    const name = machineOf(item)
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]![0]
}

/**
 * Days go into the product (a week in the full run), all but one machine's lines; then three days of the stream as fast as they are
 * taken, and with them, or not, everything of that machine at once. `wall` is the stream's; `reevaluated` how long it took until nothing waited any more.
 */
export const job = async ({ folder, scratch, late }: Params): Promise<Measured> => {
  const items = arriving(loadItems(folder), 'prompt')
  const { from, days } = metaOf(folder)
  const back = foldDayStart(addDays(from, days - STREAMED))
  const before = items.filter(({ deliveredAt }) => deliveredAt < back)
  const stream = items.filter(({ deliveredAt }) => deliveredAt >= back)
  const machine = busiest(before)
  const isAway = new Set(before.filter((item) => machineOf(item) === machine))
  const run = freshFolder(scratch)
  layRegisters(folder, run.folder)
  const bench = await openBenchProduct(folder, run.folder)
  const { detector } = bench.product
  for (const step of stepsOf(
    before.filter((item) => !isAway.has(item)),
    STEP,
  ))
    await deliverStep(bench, step)
  await detector.settled()

  let reevaluated = 0
  const measured = await measure(async () => {
    const start = performance.now()
    if (late) await deliverStep(bench, [...isAway])
    for (const step of stepsOf(stream, STEP)) await deliverStep(bench, step)
    const end = stream.at(-1)!.deliveredAt + STEP
    await bench.setTime(end)
    while (detector.engine.watermark < end - LATENESS - 1_000) await sleep(2)
    const streamed = performance.now() - start
    await detector.settled()
    reevaluated = performance.now() - start
    return (stream.length / streamed) * reevaluated
  })
  const events = stream.length
  const wall = (measured.wall * events) / measured.events
  await bench.product.close()
  run.remove()
  return { ...measured, events, wall, extra: { reevaluated, lateLines: isAway.size, away: days - STREAMED } }
}
