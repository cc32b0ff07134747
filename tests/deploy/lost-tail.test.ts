import pino from 'pino'
import { expect, test } from 'vitest'
import { fillLostTail } from '../../deploy/lost-tail.ts'
import { openMemoryBus } from '../../ingest/bus/memory.ts'
import { decodeWire, encodeWire, RECORDS } from '../../ingest/wire.ts'
import { localTime, MINUTE } from '../../kernel/time.ts'

const watermark = localTime('2026-03-02', '09:00')
const lateness = 2 * MINUTE

const startOn = async (
  messages: number,
  position: { offset: number; watermark?: number } | undefined,
  archived = 0,
) => {
  const bus = openMemoryBus()
  for (let i = 0; i < messages; i++)
    await bus.publish(RECORDS, [{ key: 'tick', value: encodeWire({ tick: watermark }) }])
  const said: string[] = []
  const log = pino({ hooks: { logMethod: (args) => void said.push(JSON.stringify(args)) } })
  const placed = position && { refill: 0, directory: undefined, ...position }
  await fillLostTail({ bus, position: placed, archived, lateness, log })
  return { end: await bus.end(RECORDS), said, last: decodeWire(bus.messages(RECORDS).at(-1)!.value) }
}

test('a log that holds what was read is left alone', async () => {
  expect(await startOn(5, { offset: 5, watermark }, 3)).toMatchObject({ end: 5, said: [] })
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

test('a log that is gone as a whole is no damaged end', async () => {
  await expect(startOn(0, { offset: 8, watermark })).rejects.toMatchObject({ code: 'LOG_CORRUPT' })
  await expect(startOn(5, undefined, 8)).rejects.toMatchObject({ code: 'LOG_CORRUPT' })
})
