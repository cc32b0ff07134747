import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { Alert } from '../../kernel/alert.ts'
import type { AlertFilter, AlertStore } from '../../kernel/ports.ts'
import type { Instant } from '../../kernel/time.ts'
import { searchText, stateOf, unitPath } from '../filter.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { grew } from './growth.ts'
import { prepareAlerts } from './schema.ts'
import { PATH_MARK, whereOf } from './where.ts'

const COLUMNS = 'id, revision, rule, clause, level, state, person, account, machine, unit, path, last, search, body'
const UPSERT = `
  INSERT INTO alerts (${COLUMNS}) VALUES (${COLUMNS.replace(/\w+/g, '?')})
  ON CONFLICT (id) DO UPDATE SET ${COLUMNS.split(', ')
    .slice(1)
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')}`

const rowOf = (alert: Alert, body: string): SQLInputValue[] => [
  alert.id,
  alert.revision,
  alert.rule.id,
  alert.clause.id,
  alert.level,
  stateOf(alert),
  alert.subject.person?.id ?? null,
  alert.subject.account ?? null,
  alert.subject.machine ?? null,
  alert.subject.unit?.id ?? '',
  PATH_MARK +
    unitPath(alert)
      .map((unit) => unit + PATH_MARK)
      .join(''),
  alert.last,
  searchText(alert),
  body,
]

/**
 * Writes alerts inside the caller's transaction, so that the detector commits its state and what it found as one. `now` is
 * the wall clock's. Idempotent by (id, revision): an older or equal revision changes nothing. Returns those that were new.
 * The tables must be there (`prepareAlerts`, or `sqliteAlertStore` on the same database).
 */
export const writeAlerts = (db: DatabaseSync, alerts: readonly Alert[], now: Instant): readonly Alert[] => {
  const current = db.prepare('SELECT revision, body FROM alerts WHERE id = ?')
  const upsert = db.prepare(UPSERT)
  const fold = db.prepare('DELETE FROM alert_history WHERE id = ? AND revision = ? AND grown = 1')
  const keep = db.prepare(
    'INSERT INTO alert_history (id, revision, written, grown, body, seq) VALUES (?, ?, ?, ?, ?, ?)',
  )
  // Before anything is folded away: whatever is has a place before one that is written.
  let seq = Number(db.prepare('SELECT max(seq) AS seq FROM alert_history').get()?.['seq'])
  return alerts.filter((alert) => {
    const { id, revision } = alert
    const before = current.get(id)
    if (before && Number(before['revision']) >= revision) return false
    const body = JSON.stringify(alert)
    upsert.run(...rowOf(alert, body))
    // Both as they read from the disk: there a field that is missing and one that is `undefined` are the same.
    const grown = before !== undefined && grew(stored(before), stored({ body }))
    if (grown) fold.run(id, Number(before['revision']))
    keep.run(id, revision, now, grown ? 1 : 0, body, ++seq)
    return true
  })
}

/** Written by this program, and checked then. */
const stored = (row: Record<string, unknown>): Alert => JSON.parse(String(row['body'])) as Alert

const read = (row: Record<string, unknown>): Alert => Alert.parse(JSON.parse(String(row['body'])))

const inTransaction = (db: DatabaseSync, work: () => void): void => {
  db.exec('BEGIN IMMEDIATE')
  try {
    work()
    db.exec('COMMIT')
  } catch (error) {
    db.exec('ROLLBACK')
    throw error
  }
}

/**
 * The embedded alert store. The caller opened the database and closes it: `close` leaves it alone.
 * `count` puts alerts without a unit under `''`. Throws `STORE_VERSION`; `search` throws `BAD_ARGUMENT` on a foreign cursor.
 */
export const sqliteAlertStore = (db: DatabaseSync): AlertStore => {
  prepareAlerts(db)

  const total = (filter: AlertFilter): number => {
    const where = whereOf(filter)
    return Number(db.prepare(`SELECT count(*) AS n FROM alerts WHERE ${where.sql}`).get(...where.values)?.['n'])
  }

  return {
    put: async (alerts, now) => inTransaction(db, () => void writeAlerts(db, alerts, now)),

    get: async (id) => {
      const row = db.prepare('SELECT body FROM alerts WHERE id = ?').get(id)
      return row && read(row)
    },

    history: async (id) =>
      db
        .prepare('SELECT body, written FROM alert_history WHERE id = ? ORDER BY revision')
        .all(id)
        .map((row) => ({ alert: read(row), written: Number(row['written']) })),

    search: async (filter, { limit, cursor }) => {
      const where = whereOf(filter)
      const after = cursor === undefined ? undefined : readCursor(cursor)
      const page = after ? `${where.sql} AND (last < ? OR (last = ? AND id > ?))` : where.sql
      const rows = db
        .prepare(`SELECT body FROM alerts WHERE ${page} ORDER BY last DESC, id LIMIT ?`)
        .all(...where.values, ...(after ? [after.last, after.last, after.id] : []), limit + 1)
      const alerts = rows.slice(0, limit).map(read)
      const end = rows.length > limit ? alerts.at(-1) : undefined
      return { alerts, total: total(filter), ...(end && { next: writeCursor(end) }) }
    },

    count: async (filter, by) => {
      const where = whereOf(filter)
      const rows = db
        .prepare(`SELECT ${by} AS name, count(*) AS n FROM alerts WHERE ${where.sql} GROUP BY ${by}`)
        .all(...where.values)
      return Object.fromEntries(rows.map((row) => [String(row['name']), Number(row['n'])]))
    },

    close: () => Promise.resolve(),
  }
}
