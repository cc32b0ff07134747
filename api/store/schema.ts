import type { DatabaseSync } from 'node:sqlite'
import { coded } from '../../kernel/errors.ts'

/** Grows with every change of the tables below. */
export const ALERT_SCHEMA = 3

const TABLES = `
  CREATE TABLE IF NOT EXISTS alert_schema (version INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS alerts (
    id TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    rule TEXT NOT NULL,
    clause TEXT NOT NULL,
    level TEXT NOT NULL,
    state TEXT NOT NULL,
    person TEXT,
    account TEXT,
    machine TEXT,
    unit TEXT NOT NULL,
    path TEXT NOT NULL,
    last INTEGER NOT NULL,
    search TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS alerts_by_last ON alerts (last DESC, id);
  CREATE INDEX IF NOT EXISTS alerts_by_rule ON alerts (rule, last DESC, id);
  CREATE TABLE IF NOT EXISTS alert_history (
    id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    written INTEGER NOT NULL,
    grown INTEGER NOT NULL,
    body TEXT NOT NULL,
    seq INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (id, revision)
  ) STRICT, WITHOUT ROWID;
`

/** `seq` is the order in which revisions were written: what follows the store from outside goes by it. */
const ORDER = 'CREATE UNIQUE INDEX IF NOT EXISTS alert_history_by_seq ON alert_history (seq)'

/** What makes tables of a version those of the next. */
const MIGRATIONS: Readonly<Record<number, string>> = {
  2: `
    ALTER TABLE alert_history ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
    UPDATE alert_history SET seq = placed.seq
      FROM (SELECT id, revision, row_number() OVER (ORDER BY written, id, revision) AS seq FROM alert_history) AS placed
      WHERE placed.id = alert_history.id AND placed.revision = alert_history.revision;
  `,
}

/**
 * Makes the alert tables where they are missing, and migrates those of an older version. The version has a table of its own because the
 * database is shared with the detector's state. Call it outside a transaction: the journal mode cannot change inside one.
 * Throws `STORE_VERSION` for tables of another version that no way leads from.
 */
export const prepareAlerts = (db: DatabaseSync): void => {
  if (!db.isTransaction) db.exec('PRAGMA journal_mode = WAL')
  db.exec(TABLES)
  const found = db.prepare('SELECT version FROM alert_schema').get()?.['version']
  if (found === undefined) db.prepare('INSERT INTO alert_schema VALUES (?)').run(ALERT_SCHEMA)
  else if (found !== ALERT_SCHEMA) migrate(db, Number(found))
  db.exec(ORDER)
}

const migrate = (db: DatabaseSync, found: number): void => {
  const step = MIGRATIONS[found]
  if (step === undefined)
    throw coded(
      'STORE_VERSION',
      `kho cảnh báo có cấu trúc phiên bản ${found}, chương trình này cần phiên bản ${ALERT_SCHEMA}: hãy chạy phiên bản đã ghi kho này, ` +
        'hoặc chuyển tệp «vonggac.db» (cùng «-wal», «-shm») đi nơi khác để dựng lại cảnh báo từ nhật ký còn lưu',
    )
  db.exec(`BEGIN IMMEDIATE; ${step} UPDATE alert_schema SET version = ${found + 1}; COMMIT`)
  if (found + 1 < ALERT_SCHEMA) migrate(db, found + 1)
}
