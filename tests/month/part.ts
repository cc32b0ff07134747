import { openClusterProduct } from '../../deploy/cluster/compose.ts'
import type { Role } from '../../deploy/cluster/roles.ts'
import type { RunningSlot } from '../../deploy/cluster/slot.ts'
import { openProduct, type ProductOptions } from '../../deploy/product.ts'
import type { LocalIntake } from '../../ingest/intake/local.ts'
import type { Standing } from './orders.ts'

/** What the feeder asks of a process, whatever part of the product it is. */
export type Part = {
  readonly deliver: LocalIntake['deliver']
  /** The minute hand, where this part moves it. */
  tick(at: number): Promise<void>
  /** Looks at the clerk's folder. Throws where something is wrong with it. */
  look(): Promise<void>
  /** Resolves when everything that was published is judged and saved. */
  settled(): Promise<unknown>
  /** The slots it runs, where it is one of several detectors. */
  slots(): readonly Standing[]
  readonly broken: Promise<unknown>
  close(): Promise<void>
}

export const openPart = async (options: ProductOptions, role?: Role): Promise<Part> => {
  if (role) {
    const { intake, tick, detecting, broken, close } = await openClusterProduct({ ...options, role })
    return {
      ...{ deliver: intake.deliver, broken, close },
      tick: async (at) => tick?.(at),
      look: () => Promise.reject(new Error('the registers of a cluster are not changed here')),
      settled: () => Promise.reject(new Error('a slot may go elsewhere: nobody here knows when all is judged')),
      slots: () => [...(detecting?.slots ?? [])].map(standingOf),
    }
  }
  const { intake, watch, detector, broken, close } = await openProduct(options)
  return {
    ...{ deliver: intake.deliver, tick: intake.publishTick, settled: detector.settled, broken, close },
    slots: () => [],
    async look() {
      await watch.look()
      if (watch.problem) throw new Error(watch.problem.text)
    },
  }
}

const standingOf = ([slot, { detector, checkpoint }]: readonly [number, RunningSlot]): Standing => ({
  ...{ slot, saved: checkpoint.position()?.offset ?? 0 },
  busy: detector.waiting > 0 || detector.engine.hasAlerts,
})
