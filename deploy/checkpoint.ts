import type { DatabaseSync } from 'node:sqlite'
import { writeAlerts } from '../api/store/sqlite.ts'
import type { Drained } from '../detectors/engine.ts'
import type { Change } from '../detectors/state.ts'
import type { Alert } from '../kernel/alert.ts'
import { coded } from '../kernel/errors.ts'
import type { Clock } from '../kernel/ports.ts'

/** Grows when saved state of an older build can no longer be read. */
export const STATE_VERSION = 1

/** Where the detector goes on, and from where the reorder buffer must be read again. */
export type Position = { readonly offset: number; readonly refill: number; readonly directory: string | undefined }

const TABLES = `
  CREATE TABLE IF NOT EXISTS state (space TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (space, key)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS position (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
`

export type CheckpointOptions = {
  readonly readOnly?: boolean
  /** Ids of the `absence` rules: their alerts last until what was missing has come. */
  readonly absences?: ReadonlySet<string>
  /** The time at which alerts are said to have been written; the wall's unless the product's clock runs differently. */
  readonly clock?: Clock
}
/** https://www.sqlite.org/rescode.html#full */
const SQLITE_FULL = 13
const NONE: ReadonlySet<string> = new Set()
const WALL: Clock = { now: Date.now }

/**
 * State, position and alerts of the detector in one SQLite database: one transaction holds what a batch changed, so a `kill -9`
 * at any moment leaves either all of it or none. Throws `STORE_VERSION` for state of another version.
 */
export const openCheckpoint = (
  db: DatabaseSync,
  { readOnly = false, absences = NONE, clock = WALL }: CheckpointOptions = {},
) => {
  if (!readOnly) db.exec(TABLES)
  const upsert = db.prepare(
    'INSERT INTO state (space, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  )
  const remove = db.prepare('DELETE FROM state WHERE space = ? AND key = ?')
  const place = db.prepare(
    'INSERT INTO position (id, version, body) VALUES (1, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, body = excluded.body',
  )

  return {
    /** What was saved: the position (undefined at the very first start) and the engine's state. */
    restore(): { readonly position: Position | undefined; readonly saved: readonly Change[] } {
      const row = db.prepare('SELECT version, body FROM position').get()
      if (row && row['version'] !== STATE_VERSION) {
        throw coded(
          'STORE_VERSION',
          `trạng thái đã lưu có phiên bản ${String(row['version'])}, chương trình này cần ${STATE_VERSION}`,
        )
      }
      const saved = db.prepare('SELECT space, key, value FROM state').all()
      return {
        position: row && (JSON.parse(String(row['body'])) as Position),
        saved: saved.map(({ space, key, value }) => ({
          space: String(space),
          key: String(key),
          value: JSON.parse(String(value)) as unknown,
        })),
      }
    },

    /** Saves a batch, all or none. Returns the alerts that were new to the store. Throws `DISK_FULL`. */
    commit({ alerts, changes }: Drained, position: Position): readonly Alert[] {
      db.exec('BEGIN IMMEDIATE')
      try {
        for (const { space, key, value } of changes) {
          if (value === undefined) remove.run(space, key)
          else upsert.run(space, key, JSON.stringify(value))
        }
        const written = writeAlerts(db, alerts, clock.now())
        place.run(STATE_VERSION, JSON.stringify(position))
        db.exec('COMMIT')
        return written
      } catch (error) {
        // SQLite may have rolled back by itself, as it does where there is no room.
        if (db.isTransaction) db.exec('ROLLBACK')
        if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_FULL)
          throw coded('DISK_FULL', 'kết quả phát hiện chưa ghi được; sẽ ghi lại khi có chỗ', error)
        throw error
      }
    },

    /** Alerts of a rule that a slice over [from, to) may touch: their acts lie in it, or they are absences still open. */
    async previous(rule: string, from: number, to: number): Promise<readonly Alert[]> {
      const lasting = absences.has(rule) ? "coalesce(json_extract(body, '$.ended'), 9e999)" : 'last'
      const rows = db.prepare(`SELECT body FROM alerts WHERE rule = ? AND ${lasting} >= ?`).all(rule, Math.max(from, 0))
      // Written by this program, and checked then.
      return rows.map((row) => JSON.parse(String(row['body'])) as Alert).filter((alert) => alert.first < to)
    },

    /** Whether an alert is in force: it was stored, and not withdrawn. */
    stands(id: string): boolean {
      return db.prepare("SELECT 1 FROM alerts WHERE id = ? AND state <> 'withdrawn'").get(id) !== undefined
    },
  }
}

export type Checkpoint = ReturnType<typeof openCheckpoint>
