/** Lines on their way to the intake. */
export type Batcher = {
  push(line: Uint8Array): void
  /** Resolves once there is room for more: senders that can be held back wait for it before they read on. */
  room(): Promise<void>
  /** Lines and bytes held. */
  readonly held: { readonly lines: number; readonly bytes: number }
  /** Hands over what is held, without waiting for a full batch. */
  flush(): Promise<void>
}

/** What one delivery to the intake holds at most: lines, and bytes unless one line alone has more. */
export const DELIVERY = { lines: 500, bytes: 4 * 1024 * 1024 } as const

export type BatcherOptions = {
  /** Resolves once the lines were taken. Its failure reaches whoever waits for room, and `failed`. */
  readonly deliver: (lines: readonly Uint8Array[]) => Promise<void>
  readonly failed: (error: unknown) => void
  /** A batch goes when it has this many lines or bytes, or when its first line has waited this long. */
  readonly lines?: number
  readonly bytes?: number
  readonly ms?: number
}

/**
 * Gathers lines of many connections into deliveries, one after the other and in order. Holds one batch under way and
 * one being filled; beyond that `room` makes its callers wait, which is how pressure reaches a TCP sender.
 */
export const createBatcher = (options: BatcherOptions): Batcher => {
  const { deliver, failed, lines: most = DELIVERY.lines, bytes: heaviest = DELIVERY.bytes, ms = 50 } = options
  let batch: Uint8Array[] = []
  let weight = 0
  let underWay: { readonly lines: number; readonly bytes: number; readonly done: Promise<void> } | undefined
  let timer: NodeJS.Timeout | undefined

  const isFull = (): boolean => batch.length >= most || weight >= heaviest

  const send = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    const [lines, bytes] = [batch, weight]
    batch = []
    weight = 0
    const done = deliver(lines).finally(() => {
      underWay = undefined
      // What came meanwhile has waited long enough.
      if (batch.length > 0) send().catch(failed)
    })
    underWay = { lines: lines.length, bytes, done }
    return done
  }

  const flush = async (): Promise<void> => {
    while (underWay) await underWay.done
    if (batch.length > 0) await send()
  }

  return {
    push(line) {
      batch.push(line)
      weight += line.length
      if (underWay) return
      if (isFull()) send().catch(failed)
      else timer ??= setTimeout(() => send().catch(failed), ms)
    },
    async room() {
      while (underWay && isFull()) await underWay.done
    },
    get held() {
      return { lines: batch.length + (underWay?.lines ?? 0), bytes: weight + (underWay?.bytes ?? 0) }
    },
    flush,
  }
}
