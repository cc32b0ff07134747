import { join } from 'node:path'
import type { Truth } from '../../../deploy/generator/model.ts'
import type { Alert } from '../../../kernel/alert.ts'
import { addDays, foldDayStart } from '../../../kernel/time.ts'
import { audit } from '../../support/audit.ts'
import { loadItems, metaOf } from '../data/load.ts'
import { deliverStep, stepsOf } from '../deliver.ts'
import { bytesIn } from '../folder.ts'
import { measure } from '../measure.ts'
import { LATENESS, truthOf } from '../path.ts'
import { type BenchProduct, layRegisters, openBenchProduct } from '../product.ts'
import type { Measured } from '../scenario.ts'
import { storedIn } from './whole.ts'

type Params = {
  readonly folder: string
  /** Where the product lives; stays for who starts it again. */
  readonly home: string
}

const STEP = 15 * 60_000

/** A planted month through the whole product, as it was delivered: what was found of what was planted, and what it takes on the disk. */
export const job = async ({ folder, home }: Params): Promise<Measured> => {
  const items = loadItems(folder)
  const meta = metaOf(folder)
  layRegisters(folder, home)
  const bench = await openBenchProduct(folder, home)
  const end = foldDayStart(addDays(meta.from, meta.days))
  const measured = await measure(async () => {
    for (const step of stepsOf(items, STEP)) await deliverStep(bench, step)
    await bench.setTime(end + LATENESS)
    await bench.product.detector.settled()
    return items.length
  })
  const alerts = await alertsOf(bench)
  const indeterminate = bench.product.detector.engine.indeterminate()
  await bench.product.close()
  // Written by the generator, which is typed to write this.
  const truth = truthOf(folder) as readonly Truth[]
  const checked = audit(
    { truth, alerts, indeterminate, end, lines: items.length, refused: new Map(), about: () => [] },
    () => false,
  )
  for (const text of [...checked.missed, ...checked.extra, ...checked.miscounted]) process.stderr.write(`${text}\n`)
  const rules = Object.entries(checked.table).flatMap(([rule, counts]) =>
    Object.entries(counts).map(([what, n]) => [`${what}:${rule}`, n]),
  )
  const data = join(home, 'data')
  return {
    ...measured,
    extra: {
      ...Object.fromEntries(rules),
      ...storedIn(data),
      lines: bytesIn(folder, (path) => path.endsWith('/lines')),
    },
  }
}

const alertsOf = async ({ product }: BenchProduct): Promise<readonly Alert[]> => {
  const alerts: Alert[] = []
  let cursor: string | undefined
  do {
    const page = await product.store.search({ state: 'all' }, { limit: 500, ...(cursor !== undefined && { cursor }) })
    alerts.push(...page.alerts)
    cursor = page.next
  } while (cursor !== undefined)
  return alerts.filter(({ withdrawn }) => !withdrawn)
}
