import type { Logger } from 'pino'
import type { LocalIntake } from '../ingest/intake/local.ts'
import type { Clock } from '../kernel/ports.ts'

export type TickingOptions = {
  readonly intake: Pick<LocalIntake, 'publishTick'>
  readonly clock: Clock
  /** ms of real time between two ticks. */
  readonly every: number
  readonly log: Logger
  /** A tick could not be written, or (`undefined`) could. */
  readonly onTrouble: (error: unknown) => void
}

/** The product's own minute hand. Returns how to stop it. */
export const startTicking = ({ intake, clock, every, log, onTrouble }: TickingOptions): (() => void) => {
  let troubled = false
  let busy = false
  const tick = async (): Promise<void> => {
    // One that waits for the bus says the time of then: others behind it would only come all at once.
    if (busy) return
    busy = true
    try {
      await intake.publishTick(clock.now())
      troubled = false
      onTrouble(undefined)
    } catch (error) {
      if (!troubled) log.error({ err: error }, 'a tick could not be written')
      troubled = true
      onTrouble(error)
    } finally {
      busy = false
    }
  }
  const ticking = setInterval(() => void tick(), every)
  return () => clearInterval(ticking)
}
