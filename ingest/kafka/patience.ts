import { setTimeout as sleep } from 'node:timers/promises'

/** Whether the client found nobody who keeps a group: a cluster that has just started, or a right that is missing; it does not say which. */
export const isGroupless = (error: unknown): boolean =>
  error instanceof Error && error.name === 'KafkaJSGroupCoordinatorNotFound'

const PASSING = /COORDINATOR|LOAD|NOT_LEADER|LEADER_NOT_AVAILABLE/

/** What passes by itself within seconds: a broker that has just started reads what its groups committed, and takes its partitions up. */
const passes = (error: unknown): boolean =>
  error instanceof Error &&
  (isGroupless(error) ||
    error.name.startsWith('KafkaJSConnection') ||
    ('type' in error && PASSING.test(String(error.type))) ||
    passes(error.cause))

/** Asks again for some seconds. A connection that broke off shows at the first question after it: asked again, it is made anew. */
export const patiently = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (const pause of [100, 500, 1_500, 3_000]) {
    try {
      return await ask()
    } catch (error) {
      if (!passes(error)) throw error
      await sleep(pause)
    }
  }
  return ask()
}
