import type { DatabaseSync } from 'node:sqlite'
import { addDays, localDate } from '../../kernel/time.ts'
import { inTransaction } from '../transaction.ts'
import type { Answers } from './answers.ts'

/** So many entries go at once: some milliseconds. */
const BATCH = 1_000

/**
 * Takes entries out of the ledger that nobody needs any more: receipted, of days that both sides found the same (of a receiver without a line: receipted),
 * and as old as logs are kept. The last one stays, for the next has its digest; so does how each alert was told, that it is never told as new twice.
 */
export const openRetaining = (db: DatabaseSync, answers: Pick<Answers, 'acked' | 'lastDay' | 'mismatches'>) => {
  const until = db.prepare(
    'SELECT max(seq) AS seq FROM entries WHERE receiver = ? AND day < ? AND seq < (SELECT max(seq) FROM entries WHERE receiver = ?)',
  )
  const remove = db.prepare(
    'DELETE FROM entries WHERE receiver = ?1 AND seq IN (SELECT seq FROM entries WHERE receiver = ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3)',
  )
  const receipts = db.prepare(
    'DELETE FROM receipts WHERE receiver = ?1 AND through <= ?2 AND through < (SELECT max(through) FROM receipts WHERE receiver = ?1)',
  )
  const days = db.prepare(
    'DELETE FROM reconciliations WHERE receiver = ?1 AND day < ?2 AND day < (SELECT max(day) FROM reconciliations WHERE receiver = ?1)',
  )

  /** The first day that is to stay. */
  const firstKept = (receiver: string, isFile: boolean, before: number): string => {
    const compared = answers.lastDay(receiver)
    const bounds = [localDate(before), answers.mismatches(receiver)[0]?.day]
    if (!isFile) bounds.push(compared === undefined ? '' : addDays(compared, 1))
    return bounds.filter((day) => day !== undefined).sort()[0]!
  }

  return {
    /** Removes a batch of what was entered before that moment (epoch ms); how many entries that were, and whether there are more. */
    round(
      { id, isFile }: { readonly id: string; readonly isFile: boolean },
      before: number,
    ): { readonly purged: number; readonly more: boolean } {
      const day = firstKept(id, isFile, before)
      const last = Math.min(Number(until.get(id, day, id)?.['seq']), answers.acked(id))
      if (last === 0) return { purged: 0, more: false }
      return inTransaction(db, () => {
        const purged = Number(remove.run(id, last, BATCH).changes)
        const more = purged === BATCH
        if (!more) {
          receipts.run(id, last)
          days.run(id, day)
        }
        return { purged, more }
      })
    },
  }
}
