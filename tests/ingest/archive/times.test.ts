import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shelfOf } from '../../../ingest/archive/embedded.ts'
import { isAsked, mayTellOf, meetsTimes, type Times } from '../../../ingest/archive/times.ts'
import { encodeWire, headOf } from '../../../ingest/wire.ts'
import type { Asked } from '../../../kernel/ports.ts'
import { archivedTo, observationAt, openArchiving, publishTimes, recordOf } from '../../support/archive.ts'
import { temporaryFolder } from '../../support/folder.ts'

const COUNT = 640

/** An archive of the times 0 … 639, each block with times from all over. */
const shuffled = async () => {
  const data = temporaryFolder()
  const { bus, archiver } = await openArchiving(data, { records: 64 })
  const times = Array.from({ length: COUNT }, (_, i) => (i * 271) % COUNT)
  await publishTimes(bus, times)
  await archivedTo(archiver, COUNT)
  await archiver.stop()
  await bus.close()
  return shelfOf(join(data, 'bus'))
}

/** The times of all records that a reading parsed. */
const parsed = async ({ records }: Awaited<ReturnType<typeof shuffled>>, asked: Asked): Promise<number[]> => {
  const times: number[] = []
  for await (const page of records(asked))
    for (const { head } of page) times.push(...head.observations.map(({ at }) => at))
  return times.sort((a, b) => a - b)
}

test('of blocks whose records came in no order of time only the records of the time asked for are parsed', async () => {
  const shelf = await shuffled()
  expect(await parsed(shelf, { from: 100, to: 119 })).toEqual(Array.from({ length: 20 }, (_, i) => 100 + i))
  expect(await parsed(shelf, { from: 0, to: COUNT })).toHaveLength(COUNT)
})

test('several stretches of time are one pass over the blocks', async () => {
  const shelf = await shuffled()
  const places: (readonly [number, number])[] = []
  const within = [0, 200, 400].map((from) => ({ from, to: from + 4 }))
  const asked = { from: 0, to: 404, within, onPlace: (done: number, of: number) => void places.push([done, of]) }
  expect(await parsed(shelf, asked)).toEqual([0, 200, 400].flatMap((from) => [0, 1, 2, 3, 4].map((i) => from + i)))
  expect(places).toEqual(Array.from({ length: COUNT / 64 }, (_, i) => [i + 1, COUNT / 64]))
})

const instants = fc.integer({ min: 0, max: 60 })
const stretches = fc.array(instants, { maxLength: 10 }).map((ends) => {
  const sorted = [...new Set(ends)].sort((a, b) => a - b)
  return sorted.flatMap((from, i) => (i % 2 === 0 ? [{ from, to: sorted[i + 1] ?? from }] : []))
})
const asking: fc.Arbitrary<Times> = fc.tuple(instants, instants, fc.option(stretches)).map(([a, b, within]) => ({
  ...{ from: Math.min(a, b), to: Math.max(a, b) },
  ...(within && { within }),
}))

test('a stretch of time meets what is asked for where one of its moments may be; a moment where it is asked for', () => {
  fc.assert(
    fc.property(asking, instants, instants, (times, a, b) => {
      const [first, last] = [Math.min(a, b), Math.max(a, b)]
      const { from, to, within = [{ from, to }] } = times
      const plain = (at: number): boolean =>
        at >= from && at <= to && within.some((one) => at >= one.from && at <= one.to)
      const moments = Array.from({ length: last - first + 1 }, (_, i) => first + i)
      // Nothing is left out; a stretch may seem to meet where the bounds cut a stretch that is asked for.
      if (moments.some(plain)) expect(meetsTimes(times, first, last)).toBe(true)
      for (const at of moments) expect(isAsked(times, at)).toBe(plain(at))
    }),
  )
})

test('the head of a record is known by its bytes to tell of a time that is asked for, whatever else stands in it', () => {
  fc.assert(
    fc.property(
      asking,
      fc.array(instants, { maxLength: 3 }),
      fc.array(instants, { maxLength: 2 }),
      (times, ats, gone) => {
        const odd = 'x"at":5,\\"at\\":6'
        const made = ats.map((at) => ({ ...observationAt(at, `${odd}${at}`), host: odd }))
        const withdraws = gone.map((at) => observationAt(at))
        const record = { ...recordOf(made), collector: odd, ...(gone.length > 0 && { withdraws }) }
        const head = headOf(encodeWire(record))
        const before = headOf(encodeWire(recordOf([observationAt(times.from)])))
        const plain = Buffer.concat([before, head, before])
        const found = mayTellOf(plain, before.length, before.length + head.length, times)
        expect(found).toBe([...ats, ...gone].some((at) => isAsked(times, at)))
      },
    ),
  )
})
