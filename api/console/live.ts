import type { AlertRow } from '../schemas.ts'

export type Listener = {
  alert(row: AlertRow): void
  gone(what: { readonly id: string; readonly revision: number }): void
  /** Too much was missed: read the list again. */
  reset(): void
  link(state: 'live' | 'lost'): void
}

const RETRY = 5_000

/** Follows the live stream from `sequence` on and comes back by itself after a loss. Returns how to stop. */
export const follow = (query: URLSearchParams, sequence: number, to: Listener): (() => void) => {
  let again: ReturnType<typeof setTimeout> | undefined
  const asked = new URLSearchParams(query)
  asked.set('after', String(sequence))
  const source = new EventSource(`/api/v1/alerts/stream?${asked}`)
  const on = <T>(event: string, handle: (data: T) => void): void =>
    source.addEventListener(event, ({ data }: MessageEvent<string>) => handle(JSON.parse(data) as T))

  on('alert', to.alert)
  on('gone', to.gone)
  on('reset', to.reset)
  source.onopen = () => to.link('live')
  source.onerror = () => {
    to.link('lost')
    // The browser retries a broken connection by itself, but gives up for good when refused.
    if (source.readyState === EventSource.CLOSED) again = setTimeout(to.reset, RETRY)
  }
  return () => {
    clearTimeout(again)
    source.close()
  }
}
