import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keptFor, openArchiving } from '../../deploy/archive.ts'
import { archived as archiveFindings, lacking } from '../../deploy/findings/archive.ts'
import { archiveOf } from '../../ingest/archive/embedded.ts'
import { blocksOf, segmentsOf } from '../../ingest/archive/segments.ts'
import { openEmbeddedBus } from '../../ingest/bus/embedded.ts'
import { OLDEST } from '../../ingest/intake/judge.ts'
import { RECORDS } from '../../ingest/wire.ts'
import { coded } from '../../kernel/errors.ts'
import { MINUTE, SECOND } from '../../kernel/time.ts'
import { readTimes } from '../contracts/archive.contract.ts'
import { archiveOfTimes } from '../support/archive.ts'
import { temporaryFolder } from '../support/folder.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** An archive of 20 times with the log it came from, in the product's care; the detector would read again from `refill` on. */
const inCare = async (refill: number, now = 0) => {
  const data = temporaryFolder()
  await archiveOfTimes(data, 20)
  return care(data, refill, now)
}
const care = async (data: string, refill: number, now = 0) => {
  let restored = 0
  const lines: string[] = []
  const bus = await openEmbeddedBus(join(data, 'bus'), { segmentBytes: 1 })
  const archiving = await openArchiving({
    ...{ bus, data, months: 12, durable: async () => refill, gaps: archiveOf(join(data, 'bus')).gaps },
    clock: { now: () => now },
    onRestored: async () => void restored++,
    log: pino({ level: 'error' }, { write: (line: string) => void lines.push(line) }),
  })
  const minute = () => vi.advanceTimersByTime(MINUTE)
  const close = async () => {
    await archiving.stop()
    await bus.close()
  }
  const archive = archiveOf(join(data, 'bus'))
  return { data, bus, archiving, minute, close, lines, restored: () => restored, archive }
}

test('logs are kept as long as they may be late: 12 months and one more', () => {
  expect(keptFor(12)).toBe(OLDEST)
})

test('the log is trimmed of what is archived, but not of what the detector may read again', async () => {
  const { bus, minute, close, archive } = await inCare(7)
  minute()
  await vi.waitFor(async () => expect(await bus.begin(RECORDS)).toBe(6)) // two messages a segment
  expect(await readTimes(archive, 0, 99)).toHaveLength(20)
  await close()
})

test('what has outlived its time goes, one segment an hour', async () => {
  const { data, minute, close, archive } = await inCare(20, keptFor(12) + 1000)
  const before = await segmentsOf(join(data, 'archive'))
  minute()
  await vi.waitFor(async () => expect(await segmentsOf(join(data, 'archive'))).toHaveLength(before.length - 1))
  minute()
  await close()
  expect(await segmentsOf(join(data, 'archive'))).toHaveLength(before.length - 1)
  expect(await archive.gaps({ from: 0, to: 99 })).toEqual([{ from: 0, to: before[1]!.base - 1, reason: 'retention' }])
})

test('a damaged block that a reader met is said at once, in the log and by health, until it is restored', async () => {
  const { data, archiving, minute, close, archive, lines } = await inCare(20)
  const [segment] = await segmentsOf(join(data, 'archive'))
  const { position, header } = (await blocksOf(segment!)).blocks[0]!
  const right = readFileSync(segment!.path)
  writeFileSync(
    segment!.path,
    Buffer.from(right).fill(0, position + 160 + header.filter, position + 180 + header.filter),
  )
  expect(await archiving.state()).toMatchObject({ damaged: 0 })
  await readTimes(archive, 0, 99)
  // Within seconds it is in the log, and whoever looks is told at once.
  vi.advanceTimersByTime(5 * SECOND)
  await vi.waitFor(() => expect(lines).toEqual([expect.stringContaining('cannot be read')]))
  expect(await archiving.state()).toMatchObject({ damaged: 1 })
  minute()
  await vi.waitFor(async () => expect(await archiving.state()).toMatchObject({ damaged: 1 }))
  expect(lines).toHaveLength(1)
  expect(archiveFindings(await archiving.state()).map(({ code }) => code)).toEqual(['ARCHIVE_DAMAGED'])
  await close()
  const again = await care(data, 20)
  expect(await again.archiving.state()).toMatchObject({ damaged: 1 }) // at once
  writeFileSync(segment!.path, right)
  again.minute()
  await vi.waitFor(async () => expect(await again.archiving.state()).toMatchObject({ damaged: 0 }))
  expect(archiveFindings(await again.archiving.state())).toEqual([])
  await again.close()
  expect(again.restored()).toBe(1)
})

test('who looks at health is told at once of a damaged block, before the log is', async () => {
  const { data, archiving, close, archive } = await inCare(20)
  const [segment] = await segmentsOf(join(data, 'archive'))
  const { position, header } = (await blocksOf(segment!)).blocks[0]!
  const bytes = readFileSync(segment!.path)
  writeFileSync(segment!.path, bytes.fill(0, position + 160 + header.filter, position + 180 + header.filter))
  await readTimes(archive, 0, 99)
  expect(await archiving.state()).toMatchObject({ damaged: 1 })
  await close()
})

test('why sealing waits is said, a full disk by its own code', () => {
  const codes = (trouble: unknown) => archiveFindings({ damaged: 0, trouble }).map(({ code }) => code)
  expect(codes(coded('DISK_FULL', 'đầy'))).toEqual(['DISK_FULL'])
  expect(codes(new Error('EACCES'))).toEqual(['ARCHIVE_WAITS'])
})

test('what was cut off an archive whose log is gone is told at the next start, though every block can be read', async () => {
  const first = await inCare(20)
  first.minute()
  await vi.waitFor(async () => expect((await first.archiving.state()).next).toBe(20))
  await first.close()
  expect(lacking(await first.archiving.state())).toEqual([])
  const segments = await segmentsOf(join(first.data, 'archive'))
  const { path } = segments.at(-1)!
  const { blocks } = await blocksOf(segments.at(-1)!)
  truncateSync(path, blocks[1]!.position)
  const again = await care(first.data, 20)
  expect(await again.archiving.state()).toMatchObject({ damaged: 0, lacking: true })
  expect(lacking(await again.archiving.state()).map(({ code }) => code)).toEqual(['ARCHIVE_LACKS'])
  await again.close()
})
