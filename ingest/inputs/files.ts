import { setTimeout as sleep } from 'node:timers/promises'
import { isMissing } from '../../kernel/errors.ts'
import type { Quotes } from '../formats/csv-rows.ts'
import { type FileMark, loadCheckpoint, saveCheckpoint } from './files-checkpoint.ts'
import { isGzip } from './files-content.ts'
import { type Found, markFor, scan } from './files-scan.ts'
import { type ReaderOptions, readOn } from './files-tail.ts'
import { type Destination, MAX_FRAME } from './net-server.ts'

export type FilesOptions = Destination & {
  /** Files, folders, or patterns; new files that match are picked up. */
  readonly paths: readonly string[]
  /** Where the reading positions are kept. */
  readonly checkpoint: string
  readonly pollMs?: number
  readonly maxLine?: number
  /** Where a row may be several lines. */
  readonly quotes?: Quotes | undefined
  /** Files appear complete: a last line without newline is read once the file stopped changing. */
  readonly wholeFiles?: boolean
}

export type FilesCounters = {
  lines: number
  /** Lines longer than allowed: their beginning was handed over, the rest skipped. */
  oversize: number
  /** Files that could not be read on: no permission, damaged gzip. Tried again when they change. */
  unreadable: number
}

export type FilesInput = {
  readonly counters: Readonly<FilesCounters>
  /** Bytes of last lines that wait for their newline, by path. */
  readonly waiting: ReadonlyMap<string, number>
  close(): Promise<void>
}

/** Marks of files that are gone, kept for the day they come back compressed. */
const REMEMBERED = 4096

/** What is known of the files: how far each was read, and in which state it was when it was read to its end. */
type Memory = {
  readonly marks: Map<string, FileMark>
  readonly settled: Map<string, string>
  readonly unfinished: Map<string, string>
  readonly waiting: Map<string, number>
}

/** The changed files with their marks. All are identified before any is read: an emptied log forgets its old position. */
const due = async (
  found: readonly Found[],
  { marks, settled }: Memory,
  attempt: <T>(file: Found, act: Promise<T>) => Promise<T | undefined>,
): Promise<(readonly [Found, FileMark])[]> => {
  const todo: (readonly [Found, FileMark])[] = []
  for (const file of found) {
    if (settled.get(file.inode) === file.state) continue
    const mark = await attempt(file, markFor(file, marks))
    if (mark) todo.push([file, mark])
    else settled.set(file.inode, file.state)
  }
  // What was renamed or copied is older than what now bears its name.
  return todo.sort(
    ([a, x], [b, y]) => Number(a.path === x.path) - Number(b.path === y.path) || (a.path < b.path ? -1 : 1),
  )
}

const forget = (found: readonly Found[], { marks, settled, unfinished, waiting }: Memory): void => {
  const present = new Set(found.map(({ inode }) => inode))
  const paths = new Set(found.map(({ path }) => path))
  for (const map of [settled, unfinished]) for (const inode of map.keys()) if (!present.has(inode)) map.delete(inode)
  for (const path of waiting.keys()) if (!paths.has(path)) waiting.delete(path)
  const gone = [...marks.keys()].filter((inode) => !present.has(inode))
  for (const inode of gone.slice(0, Math.max(0, gone.length - REMEMBERED))) marks.delete(inode)
}

/**
 * Follows log files by looking at their sizes each second. A position is stored only after its lines were taken, so a
 * crash repeats lines and never loses any; a repeated line has the same place (`path#generation@offset`) and folds by its id,
 * while an equal line of a later file under the same name does not.
 * Knows rotation by rename, by copytruncate and by compression; reads gzip files once; a partial last line waits.
 * Throws LOG_CORRUPT if the stored positions cannot be read.
 */
export const openFiles = async (options: FilesOptions): Promise<FilesInput> => {
  const { failed, checkpoint, pollMs = 1_000, maxLine = MAX_FRAME, wholeFiles = false } = options
  const counters: FilesCounters = { lines: 0, oversize: 0, unreadable: 0 }
  const marks = new Map((await loadCheckpoint(checkpoint)).map((mark) => [mark.inode, mark]))
  const memory: Memory = { marks, settled: new Map(), unfinished: new Map(), waiting: new Map() }
  const { settled, unfinished, waiting } = memory
  const stop = new AbortController()
  const reader: ReaderOptions = {
    ...options,
    maxLine,
    signal: stop.signal,
    counters,
    async moved(mark) {
      marks.set(mark.inode, mark)
      await saveCheckpoint(checkpoint, [...marks.values()])
    },
  }

  const read = async ({ path, inode, state }: Found, mark: FileMark): Promise<void> => {
    const complete = isGzip(path) || (wholeFiles && unfinished.get(inode) === state)
    const left = await readOn(reader, path, mark, complete)
    if (left === undefined) return
    if (left > 0) waiting.set(path, left)
    else waiting.delete(path)
    // A whole file is looked at once more: only if nothing changed until then is its last line its last line.
    if (wholeFiles && left > 0 && !complete) unfinished.set(inode, state)
    else settled.set(inode, state)
  }

  /** One file's trouble is its own: said once, counted, and tried again when the file changes. */
  const attempt = <T>(file: Found, act: Promise<T>): Promise<T | undefined> =>
    act.catch((error: unknown) => {
      settled.set(file.inode, file.state)
      // Renamed or removed since it was found: the next look finds it where it is.
      if (isMissing(error)) return undefined
      counters.unreadable++
      failed(error)
      return undefined
    })

  const poll = async (): Promise<void> => {
    const found = await scan(options.paths)
    for (const [file, mark] of await due(found, memory, attempt)) {
      if (stop.signal.aborted) return
      await attempt(file, read(file, mark))
    }
    forget(found, memory)
  }

  const follow = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await poll().catch(failed)
      await sleep(pollMs, undefined, { signal: stop.signal }).catch(() => undefined)
    }
  }
  const following = follow()

  return {
    counters,
    waiting,
    async close() {
      stop.abort()
      await following
    },
  }
}
