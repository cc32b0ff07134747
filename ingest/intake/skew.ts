import { entryOf } from '../../kernel/entry.ts'
import { MINUTE } from '../../kernel/time.ts'

/** How far a machine's times lie from ours. */
export type Skew = {
  readonly collector: string
  readonly host: string
  /**
   * Median of receipt minus event time over the last minutes in which it spoke, ms: below zero its clock is ahead of ours; above,
   * it is behind, or its lines are long on their way.
   */
  readonly ms: number
}

const SAMPLES = 9
/** More machines than any province has; names out of the lines cannot fill memory beyond this. */
const MACHINES = 50_000

/** That a machine's line tells the time `at`, epoch ms as `received`. */
type Said = { readonly collector: string; readonly host: string; readonly received: number; readonly at: number }
type Heard = { minute: number; readonly last: number[] }

/** Measures clocks by what comes in live, one line a machine and minute; what was received earlier (quarantine) says nothing. */
export const createSkews = () => {
  const collectors = new Map<string, Map<string, Heard>>()
  let machines = 0

  return {
    note({ collector, host, received, at }: Said): void {
      const heard = entryOf(collectors, collector, () => new Map<string, Heard>())
      const minute = Math.floor(received / MINUTE)
      const machine = heard.get(host)
      if (machine === undefined) {
        if (machines >= MACHINES) return
        machines++
        heard.set(host, { minute, last: [received - at] })
      } else if (machine.minute !== minute) {
        machine.minute = minute
        machine.last.push(received - at)
        if (machine.last.length > SAMPLES) machine.last.shift()
      }
    },
    /** Every machine heard since the start, the worst clock first. */
    list: (): readonly Skew[] =>
      [...collectors]
        .flatMap(([collector, heard]) => [...heard].map(([host, { last }]) => ({ collector, host, ms: median(last) })))
        .sort((a, b) => Math.abs(b.ms) - Math.abs(a.ms)),
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
