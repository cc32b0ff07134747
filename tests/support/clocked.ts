import type { KeptClocks } from '../../ingest/intake/clock-file.ts'
import { createIntake } from '../../ingest/intake/local.ts'
import { recall } from '../../ingest/intake/recall.ts'
import type { SavedClocks } from '../../ingest/intake/skew.ts'
import { masker } from '../../ingest/mask.ts'
import { decodeWire, RECORDS } from '../../ingest/wire.ts'
import { type Observation, outranks } from '../../kernel/event.ts'
import { openMemoryBus } from './memory-bus.ts'
import { tinyInstance } from './tiny-source.ts'

/** A real intake over a log that outlives it, and a clock that is set by hand, epoch ms. */
export const clockedIntake = (start: number) => {
  const bus = openMemoryBus()
  const put = (): never => {
    throw new Error('a line was refused')
  }
  let now = start
  let kept: KeptClocks = { from: 0, machines: [] }
  const open = (clocks: SavedClocks) =>
    createIntake({
      ...{ bus, quarantine: { put }, clocks, clock: { now: () => now }, instances: [tinyInstance()] },
      mask: masker(Buffer.alloc(32, 7)),
    })
  let intake = open([])
  const heads = () =>
    bus.messages(RECORDS).flatMap(({ value }) => {
      const wire = decodeWire(value)
      return 'observations' in wire ? [wire] : []
    })
  return {
    /** Hands over lines of the tiny source in one delivery, received at `at`. */
    async deliver(at: number, ...lines: readonly string[]): Promise<void> {
      now = at
      await intake.deliver({ collector: 'thu-01', source: 'tiny', lines: lines.map((line) => Buffer.from(line)) })
    },
    /** Writes down what is known of clocks, as the product does once a minute. */
    async keep(): Promise<void> {
      kept = JSON.parse(JSON.stringify(await intake.clocks()))
    },
    /** Goes on with what was written down last, and what the log says since. */
    kill(): void {
      const recalled = recall(kept.machines)
      for (const head of heads().slice(kept.from)) recalled.take(head)
      intake = open(recalled.clocks())
    },
    /** What is said in the end of the clock of each act, by who did it, in the order in which they came. */
    told(): ReadonlyMap<string, Observation['clock']> {
      const last = new Map<string, Observation<'login'>>()
      for (const { observations } of heads())
        for (const o of observations) {
          if (o.action !== 'login') continue
          const before = last.get(o.id)
          if (!before || outranks(o, before)) last.set(o.id, o)
        }
      return new Map([...last.values()].map(({ user, clock }) => [String(user), clock]))
    },
    get unsettled() {
      return intake.unsettled
    },
  }
}
