import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { archiveOf } from '../../../ingest/archive/embedded.ts'
import { openEmbeddedBus } from '../../../ingest/bus/embedded.ts'
import { archiveContract, readAll, readTimes, storeTimes } from '../../contracts/archive.contract.ts'
import { archivedTo, archiveOfTimes, openArchiving, publishTimes } from '../../support/archive.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { archiveOfMemory } from '../../support/memory-archive.ts'
import { openMemoryBus } from '../../support/memory-bus.ts'

const onBus = (segmentBytes: number) => async () => {
  const folder = join(temporaryFolder(), 'bus')
  return { bus: await openEmbeddedBus(folder, { segmentBytes }), archive: archiveOf(folder) }
}
/** Everything published is sealed, as far as blocks of so many records go, when `publish` returns. */
const sealed = (records: number) => async () => {
  const folder = temporaryFolder()
  const { bus, archiver } = await openArchiving(folder, { records, limits: { messages: records } })
  const publish: typeof bus.publish = async (topic, messages) => {
    await bus.publish(topic, messages)
    const end = await bus.end(topic)
    await archivedTo(archiver, end - records)
    await bus.trim(topic, archiver.next)
  }
  return { bus: { ...bus, publish }, archive: archiveOf(join(folder, 'bus')) }
}
archiveContract('on the bus alone', onBus(1_000_000))
archiveContract('on the bus alone, a segment a group', onBus(1))
archiveContract('sealed, a record a block', sealed(1))
archiveContract('sealed, the last ones on the bus', sealed(4))
archiveContract('in memory', async () => {
  const bus = openMemoryBus()
  return { bus, archive: archiveOfMemory(bus) }
})

const segmentsIn = (folder: string) =>
  readdirSync(join(folder, 'archive'))
    .filter((name) => name.endsWith('.seg'))
    .map((name) => join(folder, 'archive', name))

test('a block outside the span, of other actions or about others is not even opened', async () => {
  const folder = temporaryFolder()
  await archiveOfTimes(folder, 20)
  const archive = archiveOf(join(folder, 'bus'))
  await readTimes(archive, 100, 100)
  for (const path of segmentsIn(folder).slice(1)) writeFileSync(path, Buffer.alloc(readFileSync(path).length)) // whoever reads them meets damage
  const [first] = await readTimes(archive, 0, 1)
  expect(first).toBe(0)
  expect(await readAll(archive, { from: 0, to: 100, actions: new Set(['log.clear']) })).toEqual([])
  expect(await archive.gaps({ from: 0, to: 100 })).toEqual([])
  await readTimes(archive, 18, 19)
  expect(await archive.gaps({ from: 0, to: 100 })).not.toEqual([])
})

const withoutSecond = (index: Buffer) => Buffer.concat([index.subarray(0, 160), index.subarray(320)])

test.each([
  ['missing', (path: string) => rmSync(path)],
  ['cut', (path: string) => truncateSync(path, 165)],
  ['of something else', (path: string) => writeFileSync(path, Buffer.alloc(640, 7))],
  ['without one of its blocks', (path: string) => writeFileSync(path, withoutSecond(readFileSync(path)))],
  ['of another segment', (path: string) => writeFileSync(path, readFileSync(path).subarray(160))],
])('an index that is %s is made up for by the headers of the blocks', async (_, damage) => {
  const folder = temporaryFolder()
  await archiveOfTimes(folder, 20)
  const all = Array.from({ length: 20 }, (_, at) => at)
  for (const path of segmentsIn(folder)) damage(path.replace(/seg$/, 'idx'))
  rmSync(join(folder, 'bus'), { recursive: true })
  const archive = archiveOf(join(folder, 'bus'))
  expect(await readTimes(archive, 0, 100)).toEqual(all)
  expect(await archive.gaps({ from: 0, to: 100 })).toEqual([])
  for (const at of all) expect(await readTimes(archiveOf(join(folder, 'bus')), at, at)).toEqual([at])
})

test('a reader beside the writer sees what was durable when it began, while blocks are sealed and the bus is trimmed', async () => {
  const folder = temporaryFolder()
  const { bus, archiver } = await openArchiving(folder, { records: 5 })
  onTestFinished(async () => {
    await archiver.stop()
    await bus.close()
  })
  let stored = 0
  const writing = (async () => {
    for (let n = 0; n < 300; n++) {
      await publishTimes(bus, [n])
      stored = n + 1
      if (n % 7 === 0) await bus.trim('records', archiver.next)
    }
  })()
  const archive = archiveOf(join(folder, 'bus'))
  while (stored < 300) {
    const known = stored
    const times = new Set(await readTimes(archive, 0, 1000))
    for (let at = 0; at < known; at++) expect(times.has(at), `${at} of ${known}`).toBe(true)
  }
  await writing
  expect(await bus.begin('records')).toBeGreaterThan(200)
  expect(new Set(await readTimes(archiveOf(join(folder, 'bus')), 0, 1000)).size).toBe(300)
})

test('a closed segment of the bus that lost its end is LOG_CORRUPT: nothing is judged on half a log', async () => {
  const folder = join(temporaryFolder(), 'bus')
  const bus = await openEmbeddedBus(folder, { segmentBytes: 1 })
  for (let s = 0; s < 3; s++) await storeTimes(bus, [s * 10, s * 10 + 9])
  await bus.close()
  const path = join(folder, 'records', readdirSync(join(folder, 'records'))[1]!)
  truncateSync(path, readFileSync(path).length - 1)
  await expect(readTimes(archiveOf(folder), 0, 100)).rejects.toMatchObject({ code: 'LOG_CORRUPT' })
})

test('what a crash left unfinished at the end of the bus is passed over, damage before it is not', async () => {
  const folder = join(temporaryFolder(), 'bus')
  const bus = await openEmbeddedBus(folder)
  await storeTimes(bus, [40, 49])
  await bus.close()
  const path = join(folder, 'records', readdirSync(join(folder, 'records'))[0]!)
  const whole = readFileSync(path)
  writeFileSync(path, Buffer.concat([whole, Buffer.alloc(500)]))
  expect(await readTimes(archiveOf(folder), 40, 49)).toEqual([40, 49])
  writeFileSync(path, Buffer.concat([Buffer.alloc(30), whole]))
  await expect(readTimes(archiveOf(folder), 40, 49)).rejects.toMatchObject({ code: 'LOG_CORRUPT' })
})
