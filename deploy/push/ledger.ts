import type { DatabaseSync } from 'node:sqlite'
import { printOf } from '../../api/push/content.ts'
import type { LastTold } from '../../api/push/verdict.ts'
import { digestOf, type Entry, type EntryKind, type PushedAlert, ZEROS } from '../../api/push/wire.ts'
import { canonical } from '../../kernel/canonical.ts'
import { localDate } from '../../kernel/time.ts'
import { inTransaction } from '../transaction.ts'

/** How far the product's alerts were looked through for a receiver. */
export type Cursor = {
  readonly seq: number
  /** The revision that stood there: another one in its place means another database. */
  readonly alert: string | null
  readonly revision: number | null
  /** All is looked through anew because the product's database is another one. */
  readonly renewed: number
  /** Policy and profile under which it was looked through. */
  readonly terms: string
}

/** An entry as it is kept: `body` is its canonical JSON. */
export type KeptEntry = { readonly seq: number; readonly at: number; readonly digest: string; readonly body: string }

const START: Cursor = { seq: 0, alert: null, revision: null, renewed: 0, terms: '' }

/** The ledger proper: what is entered, and how each receiver was told an alert stands. One process has it open to write. */
export const openLedger = (db: DatabaseSync) => {
  const cursor = db.prepare('SELECT seq, alert, revision, renewed, terms FROM cursors WHERE receiver = ?')
  const place = db.prepare('INSERT OR REPLACE INTO cursors VALUES (?, ?, ?, ?, ?, ?)')
  const told = db.prepare('SELECT level, withdrawn, "all", standing, at FROM told WHERE receiver = ? AND alert = ?')
  const tell = db.prepare('INSERT OR REPLACE INTO told VALUES (?, ?, ?, ?, ?, ?, ?, NULL)')
  const hold = db.prepare('UPDATE told SET held = ? WHERE receiver = ? AND alert = ?')
  const due = db.prepare('SELECT alert FROM told WHERE receiver = ? AND held <= ? ORDER BY held LIMIT ?')
  const last = db.prepare('SELECT seq, at, digest, body FROM entries WHERE receiver = ? ORDER BY seq DESC LIMIT 1')
  const one = db.prepare('SELECT seq, at, digest, body FROM entries WHERE receiver = ? AND seq = ?')
  const after = db.prepare(
    'SELECT seq, at, digest, body FROM entries WHERE receiver = ? AND seq > ? ORDER BY seq LIMIT ?',
  )
  const append = db.prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const onDay = db.prepare('SELECT seq, kind, digest FROM entries WHERE receiver = ? AND day = ? ORDER BY seq')
  const firstDay = db.prepare('SELECT min(day) AS day FROM entries WHERE receiver = ?')
  const lastUntil = db.prepare('SELECT max(seq) AS seq FROM entries WHERE receiver = ? AND day <= ?')

  const lastOf = (receiver: string) => last.get(receiver) as KeptEntry | undefined // its columns

  return {
    transaction: <T>(work: () => T): T => inTransaction(db, work),
    cursor: (receiver: string): Cursor => (cursor.get(receiver) as Cursor | undefined) ?? START, // its columns
    place: (receiver: string, { seq, alert, revision, renewed, terms }: Cursor): void =>
      void place.run(receiver, seq, alert, revision, renewed, terms),

    /** What the receiver was told of an alert last. */
    told(receiver: string, alert: string): LastTold | undefined {
      const row = told.get(receiver, alert)
      return row && ({ ...row, withdrawn: row['withdrawn'] === 1 } as LastTold) // its columns
    },
    /** It is looked at again at `due` (epoch ms). */
    hold: (receiver: string, alert: string, until: number | null): void => void hold.run(until, receiver, alert),
    /** Alerts whose time to be looked at again has come. */
    due: (receiver: string, now: number, limit: number): readonly string[] =>
      due.all(receiver, now, limit).map(({ alert }) => String(alert)),

    /** Adds an entry, inside the caller's transaction: the next sequence, the digest of the one before, never an earlier time than its. */
    append(receiver: string, kind: EntryKind, alert: PushedAlert, now: number): Entry {
      const before = lastOf(receiver)
      const at = Math.max(now, before?.at ?? 0)
      const entry: Entry = { seq: (before?.seq ?? 0) + 1, previous: before?.digest ?? ZEROS, kind, at, alert }
      append.run(
        receiver,
        entry.seq,
        kind,
        alert.id,
        alert.revision,
        at,
        localDate(at),
        digestOf(entry),
        canonical(entry),
      )
      const { all, standing } = printOf(alert)
      tell.run(receiver, alert.id, alert.level, alert.withdrawn ? 1 : 0, all, standing, at)
      return entry
    },

    last: lastOf,
    entry: (receiver: string, seq: number) => one.get(receiver, seq) as KeptEntry | undefined, // its columns
    /** In order. */
    after: (receiver: string, seq: number, limit: number) => after.all(receiver, seq, limit) as KeptEntry[], // its columns
    onDay: (receiver: string, day: string) =>
      onDay.all(receiver, day) as { readonly seq: number; readonly kind: EntryKind; readonly digest: string }[], // its columns
    firstDay: (receiver: string): string | undefined => (firstDay.get(receiver)?.['day'] as string | null) ?? undefined,
    /** The last entry of that day or before it; 0 where none. */
    lastUntil: (receiver: string, day: string): number => Number(lastUntil.get(receiver, day)?.['seq']),
  }
}

export type Ledger = ReturnType<typeof openLedger>
