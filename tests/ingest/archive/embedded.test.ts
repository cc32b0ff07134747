import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { archiveOf, archiveOfMemory } from '../../../ingest/archive/embedded.ts'
import { openEmbeddedBus } from '../../../ingest/bus/embedded.ts'
import { openMemoryBus } from '../../../ingest/bus/memory.ts'
import { archiveContract, readTimes, storeTimes } from '../../contracts/archive.contract.ts'
import { temporaryFolder } from '../../support/folder.ts'

const embedded = (segmentBytes: number) => async () => {
  const folder = temporaryFolder()
  return { bus: await openEmbeddedBus(folder, { segmentBytes }), archive: archiveOf(folder) }
}
archiveContract('embedded', embedded(1_000_000))
archiveContract('embedded, a segment a group', embedded(1))
archiveContract('in memory', async () => {
  const bus = openMemoryBus()
  return { bus, archive: archiveOfMemory(bus) }
})

/** Five segments, of the times 0–9, 10–19 …; the last one is still open. */
const fiveSegments = async () => {
  const folder = temporaryFolder()
  const bus = await openEmbeddedBus(folder, { segmentBytes: 1 })
  for (let s = 0; s < 5; s++) await storeTimes(bus, [s * 10, s * 10 + 9])
  await bus.close()
  const names = readdirSync(join(folder, 'records')).filter((name) => name.endsWith('.log'))
  const path = (i: number) => join(folder, 'records', names[i]!)
  return { folder, archive: archiveOf(folder), path, times: (i: number) => path(i).replace('.log', '.times.json') }
}

test('a closed segment outside the span is not even opened once its times are known', async () => {
  const { archive, path } = await fiveSegments()
  expect(await readTimes(archive, 0, 100)).toHaveLength(10)
  writeFileSync(path(1), Buffer.alloc(readFileSync(path(1)).length)) // whoever reads it now would fail
  expect(await readTimes(archive, 20, 100)).toEqual([20, 29, 30, 39, 40, 49])
  await expect(readTimes(archive, 19, 100)).rejects.toMatchObject({ code: 'LOG_CORRUPT' })
})

test.each([
  ['missing', (path: string) => rmSync(path)],
  ['torn', (path: string) => truncateSync(path, 5)],
  ['of another length of the segment', (path: string) => writeFileSync(path, '{"size":1,"min":0,"max":0}')],
])('times that are %s are made anew', async (_, damage) => {
  const { archive, times } = await fiveSegments()
  await readTimes(archive, 0, 100)
  const right = readFileSync(times(2), 'utf8')
  damage(times(2))
  expect(await readTimes(archive, 20, 29)).toEqual([20, 29])
  expect(readFileSync(times(2), 'utf8')).toBe(right)
})

test('an archive that reads while the bus writes sees what was durable when it began', async () => {
  const folder = temporaryFolder()
  const bus = await openEmbeddedBus(folder, { segmentBytes: 3000 })
  let stored = 0
  const writing = (async () => {
    for (let n = 0; n < 200; n++) {
      await storeTimes(bus, [n])
      stored = n + 1
    }
  })()
  for (let i = 0; i < 20; i++) {
    const known = stored
    expect((await readTimes(archiveOf(folder), 0, 1000)).length).toBeGreaterThanOrEqual(known)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  await writing
  await bus.close()
  expect(await readTimes(archiveOf(folder), 0, 1000)).toHaveLength(200)
})

test('a closed segment that lost its end is LOG_CORRUPT: nothing is judged on half an archive', async () => {
  const { archive, path } = await fiveSegments()
  truncateSync(path(3), readFileSync(path(3)).length - 1)
  await expect(readTimes(archive, 0, 100)).rejects.toMatchObject({ code: 'LOG_CORRUPT' })
})

test('what a crash left unfinished at the end is passed over, damage before it is not', async () => {
  const { archive, path } = await fiveSegments()
  const whole = readFileSync(path(4))
  writeFileSync(path(4), Buffer.concat([whole, Buffer.alloc(500)]))
  expect(await readTimes(archive, 40, 49)).toEqual([40, 49])
  writeFileSync(path(4), Buffer.concat([Buffer.alloc(30), whole]))
  await expect(readTimes(archive, 40, 49)).rejects.toMatchObject({ code: 'LOG_CORRUPT' })
})
