import type { Delivered, Subscription } from '../../kernel/ports.ts'
import { backOff } from '../back-off.ts'

/** Where a subscription reads: `next` hands over what follows what it handed over last, nothing at the end. */
export type Feed = {
  next(): Promise<readonly Delivered[]>
  /** Resolves when there is more, or the signal aborts. */
  more(signal: AbortSignal): Promise<void>
}

/** What went wrong in a subscription. A refused batch is offered again; after a failed reading the subscription is over. */
export type Trouble = {
  readonly kind: 'handler' | 'reading'
  readonly topic: string
  /** First offset of the batch concerned, or of what could not be read. */
  readonly offset: number
  readonly error: unknown
}

export type FollowOptions = {
  readonly topic: string
  readonly from: number
  readonly handler: (batch: readonly Delivered[]) => Promise<void>
  readonly onTrouble: (trouble: Trouble) => void
  /** First pause after a refused batch, ms; doubles up to fifty times that. */
  readonly retryMs: number
}

export const MAX_BATCH = 1000

/** Hands batches of the feed to the handler, in order, one at a time, until stopped. `stop` must not be awaited inside the handler. */
export const follow = (feed: Feed, options: FollowOptions): Subscription & { readonly broken: Promise<unknown> } => {
  const { topic, handler, onTrouble, retryMs } = options
  const stopping = new AbortController()
  const { signal } = stopping
  let offset = options.from

  const offer = async (batch: readonly Delivered[]) => {
    const pauses = backOff(retryMs, retryMs * 50, signal)
    while (!signal.aborted) {
      try {
        await handler(batch)
        offset = batch.at(-1)!.offset + 1
        return
      } catch (error) {
        onTrouble({ kind: 'handler', topic, offset, error })
        await pauses.wait()
      }
    }
  }

  const run = async () => {
    while (!signal.aborted) {
      const messages = await feed.next()
      if (messages.length === 0) await feed.more(signal)
      for (let at = 0; at < messages.length && !signal.aborted; at += MAX_BATCH)
        await offer(messages.slice(at, at + MAX_BATCH))
    }
  }

  const { promise: broken, resolve } = Promise.withResolvers<unknown>()
  const running = run().catch((error: unknown) => {
    onTrouble({ kind: 'reading', topic, offset, error })
    resolve(error)
  })
  return {
    broken,
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

/** Without someone to tell: a refused batch is a process warning, a failed reading ends the process rather than a subscription that nobody misses. */
export const troubleEndsProcess = ({ kind, topic, offset, error }: Trouble): void => {
  if (kind === 'handler') process.emitWarning(`Chủ đề «${topic}», vị trí ${offset}: xử lý lỗi, sẽ thử lại. ${error}`)
  else
    queueMicrotask(() => {
      throw error
    })
}
