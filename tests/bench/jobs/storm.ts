import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks'
import { metaOf } from '../data/load.ts'
import { freshFolder } from '../folder.ts'
import { measure } from '../measure.ts'
import { layRegisters, openBenchProduct, TOKEN } from '../product.ts'
import type { Measured } from '../scenario.ts'
import { startSender } from '../sender/start.ts'
import { closedAccount, guessedAccount } from '../sender/templates.ts'
import { storedIn } from './whole.ts'

type Params = {
  readonly folder: string
  readonly scratch: string
  readonly rate: number
  readonly seconds: number
  readonly lateness: number
  readonly closed: number
  readonly guessed: number
}

const DAY = 86_400_000
const HOURS = 3_600_000

/** The product under a steady load from a process beside it: from a line's arrival to its alert, the longest pause, the memory. */
export const job = async ({ folder, scratch, lateness, ...load }: Params): Promise<Measured> => {
  const run = freshFolder(scratch)
  layRegisters(folder, run.folder)
  // Columns: id, person, unit, system, kind, admin, enabled, …
  const account = (id: string, enabled: boolean): string => `${id}@tinh,,tinh,,personal,false,${enabled},,,`
  const closed = Array.from({ length: load.closed * load.seconds + 1 }, (_, i) => account(closedAccount(i), false))
  const guessed = Array.from({ length: load.guessed * load.seconds + 1 }, (_, i) => account(guessedAccount(i), true))
  appendFileSync(join(run.folder, 'directory', 'accounts.csv'), `${[...closed, ...guessed].join('\n')}\n`)

  // Ten in the morning of the second day of the data set, whatever the hour of the bench.
  const then = Date.parse(`${metaOf(folder).from}T00:00:00Z`) + DAY + 3 * HOURS
  const offset = then - Date.now()
  const config = { lateness: `${lateness / 1000}s` }
  const bench = await openBenchProduct(folder, run.folder, { config, tickEvery: 1_000, now: () => Date.now() + offset })
  const { url: page } = bench.product
  const file = join(folder, 'lines')
  const sender = await startSender('paced', {
    ...load,
    file,
    offset,
    lateness,
    url: bench.ingest,
    console: page,
    token: TOKEN,
  })
  const pauses = monitorEventLoopDelay({ resolution: 1 })
  // The collector stops the same thread: without its share nobody could say whose the longest pause was.
  let collected = 0
  const collector = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) collected = Math.max(collected, duration)
  })
  let said: Readonly<Record<string, number>> = {}
  const measured = await measure(async () => {
    pauses.enable()
    collector.observe({ entryTypes: ['gc'] })
    said = await sender.go()
    pauses.disable()
    collector.disconnect()
    return said['sent'] ?? 0
  })
  const { accepted } = bench.product.intake.counters
  await bench.product.close()
  const stored = storedIn(join(run.folder, 'data'))
  run.remove()
  const pause = { pauseMax: pauses.max / 1e6, pauseP99: pauses.percentile(99) / 1e6, collected }
  return { ...measured, extra: { ...said, ...pause, accepted, ...stored } }
}
