import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startArchiver } from '../../../ingest/archive/archiver.ts'
import { linesOf } from '../../../ingest/archive/columns.ts'
import { archiveOf } from '../../../ingest/archive/embedded.ts'
import { admits, filterOf, keysOf, noNames } from '../../../ingest/archive/filter.ts'
import { HEADER } from '../../../ingest/archive/format.ts'
import { blocksOf, segmentsOf } from '../../../ingest/archive/segments.ts'
import { verifyArchive } from '../../../ingest/archive/verify.ts'
import { openEmbeddedBus } from '../../../ingest/bus/embedded.ts'
import { writeAt } from '../../../ingest/bus/log-file.ts'
import { encodeWire, RECORDS } from '../../../ingest/wire.ts'
import { MINUTE } from '../../../kernel/time.ts'
import { readTimes } from '../../contracts/archive.contract.ts'
import { archivedTo, archiveOfTimes, openArchiving, publishTimes, recordAt } from '../../support/archive.ts'
import { temporaryFolder } from '../../support/folder.ts'

const EVER = { from: -Infinity, to: Infinity }

test('a data folder from before there was an archive is taken in from the beginning of its log', async () => {
  const data = temporaryFolder()
  const old = await openEmbeddedBus(join(data, 'bus'))
  await publishTimes(old, [0, 1, 2, 3, 4])
  await old.close()
  const archive = archiveOf(join(data, 'bus'))
  expect(await readTimes(archive, 0, 9)).toEqual([0, 1, 2, 3, 4])
  const { bus, archiver } = await openArchiving(data)
  await archivedTo(archiver, 4)
  expect(await readTimes(archive, 0, 9)).toEqual([0, 1, 2, 3, 4])
  await archiver.stop()
  await bus.close()
})

test('the raw line lies in the block as it was, whatever bytes it has', async () => {
  const data = temporaryFolder()
  const { bus, archiver } = await openArchiving(data)
  const raws = ['dòng\nhai\r\n', '', '\u0000 «ệ» 😀']
  await bus.publish(
    RECORDS,
    [...raws, 'x'].map((raw, i) => ({ key: '', value: encodeWire({ ...recordAt(i), raw }) })),
  )
  await archivedTo(archiver, 4)
  await archiver.stop()
  await bus.close()
  const segments = await segmentsOf(join(data, 'archive'))
  const found: string[] = []
  for (const segment of segments)
    for (const { position, header } of (await blocksOf(segment)).blocks) {
      const start = position + HEADER + header.filter + header.heads
      const column = readFileSync(segment.path).subarray(start, start + header.lengths + header.lines)
      found.push(...(await linesOf(column, header)).map(String))
    }
  expect(found).toEqual([...raws, 'x'])
})

test('few records are sealed once the ticks say that they waited; ticks alone when there are many; marks are not kept', async () => {
  const data = temporaryFolder()
  const limits = { records: 1000, wait: 10 * MINUTE, messages: 50, segmentBytes: 1_000_000 }
  const { bus, archiver } = await openArchiving(data, { limits })
  const tick = (at: number) => bus.publish(RECORDS, [{ key: 'tick', value: encodeWire({ tick: at }) }])
  await bus.publish(RECORDS, [{ key: 'directory', value: encodeWire({ directory: 'v1' }) }])
  await tick(0)
  await publishTimes(bus, [7])
  for (let at = 1; at < 10; at++) await tick(at * MINUTE)
  expect(archiver.next).toBe(0)
  await tick(10 * MINUTE)
  await archivedTo(archiver, 13)
  for (let at = 11; at < 61; at++) await tick(at * MINUTE) // no record waits
  await archivedTo(archiver, 63)
  expect(await verifyArchive(join(data, 'archive'))).toMatchObject({ faults: [], blocks: 2, records: 1 })
  await archiver.stop()
  await bus.close()
})

