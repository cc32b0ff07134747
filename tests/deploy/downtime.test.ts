import { beforeEach, describe, expect, test } from 'vitest'
import { announceDowntime } from '../../deploy/downtime.ts'
import { loadRules } from '../../detectors/load.ts'
import { openMemoryBus } from '../../ingest/bus/memory.ts'
import type { Pipeline } from '../../ingest/intake/marks.ts'
import { encodeWire, RECORDS } from '../../ingest/wire.ts'
import { localTime, MINUTE } from '../../kernel/time.ts'

const TICKED = localTime('2026-03-02', '09:00')
const lateness = 2 * MINUTE
const rules = await loadRules()

let bus: ReturnType<typeof openMemoryBus>
let announced: { pipelines: readonly Pipeline[]; since: number }[]
beforeEach(() => {
  bus = openMemoryBus()
  announced = []
})
const tick = (at: number) => bus.publish(RECORDS, [{ key: 'tick', value: encodeWire({ tick: at }) }])

/** The product starts at `now`; its detector has read the log up to `offset` and the tick of `heard`. */
const start = (now: number, { offset = 0, heard = TICKED } = {}): Promise<void> =>
  announceDowntime({
    ...{ rules, bus, lateness },
    checkpoint: { previous: async () => [] },
    intake: {
      announceRestart: async (pipelines, since) => void announced.push({ pipelines, since }),
    },
    detector: {
      offset,
      engine: { watermark: heard - lateness, pipelines: () => new Map([['c1/windows', undefined]]) },
    },
    clock: { now: () => now },
  })

describe('after a restart nobody has watched', () => {
  const pipelines = [{ collector: 'c1', source: 'windows' }]

  test('since the last tick', async () => {
    await tick(TICKED)
    await start(TICKED + 30 * MINUTE, { offset: 1 })
    expect(announced).toEqual([{ pipelines, since: TICKED }])
  })

  test('since the last tick in the log, where the detector is behind', async () => {
    await tick(TICKED)
    for (const minutes of [60, 120, 180]) await tick(TICKED + minutes * MINUTE)
    await start(TICKED + 190 * MINUTE, { offset: 1 })
    expect(announced).toEqual([{ pipelines, since: TICKED + 180 * MINUTE }])
  })

  test('unless it took less than a minute', async () => {
    await tick(TICKED)
    await start(TICKED + MINUTE - 1, { offset: 1 })
    expect(announced).toEqual([])
    await start(TICKED + MINUTE, { offset: 1 })
    expect(announced).toHaveLength(1)
  })

  test('nor at the very first start', async () => {
    await start(TICKED, { heard: -Infinity })
    expect(announced).toEqual([])
  })

  test('and a log that cannot be read is not waited for', async () => {
    bus = openMemoryBus({ onTrouble: () => undefined })
    await bus.publish(RECORDS, [{ key: 'tick', value: Buffer.from('{') }])
    await expect(start(TICKED + 30 * MINUTE)).rejects.toThrow()
    await bus.close()
  })
})
