import { type CodedError, coded, isCoded } from '../../kernel/errors.ts'
import type { Delivered, EventBus } from '../../kernel/ports.ts'
import type { EmbeddedBus } from './embedded.ts'
import { another, printOf } from './same.ts'

export type MirrorOptions = {
  /** Where everybody publishes. */
  readonly far: EventBus
  /** The copy, of this process alone. */
  readonly near: EmbeddedBus
  readonly topic: string
  /** Told of what can never fit again, before it is thrown or the subscription's end is told: whoever starts anew must know of it. */
  readonly onMisfit?: (error: CodedError) => void
}

/** The end of `topic` as it is copied. */
export type Mirror = {
  /** Why the last batch could not be copied; it is offered again. */
  readonly trouble: Error | undefined
  stop(): Promise<void>
}

/**
 * Copies a topic of another server message by message into a log beside an archive, at the same offsets: so the archive has what it has not
 * sealed yet at hand, and whatever a reader of the copy has heard, a reader of the archive finds. The copy's end is its position: nothing
 * else is kept. Throws LOG_CORRUPT where the two do not fit together, by their offsets or by the last message copied: offsets alone do not
 * tell a log that lost its end, or was made anew, once it has grown past the copy.
 */
export const startMirror = async (options: MirrorOptions): Promise<Mirror> => {
  const { far, near, topic, onMisfit = () => undefined } = options
  const misfit = (error: unknown): void => {
    if (isCoded(error) && error.code === 'LOG_CORRUPT') onMisfit(error)
  }
  try {
    return await start({ far, near, topic }, misfit)
  } catch (error) {
    misfit(error)
    throw error
  }
}

const start = async ({ far, near, topic }: MirrorOptions, misfit: (error: unknown) => void): Promise<Mirror> => {
  const copied = await near.end(topic)
  const [begin, end] = [await far.begin(topic), await far.end(topic)]
  if (copied > end)
    throw coded(
      'LOG_CORRUPT',
      `Chủ đề «${topic}» chỉ có đến vị trí ${end} nhưng đã từng được đọc đến ${copied}: chủ đề đã mất phần cuối, hoặc đã bị xóa và tạo lại.`,
    )
  if (copied < begin)
    throw coded(
      'LOG_CORRUPT',
      `Chủ đề «${topic}» chỉ còn từ vị trí ${begin} nhưng mới được đọc đến ${copied}: phần ở giữa đã hết hạn lưu.`,
    )
  // What neither has any more tells nothing.
  const hasLast = copied > Math.max(begin, await near.begin(topic))
  const last = hasLast ? await messageAt(near, topic, copied - 1) : undefined
  const { promise: fits, resolve: agree, reject: differ } = Promise.withResolvers<void>()
  fits.catch(() => undefined) // waited for below, where there is something to compare
  let trouble: Error | undefined
  const copy = async (batch: readonly Delivered[]): Promise<void> => {
    const next = await near.end(topic)
    const missing = batch.filter(({ offset }) => offset >= next)
    if (missing.length === 0) return // offered again
    if (missing[0]!.offset !== next || missing.at(-1)!.offset !== next + missing.length - 1)
      throw coded('LOG_CORRUPT', `Chủ đề «${topic}»: các vị trí sau ${next} không liền nhau.`)
    await near.publish(topic, missing)
  }
  const subscription = await far.subscribe(topic, last?.offset ?? copied, async (batch) => {
    const again = batch.find(({ offset }) => offset === last?.offset)
    if (last && again && printOf(last) !== printOf(again)) {
      const error = another(topic, last.offset)
      differ(error)
      throw error // nothing of it may be copied
    }
    agree()
    try {
      await copy(batch)
      trouble = undefined
    } catch (error) {
      trouble = error instanceof Error ? error : new Error(String(error))
      throw error
    }
  })
  subscription.broken?.then((error) => {
    misfit(error)
    differ(error)
  })
  if (last)
    await fits.catch(async (error: unknown) => {
      await subscription.stop()
      throw error
    })
  return {
    get trouble() {
      return trouble
    },
    stop: subscription.stop,
  }
}

const messageAt = async (bus: EventBus, topic: string, offset: number): Promise<Delivered> => {
  const { promise: found, resolve, reject } = Promise.withResolvers<Delivered>()
  const subscription = await bus.subscribe(topic, offset, async ([first]) => resolve(first!))
  subscription.broken?.then(reject)
  try {
    return await found
  } finally {
    await subscription.stop()
  }
}
