import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { archiveOf } from '../../../ingest/archive/embedded.ts'
import { segmentsOf } from '../../../ingest/archive/segments.ts'
import { removeOldest, tombstonesOf } from '../../../ingest/archive/tombstone.ts'
import { verifyArchive } from '../../../ingest/archive/verify.ts'
import { readTimes } from '../../contracts/archive.contract.ts'
import { archivedTo, archiveOfTimes, openArchiving, publishTimes } from '../../support/archive.ts'
import { temporaryFolder } from '../../support/folder.ts'

/** 40 times in some segments, the bus trimmed of what was archived. */
const archived = async () => {
  const data = temporaryFolder()
  await archiveOfTimes(data, 40)
  const { bus, archiver } = await openArchiving(data)
  await bus.trim('records', archiver.next)
  await archiver.stop()
  await bus.close()
  const folder = join(data, 'archive')
  const bases = (await segmentsOf(folder)).map(({ base }) => base)
  expect(bases.length).toBeGreaterThan(2)
  return { data, folder, bases, archive: archiveOf(join(data, 'bus')) }
}

test('a segment goes when its newest record is old enough, not a millisecond before, and the oldest first', async () => {
  const { folder, bases, archive } = await archived()
  const newest = bases[1]! - 1 // offsets are times here
  expect(await removeOldest(folder, newest)).toBeUndefined()
  expect(await readTimes(archive, 0, 100)).toHaveLength(40)
  expect(await removeOldest(folder, newest + 1)).toBe(join(folder, '0000000000000000.seg'))
  expect((await readTimes(archive, 0, 100))[0]).toBe(bases[1])
  expect(await archive.gaps({ from: 0, to: 100 })).toEqual([{ from: 0, to: newest, reason: 'retention' }])
  expect(await archive.gaps({ from: newest, to: newest })).toHaveLength(1)
  expect(await archive.gaps({ from: newest + 1, to: 100 })).toEqual([])
})

test('the chain goes on from what is left of the removed segments; another tombstone breaks it', async () => {
  const { folder, bases } = await archived()
  for (const _ of bases) await removeOldest(folder, Infinity)
  const stones = await tombstonesOf(folder)
  expect(stones.map(({ first }) => first)).toEqual(bases.slice(0, -1)) // the last segment stays
  const { faults, removed, records } = await verifyArchive(folder)
  expect(faults).toEqual([])
  expect(removed).toEqual({ segments: bases.length - 1, records: bases.at(-1) })
  expect(records).toBe(40 - bases.at(-1)!)
  const last = join(
    folder,
    readdirSync(folder)
      .filter((name) => name.endsWith('.gone.json'))
      .at(-1)!,
  )
  writeFileSync(last, JSON.stringify({ ...stones.at(-1), chain: stones[0]!.chain }))
  expect((await verifyArchive(folder)).faults.map(({ what }) => what)).toEqual([
    expect.stringContaining('chuỗi mã băm đứt'),
  ])
})

test('a removal that a crash cut short behind its tombstone is finished, and is no fault meanwhile', async () => {
  const { data, folder, bases, archive } = await archived()
  const segment = join(folder, '0000000000000000.seg')
  await removeOldest(folder, bases[1]!)
  writeFileSync(segment, '') // as if the tombstone had been written and the file not removed
  expect((await verifyArchive(folder)).faults).toEqual([])
  expect((await readTimes(archive, 0, 100))[0]).toBe(bases[1])
  expect(await removeOldest(folder, 0)).toBe(segment)
  expect(existsSync(segment)).toBe(false)

  const { bus, archiver } = await openArchiving(data)
  await publishTimes(bus, [40, 41])
  await archivedTo(archiver, 42)
  await archiver.stop()
  await bus.close()
  expect((await verifyArchive(folder)).faults).toEqual([])
})

test('a tombstone that cannot be read is a hole: found by verify, a gap, and no reason not to start', async () => {
  const { data, folder, bases, archive } = await archived()
  await removeOldest(folder, bases[1]!)
  writeFileSync(join(folder, '0000000000000000.gone.json'), '{"first":0')
  expect((await verifyArchive(folder)).faults[0]!.what).toContain(`thiếu vị trí 0 đến ${bases[1]! - 1}`)
  expect(await archive.gaps({ from: 0, to: 0 })).toMatchObject([{ from: -Infinity, reason: 'damaged' }])
  const { bus, archiver } = await openArchiving(data)
  expect(archiver.next).toBe(40)
  await archiver.stop()
  await bus.close()
})
