import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openEmbeddedBus } from '../../../ingest/bus/embedded.ts'
import type { Trouble } from '../../../ingest/bus/follow.ts'
import { HEADER } from '../../../ingest/bus/frame.ts'
import type { Repair } from '../../../ingest/bus/log-file.ts'
import { isCoded } from '../../../kernel/errors.ts'
import type { EventBus, Message } from '../../../kernel/ports.ts'
import { temporaryFolder } from '../../support/folder.ts'

const message = (key: string, text: string): Message => ({ key, value: Buffer.from(text) })
const textOf = ({ value }: Message): string => Buffer.from(value).toString()

const values = async (bus: EventBus): Promise<string[]> => {
  const seen: string[] = []
  const { stop } = await bus.subscribe('records', 0, async (batch) => void seen.push(...batch.map(textOf)))
  const end = await bus.end('records')
  await vi.waitFor(() => expect(seen).toHaveLength(end), { interval: 1 })
  await stop()
  return seen
}

const CHILD = join(import.meta.dirname, '../../support/publish-forever.ts')

test('after kill -9 in the middle of publishing, everything acknowledged is there once and in order', async () => {
  const folder = temporaryFolder()
  let acknowledged: string[] = []
  for (let round = 0; round < 3; round++) {
    const child = spawn(process.execPath, [CHILD, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
    let printed = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      if (printed.length > 3000 * (round + 1)) child.kill('SIGKILL')
    })
    await new Promise((resolve) => child.on('close', resolve))
    const lines = printed.slice(0, printed.lastIndexOf('\n')).split('\n')
    acknowledged = [...acknowledged, ...lines.map((line) => `${line}`)]
    expect(lines.length).toBeGreaterThan(100)

    const bus = await openEmbeddedBus(folder, { onRepair: () => undefined })
    const stored = await values(bus)
    await bus.close()
    // Each child counts from 0 again: how often a value was acknowledged is how often it must be there, at least.
    const times = Map.groupBy(stored, (value) => value)
    for (const [value, wanted] of Map.groupBy(acknowledged, (value) => value))
      expect(times.get(value)?.length ?? 0, value).toBeGreaterThanOrEqual(wanted.length)
    for (const [value, found] of times) expect(found.length, value).toBeLessThanOrEqual(round + 1)
    for (const name of ['a', 'b', 'c', 'd']) expectRuns(stored.filter((value) => value.startsWith(`${name}/`)))
  }
})

/** A writer's numbers rise by one, and begin at 0 with each child. */
const expectRuns = (of: readonly string[]) => {
  const numbers = of.map((value) => Number(value.slice(2)))
  for (const [i, n] of numbers.entries())
    expect(n === 0 || n === numbers[i - 1]! + 1, `${of[i - 1]} → ${of[i]}`).toBe(true)
}

/** A log of three groups, and where the last one begins. */
const threeGroups = async () => {
  const folder = temporaryFolder()
  const bus = await openEmbeddedBus(folder)
  await bus.publish('records', [message('a', 'một')])
  await bus.publish('records', [message('b', 'hai')])
  const path = join(folder, 'records', readdirSync(join(folder, 'records'))[0]!)
  const last = readFileSync(path).length
  await bus.publish('records', [message('c', 'ba'), message('d', 'bốn')])
  await bus.close()
  return { folder, path, last, bytes: readFileSync(path) }
}

const reopened = async (folder: string, then: (bus: EventBus, repairs: readonly Repair[]) => Promise<void>) => {
  const repairs: Repair[] = []
  const bus = await openEmbeddedBus(folder, { onRepair: (repair) => repairs.push(repair) })
  try {
    await then(bus, repairs)
  } finally {
    await bus.close()
  }
}

