import type { DatabaseSync } from 'node:sqlite'
import type { Alert } from '../../kernel/alert.ts'
import type { Cursor } from './ledger.ts'

type Revision = {
  readonly seq: number
  readonly id: string
  readonly revision: number
  /** Where no newer one has taken its place. */
  readonly alert: Alert | undefined
}

/** The alerts of the product's database in the order of writing; of revisions that only grew it has the newest alone. */
export const openRevisions = (db: DatabaseSync) => {
  const after = db.prepare(`
    SELECT h.seq, h.id, h.revision, CASE WHEN a.revision = h.revision THEN a.body END AS body
    FROM alert_history h LEFT JOIN alerts a ON a.id = h.id WHERE h.seq > ? ORDER BY h.seq LIMIT ?`)
  const newest = db.prepare('SELECT max(seq) AS seq FROM alert_history')
  const at = db.prepare('SELECT id, revision FROM alert_history WHERE seq = ?')
  const current = db.prepare('SELECT body FROM alerts WHERE id = ?')
  const read = (body: unknown): Alert => JSON.parse(String(body)) as Alert // written by this program

  const newestOf = (): number => Number(newest.get()?.['seq'])
  return {
    newest: newestOf,
    /** Whether this database is the one in which the place was reached. A revision may have gone since: a longer one took its place. */
    has({ seq, alert, revision }: Pick<Cursor, 'seq' | 'alert' | 'revision'>): boolean {
      if (seq > newestOf()) return false
      const there = seq === 0 ? undefined : at.get(seq)
      return there === undefined || (there['id'] === alert && there['revision'] === revision)
    },
    after: (seq: number, limit: number): readonly Revision[] =>
      after.all(seq, limit).map((row) => ({
        seq: Number(row['seq']),
        id: String(row['id']),
        revision: Number(row['revision']),
        alert: row['body'] === null ? undefined : read(row['body']),
      })),
    current(id: string): Alert | undefined {
      const row = current.get(id)
      return row && read(row['body'])
    },
  }
}
