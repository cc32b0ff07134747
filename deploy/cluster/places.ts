import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { MINUTE, SECOND } from '../../kernel/time.ts'
import { readPlaces, type StandingBroker } from './standing.ts'

/** How often it is looked how far all slots have come, and so which reports are due, ms of real time. */
export const LOOK = 5 * MINUTE
/** A cluster that does not answer must not keep a process that is told to stop, ms. */
const PATIENCE = 3 * SECOND

/** How far all slots have judged, whoever has them: looked at on Kafka every few minutes. */
export const watchPlaces = (broker: StandingBroker, log: Logger) => {
  const stopping = new AbortController()
  const { signal } = stopping
  let watermark = -Infinity
  const look = async (): Promise<void> => {
    try {
      const places = await readPlaces(broker, signal)
      watermark = Math.min(...places.map((place) => place?.position.watermark ?? -Infinity))
    } catch (error) {
      // What was known of it stays true: it only grows.
      if (!signal.aborted)
        log.warn({ err: error }, 'how far the slots have come cannot be looked up; it is tried again')
    }
  }
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await look()
      await sleep(LOOK, undefined, { signal }).catch(() => undefined) // rejects only when stopped
    }
  }
  const running = run()
  return {
    /** Of the slowest, epoch ms; -Infinity where that is not known of all. */
    get watermark(): number {
      return watermark
    },
    async stop(): Promise<void> {
      stopping.abort()
      await Promise.race([running, sleep(PATIENCE, undefined, { ref: false })])
    },
  }
}
