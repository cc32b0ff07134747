import type { Logger } from 'pino'
import { readClocks, writeClocks } from '../ingest/intake/clock-file.ts'
import type { LocalIntake } from '../ingest/intake/local.ts'
import { recall } from '../ingest/intake/recall.ts'
import type { SavedClocks } from '../ingest/intake/skew.ts'
import { decodeWire, RECORDS } from '../ingest/wire.ts'
import type { EventBus } from '../kernel/ports.ts'
import { MINUTE } from '../kernel/time.ts'
import { between } from './detector/between.ts'

/** What was known of the machines' clocks when the product ended, however it ended: as it was written last, and as the log goes on from there. */
export const recallClocks = async (
  data: string,
  bus: EventBus & { begin(topic: string): Promise<number> },
  log: Logger,
): Promise<SavedClocks> => {
  const { from = Infinity, machines } = readClocks(data, (error) =>
    log.warn({ err: error }, 'what was known of clocks is learnt again'),
  )
  const recalled = recall(machines)
  await between(bus, Math.max(from, await bus.begin(RECORDS)), await bus.end(RECORDS), ({ value }) => {
    const wire = decodeWire(value)
    if ('observations' in wire) recalled.take(wire)
  })
  if (recalled.evicted > 0)
    log.warn(
      { evicted: recalled.evicted },
      'the log names more machines than clocks are kept of; the rest is learnt again',
    )
  return recalled.clocks()
}

/** Writes what is known of clocks now, once a minute, and at the end, which is when the returned function is called. */
export const keepClocks = (data: string, intake: Pick<LocalIntake, 'clocks'>, log: Logger): (() => Promise<void>) => {
  const write = async (): Promise<void> => {
    try {
      writeClocks(data, await intake.clocks())
    } catch (error) {
      log.error({ err: error }, 'what is known of clocks could not be written; it is tried again')
    }
  }
  let writing = write()
  const timer = setInterval(() => {
    writing = writing.then(write)
  }, MINUTE)
  return async () => {
    clearInterval(timer)
    await writing
    await write()
  }
}
