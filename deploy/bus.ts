import { join } from 'node:path'
import type { Logger } from 'pino'
import { openEmbeddedBus } from '../ingest/bus/embedded.ts'

/** The bus, and what resolves when a subscription could not read on. A batch refused by its handler is offered again. */
export const openBus = async (data: string, log: Logger) => {
  const { promise: broken, resolve } = Promise.withResolvers<unknown>()
  const bus = await openEmbeddedBus(join(data, 'bus'), {
    onRepair: (repair) => log.warn(repair, 'an unfinished record at the end of the log was cut off after a crash'),
    onTrouble: ({ error, ...trouble }) => {
      if (trouble.kind === 'handler') {
        log.error({ ...trouble, err: error }, 'a reader of the log could not take a batch; it is offered again')
        return
      }
      log.fatal({ ...trouble, err: error }, 'the log cannot be read; the product stops')
      resolve(error)
    },
  })
  return { bus, broken }
}
