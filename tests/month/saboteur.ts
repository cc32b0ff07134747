import fs from 'node:fs'
import fsp, { type FileHandle, open } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { DatabaseSync } from 'node:sqlite'
import { getEnvironmentData, isMainThread, setEnvironmentData, Worker } from 'node:worker_threads'
import type { Order as WriteOrder } from '../../deploy/write-thread.ts'
import { MINUTE } from '../../kernel/time.ts'
import { type Point, points } from './orders.ts'

/*
 * Loaded before anything else in the process and in each of its threads, which share what was armed: at which point it dies (its place
 * among `points`, from 1), and how often that is still passed.
 */
const KEY = 'vonggac-saboteur'
const [AT, LEFT] = [0, 1]
const armed = isMainThread ? new Int32Array(new SharedArrayBuffer(8)) : (getEnvironmentData(KEY) as Int32Array) // set below
if (isMainThread) setEnvironmentData(KEY, armed)

const isArmed = (at: Point): boolean => Atomics.load(armed, AT) === points.indexOf(at) + 1

/** What the product does every minute by the wall clock: no life here is that long. */
const upkeep: (() => void)[] = []

/** Does it now. */
export const everyMinute = (): void => {
  for (const work of upkeep) work()
}

/** From now on the process kills itself when it passes a point for the so-manieth time. */
export const arm = (at: Point, after: number): void => {
  Atomics.store(armed, LEFT, after)
  Atomics.store(armed, AT, points.indexOf(at) + 1)
  if (at === 'before a removal') everyMinute()
}

/** Passes a point: does not return where the process was told to die there. */
export const point = (at: Point): void => {
  if (!isArmed(at) || Atomics.sub(armed, LEFT, 1) > 1) return
  process.kill(process.pid, 'SIGKILL')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

/* Node's own functions are wrapped: the product knows nothing of it. */
const probe = await open('/dev/null')
const handle = Object.getPrototypeOf(probe) as FileHandle
await probe.close()

const write = handle.write as (...args: unknown[]) => Promise<{ bytesWritten: number }>
handle.write = async function (this: FileHandle, ...args: unknown[]) {
  const [bytes, offset, length, position] = args
  if (isArmed('half a write') && bytes instanceof Uint8Array && typeof length === 'number') {
    if (Atomics.load(armed, LEFT) === 1) await write.call(this, bytes, offset, length >> 1, position)
    point('half a write')
  }
  return write.apply(this, args)
} as FileHandle['write']

for (const name of ['datasync', 'sync'] as const) {
  const sync = handle[name]
  handle[name] = async function (this: FileHandle) {
    point('before a sync')
    await sync.call(this)
    point('after a sync')
  }
}

const exec = DatabaseSync.prototype.exec
DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string) {
  if (sql !== 'COMMIT') return exec.call(this, sql)
  point('before a commit')
  exec.call(this, sql)
  point('after a commit')
}

type Plain = (...args: readonly never[]) => unknown
type Promised = (...args: readonly never[]) => Promise<unknown>
const wrap = (target: object, name: string, around: (original: Plain) => Plain): void => {
  const functions = target as Record<string, Plain>
  functions[name] = around(functions[name]!)
}
wrap(fs, 'renameSync', (rename) => (...args) => {
  point('before a rename')
  rename(...args)
  point('after a rename')
})
wrap(fsp, 'rename', (rename) => async (...args) => {
  point('before a rename')
  await (rename as Promised)(...args)
  point('after a rename')
})
for (const [target, name] of [
  [fsp, 'unlink'],
  [fsp, 'rm'],
  [fs, 'unlinkSync'],
  [fs, 'rmSync'],
] as const)
  wrap(target, name, (remove) => (...args) => {
    point('before a removal')
    return remove(...args)
  })
syncBuiltinESMExports()

const every = globalThis.setInterval
globalThis.setInterval = ((work: () => void, ms: number) => {
  if (ms === MINUTE) upkeep.push(work)
  return every(work, ms)
}) as typeof setInterval

const WRITES: ReadonlySet<string> = new Set(['rows', 'write', 'durable'] satisfies WriteOrder['kind'][])
const post = Worker.prototype.postMessage
Worker.prototype.postMessage = function (this: Worker, ...args: Parameters<typeof post>) {
  post.apply(this, args)
  // What is told to the thread that writes is no slice.
  const [{ kind }] = args as [{ readonly kind: string }]
  if (!WRITES.has(kind)) point('slice')
}
