import type { DatabaseSync } from 'node:sqlite'
import type { DayFigures, Reconciled } from '../../api/push/days.ts'
import type { Receipt } from '../../api/push/wire.ts'

export type KeptTrouble = {
  readonly refused: boolean
  readonly text: string
  readonly since: number
  /** When it is tried again, epoch ms; absent: it is being tried. */
  readonly next?: number
}
export type Mismatch = {
  readonly day: string
  readonly at: number
  readonly ours: DayFigures
  readonly theirs: Reconciled
}

/** What receivers answered: receipts, days compared, and why one takes nothing at present. */
export const openAnswers = (db: DatabaseSync) => {
  const keep = db.prepare('INSERT OR IGNORE INTO receipts VALUES (?, ?, ?, ?, ?)')
  const acked = db.prepare('SELECT max(through) AS through FROM receipts WHERE receiver = ?')
  const latest = db.prepare('SELECT body FROM receipts WHERE receiver = ? ORDER BY through DESC, received DESC LIMIT 1')
  const waiting = db.prepare('SELECT count(*) AS n, min(at) AS since FROM entries WHERE receiver = ? AND seq > ?')
  const compare = db.prepare('INSERT OR REPLACE INTO reconciliations VALUES (?, ?, ?, ?, ?, ?)')
  const lastDay = db.prepare('SELECT max(day) AS day FROM reconciliations WHERE receiver = ?')
  const differ = db.prepare(
    'SELECT day, at, ours, theirs FROM reconciliations WHERE receiver = ? AND matched = 0 ORDER BY day',
  )
  const trouble = db.prepare(
    'SELECT refused, text, since, until FROM troubles LEFT JOIN pauses USING (receiver) WHERE receiver = ?',
  )
  const note = db.prepare('INSERT OR REPLACE INTO troubles VALUES (?, ?, ?, ?)')
  const forget = db.prepare('DELETE FROM troubles WHERE receiver = ?')
  const pause = db.prepare('INSERT OR REPLACE INTO pauses VALUES (?, ?)')
  const goOn = db.prepare('DELETE FROM pauses WHERE receiver = ?')

  const ackedOf = (receiver: string): number => Number(acked.get(receiver)?.['through'])

  return {
    /** Everything up to it is receipted; 0 where nothing is. */
    acked: ackedOf,
    /** Keeps a receipt that was checked; `now` is ours. The same one again changes nothing. */
    keep: (receiver: string, receipt: Receipt, now: number): void =>
      void keep.run(receiver, receipt.through, receipt.received, now, JSON.stringify(receipt)),
    latest(receiver: string): Receipt | undefined {
      const row = latest.get(receiver)
      return row && (JSON.parse(String(row['body'])) as Receipt) // checked before it was kept
    },
    /** How many entries have no receipt, and since when the first of them is there (epoch ms). */
    waiting(receiver: string): { readonly n: number; readonly since?: number } {
      const row = waiting.get(receiver, ackedOf(receiver))
      const n = Number(row?.['n'])
      return { n, ...(n > 0 && { since: Number(row?.['since']) }) }
    },
    compared: (receiver: string, ours: DayFigures, theirs: Reconciled, matched: boolean, now: number): void =>
      void compare.run(receiver, ours.day, matched ? 1 : 0, now, JSON.stringify(ours), JSON.stringify(theirs)),
    /** The last day that was compared. */
    lastDay: (receiver: string): string | undefined => (lastDay.get(receiver)?.['day'] as string | null) ?? undefined,
    /** Days whose figures differ, oldest first. */
    mismatches: (receiver: string): readonly Mismatch[] =>
      differ.all(receiver).map(({ day, at, ours, theirs }) => ({
        day: String(day),
        at: Number(at),
        ours: JSON.parse(String(ours)) as DayFigures, // written by this program
        theirs: JSON.parse(String(theirs)) as Reconciled, // checked before it was kept
      })),
    trouble(receiver: string): KeptTrouble | undefined {
      const row = trouble.get(receiver)
      if (!row) return undefined
      const next = row['until'] === null ? {} : { next: Number(row['until']) }
      return { refused: row['refused'] === 1, text: String(row['text']), since: Number(row['since']), ...next }
    },
    /** Nothing is sent until then (epoch ms); `undefined`: it is. */
    pause: (receiver: string, until: number | undefined): void =>
      void (until === undefined ? goOn.run(receiver) : pause.run(receiver, until)),
    /** Why nothing is taken at present, and since when; absent: all is well. */
    note(receiver: string, found: Omit<KeptTrouble, 'since'> | undefined, now: number): void {
      if (!found) return void forget.run(receiver)
      const since = trouble.get(receiver)?.['since'] ?? now
      note.run(receiver, found.refused ? 1 : 0, found.text, since)
    },
  }
}

export type Answers = ReturnType<typeof openAnswers>
