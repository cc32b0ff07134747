import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { archiveOf } from '../../../ingest/archive/embedded.ts'
import type { Opening } from '../../../ingest/archive/resume.ts'
import { verifyArchive } from '../../../ingest/archive/verify.ts'
import { readTimes } from '../../contracts/archive.contract.ts'
import { archivedTo, archiveOfTimes, openArchiving, publishTimes } from '../../support/archive.ts'
import { temporaryFolder } from '../../support/folder.ts'

const CHILD = join(import.meta.dirname, '../../support/archive-forever.ts')

test('after kill -9 in the middle of archiving and trimming, everything acknowledged is there and the chain is whole', async () => {
  const folder = temporaryFolder()
  const bus = join(folder, 'bus')
  let next = 0
  for (let round = 0; round < 5; round++) {
    const child = spawn(process.execPath, [CHILD, folder, `${next}`], { stdio: ['ignore', 'pipe', 'inherit'] })
    let printed = ''
    const enough = 1200 + Math.random() * 300
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      if (printed.length > enough) child.kill('SIGKILL')
    })
    const signal = await new Promise((resolve) => child.on('close', (_, by) => resolve(by)))
    expect(signal).toBe('SIGKILL')
    const acknowledged = Number(printed.slice(0, printed.lastIndexOf('\n')).split('\n').at(-1))
    expect(acknowledged).toBeGreaterThan(next + 100)

    const times = await readTimes(archiveOf(bus), -Infinity, Infinity)
    for (let at = 0; at <= acknowledged; at++) expect(times[at], `${at} of ${acknowledged}`).toBe(at)
    expect(new Set(times).size).toBe(times.length) // one may be durable that was not acknowledged, none is there twice
    const { faults, records } = await verifyArchive(join(folder, 'archive'))
    expect(faults).toEqual([])
    expect(records).toBeGreaterThan(acknowledged * 0.8)
    expect(await archiveOf(bus).gaps({ from: -Infinity, to: Infinity })).toEqual([])
    next = times.at(-1)! + 1
  }
  expect(readdirSync(join(folder, 'archive')).filter((name) => name.endsWith('.seg')).length).toBeGreaterThan(1)
  expect(readdirSync(join(bus, 'records'))[0]).not.toBe('0000000000000000.log') // trimmed
})

/** The last block of an archive of eight times, cut or changed by `damage` after a head that speaks of `head` offsets. */
const reopened = async (head: number | undefined, damage: (path: string, bytes: Buffer, last: number) => void) => {
  const folder = temporaryFolder()
  await archiveOfTimes(folder, 6)
  const archive = join(folder, 'archive')
  const before = readFileSync(join(archive, 'head'))
  const path = join(archive, readdirSync(archive).find((name) => name.endsWith('.seg'))!)
  const last = statSync(path).size
  const { bus, archiver } = await openArchiving(folder)
  await publishTimes(bus, [6, 7])
  await archivedTo(archiver, 8)
  await archiver.stop()
  await bus.close()
  if (head === 6) writeFileSync(join(archive, 'head'), before)
  writeFileSync(path.replace(/seg$/, 'idx'), '')
  damage(path, readFileSync(path), last)
  const verified = await verifyArchive(archive)
  const openings: Opening[] = []
  const again = await openArchiving(folder, { onOpening: (what) => openings.push(what) })
  await archivedTo(again.archiver, 8)
  await publishTimes(again.bus, [8, 9])
  await archivedTo(again.archiver, 10)
  await again.archiver.stop()
  await again.bus.close()
  return {
    verified,
    openings,
    path,
    last,
    after: await verifyArchive(archive),
    times: await readTimes(archiveOf(join(folder, 'bus')), 0, 99),
  }
}
const ALL = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]

test.each([
  ['cut in its header', (path: string, _: Buffer, last: number) => truncateSync(path, last + 50)],
  ['cut by a byte', (path: string, bytes: Buffer) => truncateSync(path, bytes.length - 1)],
  ['zeros', (path: string, bytes: Buffer, last: number) => writeFileSync(path, bytes.fill(0, last))],
])('a last block that a crash left %s is cut off, said, archived again, and no fault', async (_, damage) => {
  const { verified, openings, path, last, after, times } = await reopened(6, damage)
  expect(verified.faults).toEqual([])
  expect(verified.torn).toBeGreaterThan(0)
  expect(openings).toEqual([{ kind: 'torn', path, position: last, cut: verified.torn }])
  expect(after.faults).toEqual([])
  expect(times).toEqual(ALL)
})

test('a last block that was durable and is gone is a loss that is said, and archived again where the bus still has it', async () => {
  const { verified, openings, after, times } = await reopened(8, (path, _, last) => truncateSync(path, last))
  expect(verified.faults.map(({ what }) => what)).toEqual(['đuôi bị cắt: thiếu vị trí 6 đến 7'])
  expect(openings).toMatchObject([{ kind: 'lost', from: 6, to: 8 }])
  expect(after.faults).toEqual([])
  expect(times).toEqual(ALL)
})

test('a byte changed in the last block is damage, not a crash: it stays, and the chain goes on behind it', async () => {
  const { verified, openings, after } = await reopened(8, (path, bytes) => {
    bytes[bytes.length - 50]! ^= 1
    writeFileSync(path, bytes)
  })
  expect(verified.faults.length).toBeGreaterThan(0)
  expect(openings).toEqual([])
  expect(after.faults.length).toBeGreaterThan(0)
  expect(after.records).toBe(10)
})
