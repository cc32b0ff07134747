import { onlyOf } from '../../../deploy/cluster/slots.ts'
import { openSaver } from '../../../deploy/detector/saver.ts'
import { createEngine } from '../../../detectors/engine.ts'
import { openKafkaBus } from '../../../ingest/bus/kafka.ts'
import { decodeWire, RECORDS } from '../../../ingest/wire.ts'
import type { Delivered } from '../../../kernel/ports.ts'
import { metaOf } from '../data/load.ts'
import { measure } from '../measure.ts'
import { directoryData, engineOptions } from '../path.ts'
import type { Measured } from '../scenario.ts'

type Params = {
  readonly folder: string
  readonly brokers: readonly string[]
  readonly prefix: string
  /** The share of the entities it judges; all of them unless told. */
  readonly slot?: { readonly index: number; readonly of: number }
}

/**
 * From the topic `records` to detections: our bus, the wire, reorder buffer, registers, joins, rules, folds. What changed is drained as often as
 * the product saves it, and not saved.
 */
export const job = async ({ folder, brokers, prefix, slot }: Params): Promise<Measured> => {
  const { from } = metaOf(folder)
  const options = await engineOptions(folder, await directoryData(folder, { from }), from)
  const engine = createEngine({ ...options, ...(slot && { only: onlyOf(slot) }) })
  const bus = await openKafkaBus({ connection: { brokers }, prefix })
  const end = await bus.end(RECORDS)
  const { promise: done, resolve } = Promise.withResolvers<void>()
  const alerts = new Set<string>()
  let events = 0
  const run = { engine, offset: 0, refill: 0, directory: '', found: 'current', lost: false } as const
  let offset = 0
  const failed = (error: unknown): void => {
    if (error !== undefined) throw error
  }
  const saver = openSaver({
    standing: () => ({ ...run, offset }),
    fault: () => undefined,
    write(drained) {
      for (const { id } of drained.alerts) alerts.add(id)
      return drained.alerts
    },
    // A batch is taken in one go, so that this is always between two.
    hold: async (work) => work(),
    onDrained: () => undefined,
    onAlerts: () => undefined,
    onDue: failed,
  })
  const hear = async (batch: readonly Delivered[]): Promise<void> => {
    for (const { value } of batch) {
      const heard = decodeWire(value)
      if ('tick' in heard) engine.tick(heard.tick)
      else if ('observations' in heard) {
        events += 1
        for (const o of heard.observations) engine.accept(o)
      }
    }
    offset = batch.at(-1)!.offset + 1
    saver.soon()
    if (offset >= end) resolve()
  }
  let stop = async (): Promise<void> => undefined
  // Joining the group is counted, here and of the client alone: what is fetched at once comes with it.
  const measured = await measure(async () => {
    ;({ stop } = await bus.subscribe(RECORDS, 0, hear))
    await done
    await saver.stop()
    return events
  })
  await stop()
  await bus.close()
  return { ...measured, extra: { alerts: alerts.size, waiting: engine.targets().length } }
}
