import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Month } from '../../api/store/elastic/names.ts'

const TABLES = `
  PRAGMA journal_mode = WAL;
  CREATE TABLE IF NOT EXISTS place (
    id INTEGER PRIMARY KEY CHECK (id = 1), lineage TEXT NOT NULL, cursor INTEGER NOT NULL, sent INTEGER NOT NULL, round INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS refused (
    seq INTEGER PRIMARY KEY, alert TEXT NOT NULL, revision INTEGER NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS announced (
    prefix TEXT NOT NULL, month TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (prefix, month)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS node (id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL) STRICT;
`

/** Up to where revisions have been dealt with. */
export type Place = {
  /** Stands for this database: revisions of two databases cannot be compared. */
  readonly lineage: string
  /** Everything up to it was sent, refused, or too old to be sent. */
  readonly cursor: number
  /** The last one that was taken there. */
  readonly sent: number
  /** Grows whenever all is to be sent again. */
  readonly round: number
}

export type RefusedRevision = {
  readonly seq: number
  readonly alert: string
  readonly revision: number
  readonly reason: string
}

/**
 * How far Elasticsearch has been told, and what is to be removed there, in a database of its own (`elastic.db`): the product's has
 * another writer. Safe from a power failure with every step. May be open in two processes: `vonggac elastic resend` beside the product.
 */
export const openPlace = (data: string) => {
  const db = new DatabaseSync(join(data, 'elastic.db'), { timeout: 5_000 })
  db.exec(TABLES)
  db.prepare('INSERT OR IGNORE INTO place VALUES (1, ?, 0, 0, 0)').run(randomUUID())
  db.prepare('INSERT OR IGNORE INTO node VALUES (1, ?)').run(randomUUID().slice(0, 13))
  const { node } = db.prepare('SELECT name AS node FROM node').get() as { readonly node: string } // the table above
  const now = db.prepare('SELECT lineage, cursor, sent, round FROM place')
  const refuse = db.prepare('INSERT OR REPLACE INTO refused VALUES (?, ?, ?, ?, ?)')
  const advance = db.prepare('UPDATE place SET cursor = ?, sent = max(sent, ?) WHERE round = ?')
  const restart = db.prepare('UPDATE place SET cursor = 0, sent = 0, round = round + 1, lineage = ?')
  const announced = db.prepare('SELECT month, at FROM announced WHERE prefix = ?')
  const announce = db.prepare('INSERT OR REPLACE INTO announced VALUES (?, ?, ?)')
  const revoke = db.prepare('DELETE FROM announced WHERE prefix = ? AND month = ?')

  const again = (lineage: string): void => {
    db.exec('DELETE FROM refused')
    restart.run(lineage)
  }
  const note = (refused: readonly RefusedRevision[], at: number): void => {
    for (const { seq, alert, revision, reason } of refused) refuse.run(seq, alert, revision, reason, at)
  }
  const read = (): Place => now.get() as Place // the columns of the table above

  return {
    read,
    /** Drawn once for this data folder: no other process that tells of itself has it. */
    node,
    /** Goes on to `cursor`, unless all is to be sent again since `round`. */
    advance({ cursor, sent, round }: Omit<Place, 'lineage'>, refused: readonly RefusedRevision[], at: number): void {
      note(refused, at)
      advance.run(cursor, sent, round)
    },
    /** Keeps what was refused, where the position is kept elsewhere. */
    refuse: note,
    /** Everything is sent once more; what is there already changes nothing. */
    resend: () => again(read().lineage),
    /** Everything is sent as of another database: it takes the place of what is there. */
    renew: () => again(randomUUID()),
    refused: (): readonly RefusedRevision[] =>
      db.prepare('SELECT seq, alert, revision, reason FROM refused ORDER BY seq').all() as RefusedRevision[], // its columns
    /** The months whose removal was announced, and when (epoch ms). */
    announced: (prefix: string): ReadonlyMap<Month, number> =>
      new Map(announced.all(prefix).map(({ month, at }) => [String(month), Number(at)])),
    announce: (prefix: string, month: Month, at: number): void => void announce.run(prefix, month, at),
    /** It was removed, or is to stay after all. */
    revoke: (prefix: string, month: Month): void => void revoke.run(prefix, month),
    close: () => db.close(),
  }
}

export type ElasticPlace = ReturnType<typeof openPlace>
