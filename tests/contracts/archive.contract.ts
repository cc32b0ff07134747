import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { encodeWire, RECORDS } from '../../ingest/wire.ts'
import type { Observation } from '../../kernel/event.ts'
import type { Archive, EventBus, StoredRecord } from '../../kernel/ports.ts'

export const observationAt = (at: number, id = `o-${at}`): Observation => ({
  id,
  at,
  received: at + 1,
  source: 'tiny',
  collector: 'thu-01',
  digest: '00',
  action: 'power.on',
  host: 'pc-01',
})

export const recordOf = (observations: readonly Observation[]): StoredRecord => ({
  digest: '00',
  stored: '00',
  received: 0,
  collector: 'thu-01',
  source: 'tiny',
  parser: 'tiny/1',
  raw: '',
  observations,
})

export const storeTimes = (bus: EventBus, times: readonly number[]) =>
  bus.publish(RECORDS, [
    ...times.map((at) => ({ key: '', value: encodeWire(recordOf([observationAt(at)])) })),
    { key: 'tick', value: encodeWire({ tick: 1 }) },
  ])

export const readTimes = async (archive: Archive, from: number, to: number): Promise<number[]> => {
  const times: number[] = []
  for await (const batch of archive.read({ from, to })) {
    expect(batch.length).toBeGreaterThan(0)
    times.push(...batch.map(({ at }) => at))
  }
  return times.sort((a, b) => a - b)
}

/** Everything an `Archive` promises (kernel/ports.ts). */
export const archiveContract = (name: string, open: () => Promise<{ bus: EventBus; archive: Archive }>): void => {
  describe(`${name}: the archive`, () => {
    test('an archive of nothing is empty', async () => {
      const { bus, archive } = await open()
      onTestFinished(() => bus.close())
      expect(await readTimes(archive, 0, 100)).toEqual([])
    })

    test('both bounds belong to the span, and a record may hold several observations or none', async () => {
      const { bus, archive } = await open()
      onTestFinished(() => bus.close())
      await storeTimes(bus, [9, 10, 11, 20, 21])
      const several = recordOf([observationAt(5), observationAt(15), observationAt(25)])
      await bus.publish(
        RECORDS,
        [several, recordOf([])].map((record) => ({ key: '', value: encodeWire(record) })),
      )
      await bus.publish(RECORDS, [{ key: 'directory', value: encodeWire({ directory: 'v1' }) }])
      expect(await readTimes(archive, 10, 20)).toEqual([10, 11, 15, 20])
      expect(await readTimes(archive, 12, 14)).toEqual([])
      expect(await readTimes(archive, 20, 10)).toEqual([])
    })

    test('finds what a plain filter finds, for any stream and any span', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 8 }), { maxLength: 8 }),
          fc.array(fc.tuple(fc.integer({ min: -1, max: 51 }), fc.integer({ min: -1, max: 51 })), { maxLength: 5 }),
          async (groups, spans) => {
            const { bus, archive } = await open()
            for (const group of groups) await storeTimes(bus, group)
            const all = groups.flat().sort((a, b) => a - b)
            for (const [from, to] of [...spans, ...spans])
              expect(await readTimes(archive, from, to)).toEqual(all.filter((at) => at >= from && at <= to))
            await bus.close()
          },
        ),
        { numRuns: 25 },
      )
    })
  })
}
