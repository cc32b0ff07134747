import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { type Entry, type EntryKind, entryKindNames } from '../../api/push/wire.ts'
import { type Reason, reasons } from './reasons.ts'

/** An entry as it was received. */
export type Kept = {
  readonly sender: string
  readonly seq: number
  readonly digest: string
  readonly received: number
  readonly entry: Entry
}
export type RefusalCount = {
  readonly reason: Reason
  readonly sender: string
  readonly times: number
  readonly last: string
}
export type RefusalLine = {
  readonly at: number
  readonly reason: Reason
  readonly sender: string
  readonly detail: string
  /** Address and certificate; empty where a file was refused. */
  readonly origin: string
}

type Row = Readonly<Record<string, SQLOutputValue>>

const kept = (row: Row): Kept => ({
  sender: String(row['sender']),
  seq: Number(row['seq']),
  digest: String(row['digest']),
  received: Number(row['received']),
  entry: JSON.parse(String(row['body'])) as Entry, // checked before it was stored
})

const reasonOf = (row: Row): Reason => row['reason'] as Reason // written by this program

export const isWithdrawn = ({ entry }: Kept): boolean => entry.kind === 'withdraw'
export const sayKind = (kind: EntryKind): string => entryKindNames[kind]

const COLUMNS = 'sender, seq, digest, received, body'

/** The questions that are asked of what was received; `sender` absent: of all. */
export const openReading = (db: DatabaseSync) => {
  const standing = db.prepare(
    `SELECT ${COLUMNS} FROM entry JOIN (SELECT sender AS s, max(seq) AS n FROM entry GROUP BY sender, alert) ON sender = s AND seq = n
     WHERE ? IN ('', sender) ORDER BY sender, seq`,
  )
  const all = db.prepare(`SELECT ${COLUMNS} FROM entry WHERE ? IN ('', sender) ORDER BY sender, seq`)
  const ofAlert = db.prepare(`SELECT ${COLUMNS} FROM entry WHERE alert = ? ORDER BY sender, seq`)
  const receipts = db.prepare("SELECT body FROM receipt WHERE ? IN ('', sender) ORDER BY sender, through, received")
  const covering = db.prepare(
    'SELECT body FROM receipt WHERE sender = ? AND through >= ? ORDER BY received, through LIMIT 1',
  )
  const counts = db.prepare(
    'SELECT reason, sender, sum(times) AS times, max(day) AS last FROM refused GROUP BY reason, sender ORDER BY times DESC, reason, sender',
  )
  const differing = db.prepare(
    `SELECT sender, day FROM reconciliation WHERE matched = 0 AND rowid IN (SELECT max(rowid) FROM reconciliation GROUP BY sender, day)
     ORDER BY day, sender`,
  )
  const refusals = db.prepare('SELECT at, reason, sender, detail, origin FROM refusal ORDER BY rowid DESC LIMIT ?')

  return {
    /** The last entry of every alert: what stands, and what was withdrawn. */
    standing: (sender = ''): readonly Kept[] => standing.all(sender).map(kept),
    *entries(sender = ''): Generator<Kept> {
      for (const row of all.iterate(sender)) yield kept(row)
    },
    history: (alert: string): readonly Kept[] => ofAlert.all(alert).map(kept),
    /** The texts of receipts, as they were given. */
    *receipts(sender = ''): Generator<string> {
      for (const row of receipts.iterate(sender)) yield String(row['body'])
    },
    /** The first receipt that covers an entry. */
    receiptOf: (sender: string, seq: number): string | undefined => {
      const row = covering.get(sender, seq)
      return row && String(row['body'])
    },
    /** Days whose figures were not the same on both sides when they were last compared. */
    differing: (): readonly { readonly sender: string; readonly day: string }[] =>
      differing.all().map(({ sender, day }) => ({ sender: String(sender), day: String(day) })),
    refused: (): readonly RefusalCount[] =>
      counts.all().map((row) => ({
        reason: reasonOf(row),
        sender: String(row['sender']),
        times: Number(row['times']),
        last: String(row['last']),
      })),
    latestRefusals: (most: number): readonly RefusalLine[] =>
      refusals.all(most).map((row) => ({
        at: Number(row['at']),
        reason: reasonOf(row),
        sender: String(row['sender']),
        detail: String(row['detail']),
        origin: String(row['origin']),
      })),
  }
}
export type Reading = ReturnType<typeof openReading>

export const sayReason = (reason: Reason): string => reasons[reason].vi
