import { coded } from '../../kernel/errors.ts'
import type { Delivered, EventBus } from '../../kernel/ports.ts'
import type { EmbeddedBus } from './embedded.ts'

export type MirrorOptions = {
  /** Where everybody publishes. */
  readonly far: EventBus
  /** The copy, of this process alone. */
  readonly near: EmbeddedBus
  readonly topic: string
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
 * else is kept. Throws LOG_CORRUPT where the two do not fit together.
 */
export const startMirror = async ({ far, near, topic }: MirrorOptions): Promise<Mirror> => {
  const [copied, begin, end] = [await near.end(topic), await far.begin(topic), await far.end(topic)]
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
  let trouble: Error | undefined
  const copy = async (batch: readonly Delivered[]): Promise<void> => {
    const next = await near.end(topic)
    const missing = batch.filter(({ offset }) => offset >= next)
    if (missing.length === 0) return // offered again
    if (missing[0]!.offset !== next || missing.at(-1)!.offset !== next + missing.length - 1)
      throw coded('LOG_CORRUPT', `Chủ đề «${topic}»: các vị trí sau ${next} không liền nhau.`)
    await near.publish(topic, missing)
  }
  const subscription = await far.subscribe(topic, copied, async (batch) => {
    try {
      await copy(batch)
      trouble = undefined
    } catch (error) {
      trouble = error instanceof Error ? error : new Error(String(error))
      throw error
    }
  })
  return {
    get trouble() {
      return trouble
    },
    stop: subscription.stop,
  }
}
