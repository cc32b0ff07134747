import { setTimeout as sleep } from 'node:timers/promises'
import { isCoded } from '../../kernel/errors.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { Delivery, Intake, Outcome } from '../intake.ts'

/** Why nothing of a delivery was taken; the sender keeps it and tries again. */
export type NotNow = 'BACKPRESSURE' | 'DISK_FULL'

/** Delivers; what a sender can wait out is a value (a log that is away is pressure, too), anything else is thrown on. */
export const handOver = async (intake: Intake, delivery: Delivery): Promise<Result<Outcome, NotNow>> => {
  try {
    return ok(await intake.deliver(delivery))
  } catch (error) {
    if (!isCoded(error)) throw error
    if (error.code === 'BACKPRESSURE' || error.code === 'DISK_FULL') return err(error.code)
    if (error.code === 'BROKER_UNREACHABLE') return err('BACKPRESSURE')
    throw error
  }
}

const PAUSE_MS = 100

/**
 * Delivers the same lines again until they are taken: for inputs whose sender does not ask for an answer, but can be
 * held back by not reading on. `undefined` when told to stop before they were.
 */
export const handOverUntilTaken = async (
  intake: Intake,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<Outcome | undefined> => {
  for (;;) {
    if (!intake.pressed) {
      const result = await handOver(intake, delivery)
      if (result.ok) return result.value
    }
    if (signal.aborted) return undefined
    // An abort ends the pause early; the loop then tries once more and leaves.
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined)
  }
}
