import { once } from 'node:events'
import { createWriteStream, mkdirSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { World } from './day.ts'
import { frame } from './frames.ts'
import type { Delivery } from './model.ts'
import { policyText } from './policy.ts'
import { registerVersions } from './versions.ts'

const extensions: Readonly<Record<string, string>> = { 'linux-auth': 'log', bkav: 'csv', ioffice: 'csv', tthc: 'csv' }
/** Characters that are written at once. */
const CHUNK = 1 << 16

/** Lines into a stream, some at a time; waits for the disk. A failed disk fails the next `write` or `end`. */
const createSink = (stream: Writable, done: Promise<void>) => {
  let failed: unknown
  done.catch((error: unknown) => {
    failed = error
  })
  let buffer = ''
  const flush = async (): Promise<void> => {
    if (failed !== undefined) throw failed
    const text = buffer
    buffer = ''
    if (!stream.write(text)) await Promise.race([once(stream, 'drain'), done])
  }
  return {
    write(line: string): Promise<void> | undefined {
      buffer += `${line}\n`
      return buffer.length < CHUNK ? undefined : flush()
    },
    async end(): Promise<void> {
      if (buffer !== '') await flush()
      stream.end()
      await done
    },
  }
}
type Sink = ReturnType<typeof createSink>

export type Output = {
  /** Resolves, where it is not done at once, when more may be written. */
  write(delivery: Delivery): Promise<void> | undefined
  end(): Promise<void>
}

/** One compressed file per collector and source, as a collector would keep them: `logs/<collector>/<source>.*.gz`. */
export const createLogs = (folder: string): Output => {
  const sinks = new Map<string, Map<string, Sink>>()
  const open = (collector: string, source: string): Sink => {
    mkdirSync(join(folder, collector), { recursive: true })
    const gzip = createGzip({ level: 4 })
    const path = join(folder, collector, `${source}.${extensions[source] ?? 'ndjson'}.gz`)
    const sink = createSink(gzip, pipeline(gzip, createWriteStream(path)))
    const files = sinks.get(collector) ?? new Map<string, Sink>()
    sinks.set(collector, files.set(source, sink))
    return sink
  }
  return {
    write: ({ collector, source, line }) => (sinks.get(collector)?.get(source) ?? open(collector, source)).write(line),
    async end() {
      for (const files of sinks.values()) for (const sink of files.values()) await sink.end()
    },
  }
}

/** Everything in one file, in order of delivery, with when and by whom it was brought. */
export const createMerged = (path: string): Output => {
  const file = createWriteStream(path)
  const done = new Promise<void>((resolve, reject) => file.on('close', resolve).on('error', reject))
  const sink = createSink(file, done)
  return { write: (delivery) => sink.write(frame(delivery)), end: () => sink.end() }
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

/** Whether something is there already: what another run left would be mistaken for this one's. */
export const isTaken = async (folder: string): Promise<boolean> => {
  try {
    return (await readdir(folder)).length > 0
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return true
    throw error
  }
}

const writeFiles = async (folder: string, files: ReadonlyMap<string, string>): Promise<void> => {
  for (const [name, text] of files) {
    const path = join(folder, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  }
}

/** `registers/` and, where rows were entered late, `registers-late/<date>/` with `versions.json`; `policy.yaml`. */
export const writeAround = async (out: string, world: World): Promise<void> => {
  const [first, ...later] = registerVersions(world)
  if (first) await writeFiles(join(out, 'registers'), first.files())
  for (const { date, files } of later) await writeFiles(join(out, 'registers-late', date!), files())
  const versions = later.map(({ date, knownAt }) => ({ folder: date, knownAt }))
  await writeFiles(
    out,
    new Map([
      ['policy.yaml', policyText(world.province)],
      ...(later.length > 0 ? ([['registers-late/versions.json', json(versions)]] as const) : []),
    ]),
  )
}

/** `truth.json`, written last: a folder without it is unfinished. */
export const writeTruth = (out: string, world: World): Promise<void> =>
  writeFiles(out, new Map([['truth.json', json(world.planting.truth)]]))
