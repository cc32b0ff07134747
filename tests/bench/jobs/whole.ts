import { join } from 'node:path'
import { type Arrival, arriving, loadItems } from '../data/load.ts'
import { deliverStep, type Senders, stepsOf } from '../deliver.ts'
import { bytesIn, freshFolder } from '../folder.ts'
import { measure } from '../measure.ts'
import { layRegisters, openBenchProduct } from '../product.ts'
import { profiled } from '../profile.ts'
import type { Measured } from '../scenario.ts'
import { withoutSync } from '../without-sync.ts'

type Params = {
  readonly folder: string
  readonly scratch: string
  readonly arrival?: Arrival
  readonly senders?: Senders
  /** Added to the product's configuration. */
  readonly config?: object
  readonly sync?: boolean
  /** Says where the main thread's time goes; the figures themselves are then a little worse. */
  readonly profile?: boolean
}

/** So many steps are under way at once: collectors do not wait for one another. */
const AHEAD = 4
const MINUTE = 60_000

/**
 * The whole product: lines into the intake, log with fsync, detection, archive, store. Ends when everything has been detected, computed
 * again and committed. Steps of a minute of receipt time, a few under way at once.
 */
export const job = async (params: Params): Promise<Measured> => {
  const {
    folder,
    scratch,
    arrival = 'prompt',
    senders = 'machines',
    config = {},
    sync = true,
    profile = false,
  } = params
  if (!sync) await withoutSync()
  const items = arriving(loadItems(folder), arrival)
  const run = freshFolder(scratch)
  layRegisters(folder, run.folder)
  const bench = await openBenchProduct(folder, run.folder, { config })
  let acknowledged = 0
  const measured = await (profile ? profiled : measure)(async () => {
    const start = performance.now()
    const under: Promise<void>[] = []
    for (const step of stepsOf(items, MINUTE)) {
      if (under.length >= AHEAD) await under.shift()
      under.push(deliverStep(bench, step, { senders, ...(under.length > 0 && { before: under.at(-1)! }) }))
    }
    await Promise.all(under)
    acknowledged = performance.now() - start
    await bench.setTime(items.at(-1)!.deliveredAt + 10 * MINUTE)
    await bench.product.detector.settled()
    return items.length
  })
  await bench.product.close()
  const extra = { ...measured.extra, ...storedIn(join(run.folder, 'data')), acknowledged }
  run.remove()
  return { ...measured, extra }
}

/** Bytes on the disk of a closed product, by what keeps them. */
export const storedIn = (data: string) => {
  const [bus, archive, sqlite] = ['/bus/', '/archive/', '.db'].map((part) =>
    bytesIn(data, (path) => path.includes(part)),
  )
  const other = bytesIn(data) - bus! - archive! - sqlite!
  return { bus: bus!, archive: archive!, sqlite: sqlite!, other }
}