test('a log cut at any byte of its last group opens with the groups before it, says so, and goes on', async () => {
  const { folder, path, last, bytes } = await threeGroups()
  for (let cut = last; cut < bytes.length; cut++) {
    writeFileSync(path, bytes.subarray(0, cut))
    await reopened(folder, async (bus, repairs) => {
      expect(repairs).toEqual(cut === last ? [] : [{ path, position: last, cut: cut - last }])
      await bus.publish('records', [message('e', 'năm')])
      expect(await values(bus)).toEqual(['một', 'hai', 'năm'])
    })
    await reopened(folder, async (_, repairs) => expect(repairs).toEqual([]))
  }
})

test('a last group with any byte changed is cut off, never handed over', async () => {
  const { folder, path, last, bytes } = await threeGroups()
  for (let at = last; at < bytes.length; at++) {
    const damaged = Buffer.from(bytes)
    damaged[at]! ^= 0x20
    writeFileSync(path, damaged)
    await reopened(folder, async (bus, repairs) => {
      expect(repairs).toHaveLength(1)
      expect(await values(bus)).toEqual(['một', 'hai'])
    })
  }
})

test('zeros that the file system left behind the last group are cut off', async () => {
  const { folder, path, bytes } = await threeGroups()
  truncateSync(path, bytes.length + 5000)
  await reopened(folder, async (bus, repairs) => {
    expect(repairs).toEqual([{ path, position: bytes.length, cut: 5000 }])
    expect(await values(bus)).toEqual(['một', 'hai', 'ba', 'bốn'])
  })
})

test('damage before the last group is LOG_CORRUPT wherever it is, and the file stays as it was', async () => {
  const { folder, path, last, bytes } = await threeGroups()
  for (let at = 0; at < last; at++) {
    const damaged = Buffer.from(bytes)
    damaged[at]! ^= 0x20
    writeFileSync(path, damaged)
    const refused = await openEmbeddedBus(folder).catch((error: unknown) => error)
    expect(isCoded(refused) && refused.code, `byte ${at}`).toBe('LOG_CORRUPT')
    expect(readFileSync(path).equals(damaged)).toBe(true)
  }
})

test.each([
  ['damaged', (path: string) => writeFileSync(path, readFileSync(path).fill(0x55, HEADER, HEADER + 4))],
  ['cut short', (path: string) => truncateSync(path, readFileSync(path).length - 1)],
  ['emptied', (path: string) => truncateSync(path, 0)],
])('a closed segment that is %s stops the reader with LOG_CORRUPT; nothing is skipped', async (_, damage) => {
  const folder = temporaryFolder()
  const writer = await openEmbeddedBus(folder, { segmentBytes: 1 })
  for (const value of ['một', 'hai', 'ba']) await writer.publish('records', [message('', value)])
  await writer.close()
  damage(join(folder, 'records', readdirSync(join(folder, 'records'))[1]!))
  const troubles: Trouble[] = []
  const seen: string[] = []
  const bus = await openEmbeddedBus(folder, { onTrouble: (trouble) => troubles.push(trouble) })
  await bus.subscribe('records', 0, async (batch) => void seen.push(...batch.map(textOf)))
  await vi.waitFor(() => expect(troubles).toHaveLength(1))
  await bus.close()
  expect(seen).toEqual(['một'])
  expect(troubles[0]).toMatchObject({ kind: 'reading', topic: 'records', offset: 1, error: { code: 'LOG_CORRUPT' } })
})

test('a copy of the folder, taken while it is written, opens', async () => {
  const folder = temporaryFolder()
  const copies = temporaryFolder()
  const bus = await openEmbeddedBus(folder)
  const publishing = Array.from({ length: 300 }, (_, n) => n).reduce(
    (before, n) => before.then(() => bus.publish('records', [message('', `${n}`)])),
    Promise.resolve(),
  )
  for (let copy = 0; copy < 5; copy++) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    const known = await bus.end('records')
    const target = join(copies, `${copy}`)
    mkdirSync(target)
    cpSync(join(folder, 'records'), join(target, 'records'), { recursive: true })
    await reopened(target, async (copied) => expect(await copied.end('records')).toBeGreaterThanOrEqual(known))
  }
  await publishing
  await bus.close()
})
