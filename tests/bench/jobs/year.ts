import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openCheckpoint } from '../../../deploy/checkpoint.ts'
import { generate } from '../../../deploy/generator/generate.ts'
import { buildWorld } from '../../../deploy/generator/world.ts'
import { coded } from '../../../kernel/errors.ts'
import { commit } from '../../support/commit.ts'
import { specs } from '../data/datasets.ts'
import { metaOf } from '../data/load.ts'
import { measure } from '../measure.ts'
import { directoryData, drive, engineOptions, LATENESS, lineReader } from '../path.ts'
import { layRegisters, openBenchProduct } from '../product.ts'
import type { Measured } from '../scenario.ts'

type Params = { readonly folder: string; readonly home: string; readonly days: number }

const DAY = 86_400_000

/**
 * Leaves in `home` a product with the state and the alerts that so many days of a small province made. They go through the engine in
 * memory and are committed as the detector commits; the log stays short, because a start reads its end alone.
 */
export const job = async ({ folder, home, days }: Params): Promise<Measured> => {
  const { from } = metaOf(folder)
  layRegisters(folder, home)
  const bench = await openBenchProduct(folder, home)
  await bench.setTime(bench.clock.now())
  await bench.product.detector.settled()
  await bench.product.close()

  const db = new DatabaseSync(join(home, 'data', 'vonggac.db'))
  const checkpoint = openCheckpoint(db)
  const { position } = checkpoint.restore()
  if (!position) throw coded('BAD_ARGUMENT', 'sản phẩm chưa ghi vị trí nào')
  let alerts = 0
  const driven = drive(await engineOptions(folder, await directoryData(folder, { from }), from), {
    kept: 40 * DAY,
    onDrain: (drained) => {
      alerts += commit(checkpoint, drained, position).length
    },
  })
  const read = lineReader()
  const measured = await measure(async () => {
    let events = 0
    for (const delivery of generate(buildWorld({ ...specs.month, days }))) {
      // What is late changes little of what is left behind, and computing it again here would take an hour.
      if (delivery.deliveredAt - delivery.at > LATENESS) continue
      const again = driven.until(delivery.deliveredAt)
      if (again) await again
      for (const o of read({ ...delivery, bytes: Buffer.from(delivery.line) })) driven.take(o)
      events += 1
    }
    await driven.finish()
    return events
  })
  const [row] = db.prepare('SELECT count(*) AS n, sum(length(value)) AS bytes FROM state').all()
  db.close()
  return { ...measured, extra: { alerts, states: Number(row?.['n']), stateBytes: Number(row?.['bytes']) } }
}
