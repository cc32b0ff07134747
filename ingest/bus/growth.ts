/** Wakes who waits for something to grow. */
export type Growth = {
  /** Resolves once `reached` holds or the signal aborts; `reached` is asked now and after each `announce`. */
  wait(reached: () => boolean, signal: AbortSignal): Promise<void>
  announce(): void
}

export const growth = (): Growth => {
  const waiting = new Set<() => void>()
  return {
    wait: (reached, signal) =>
      new Promise((resolve) => {
        const look = () => {
          if (!reached() && !signal.aborted) return
          waiting.delete(look)
          signal.removeEventListener('abort', look)
          resolve()
        }
        waiting.add(look)
        signal.addEventListener('abort', look)
        look()
      }),
    announce: () => {
      for (const look of [...waiting]) look()
    },
  }
}
