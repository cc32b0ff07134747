import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test, vi } from 'vitest'
import { openVersions } from '../../deploy/versions.ts'
import { loadCatalogue } from '../../detectors/load.ts'
import { directoryData } from '../../kernel/directory/data.ts'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import { temporaryFolder } from '../support/folder.ts'

const nameOf = (n: number): string => String(n).padStart(16, '0')
/** The version in which the unit has its nth name. */
const version = (n: number): DirectoryData => ({
  ...directoryData({ units: [{ id: 'xa-a', name: `Xã ${n}`, known: n }] }),
  version: nameOf(n),
})
const open = (folder: string) => openVersions(folder, folder, { catalogue: loadCatalogue(), assumed: new Set() })

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void // the function that the flag above makes

test('whatever the number of accepted versions, the latest and the one before it are in memory', async () => {
  const versions = await open(temporaryFolder())
  const held: WeakRef<DirectoryData>[] = []
  for (let n = 1; n <= 20; n++) {
    const data = version(n)
    held.push(new WeakRef(data))
    await versions.accept(data, n)
    await versions.version(data.version)
    expect(versions.directory.version).toBe(data.version)
  }
  const alive = async (): Promise<readonly number[]> => {
    await turn()
    collectGarbage()
    return held.flatMap((ref, i) => (ref.deref() ? [i + 1] : []))
  }
  await vi.waitFor(async () => expect(await alive()).toEqual([19, 20]), { timeout: 30_000 })
})

test('what is not in memory is read when it is asked for, by whoever has the folder open', async () => {
  const folder = temporaryFolder()
  const writer = await open(folder)
  const reader = await open(folder)
  for (let n = 1; n <= 4; n++) await writer.accept(version(n), n * 10)
  // In force again: the id is there twice, and stands for the same.
  await writer.accept(version(2), 50)
  for (const versions of [writer, reader, await open(folder)]) {
    expect((await versions.dataOf(nameOf(1))).units).toEqual(version(1).units)
    expect((await versions.version(nameOf(3))).world.directory.version).toBe(nameOf(3))
    expect(await versions.changes(nameOf(1), nameOf(3))).toMatchObject([{ register: 'units' }, { register: 'units' }])
    await expect(versions.dataOf(nameOf(9))).rejects.toMatchObject({ code: 'LOG_CORRUPT' })
  }
  const again = await open(folder)
  expect([again.latest?.version, again.since, again.has(nameOf(4)), again.has(nameOf(9))]).toEqual([
    ...[nameOf(2), 10, true, false],
  ])
})

test('a damaged version that nobody asks for holds up nothing; whoever asks for it hears which file', async () => {
  const folder = temporaryFolder()
  const before = await open(folder)
  for (let n = 1; n <= 3; n++) await before.accept(version(n), n)
  const kept = join(folder, 'directory')
  const file = readdirSync(kept).find((name) => name.includes(nameOf(2)))!
  writeFileSync(join(kept, file), '{"accepted":2,"data":{}}')
  const versions = await open(folder)
  expect(versions.latest?.version).toBe(nameOf(3))
  await expect(versions.dataOf(nameOf(2))).rejects.toMatchObject({
    code: 'DIRECTORY_INVALID',
    message: expect.stringContaining(file),
  })
})
