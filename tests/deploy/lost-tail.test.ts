import { join } from 'node:path'
import pino from 'pino'
import { expect, test } from 'vitest'
import { fillLostTail } from '../../deploy/lost-tail.ts'
import { archiveOf } from '../../ingest/archive/embedded.ts'
import { FUTURE } from '../../ingest/intake/judge.ts'
import { decodeWire, encodeWire, RECORDS } from '../../ingest/wire.ts'
import { localTime, MINUTE } from '../../kernel/time.ts'
import { archivedTo, openArchiving, publishTimes } from '../support/archive.ts'
import { temporaryFolder } from '../support/folder.ts'
import { openMemoryBus } from '../support/memory-bus.ts'

const watermark = localTime('2026-03-02', '09:00')
const lateness = 2 * MINUTE

const startOn = async (
  messages: number,
  position: { offset: number; watermark?: number } | undefined,
  archived = 0,
  data = temporaryFolder(),
) => {
  const bus = openMemoryBus()
  for (let i = 0; i < messages; i++)
    await bus.publish(RECORDS, [{ key: 'tick', value: encodeWire({ tick: watermark }) }])
  const said: string[] = []
  const log = pino({ hooks: { logMethod: (args) => void said.push(JSON.stringify(args)) } })
  const placed = position && { refill: 0, directory: undefined, ...position }
  await fillLostTail({ bus, position: placed, folder: join(data, 'archive'), archived, lateness, log })
  const heard = bus.messages(RECORDS).map(({ value }) => decodeWire(value))
  const gaps = await archiveOf(join(data, 'bus')).gaps({ from: 0, to: watermark })
  return { end: await bus.end(RECORDS), said, last: heard.at(-1), heard, gaps }
}

test('a log that holds what was read is left alone', async () => {
  expect(await startOn(5, { offset: 5, watermark }, 3)).toMatchObject({ end: 5, said: [], gaps: [] })
  expect(await startOn(5, { offset: 4, watermark })).toMatchObject({ end: 5, said: [] })
})

test.each([
  { offset: 8, archived: 3 },
  { offset: 4, archived: 8 },
])('what was read up to $offset and archived up to $archived keeps its places', async ({ offset, archived }) => {
  const { end, said, last } = await startOn(5, { offset, watermark }, archived)
  expect(end).toBe(8)
  expect(last).toEqual({ tick: watermark + lateness })
  expect(said).toEqual([expect.stringContaining('{"from":5,"to":8}')])
})

test('what is neither in the log nor in the archive any more is a gap, up to the youngest that it can have been', async () => {
  const to = watermark + lateness + MINUTE + FUTURE
  expect((await startOn(5, { offset: 8, watermark }, 3)).gaps).toEqual([{ from: -Infinity, to, reason: 'damaged' }])
  expect((await startOn(5, { offset: 7, watermark }, 8)).gaps).toEqual([])
})

test('what the archive has and the detector had not read takes its place in the log again', async () => {
  const data = temporaryFolder()
  const { bus, archiver } = await openArchiving(data, { records: 4 })
  const tick = { key: 'tick', value: encodeWire({ tick: 3 }) }
  for (const time of [0, 1, 2]) await publishTimes(bus, [time])
  await bus.publish(RECORDS, [tick])
  for (const time of [4, 5, 6, 7, 8]) await publishTimes(bus, [time])
  await archivedTo(archiver, 9)
  await archiver.stop()
  await bus.close()

  const { heard, gaps } = await startOn(3, { offset: 3, watermark }, archiver.next, data)
  const times = heard.map((one) => ('observations' in one ? one.observations[0]?.at : 'tick'))
  expect(times.slice(3)).toEqual([2, 4, 5, 6, 7, 8].slice(-(archiver.next - 3)))
  expect(gaps).toEqual([])
})

test('a log that is gone as a whole is no damaged end', async () => {
  await expect(startOn(0, { offset: 8, watermark })).rejects.toMatchObject({ code: 'LOG_CORRUPT' })
  await expect(startOn(5, undefined, 8)).rejects.toMatchObject({ code: 'LOG_CORRUPT' })
})
