import type { KafkaBus } from '../../ingest/bus/kafka.ts'
import type { Clock } from '../../kernel/ports.ts'
import { SECOND } from '../../kernel/time.ts'

/** How the log and the copy of it stood a few seconds ago. */
export type BusStanding = {
  /** Offsets: of the next message of the log, and of the next that is copied. */
  readonly end: number
  readonly copied: number
  /** What is copied next was published so long ago that the log will forget it before as much time has passed again. */
  readonly expiring: boolean
}

export type StandingOptions = {
  readonly far: Pick<KafkaBus, 'end' | 'offsetAt'>
  readonly near: { end(topic: string): Promise<number> }
  readonly topic: string
  /** How long the log keeps a message, ms. */
  readonly retention: number
  readonly clock: Clock
  readonly every?: number
}

const EVERY = 5 * SECOND

/** Looks every few seconds how far the copy is; while the cluster is away the last look stands. */
export const watchStanding = (options: StandingOptions) => {
  const { far, near, topic, retention, clock, every = EVERY } = options
  let standing: BusStanding | undefined
  let looking: Promise<void> | undefined
  const look = async (): Promise<void> => {
    const [end, copied] = [await far.end(topic), await near.end(topic)]
    const isBehind = copied < end
    const expiring = isBehind && copied < (await far.offsetAt(topic, clock.now() - retention / 2))
    standing = { end, copied, expiring }
  }
  const timer = setInterval(() => {
    // A cluster that cannot be asked says so itself, in `trouble`.
    looking ??= look()
      .catch(() => undefined)
      .finally(() => {
        looking = undefined
      })
  }, every)
  return {
    get standing(): BusStanding | undefined {
      return standing
    },
    async stop(): Promise<void> {
      clearInterval(timer)
      await looking
    },
  }
}
