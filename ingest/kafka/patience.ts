import { setTimeout as sleep } from 'node:timers/promises'

/** Whether the client found nobody who keeps a group: a cluster that has just started, or a right that is missing; it does not say which. */
export const isGroupless = (error: unknown): boolean =>
  error instanceof Error && error.name === 'KafkaJSGroupCoordinatorNotFound'

/** What passes by itself within seconds: a broker that has just started reads what its groups committed. */
const passes = (error: unknown): boolean =>
  isGroupless(error) ||
  (error instanceof Error &&
    (error.name.startsWith('KafkaJSConnection') || ('type' in error && /COORDINATOR|LOAD/.test(String(error.type)))))

/** Asks again for some seconds. A connection that broke off shows at the first question after it: asked again, it is made anew. */
export const patiently = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (const pause of [100, 500, 1_500]) {
    try {
      return await ask()
    } catch (error) {
      if (!passes(error)) throw error
      await sleep(pause)
    }
  }
  return ask()
}
