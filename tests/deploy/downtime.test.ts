import { beforeEach, describe, expect, test } from 'vitest'
import { announceDowntime, type DowntimeOptions } from '../../deploy/downtime.ts'
import { loadRules } from '../../detectors/load.ts'
import { createIntake } from '../../ingest/intake/local.ts'
import { deliveryMark, deliveryOf, type Pipeline, restartMark, type Unwatched } from '../../ingest/intake/marks.ts'
import { masker } from '../../ingest/mask.ts'
import { decodeWire, encodeWire, RECORDS } from '../../ingest/wire.ts'
import type { Alert } from '../../kernel/alert.ts'
import { type Observation, pipelineOf } from '../../kernel/event.ts'
import { localTime, MINUTE } from '../../kernel/time.ts'
import { openMemoryBus } from '../support/memory-bus.ts'

const TICKED = localTime('2026-03-02', '09:00')
const lateness = 2 * MINUTE
const rules = await loadRules()
const windows = { collector: 'c1', source: 'windows' }

let bus: ReturnType<typeof openMemoryBus>
let announced: { pipelines: readonly Unwatched[]; since: number }[]
beforeEach(() => {
  bus = openMemoryBus()
  announced = []
})
const tick = (at: number) => bus.publish(RECORDS, [{ key: 'tick', value: encodeWire({ tick: at }) }])

type Known = {
  readonly offset?: number
  readonly heard?: number
  /** Deliveries in the reorder buffer; what SRC-01 waits from; whether an alert of it is open; whether the state was lost. */
  readonly pending?: readonly Observation[]
  readonly after?: Observation
  readonly open?: boolean
  readonly lost?: boolean
  /** The register of pipelines; each of them has spoken. */
  readonly listed?: readonly Pipeline[]
  /** The real one; else what it is told is only taken down. */
  readonly intake?: DowntimeOptions['intake']
}

/** The product starts at `now`; its detector has read the log up to `offset` and the tick of `heard`. */
const start = (now: number, known: Known = {}): Promise<void> => {
  const { offset = 0, heard = TICKED, pending = [], after, open = false, lost = false } = known
  const checkpoint: DowntimeOptions['checkpoint'] = {
    // Only these fields are looked at.
    previous: async () => (open ? [{ entity: { kind: 'pipeline', value: 'c1/windows' } } as unknown as Alert] : []),
  }
  return announceDowntime({
    ...{ rules, bus, lateness, checkpoint },
    intake: known.intake ?? {
      announceRestart: async (pipelines, since) => void announced.push({ pipelines, since }),
    },
    detector: {
      ...{ offset, state: { lost } },
      engine: {
        watermark: heard - lateness,
        pipelines: () => new Map(lost ? [] : (known.listed ?? [windows]).map((row) => [pipelineOf(row), undefined])),
        slice: () => ({
          pending,
          oldestWait: () => after && { waits: [{ after, due: TICKED }] },
          world: { directory: { allPipelines: () => known.listed ?? [windows] } },
        }),
      },
    },
    clock: { now: () => now },
  })
}

describe('after a restart nobody has watched', () => {
  const pipelines = [windows]

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

  test('however short it was', async () => {
    await start(TICKED + 1)
    expect(announced).toHaveLength(1)
    await start(TICKED)
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

describe('what was known of a pipeline is said with it', () => {
  const at = (minutes: number): number => TICKED + minutes * MINUTE

  test('its last delivery', async () => {
    await start(at(30), { after: deliveryOf(windows, at(-60)) })
    expect(announced[0]?.pipelines).toEqual([{ ...windows, since: at(-60), spoke: at(-60) }])
  })

  test('a later one that the engine has not taken in order yet', async () => {
    await start(at(30), { after: deliveryOf(windows, at(-60)), pending: [deliveryOf(windows, at(-1))] })
    expect(announced[0]?.pipelines).toEqual([{ ...windows, since: at(-1), spoke: at(-1) }])
  })

  test('a later one in the log that the detector has not read, also of a pipeline that it never heard of', async () => {
    const other = { collector: 'c2', source: 'ioffice' }
    await bus.publish(RECORDS, [deliveryMark(windows, at(5)), deliveryMark(other, at(6))])
    await tick(at(10))
    await start(at(30), { after: deliveryOf(windows, at(-60)) })
    expect(announced).toEqual([
      {
        pipelines: [
          { ...windows, since: at(5), spoke: at(5) },
          { ...other, since: at(6), spoke: at(6) },
        ],
        since: at(10),
      },
    ])
  })

  test('absence after absence: when it spoke, put forward by all of them', async () => {
    await bus.publish(RECORDS, [restartMark({ ...windows, since: at(-60), spoke: at(-60) }, at(-30), at(-20))])
    await start(at(30))
    expect(announced[0]?.pipelines).toEqual([{ ...windows, since: at(-20), spoke: at(-50) }])
  })

  test('start after start that ends before its first tick: no absence counts twice', async () => {
    await bus.publish(RECORDS, [deliveryMark(windows, at(-60))])
    await tick(TICKED)
    for (const minutes of [30, 50]) {
      const clock = { now: () => at(minutes) }
      const quarantine = { put: () => undefined }
      const intake = createIntake({ bus, quarantine, clock, mask: masker(Buffer.alloc(32)), instances: [] })
      await start(at(minutes), { intake })
    }
    const said = bus.messages(RECORDS).map(({ value }) => decodeWire(value))
    const marks = said.flatMap((wire) => ('observations' in wire ? wire.observations : []))
    expect(marks.slice(1)).toMatchObject([
      { at: TICKED, until: at(30), since: at(-60), spoke: at(-60) },
      { at: at(30), until: at(50), since: at(30), spoke: at(-30) },
    ])
  })

  test('under the collector that it has, with a slash in its id or not', async () => {
    const [registered, heard] = [
      { collector: 'c1/dmz', source: 'linux-auth' },
      { collector: 'c2/dmz', source: 'ioffice' },
    ]
    await bus.publish(RECORDS, [deliveryMark(heard, at(-1))])
    await start(at(30), { listed: [registered] })
    expect(announced[0]?.pipelines).toEqual([registered, { ...heard, since: at(-1), spoke: at(-1) }])
  })

  test('nothing, of one that was found silent', async () => {
    await start(at(30), { open: true })
    expect(announced).toEqual([{ pipelines: [], since: TICKED }])
  })

  test('its delivery, where it ends the silence in the log that the detector has not read', async () => {
    await bus.publish(RECORDS, [deliveryMark(windows, at(5)), restartMark(windows, at(6), at(7))])
    await start(at(30), { open: true })
    expect(announced[0]?.pipelines).toEqual([{ ...windows, since: at(7), spoke: at(7) }])
  })

  test('of every one listed, where the state was lost: until it delivers it is not waited for; and since the last tick there is', async () => {
    await tick(at(-20))
    await start(at(30), { lost: true, heard: at(30) })
    expect(announced).toEqual([{ pipelines: [{ ...windows, since: 0, spoke: 0 }], since: at(-20) }])
  })
})
