import type { DatabaseSync } from 'node:sqlite'
import type { Alert } from '../../kernel/alert.ts'

/** A revision with its place in the order of writing. */
export type Waiting = { readonly seq: number; readonly written: number; readonly alert: Alert }

/**
 * The revisions that the product's database keeps, in the order in which they were written: what is sent on is read from here, so the
 * database itself keeps what could not be sent yet. Of revisions in a row that only grew it has the newest alone. The tables must be there.
 */
export const openOutbox = (db: DatabaseSync) => {
  const after = db.prepare('SELECT seq, written, body FROM alert_history WHERE seq > ? ORDER BY seq LIMIT ?')
  const newest = db.prepare('SELECT max(seq) AS seq FROM alert_history')
  const count = db.prepare('SELECT count(*) AS n FROM alert_history WHERE seq > ?')
  const first = db.prepare('SELECT written FROM alert_history WHERE seq > ? ORDER BY seq LIMIT 1')

  return {
    after: (cursor: number, limit: number): readonly Waiting[] =>
      after.all(cursor, limit).map(({ seq, written, body }) => ({
        seq: Number(seq),
        written: Number(written),
        alert: JSON.parse(String(body)) as Alert, // written by this program
      })),
    /** 0 where nothing was ever written. */
    newest: (): number => Number(newest.get()?.['seq']),
    /** How many wait beyond the cursor, and since when the first of them does. */
    waiting: (cursor: number): { readonly n: number; readonly since?: number } => {
      const n = Number(count.get(cursor)?.['n'])
      return { n, ...(n > 0 && { since: Number(first.get(cursor)?.['written']) }) }
    },
  }
}

export type Outbox = ReturnType<typeof openOutbox>
