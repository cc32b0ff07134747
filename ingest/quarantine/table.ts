import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { coded } from '../../kernel/errors.ts'
import type { Refusal } from '../../kernel/ports.ts'

const reasons = [
  'malformed',
  'too-large',
  'encoding',
  'time',
  'unknown-source',
  'schema',
] as const satisfies readonly Refusal['reason'][]

/** A row as every list shows it: all but the bytes. */
export const ListedSchema = z.object({
  id: z.number(),
  /** First receipt, epoch ms. */
  received: z.number(),
  collector: z.string(),
  source: z.string(),
  place: z.string(),
  reason: z.enum(reasons),
  /** One sentence in Vietnamese. */
  detail: z.string(),
  /** The parser that refused it, `id/version`; empty where none was asked. */
  parser: z.string(),
  /** Length and SHA-256 (32 hex digits) of the line as it came. */
  bytes: z.number(),
  digest: z.string(),
  /** Whether only its beginning was kept. */
  cut: z.number().transform((cut) => cut === 1),
  /** How often the same line came from the same place. */
  times: z.number(),
})
export type Listed = z.infer<typeof ListedSchema>

export const LISTED = Object.keys(ListedSchema.shape).join(', ')

export const OpeningSchema = z.object({ line: z.number(), by: z.string(), at: z.number() })
/** Who opened which line when (epoch ms). */
export type Opening = z.infer<typeof OpeningSchema>

const VERSION = 2

/** Since version 2. */
const HEADING = "heading TEXT NOT NULL DEFAULT ''"

const TABLES = `
  CREATE TABLE refused (
    id INTEGER PRIMARY KEY AUTOINCREMENT, received INTEGER NOT NULL, collector TEXT NOT NULL, source TEXT NOT NULL,
    place TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, parser TEXT NOT NULL, bytes INTEGER NOT NULL,
    digest TEXT NOT NULL, cut INTEGER NOT NULL, times INTEGER NOT NULL DEFAULT 1, sealed BLOB NOT NULL,
    ${HEADING},
    UNIQUE (digest, collector, source, place)) STRICT;
  CREATE INDEX refused_reason ON refused (reason, id);
  CREATE TABLE opened (line INTEGER NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
  CREATE TRIGGER opened_kept BEFORE DELETE ON opened BEGIN SELECT RAISE(ABORT, 'openings are kept'); END;
  CREATE TRIGGER opened_fixed BEFORE UPDATE ON opened BEGIN SELECT RAISE(ABORT, 'openings are kept'); END;
  CREATE TABLE state (one INTEGER PRIMARY KEY CHECK (one = 1), fingerprint TEXT NOT NULL,
    held INTEGER NOT NULL DEFAULT 0, dropped INTEGER NOT NULL DEFAULT 0, dropped_bytes INTEGER NOT NULL DEFAULT 0) STRICT;
  PRAGMA user_version = ${VERSION};`

/** Opens (or begins) the database of a quarantine whose key has this fingerprint. Throws STORE_VERSION, CONFIG_INVALID. */
export const openTable = (path: string, fingerprint: string): DatabaseSync => {
  const fresh = !existsSync(path)
  const database = new DatabaseSync(path)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000')
  const { user_version: version } = z
    .object({ user_version: z.number() })
    .parse(database.prepare('PRAGMA user_version').get())
  if (fresh || version === 0)
    transaction(database, () => {
      database.exec(TABLES)
      database.prepare('INSERT INTO state (one, fingerprint) VALUES (1, ?)').run(fingerprint)
    })
  else if (version === 1)
    transaction(database, () => database.exec(`ALTER TABLE refused ADD COLUMN ${HEADING}; PRAGMA user_version = 2`))
  else if (version !== VERSION) {
    database.close()
    throw coded(
      'STORE_VERSION',
      `Kho cách ly «${path}» có phiên bản ${version}, chương trình này cần phiên bản ${VERSION}.`,
    )
  }
  const state = z.object({ fingerprint: z.string() }).parse(database.prepare('SELECT fingerprint FROM state').get())
  if (state.fingerprint !== fingerprint) {
    database.close()
    throw coded('CONFIG_INVALID', `Tệp khóa không phải khóa của kho cách ly «${path}»; hãy khôi phục đúng tệp khóa.`)
  }
  return database
}

/** All or nothing. Throws DISK_FULL where SQLite has no room. */
export const transaction = <T>(database: DatabaseSync, work: () => T): T => {
  try {
    database.exec('BEGIN IMMEDIATE')
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    if (isFull(error)) throw coded('DISK_FULL', 'Ổ đĩa đã đầy; dòng lỗi chưa được đưa vào kho cách ly.', error)
    throw error
  }
}

const SQLITE_FULL = 13
const isFull = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === SQLITE_FULL
