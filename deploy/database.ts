import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Logger } from 'pino'
import { RECORDS } from '../ingest/wire.ts'
import { coded } from '../kernel/errors.ts'
import type { Archive } from '../kernel/ports.ts'
import { DAY, SECOND } from '../kernel/time.ts'
import type { Checkpoint, Position } from './checkpoint.ts'

/** https://www.sqlite.org/rescode.html#corrupt and #notadb */
const DAMAGED: ReadonlySet<unknown> = new Set([11, 26])

/** Whether SQLite says that a file is damaged, or no database at all. */
export const isDamage = (error: unknown): error is Error =>
  error instanceof Error && (('errcode' in error && DAMAGED.has(error.errcode)) || SAID.test(error.message))

/** In the words of sqlite3_errstr: an error of another thread has lost its code. */
const SAID = /^(database disk image is malformed|file is not a database)$/

const noteOf = (file: string): string => `${file}.damaged`

/** Notes beside a database that an error was met for its damage: the next start puts it aside, wherever in it that was. */
export const noteDamage = (file: string, error: unknown, log: Logger): void => {
  if (!isDamage(error) || existsSync(noteOf(file))) return
  writeFileSync(noteOf(file), '')
  log.error({ file }, 'the database is damaged: the next start puts it aside and makes it anew from the archive')
}

/**
 * A commit is safe from `kill -9` without a sync; from a power failure it is with the next checkpoint, until when the log keeps what it
 * rests on (`durable` of the checkpoint). The cache holds the state of a district, so that a commit does not read pages back; the
 * journal may grow to 32 MiB, so that pages written every second are copied once for many times.
 */
export const SETTINGS = 'PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 8192'

/** Whoever finds the database being written waits so long, ms. */
export const PATIENCE = 5_000

/** Reads every page of a table. */
const READ: Readonly<Record<string, string>> = {
  state: 'SELECT sum(length(value)) FROM state',
  position: 'SELECT sum(length(body)) FROM position',
}

export type Database = {
  readonly db: DatabaseSync
  /** Where a damaged one was put. */
  readonly aside?: string
}

/**
 * Opens the product's database. One that is damaged where the state lies, or of which an earlier run noted that it is, is put aside, with its
 * journal, and an empty one takes its place: what it held is made anew from the archive. Damage elsewhere shows when it is read.
 */
export const openDatabase = (file: string, now: number, log: Logger): Database => {
  let db: DatabaseSync | undefined
  try {
    if (existsSync(noteOf(file))) throw new Error('database disk image is malformed')
    db = new DatabaseSync(file, { timeout: PATIENCE })
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE name IN ('state', 'position')").all()
    for (const { name } of tables) db.prepare(READ[String(name)]!).get()
    return { db: set(db) }
  } catch (error) {
    if (!isDamage(error)) throw error
    db?.close()
    const aside = `${file}.hong-${now}`
    for (const part of ['', '-wal', '-shm']) if (existsSync(file + part)) renameSync(file + part, aside + part)
    rmSync(noteOf(file), { force: true })
    log.error({ err: error, aside }, 'the database is damaged and was put aside; it is made anew from the archive')
    return { db: set(new DatabaseSync(file, { timeout: PATIENCE })), aside }
  }
}

const set = (db: DatabaseSync): DatabaseSync => {
  db.exec(SETTINGS)
  return db
}

/**
 * Where nothing was saved but the log does not begin at its beginning, the database was lost: the position is set so that everything is
 * made anew from the archive, and the stream goes on with what the log still holds. Throws LOG_CORRUPT where the log lacks what the
 * saved state goes on from.
 */
export const placeAnew = async (
  checkpoint: Checkpoint,
  bus: { begin(topic: string): Promise<number> },
  archive: Archive,
  { now, lateness, directory }: { readonly now: number; readonly lateness: number; readonly directory: string },
): Promise<void> => {
  const offset = await bus.begin(RECORDS)
  const position = checkpoint.position()
  if (position && position.refill < offset)
    throw coded(
      'LOG_CORRUPT',
      `trạng thái cần đọc nhật ký từ vị trí ${position.refill} nhưng nhật ký chỉ còn từ ${offset}: hãy khôi phục cả thư mục dữ liệu (bus, archive, vonggac.db) từ bản sao lưu`,
    )
  if (offset === 0 || position) return
  checkpoint.discard(await positionAnew(offset, archive, { now, lateness, directory }))
}

/** Where nobody knows how old what is gone was: as long as logs are kept unless told otherwise. */
const LONGEST_PAST = 400 * DAY

/** The position that has everything before `now` made anew from the archive, and the stream go on with the log from `offset`. */
export const positionAnew = async (
  offset: number,
  archive: Archive,
  { now, lateness, directory }: { readonly now: number; readonly lateness: number; readonly directory: string },
): Promise<Position> => {
  let earliest = Infinity
  for await (const batch of archive.read({ from: 0, to: now }))
    for (const { at } of batch) earliest = Math.min(earliest, at)
  // What is gone may have been older than anything that is left: a time of which nothing is known is not one in which nothing was lost.
  for (const { from } of await archive.gaps({ from: 0, to: now }))
    earliest = Math.min(earliest, Math.max(from, now - LONGEST_PAST))
  // What is older than the lateness has been sealed, or still stands in the log.
  const watermark = Math.floor((now - lateness) / SECOND) * SECOND
  return { offset, refill: offset, directory, watermark, ...(earliest <= now && { earliest }) }
}
