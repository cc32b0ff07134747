import { coded } from '../kernel/errors.ts'
import type { EventBus } from '../kernel/ports.ts'
import { maskKeyFile, maskPrintOf } from './mask-key.ts'

/** The topic on which the ingesters of one log agree on their key; nothing of it is ever forgotten. */
export const KEYS = 'keys'

/**
 * Sees that the key of the mask in this data folder is the one that all ingesters of the log have: with two, one secret title would
 * have two digests. Whoever comes first says a print of its key; of two that begin at once the first in the log counts. Throws
 * `CONFIG_INVALID` where the others have another.
 */
export const agreeOnKey = async (bus: EventBus, data: string): Promise<void> => {
  if ((await bus.begin(KEYS)) === (await bus.end(KEYS)))
    await bus.publish(KEYS, [{ key: 'mask', value: Buffer.from(maskPrintOf(data)) }])
  await sameKey(bus, data)
}

/** The same for a command that reads lines again, and says nothing of its own: on a detector's data folder lies a key that nobody else has. */
export const sameKey = async (bus: EventBus, data: string): Promise<void> => {
  const begin = await bus.begin(KEYS)
  if (begin === (await bus.end(KEYS)) || (await firstSaid(bus, begin)) === maskPrintOf(data)) return
  throw coded(
    'CONFIG_INVALID',
    `${maskKeyFile(data)}: khóa che này khác với khóa các máy nhận khác của cùng nhật ký đang dùng, nên một tiêu đề mật sẽ có hai mã: chép tệp mask.key từ máy nhận đã chạy trước vào đây rồi chạy lại.`,
  )
}

const firstSaid = async (bus: EventBus, from: number): Promise<string> => {
  const { promise: heard, resolve } = Promise.withResolvers<Uint8Array>()
  const subscription = await bus.subscribe(KEYS, from, async ([first]) => resolve(first!.value))
  try {
    const broken = subscription.broken?.then((error) => Promise.reject(error))
    return Buffer.from(await Promise.race([heard, ...(broken ? [broken] : [])])).toString('utf8')
  } finally {
    await subscription.stop()
  }
}
