import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { coded } from '../../kernel/errors.ts'
import { PATIENCE } from '../database.ts'
import { inTransaction } from '../transaction.ts'

const VERSION = 2

const TABLES = `
CREATE TABLE entry (
  sender TEXT NOT NULL, seq INTEGER NOT NULL, digest TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL, day TEXT NOT NULL,
  alert TEXT NOT NULL, received INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (sender, seq)
) STRICT;
CREATE INDEX entry_alert ON entry (sender, alert, seq);
CREATE INDEX entry_day ON entry (sender, day);
CREATE TABLE receipt (sender TEXT NOT NULL, through INTEGER NOT NULL, received INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
CREATE INDEX receipt_through ON receipt (sender, through);
CREATE TABLE request (id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX request_at ON request (at);
CREATE TABLE refusal (
  at INTEGER NOT NULL, reason TEXT NOT NULL, sender TEXT NOT NULL, detail TEXT NOT NULL, origin TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE refused (
  day TEXT NOT NULL, reason TEXT NOT NULL, sender TEXT NOT NULL, times INTEGER NOT NULL, PRIMARY KEY (day, reason, sender)
) STRICT, WITHOUT ROWID;
CREATE TABLE reconciliation (
  sender TEXT NOT NULL, day TEXT NOT NULL, received INTEGER NOT NULL, matched INTEGER NOT NULL, ours TEXT NOT NULL, theirs TEXT NOT NULL
) STRICT;
PRAGMA user_version = ${VERSION};`

/** What version 1 lacks. */
const SECOND = `ALTER TABLE refusal ADD COLUMN origin TEXT NOT NULL DEFAULT ''; PRAGMA user_version = 2;`

/**
 * The receiver's database in its data folder; without `readOnly` it is made where it is missing. A receipt is evidence: each commit is on the disk
 * before it is answered (synchronous = FULL). Throws `STORE_VERSION`, and `BAD_ARGUMENT` where nothing was ever received.
 */
export const openTables = (data: string, readOnly: boolean): DatabaseSync => {
  const file = join(data, 'receiver.db')
  if (!readOnly) {
    mkdirSync(data, { recursive: true, mode: 0o700 })
    closeSync(openSync(file, 'a', 0o600))
  } else if (!existsSync(file)) throw coded('BAD_ARGUMENT', `${data}: chưa nhận gì (không có receiver.db)`)
  const db = new DatabaseSync(file, { readOnly, timeout: PATIENCE })
  if (!readOnly) db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  const version = (): number => Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
  if (!readOnly && version() < VERSION)
    inTransaction(db, () => {
      const found = version()
      if (found < VERSION) db.exec(found === 0 ? TABLES : SECOND)
    })
  const found = version()
  if (found !== VERSION) {
    db.close()
    const help =
      found < VERSION
        ? 'phiên bản trước ghi; hãy chạy «vonggac receiver start» một lần'
        : 'phiên bản sau ghi; hãy dùng phiên bản đó'
    throw coded('STORE_VERSION', `${file}: do ${help}`)
  }
  return db
}
