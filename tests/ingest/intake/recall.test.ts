import { expect, onTestFinished, test } from 'vitest'
import { openMemoryBus } from '../../../ingest/bus/memory.ts'
import { createIntake } from '../../../ingest/intake/local.ts'
import { recall } from '../../../ingest/intake/recall.ts'
import type { SavedClocks } from '../../../ingest/intake/skew.ts'
import { masker } from '../../../ingest/mask.ts'
import { openQuarantine } from '../../../ingest/quarantine.ts'
import { decodeWire, RECORDS } from '../../../ingest/wire.ts'
import { HOUR, MINUTE } from '../../../kernel/time.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { tinyInstance } from '../../support/tiny-source.ts'

const START = Date.UTC(2026, 2, 2, 1, 0, 30)

/** An intake over a log that outlives it. `kill`: what is known is what was kept last, and what the log says since. */
const living = () => {
  const bus = openMemoryBus()
  const quarantine = openQuarantine(temporaryFolder(), { clock: { now: () => START } })
  onTestFinished(() => quarantine.close())
  let now = START
  let kept: { readonly from?: number; readonly machines: SavedClocks } = { from: 0, machines: [] }
  const open = (clocks: SavedClocks) =>
    createIntake({
      ...{ bus, quarantine, clocks, clock: { now: () => now }, instances: [tinyInstance()] },
      mask: masker(Buffer.alloc(32, 7)),
    })
  let intake = open([])
  const heads = () =>
    bus.messages(RECORDS).flatMap(({ value }) => {
      const wire = decodeWire(value)
      return 'observations' in wire ? [wire] : []
    })
  return {
    /** A line of a machine that tells a time so long ago; then time passes. */
    async speak(ago: number, passes: number = MINUTE): Promise<void> {
      const lines = [Buffer.from(`${now - ago} pc-01 an.nv`)]
      await intake.deliver({ collector: 'thu-01', source: 'tiny', lines })
      now += passes
    },
    async keep(): Promise<void> {
      kept = JSON.parse(JSON.stringify(await intake.clocks()))
    },
    kill(): void {
      const recalled = recall(kept.machines)
      for (const head of heads().slice(kept.from)) recalled.take(head)
      intake = open(recalled.clocks())
    },
    /** What is said of each line's clock in the end. */
    told: () => [
      ...new Map(
        heads().flatMap(({ observations }) =>
          observations.flatMap(({ action, id, clock }) => (action === 'login' ? [[id, clock] as const] : [])),
        ),
      ).values(),
    ],
    get unsettled() {
      return intake.unsettled
    },
  }
}

test('a late line that waits when the product is killed is settled when its machine is heard at once', async () => {
  const life = living()
  await life.speak(0, 30 * MINUTE)
  await life.speak(20 * MINUTE)
  life.kill()
  expect(life.told()).toEqual([undefined, 'open'])
  await life.speak(0)
  expect(life.told()).toEqual([undefined, undefined, undefined])
})

test('it is also where only the machine’s last line at once had been kept', async () => {
  const life = living()
  await life.speak(0, 30 * MINUTE)
  await life.keep()
  await life.speak(20 * MINUTE)
  life.kill()
  await life.speak(0)
  expect(life.told()).toEqual([undefined, undefined, undefined])
})

test.each([1, 2, 3, 4, 5, 6, 7])('lines of a slow clock, the product killed after %i', async (killed) => {
  const life = living()
  for (let minute = 0; minute < 16; minute++) {
    if (minute === 2) await life.keep()
    if (minute === killed) life.kill()
    await life.speak(2 * HOUR)
  }
  expect(life.told()).toEqual(Array(16).fill(2 * HOUR))
  expect(life.unsettled).toBe(0)
})

test('what was settled, or taken back, waits no more', () => {
  const origin = { at: START, received: START + HOUR, source: 'tiny', collector: 'thu-01', digest: 'd' }
  const seen = (id: string, clock?: number | 'open') => ({
    ...{ ...origin, id, action: 'power.on' as const, host: 'pc-01' },
    ...(clock !== undefined && { clock }),
  })
  const head = { digest: 'd', stored: 'd', received: START + HOUR, collector: 'thu-01', source: 'tiny', parser: 't/1' }
  const recalled = recall([])
  recalled.take({ ...head, observations: [seen('a', 'open'), seen('b', 'open'), seen('c', 'open')] })
  recalled.take({ ...head, observations: [seen('a', HOUR)] })
  recalled.take({ ...head, observations: [], withdraws: [seen('b', 'open')] })
  expect(recalled.clocks().flatMap(({ open }) => open.map(({ id }) => id))).toEqual(['c'])
})
