import { randomUUID } from 'node:crypto'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { coded } from '../../kernel/errors.ts'
import { PATIENCE } from '../database.ts'

const VERSION = 1

/**
 * `entries` is the ledger. `told` is how each receiver was told an alert stands; `held`: it grew since, and is looked at again then. `cursors`
 * is how far the product's alerts were looked through for a receiver, with the revision that stood there, and under which terms. `identity` is a
 * name that no other ledger has. `pauses`: nothing is sent to a receiver until then. `requests`: somebody asks that it be tried at once; `taken`
 * while it is.
 */
const TABLES = `
  CREATE TABLE IF NOT EXISTS entries (
    receiver TEXT NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, alert TEXT NOT NULL, revision INTEGER NOT NULL,
    at INTEGER NOT NULL, day TEXT NOT NULL, digest TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (receiver, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS entries_by_day ON entries (receiver, day, seq);
  CREATE TABLE IF NOT EXISTS told (
    receiver TEXT NOT NULL, alert TEXT NOT NULL, level TEXT NOT NULL, withdrawn INTEGER NOT NULL, "all" TEXT NOT NULL,
    standing TEXT NOT NULL, at INTEGER NOT NULL, held INTEGER, PRIMARY KEY (receiver, alert)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS told_by_held ON told (receiver, held) WHERE held IS NOT NULL;
  CREATE TABLE IF NOT EXISTS cursors (
    receiver TEXT PRIMARY KEY, seq INTEGER NOT NULL, alert TEXT, revision INTEGER, renewed INTEGER NOT NULL, terms TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS receipts (
    receiver TEXT NOT NULL, through INTEGER NOT NULL, received INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (receiver, through, received)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS reconciliations (
    receiver TEXT NOT NULL, day TEXT NOT NULL, matched INTEGER NOT NULL, at INTEGER NOT NULL, ours TEXT NOT NULL, theirs TEXT NOT NULL,
    PRIMARY KEY (receiver, day)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS identity (only INTEGER PRIMARY KEY CHECK (only = 1), id TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS troubles (
    receiver TEXT PRIMARY KEY, refused INTEGER NOT NULL, text TEXT NOT NULL, since INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS pauses (receiver TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS requests (receiver TEXT PRIMARY KEY, taken INTEGER NOT NULL) STRICT;
  PRAGMA user_version = ${VERSION};
`

/** Where the ledger lies in a data folder. */
export const ledgerFile = (data: string): string => join(data, 'push.db')

/** Opens `push.db`, safe from a power failure with every step. Throws STORE_VERSION where a later program wrote it, and what SQLite says of a damaged one. */
export const openTables = (data: string): DatabaseSync => {
  const db = new DatabaseSync(ledgerFile(data), { timeout: PATIENCE })
  try {
    const found = Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
    if (found > VERSION)
      throw coded(
        'STORE_VERSION',
        `${ledgerFile(data)}: sổ chuyển có cấu trúc phiên bản ${found}, chương trình này cần ${VERSION}`,
      )
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    db.exec(TABLES)
    db.prepare('INSERT OR IGNORE INTO identity VALUES (1, ?)').run(randomUUID())
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** The name of the ledger in a data folder; it is made where there is none. Throws what `openTables` throws. */
export const ledgerIn = (data: string): string => {
  const db = openTables(data)
  try {
    return String(db.prepare('SELECT id FROM identity').get()?.['id'])
  } finally {
    db.close()
  }
}

/**
 * Closes it. Where its file was deleted meanwhile, and nothing lies in its place, it is written back first: SQLite still has all of it. Throws what the
 * disk says.
 */
export const closeTables = (db: DatabaseSync, data: string): void => {
  const file = ledgerFile(data)
  if (existsSync(file)) {
    db.close()
    return
  }
  const saved = `${file}.new`
  rmSync(saved, { force: true })
  db.prepare('VACUUM INTO ?').run(saved)
  db.close()
  // The journal of the deleted file would be taken for the saved one's.
  for (const part of ['-wal', '-shm']) rmSync(file + part, { force: true })
  renameSync(saved, file)
}
