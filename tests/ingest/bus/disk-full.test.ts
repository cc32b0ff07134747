import { execFileSync } from 'node:child_process'
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type EmbeddedBusOptions, openEmbeddedBus } from '../../../ingest/bus/embedded.ts'
import { isCoded } from '../../../kernel/errors.ts'
import type { EventBus } from '../../../kernel/ports.ts'
import { temporaryFolder } from '../../support/folder.ts'

const values = async (bus: EventBus): Promise<string[]> => {
  const seen: string[] = []
  const { stop } = await bus.subscribe(
    'records',
    0,
    async (batch) => void seen.push(...batch.map(({ value }) => Buffer.from(value).toString())),
  )
  const end = await bus.end('records')
  await vi.waitFor(() => expect(seen).toHaveLength(end))
  await stop()
  return seen
}

const publish = (bus: EventBus, value: string) =>
  bus.publish('records', [{ key: '', value: Buffer.from(value) }]).then(
    () => 'stored',
    (error: unknown) => (isCoded(error) ? error.code : error),
  )

/** Fills the disk, makes room, and looks that what was acknowledged is there, no more and no less. */
const fillAndFree = async (folder: string, options: EmbeddedBusOptions, fill: () => void, free: () => void) => {
  const bus = await openEmbeddedBus(folder, options)
  const stored: string[] = []
  const offer = async (value: string) => {
    const outcome = await publish(bus, value)
    if (outcome === 'stored') stored.push(value)
    return outcome
  }
  for (let n = 0; n < 5; n++) expect(await offer(`before ${n}`)).toBe('stored')
  fill()
  const outcomes = new Set<unknown>()
  for (let n = 0; n < 20; n++) outcomes.add(await offer(`full ${n} ${'x'.repeat(20_000)}`))
  expect(outcomes).toContain('DISK_FULL')
  expect([...outcomes].filter((outcome) => outcome !== 'stored')).toEqual(['DISK_FULL'])
  expect(await values(bus)).toEqual(stored)
  free()
  for (let n = 0; n < 5; n++) expect(await offer(`after ${n} ${'x'.repeat(20_000)}`)).toBe('stored')
  expect(await values(bus)).toEqual(stored)
  await bus.close()

  const repairs: unknown[] = []
  const again = await openEmbeddedBus(folder, { onRepair: (repair) => repairs.push(repair) })
  expect(await values(again)).toEqual(stored)
  await again.close()
  expect(repairs).toEqual([])
}

const mountSmall = (folder: string): boolean => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    return false // only the superuser may; the written-out fault below is tested in any case
  }
  onTestFinished(() => void execFileSync('umount', [folder]))
  return true
}

test.for<[string, EmbeddedBusOptions]>([
  ['one segment', {}],
  ['many segments', { segmentBytes: 30_000 }],
])(
  'a real disk without room: DISK_FULL, a readable log, and on it goes when there is room (%s)',
  async ([, options], { skip }) => {
    const folder = temporaryFolder()
    if (!mountSmall(folder)) skip('did not run on a real full disk: mounting needs the superuser')
    const ballast = join(folder, 'ballast')
    await fillAndFree(
      folder,
      options,
      () => writeFileSync(ballast, Buffer.alloc(100_000)),
      () => rmSync(ballast),
    )
  },
)

test.each([
  ['one segment', {}],
  ['many segments', { segmentBytes: 30_000 }],
])('a disk that takes half a group and no more: the half is cut off at once (%s)', async (_, options) => {
  const folder = temporaryFolder()
  let full = false
  const write: EmbeddedBusOptions['write'] = async (file, bytes, position) => {
    if (!full) return (await file.write(bytes, 0, bytes.length, position)).bytesWritten
    await file.write(bytes, 0, bytes.length >> 1, position)
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  }
  const sizes = () => readdirSync(join(folder, 'records')).map((name) => statSync(join(folder, 'records', name)).size)
  let before: number[] = []
  await fillAndFree(
    folder,
    { ...options, write },
    () => {
      full = true
      before = sizes()
    },
    () => {
      expect(sizes().filter((size) => size > 0)).toEqual(before)
      full = false
    },
  )
})

test('everyone whose messages were in the group that failed is told, and nothing of it is kept', async () => {
  let full = true
  const bus = await openEmbeddedBus(temporaryFolder(), {
    write: async (file, bytes, position) => {
      if (full) throw Object.assign(new Error('no room'), { code: 'ENOSPC' })
      return (await file.write(bytes, 0, bytes.length, position)).bytesWritten
    },
  })
  const outcomes = await Promise.all(['một', 'hai', 'ba'].map((value) => publish(bus, value)))
  expect(outcomes).toEqual(['DISK_FULL', 'DISK_FULL', 'DISK_FULL'])
  full = false
  expect(await publish(bus, 'bốn')).toBe('stored')
  expect(await values(bus)).toEqual(['bốn'])
  await bus.close()
})

test('an error that is no full disk is handed on as it is', async () => {
  const fault = Object.assign(new Error('EIO: i/o error'), { code: 'EIO' })
  const bus = await openEmbeddedBus(temporaryFolder(), { write: () => Promise.reject(fault) })
  expect(await publish(bus, 'một')).toBe(fault)
  await bus.close()
})
