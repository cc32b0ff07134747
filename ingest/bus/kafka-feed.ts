import { setTimeout as sleep } from 'node:timers/promises'
import type { EachBatchPayload } from 'kafkajs'
import { type CodedError, coded } from '../../kernel/errors.ts'
import type { Delivered } from '../../kernel/ports.ts'
import type { Feed } from './follow.ts'
import { growth } from './growth.ts'
import { another, printOf } from './same.ts'

/** What waits for its handler, bytes: above it no more is fetched. */
const AHEAD = 8 * 1024 * 1024
/** How often the group hears of us while we wait for room, ms. */
const BEAT = 1_000

export type KafkaFeed = Feed & {
  /** The offset that is fetched next. */
  readonly position: number
  /** Where a consumer begins: at the last message taken, which shows whether it is still the same log. */
  readonly begins: number
  /** Takes what was fetched; resolves when there is room for more. */
  take(payload: EachBatchPayload): Promise<void>
  /** Lets whoever waits for room go. */
  close(): void
}

/**
 * Between a consumer and a subscription: fetches a little ahead, in order, each message once whatever the consumer fetches again. `begin` gives the
 * first offset that is still there. `next` throws LOG_CORRUPT where the topic lost messages we have not read, or has another one where we have.
 */
export const kafkaFeed = (topic: string, from: number, begin: () => Promise<number>): KafkaFeed => {
  const grown = growth()
  const closing = new AbortController()
  let waiting: (readonly Delivered[])[] = []
  let bytes = 0
  let position = from
  let lost: CodedError | undefined
  let last: { readonly offset: number; readonly print: string } | undefined

  /** What of a batch is to come next. Gaps are no loss by themselves: aborted and compacted messages leave some. */
  const unread = async ({ batch }: EachBatchPayload): Promise<readonly Delivered[]> => {
    const end = Number(batch.highWatermark)
    if (end < position) throw lostBetween(topic, end, position)
    const fetched = batch.messages.map(({ key, value, offset }) => {
      return { key: key?.toString() ?? '', value: value ?? Buffer.alloc(0), offset: Number(offset) }
    })
    const again = fetched.find(({ offset }) => offset === last?.offset)
    if (again && printOf(again) !== last?.print) throw another(topic, again.offset)
    const messages = fetched.filter(({ offset }) => offset >= position)
    if (messages.length > 0 && messages[0]!.offset > position) {
      const first = await begin()
      if (first > position) throw lostBetween(topic, position, first)
    }
    return messages
  }

  const hold = ({ batch, resolveOffset }: EachBatchPayload, messages: readonly Delivered[]): void => {
    // While one consumer's batch waited for `begin`, its successor may have brought the same messages.
    const missing = messages.filter(({ offset }) => offset >= position)
    const newest = missing.at(-1)
    if (newest) {
      waiting.push(missing)
      last = { offset: newest.offset, print: printOf(newest) }
    }
    bytes += sizeOf(missing)
    // The last offset of a batch may be a mark of the broker's own, which is never handed over.
    position = Math.max(position, Number(batch.lastOffset()) + 1)
    resolveOffset(batch.lastOffset())
    grown.announce()
  }

  return {
    get position() {
      return position
    },
    get begins() {
      return last?.offset ?? position
    },
    take: async (payload) => {
      try {
        hold(payload, await unread(payload))
      } catch (error) {
        if (!isLoss(error)) throw error
        lost = error
        grown.announce()
      }
      while (bytes > AHEAD && !closing.signal.aborted) {
        const room = new AbortController()
        await Promise.race([
          grown.wait(() => bytes <= AHEAD, AbortSignal.any([closing.signal, room.signal])),
          sleep(BEAT, undefined, { ref: false }),
        ])
        room.abort()
        await payload.heartbeat()
      }
    },
    next: async () => {
      const messages = waiting.shift()
      if (messages === undefined && lost) throw lost
      bytes -= sizeOf(messages ?? [])
      grown.announce()
      return messages ?? []
    },
    more: (signal) => grown.wait(() => waiting.length > 0 || lost !== undefined, signal),
    close: () => {
      waiting = []
      closing.abort()
    },
  }
}

const sizeOf = (messages: readonly Delivered[]): number => messages.reduce((sum, { value }) => sum + value.length, 0)

const isLoss = (error: unknown): error is CodedError =>
  error instanceof Error && 'code' in error && error.code === 'LOG_CORRUPT'

const lostBetween = (topic: string, from: number, to: number): CodedError =>
  coded(
    'LOG_CORRUPT',
    `Chủ đề «${topic}» của Kafka không còn đoạn từ vị trí ${from} đến ${to} mà ta chưa đọc: hết hạn lưu, hoặc chủ đề đã bị xóa và tạo lại.`,
  )
