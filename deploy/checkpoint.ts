import type { DatabaseSync } from 'node:sqlite'
import { writeAlerts } from '../api/store/sqlite.ts'
import type { Change } from '../detectors/state.ts'
import { YIELDS } from '../detectors/yields.ts'
import type { Alert } from '../kernel/alert.ts'
import { coded } from '../kernel/errors.ts'
import type { Clock } from '../kernel/ports.ts'
import { migrated, STATE_VERSION } from './migrations.ts'
import { inTransaction } from './transaction.ts'

/**
 * Where the detector goes on, and from where the reorder buffer must be read again. It holds, too, how far the stream had come, so that
 * state nobody can read is made anew from there. Fields are only ever added to it.
 */
export type Position = {
  readonly offset: number
  readonly refill: number
  readonly directory: string | undefined
  readonly watermark?: number
  /** Nothing was ever received about a time before it. */
  readonly earliest?: number
}

/** A change as it is stored: space, key, and the value as JSON; `undefined` for gone. */
export type Row = readonly [space: string, key: string, text: string | undefined]

export const rowOf = ({ space, key, value }: Change): Row => [
  space,
  key,
  value === undefined ? undefined : JSON.stringify(value),
]

/** The version of state that was discarded and not yet made anew. */
const UNREADABLE = 0

/** What became of the state that was found. */
export type Found = 'current' | 'migrated' | 'unreadable'

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
 * at any moment leaves either all of it or none.
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

  const inOne = <T>(work: () => T): T => {
    try {
      return inTransaction(db, work)
    } catch (error) {
      if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_FULL)
        throw coded('DISK_FULL', 'kết quả phát hiện chưa ghi được; sẽ ghi lại khi có chỗ', error)
      throw error
    }
  }
  const write = (
    rows: readonly Row[],
    alerts: readonly Alert[],
    position: Position,
    /** Of the rows, where another build wrote them. */
    version = STATE_VERSION,
  ): readonly Alert[] =>
    inOne(() => {
      for (const [space, key, text] of rows) {
        if (text === undefined) remove.run(space, key)
        else upsert.run(space, key, text)
      }
      const written = writeAlerts(db, alerts, clock.now())
      place.run(version, JSON.stringify(position))
      return written
    })
  const one = db.prepare('SELECT value FROM state WHERE space = ? AND key = ?')
  const stood = (): Position | undefined => {
    const row = db.prepare('SELECT body FROM position').get()
    return row && (JSON.parse(String(row['body'])) as Position) // written by this program
  }

  return {
    /**
     * What was saved: the position (undefined at the very first start) and the engine's state. State of an older version is
     * migrated; where that cannot be, or it cannot be read, `found` says so, and only what no archive can tell is given (since when sources
     * yield what they do): the rest must be made anew.
     */
    restore(): { readonly position: Position | undefined; readonly saved: readonly Change[]; readonly found: Found } {
      const row = db.prepare('SELECT version, body FROM position').get()
      if (!row) return { position: undefined, saved: [], found: 'current' }
      const version = Number(row['version'])
      const position = JSON.parse(String(row['body'])) as Position // written by this program
      const saved = migrated(read(db), version)
      if (!saved)
        return { position: { ...progressIn(db), ...position }, saved: read(db, YIELDS) ?? [], found: 'unreadable' }
      if (version === STATE_VERSION) return { position, saved, found: 'current' }
      if (!readOnly)
        inOne(() => {
          db.exec('DELETE FROM state')
          for (const { space, key, value } of saved) upsert.run(space, key, JSON.stringify(value))
          place.run(STATE_VERSION, JSON.stringify(position))
        })
      return { position, saved, found: 'migrated' }
    },

    /** Where the detector stood at the last commit, without its state; undefined before the first. */
    position: stood,

    /**
     * Where a start after a power failure would read from: what was committed is safe from that only once the journal is in the
     * database. Brings it there; undefined where somebody is reading so that it cannot be now.
     */
    durable(): number | undefined {
      const refill = stood()?.refill ?? 0
      const { log, checkpointed } = db.prepare('PRAGMA wal_checkpoint(PASSIVE)').get()!
      return log === checkpointed ? refill : undefined
    },

    /** Forgets state that cannot be read, but for what no archive can tell; alerts and position stay. Until the next commit it is found unreadable again. */
    discard(position: Position): void {
      inOne(() => {
        db.prepare('DELETE FROM state WHERE space <> ?').run(YIELDS)
        place.run(UNREADABLE, JSON.stringify(position))
      })
    },

    /** One saved value, as it was committed last. */
    value(space: string, key: string): unknown {
      const row = one.get(space, key)
      return row && (JSON.parse(String(row['value'])) as unknown)
    },

    /** Everything saved in a space. */
    entries: (space: string): readonly Change[] => read(db, space) ?? [],

    /** Saves a batch, all or none. Returns the alerts that were new to the store. Throws `DISK_FULL`. */
    write,

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

/** Rows of the state, of one space or of all; undefined where one of them is no JSON. */
const read = (db: DatabaseSync, space?: string): readonly Change[] | undefined => {
  const rows =
    space === undefined
      ? db.prepare('SELECT space, key, value FROM state').all()
      : db.prepare('SELECT space, key, value FROM state WHERE space = ?').all(space)
  try {
    return rows.map(({ space, key, value }) => ({
      space: String(space),
      key: String(key),
      value: JSON.parse(String(value)) as unknown,
    }))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined // told as «unreadable»
    throw error
  }
}

/** How far the stream had come, of state that was written before the position said so. */
const progressIn = (db: DatabaseSync): Pick<Position, 'watermark' | 'earliest'> =>
  Object.fromEntries(
    db
      .prepare("SELECT key, value FROM state WHERE space = 'engine' AND key IN ('watermark', 'earliest')")
      .all()
      .flatMap(({ key, value }) => (Number.isFinite(Number(value)) ? [[String(key), Number(value)]] : [])),
  )

export type Checkpoint = ReturnType<typeof openCheckpoint>
