import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { encodeWire, RECORDS } from '../../ingest/wire.ts'
import { entities, entityOf, type Observation } from '../../kernel/event.ts'
import type { Archive, Asked, EventBus, StoredRecord } from '../../kernel/ports.ts'
import { observationAt, recordOf } from '../support/archive.ts'

const publish = (bus: EventBus, records: readonly StoredRecord[]) =>
  bus.publish(
    RECORDS,
    records.map((record) => ({ key: '', value: encodeWire(record) })),
  )

export const readAll = async (archive: Archive, asked: Asked): Promise<Observation[]> => {
  const all: Observation[] = []
  for await (const batch of archive.read(asked)) all.push(...batch)
  return all
}

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
        { numRuns: 10 },
      )
    })

    test('stretches of a span leave nothing out that lies in them, however the records came', async () => {
      const { bus, archive } = await open()
      onTestFinished(() => bus.close())
      const all = Array.from({ length: 60 }, (_, i) => (i * 37) % 60)
      await storeTimes(bus, all.slice(0, 40))
      await storeTimes(bus, all.slice(40))
      const within = [2, 8, 20, 40].map((from) => ({ from, to: from + 3 }))
      const isIn = (at: number): boolean => at >= 9 && at <= 41 && within.some(({ from, to }) => at >= from && at <= to)
      const given = await readAll(archive, { from: 9, to: 41, within })
      const times = given.map(({ at }) => at).filter(isIn)
      expect(times.sort((a, b) => a - b)).toEqual([9, 10, 11, 20, 21, 22, 23, 40, 41])
      expect(await readAll(archive, { from: 9, to: 41, within: [] })).toEqual([])
    })

    test('filters leave nothing out that was asked for: equal to a plain filter after filtering again', async () => {
      let found = 0
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(anyObservation, { maxLength: 12 }), { maxLength: 6 }),
          fc.array(anyAsked, { minLength: 1, maxLength: 6 }),
          async (groups, questions) => {
            const { bus, archive } = await open()
            let n = 0
            const stored = groups.map((group) => group.map((o) => ({ ...o, id: `o-${n++}` })))
            for (const group of stored)
              await publish(
                bus,
                group.map((o) => recordOf([o])),
              )
            for (const asked of questions) {
              const given = await readAll(archive, asked)
              const wanted = stored.flat().filter((o) => isWanted(o, asked))
              expect(sorted(given.filter((o) => isWanted(o, asked)))).toEqual(sorted(wanted))
              found += wanted.length
            }
            await bus.close()
          },
        ),
        { numRuns: 12 },
      )
      expect(found).toBeGreaterThan(20)
    })

    test('a record about whom it is asked comes with all its observations of the span', async () => {
      const { bus, archive } = await open()
      onTestFinished(() => bus.close())
      const other = { ...observationAt(11), host: 'pc-02' }
      await publish(bus, [recordOf([observationAt(10), other]), recordOf([{ ...other, id: 'alone' }])])
      const given = await readAll(archive, { from: 0, to: 20, about: { host: new Set(['pc-01']) } })
      expect(given.map(({ at }) => at).sort()).toEqual(expect.arrayContaining([10, 11]))
    })

    test('an observation that a later record withdraws is not given; an earlier withdrawal and an equal id count for nothing', async () => {
      const { bus, archive } = await open()
      onTestFinished(() => bus.close())
      const [old, fresh] = [observationAt(10, 'old'), observationAt(12, 'fresh')]
      await publish(bus, [recordOf([old]), recordOf([observationAt(11, 'neighbour')])])
      await publish(bus, [{ ...recordOf([fresh]), withdraws: [old] }])
      await publish(bus, [{ ...recordOf([observationAt(13, 'later')]), withdraws: [observationAt(13, 'later')] }])
      const ids = async (from: number, to: number) => (await readAll(archive, { from, to })).map(({ id }) => id).sort()
      expect(await ids(0, 20)).toEqual(['fresh', 'later', 'neighbour'])
      expect(await ids(10, 10)).toEqual([])
      await publish(bus, [recordOf([old])])
      expect(await ids(10, 10)).toEqual(['old'])
    })

    test('nothing is missing where nothing was removed', async () => {
      const { bus, archive } = await open()
      onTestFinished(() => bus.close())
      await storeTimes(bus, [9, 10, 11])
      expect(await archive.gaps({ from: -Infinity, to: Infinity })).toEqual([])
    })
  })
}

const sorted = (observations: readonly Observation[]): readonly Observation[] =>
  [...observations].sort((a, b) => (a.id < b.id ? -1 : 1))

const host = fc.constantFrom('pc-01', 'pc-02', 'pc-03')
const user = fc.constantFrom('an.nv@x', 'binh.tt@x')
const ip = fc.constantFrom('192.0.2.1', '192.0.2.2')
const anyObservation: fc.Arbitrary<Observation> = fc
  .tuple(fc.integer({ min: 0, max: 50 }), host, user, ip, fc.integer({ min: 0, max: 4 }))
  .map(([at, pc, who, address, kind]): Observation => {
    const { action: _, host: __, ...origin } = observationAt(at) as Extract<Observation, { action: 'power.on' }>
    switch (kind) {
      case 0:
        return {
          ...origin,
          action: 'login',
          user: who,
          host: pc,
          ip: address,
          ok: true,
          via: 'interactive',
          system: 'windows',
        }
      case 1:
        return { ...origin, action: 'account.create', user: 'moi@x', by: who, system: 'ad' }
      case 2:
        return { ...origin, action: 'media.attach', host: pc, device: `usb-${address}`, kind: 'usb' }
      case 3:
        return { ...origin, action: 'source.delivery', pipeline: `thu-01/${pc}` }
      default:
        return { ...origin, action: 'power.on', host: pc }
    }
  })

const anyAsked: fc.Arbitrary<Asked> = fc.record(
  {
    from: fc.integer({ min: -1, max: 51 }),
    to: fc.integer({ min: -1, max: 60 }),
    actions: fc
      .subarray(['login', 'account.create', 'media.attach', 'source.delivery', 'power.on', 'log.clear'] as const)
      .map((list) => new Set(list)),
    about: fc.record(
      {
        host: host.map((value) => new Set([value, 'pc-99'])),
        user: user.map((value) => new Set([value])),
        ip: ip.map((value) => new Set([value])),
        device: ip.map((value) => new Set([`usb-${value}`])),
        pipeline: host.map((value) => new Set([`thu-01/${value}`])),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['from', 'to'] },
)

/** What the port says, without a look at how it is done. */
const isWanted = (o: Observation, { from, to, actions, about }: Asked): boolean => {
  if (o.at < from || o.at > to || (actions && !actions.has(o.action))) return false
  if (!about) return true
  const by = 'by' in o ? o.by : undefined
  return entities.some((entity) => {
    const value = entityOf(o, entity)
    return (value !== undefined && about[entity]?.has(value)) || (entity === 'user' && by && about.user?.has(by))
  })
}
