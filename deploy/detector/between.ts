import { RECORDS } from '../../ingest/wire.ts'
import type { Delivered, EventBus } from '../../kernel/ports.ts'

/** Reads the log (or another topic) from `from` to `to` (not included). Rejects where `take` fails, and where it cannot be read on. */
export const between = async (
  bus: Pick<EventBus, 'subscribe'>,
  from: number,
  to: number,
  take: (message: Delivered) => Promise<void> | void,
  topic = RECORDS,
): Promise<void> => {
  if (from >= to) return
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let over = false
  const subscription = await bus.subscribe(topic, from, async (batch) => {
    try {
      for (const message of over ? [] : batch) if (message.offset < to) await take(message)
    } catch (error) {
      over = true
      reject(error)
    }
    if (batch.at(-1)!.offset >= to - 1) resolve()
  })
  void subscription.broken?.then(reject)
  await promise.finally(subscription.stop)
}
