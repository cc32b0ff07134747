import type { Logger } from 'pino'
import { type Standstill, watchStandstill } from './standstill.ts'

export type WakefulOptions = {
  readonly intake: { publishTick(at: number): Promise<void> }
  /** Says in the log that nobody watched since the last tick, and moves the minute hand to now. */
  readonly announce: () => Promise<void>
  readonly log: Logger
  readonly standstill?: Standstill
}

/** The minute hand of a product that is alone: back from a standstill it says first that nobody watched, as a start does. */
export const wakeful = ({ intake, announce, log, standstill = watchStandstill() }: WakefulOptions) => {
  standstill.spoke()
  return {
    async publishTick(at: number): Promise<void> {
      if (standstill.wasAway) {
        await announce()
        log.info('it stood still, and has said so')
      } else await intake.publishTick(at)
      standstill.spoke()
    },
  }
}
