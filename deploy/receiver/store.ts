import type { DatabaseSync } from 'node:sqlite'
import type { DayFigures, Reconciled } from '../../api/push/days.ts'
import type { Entry, EntryKind, Receipt } from '../../api/push/wire.ts'
import { ZEROS } from '../../api/push/wire.ts'
import { canonical } from '../../kernel/canonical.ts'
import { DAY, localDate } from '../../kernel/time.ts'
import { inTransaction } from '../transaction.ts'
import type { Reason, Refusal } from './reasons.ts'

/** The last refusals are kept with their sentence; all are counted by day. */
const MOST_REFUSALS = 10_000

export type Head = { readonly seq: number; readonly digest: string }

/** What was received: entries, receipts, requests seen, refusals. Every write is for within `within`. */
export const openStore = (db: DatabaseSync) => {
  const head = db.prepare('SELECT seq, digest FROM entry WHERE sender = ? ORDER BY seq DESC LIMIT 1')
  const digestAt = db.prepare('SELECT digest FROM entry WHERE sender = ? AND seq = ?')
  const dayOf = db.prepare('SELECT seq, kind, digest FROM entry WHERE sender = ? AND day = ? ORDER BY seq')

  return {
    /** All of it or nothing; `work` is done again by nobody. */
    within: <T>(work: () => T): T => inTransaction(db, work),
    /** The last entry of a sender; 0 and zeros before the first. */
    head(sender: string): Head {
      const row = head.get(sender)
      return row ? { seq: Number(row['seq']), digest: String(row['digest']) } : { seq: 0, digest: ZEROS }
    },
    digestAt(sender: string, seq: number): string | undefined {
      const row = digestAt.get(sender, seq)
      return row && String(row['digest'])
    },
    day: (sender: string, day: string) =>
      dayOf.all(sender, day).map((row) => ({
        seq: Number(row['seq']),
        kind: row['kind'] as EntryKind, // checked before it was stored
        digest: String(row['digest']),
      })),
    ...writing(db),
  }
}

const writing = (db: DatabaseSync) => {
  const seen = db.prepare('SELECT 1 FROM request WHERE id = ?')
  const remember = db.prepare('INSERT INTO request VALUES (?, ?)')
  const forget = db.prepare('DELETE FROM request WHERE at < ?')
  const put = db.prepare('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const receipt = db.prepare('INSERT INTO receipt VALUES (?, ?, ?, ?)')
  const refusal = db.prepare('INSERT INTO refusal (at, reason, sender, detail, origin) VALUES (?, ?, ?, ?, ?)')
  const trim = db.prepare('DELETE FROM refusal WHERE rowid <= (SELECT max(rowid) FROM refusal) - ?')
  const count = db.prepare(
    'INSERT INTO refused VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET times = times + excluded.times',
  )
  const reconciled = db.prepare('INSERT INTO reconciliation VALUES (?, ?, ?, ?, ?, ?)')

  return {
    /** Whether a request is seen for the first time; it is known from then on, for a day: longer than its timestamp is accepted. */
    isFirst(id: string, now: number): boolean {
      if (seen.get(id)) return false
      forget.run(now - DAY)
      remember.run(id, now)
      return true
    },
    put: (sender: string, entry: Entry, digest: string, received: number): void =>
      void put.run(
        ...[sender, entry.seq, digest, entry.kind, entry.at, localDate(entry.at)],
        ...[entry.alert.id, received, canonical(entry)],
      ),
    keepReceipt: (given: Receipt): void =>
      void receipt.run(given.sender, given.through, given.received, JSON.stringify(given)),
    refuse({ reason, sender = '', detail, origin = '' }: Refusal, now: number, times = 1): void {
      refusal.run(now, reason, sender, detail, origin)
      trim.run(MOST_REFUSALS)
      count.run(localDate(now), reason satisfies Reason, sender, times)
    },
    reconcile: (theirs: DayFigures, ours: Reconciled, matched: boolean): void =>
      void reconciled.run(
        ...[ours.sender, ours.day, ours.received, matched ? 1 : 0],
        ...[JSON.stringify(ours), JSON.stringify(theirs)],
      ),
  }
}
export type Store = ReturnType<typeof openStore>
