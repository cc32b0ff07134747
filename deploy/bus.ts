import { join } from 'node:path'
import type { Logger } from 'pino'
import { openEmbeddedBus } from '../ingest/bus/embedded.ts'
import type { Trouble } from '../ingest/bus/follow.ts'
import type { EventBus } from '../kernel/ports.ts'
import type { Config } from './config.ts'
import { belongsToItself } from './kafka/belongs.ts'
import type { BusStanding } from './kafka/standing.ts'
import { sayOnce } from './say-once.ts'

/** The bus as the product has it. */
export type ProductBus = EventBus & {
  /** Removes what lies before the offset, as far as that is cheap; returns how much. Absent where the bus itself forgets, by age. */
  trim?(topic: string, before: number): Promise<number>
  /** Where this is a copy: the bus it is copied from, and how far each topic is. */
  readonly far?: EventBus
  copied?(topic: string): Promise<number>
  /** How far the copy was a few seconds ago. */
  readonly standing?: BusStanding | undefined
  /** Why nothing can be written or read at the moment, where the bus is another server's. */
  readonly trouble?: Error | undefined
  /** Why what is published has not been stored for a while, where the bus is another server's. */
  readonly unstored?: Error | undefined
}

/**
 * The bus, and what resolves when a subscription could not read on. A batch refused by its handler is offered again. On Kafka where the
 * configuration has it (its client is loaded only then), else the embedded log; either way this process alone uses the data folder.
 * Throws `DATA_LOCKED`, `LOG_CORRUPT`, `CONFIG_INVALID` (a folder of another log), `BROKER_UNREACHABLE`, `BROKER_REFUSED`, `BROKER_TOPIC`.
 */
export const openBus = async (
  { data, folder, kafka, detector }: Pick<Config, 'data' | 'folder' | 'kafka' | 'detector'>,
  log: Logger,
  /** Whether `records` is read here: then a log that lies elsewhere is copied. */
  reads = true,
): Promise<{ readonly bus: ProductBus; readonly broken: Promise<unknown> }> => {
  const { promise: broken, resolve } = Promise.withResolvers<unknown>()
  const once = sayOnce(() => performance.now())
  const onTrouble = ({ error, ...trouble }: Trouble): void => {
    if (trouble.kind === 'handler') {
      // A full disk is met several times a second.
      const said = once(trouble.topic, error instanceof Error ? error.message : String(error))
      if (said)
        log.error(
          { ...trouble, ...said, err: error },
          'a reader of the log could not take a batch; it is offered again',
        )
      return
    }
    log.fatal({ ...trouble, err: error }, 'the log cannot be read; the product stops')
    resolve(error)
  }
  if (kafka) {
    const options = { config: kafka, folder, data, joins: detector !== undefined, log, onTrouble }
    const { copiedBus, uncopiedBus } = await import('./kafka/copied.ts')
    return { bus: await (reads ? copiedBus : uncopiedBus)(options), broken }
  }
  belongsToItself(join(data, 'bus'))
  const bus = await openEmbeddedBus(join(data, 'bus'), {
    onRepair: (repair) => log.warn(repair, 'an unfinished record at the end of the log was cut off after a crash'),
    onTrouble,
  })
  return { bus, broken }
}