test('a disk without room: the archiver waits and says so, the bus keeps, and it goes on where it was', async () => {
  const data = temporaryFolder()
  let full = false
  const troubles: unknown[] = []
  const { bus, archiver } = await openArchiving(data, {
    write: async (file, bytes, position) => {
      if (!full) return writeAt(file, bytes, position)
      await writeAt(file, bytes.subarray(0, 100), position)
      throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
    },
    onTrouble: (error) => troubles.push(error),
  })
  await publishTimes(bus, [0, 1])
  await archivedTo(archiver, 2)
  full = true
  await publishTimes(bus, [2, 3, 4, 5, 6, 7])
  await vi.waitFor(() => expect(troubles.length).toBeGreaterThan(1), 3000)
  expect(troubles.every((error) => (error as { code?: string }).code === 'DISK_FULL')).toBe(true)
  const archive = archiveOf(join(data, 'bus'))
  expect(await readTimes(archive, 0, 9)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(archiver.next).toBe(2)
  full = false
  await archivedTo(archiver, 8)
  await vi.waitFor(() => expect(troubles.at(-1)).toBeUndefined())
  expect(await readTimes(archive, 0, 9)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(await verifyArchive(join(data, 'archive'))).toMatchObject({ faults: [], records: 8 })
  await archiver.stop()
  await bus.close()
})

test('an archive that is ahead of its bus is LOG_CORRUPT: the bus would give its offsets out a second time', async () => {
  const data = temporaryFolder()
  await archiveOfTimes(data, 8)
  rmSync(join(data, 'bus'), { recursive: true })
  const bus = await openEmbeddedBus(join(data, 'bus'))
  onTestFinished(bus.close)
  const ignore = () => undefined
  await expect(
    startArchiver({ bus, folder: join(data, 'bus'), onOpening: ignore, onTrouble: ignore, onBehind: ignore }),
  ).rejects.toMatchObject({ code: 'LOG_CORRUPT' })
})

test('a damaged block is passed over, told to who answers for health, and a gap; everything else stays readable', async () => {
  const data = temporaryFolder()
  await archiveOfTimes(data, 20)
  const { bus, archiver } = await openArchiving(data)
  await bus.trim(RECORDS, archiver.next)
  onTestFinished(async () => {
    await archiver.stop()
    await bus.close()
  })
  const [segment] = await segmentsOf(join(data, 'archive'))
  const { blocks } = await blocksOf(segment!)
  const { position, header } = blocks[1]!
  const right = readFileSync(segment!.path)
  const wrong = Buffer.from(right)
  wrong[position + HEADER + header.filter + 20]! ^= 1
  writeFileSync(segment!.path, wrong)
  const archive = archiveOf(join(data, 'bus'))
  const others = Array.from({ length: 20 }, (_, at) => at).filter((at) => at !== 2 && at !== 3)
  expect(await readTimes(archive, 0, 99)).toEqual(others)
  expect(await archive.gaps({ from: 3, to: 50 })).toEqual([{ from: 2, to: 3, reason: 'damaged' }])
  expect(await archive.gaps({ from: 4, to: 50 })).toEqual([])
  expect(await archiveOf(join(data, 'bus')).gaps(EVER)).toHaveLength(1) // another reader knows, before it reads
  expect(await archiver.damages()).toEqual([{ first: 2, next: 4, from: 2, to: 3 }])

  writeFileSync(segment!.path, right) // restored from a backup
  expect(await archiver.damages()).toEqual([])
  expect(await readTimes(archiveOf(join(data, 'bus')), 0, 99)).toHaveLength(20)
  // The reader that met it forgets it as well, and tells it again should it come back.
  expect(await archive.gaps(EVER)).toEqual([])
  writeFileSync(segment!.path, wrong)
  expect(await readTimes(archive, 0, 99)).toEqual(others)
  expect(await archive.gaps(EVER)).toEqual([{ from: 2, to: 3, reason: 'damaged' }])
})

test.each(['head.tmp', '0000000000000000.idx'])(
  'where %s cannot be written, no block is sealed twice; that is said',
  async (name) => {
    const data = temporaryFolder()
    mkdirSync(join(data, 'archive', name), { recursive: true }) // refuses with EISDIR
    const troubles: unknown[] = []
    const behind: unknown[] = []
    const { bus, archiver } = await openArchiving(data, {
      onTrouble: (error) => troubles.push(error),
      onBehind: (error) => behind.push(error),
    })
    await publishTimes(bus, [0, 1, 2, 3])
    await archivedTo(archiver, 4)
    await archiver.stop()
    await bus.close()
    rmdirSync(join(data, 'archive', name))
    expect([troubles, behind]).toMatchObject([[], [{ code: 'EISDIR' }, { code: 'EISDIR' }]])
    expect(await verifyArchive(join(data, 'archive'))).toMatchObject({ faults: [], blocks: 2, records: 4 })
  },
)

test('blocks that are gone while the index knows them are a gap of their times; unknown ones one of all times before', async () => {
  const data = temporaryFolder()
  await archiveOfTimes(data, 20)
  const { bus, archiver } = await openArchiving(data)
  await bus.trim(RECORDS, archiver.next)
  await archiver.stop()
  await bus.close()
  const [segment] = await segmentsOf(join(data, 'archive'))
  const [, one, two] = (await blocksOf(segment!)).blocks
  const bytes = readFileSync(segment!.path)
  writeFileSync(segment!.path, Buffer.concat([bytes.subarray(0, one!.position), bytes.subarray(two!.position)]))
  const archive = archiveOf(join(data, 'bus'))
  expect(await readTimes(archive, 0, 99)).toHaveLength(18)
  expect(await archive.gaps(EVER)).toEqual([{ from: 2, to: 3, reason: 'damaged' }])
  rmSync(segment!.path.replace(/seg$/, 'idx'))
  const blind = archiveOf(join(data, 'bus'))
  expect(await readTimes(blind, 0, 99)).toHaveLength(18)
  expect(await blind.gaps(EVER)).toEqual([{ from: -Infinity, to: 5 + 5 * MINUTE, reason: 'damaged' }])
})

test('records that neither archive nor bus has are a gap until something follows them', async () => {
  const data = temporaryFolder()
  await archiveOfTimes(data, 20)
  const { bus, archiver } = await openArchiving(data)
  await bus.trim(RECORDS, archiver.next)
  await archiver.stop()
  await bus.close()
  rmSync(join(data, 'archive'), { recursive: true })
  expect(await archiveOf(join(data, 'bus')).gaps(EVER)).toEqual([{ ...EVER, reason: 'damaged' }])
  const again = await openArchiving(data)
  await publishTimes(again.bus, [20, 21, 22, 23])
  await archivedTo(again.archiver, 24)
  await again.archiver.stop()
  await again.bus.close()
  expect(await archiveOf(join(data, 'bus')).gaps(EVER)).toMatchObject([{ from: -Infinity, reason: 'damaged' }])
  expect((await verifyArchive(join(data, 'archive'))).faults.length).toBeGreaterThan(0)
})

test('what is archived and needed by nobody leaves the bus, a whole segment at a time; who asks for it is told', async () => {
  const data = temporaryFolder()
  const { bus, archiver } = await openArchiving(data)
  for (let at = 0; at < 10; at++) await publishTimes(bus, [at])
  await archivedTo(archiver, 10)
  const files = () => readdirSync(join(data, 'bus', 'records'))
  expect(await bus.trim(RECORDS, 3)).toBe(3)
  expect(await bus.trim(RECORDS, 3)).toBe(0)
  expect([await bus.begin(RECORDS), files()[0]]).toEqual([3, '0000000000000003.log'])
  await expect(bus.subscribe(RECORDS, 2, async () => undefined)).rejects.toMatchObject({
    code: 'BAD_ARGUMENT',
    message: expect.stringContaining('có từ 3 đến 10'),
  })
  expect(await bus.trim(RECORDS, 10)).toBe(6) // the last segment stays
  const seen: number[] = []
  const { stop } = await bus.subscribe(
    RECORDS,
    9,
    async (batch) => void seen.push(...batch.map(({ offset }) => offset)),
  )
  await publishTimes(bus, [10, 11])
  await vi.waitFor(() => expect(seen).toEqual([9, 10, 11]))
  await stop()
  await archiver.stop()
  await bus.close()
  const again = await openEmbeddedBus(join(data, 'bus'))
  expect([await again.begin(RECORDS), await again.end(RECORDS)]).toEqual([9, 12])
  await again.close()
  expect(existsSync(join(data, 'archive', 'head'))).toBe(true)
})

test('a filter admits all it was made of, and less than one in a hundred of what it was not', () => {
  const names = noNames()
  for (let i = 0; i < 3000; i++) {
    names.user.add(`u${i}@x`)
    names.host.add(`pc-${i}`)
  }
  const filter = filterOf(names)
  const asked = (host: string) => admits(filter, keysOf({ host: new Set([host]) }))
  for (let i = 0; i < 3000; i++) expect(asked(`pc-${i}`)).toBe(true)
  let wrong = 0
  for (let i = 0; i < 20_000; i++) if (asked(`máy-${i}`)) wrong += 1
  expect(wrong).toBeLessThan(200)
  expect(wrong).toBeGreaterThan(0)
})
