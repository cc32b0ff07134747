import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { EntryKind } from '../../api/push/wire.ts'
import type { SharingFigures } from '../../api/reports/figures-kept.ts'
import type { Period } from '../../api/reports/period.ts'
import { localDate } from '../../kernel/time.ts'
import type { Config } from '../config.ts'
import { isDamage, PATIENCE } from '../database.ts'
import type { PushReceiver } from '../push/settings.ts'
import { ledgerFile } from '../push/tables.ts'

/**
 * What the push ledger says of a period, for each receiver, read beside the running product; undefined where nobody is told of alerts, or the
 * ledger is not there or damaged (then the product itself says so, PUSH_STUCK).
 */
export const sharingIn = (
  { data, push }: Pick<Config, 'data' | 'push'>,
  period: Pick<Period, 'from' | 'to'>,
): readonly SharingFigures[] | undefined => {
  const file = ledgerFile(data)
  if (!push || !existsSync(file)) return undefined
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(file, { readOnly: true, timeout: PATIENCE })
    // One snapshot: what is receipted is among what was entered.
    db.exec('BEGIN')
    const look = lookIn(db, period)
    return push.receivers.map(look)
  } catch (error) {
    if (!isDamage(error)) throw error
    return undefined
  } finally {
    db?.close()
  }
}

const lookIn = (db: DatabaseSync, { from, to }: Pick<Period, 'from' | 'to'>) => {
  const [firstDay, lastDay] = [localDate(from), localDate(to - 1)]
  const entered = db.prepare(`
    SELECT kind, count(*) AS n, coalesce(sum(seq <= ?), 0) AS receipted FROM entries
    WHERE receiver = ? AND day BETWEEN ? AND ? AND at >= ? AND at < ? GROUP BY kind`)
  const acked = db.prepare('SELECT max(through) AS through FROM receipts WHERE receiver = ?')
  const trouble = db.prepare('SELECT refused FROM troubles WHERE receiver = ?')
  const oldest = db.prepare('SELECT seq, at FROM entries WHERE receiver = ? ORDER BY seq LIMIT 1')
  const days = db.prepare(
    'SELECT count(*) AS n, coalesce(sum(matched), 0) AS same FROM reconciliations WHERE receiver = ? AND day BETWEEN ? AND ?',
  )

  return ({ id, name, profile, url }: PushReceiver): SharingFigures => {
    const rows = entered.all(Number(acked.get(id)?.['through']), id, firstDay, lastDay, from, to)
    const count = (kind: EntryKind): number => Number(rows.find((row) => row['kind'] === kind)?.['n'] ?? 0)
    const sum = (column: 'n' | 'receipted'): number => rows.reduce((all, row) => all + Number(row[column]), 0)
    const first = oldest.get(id)
    const isPurged = first !== undefined && Number(first['seq']) > 1 && Number(first['at']) >= from
    const compared = days.get(id, firstDay, lastDay)
    const same = Number(compared?.['same'])
    const found = trouble.get(id)
    return {
      ...{ receiver: id, name, profile, way: url === undefined ? 'file' : 'line' },
      entries: isPurged ? null : sum('n'),
      kinds: countsOf(count),
      ...{ receipted: sum('receipted'), same, different: Number(compared?.['n']) - same },
      ...(found && { trouble: found['refused'] === 1 ? 'refused' : 'away' }),
    }
  }
}

const countsOf = (count: (kind: EntryKind) => number): SharingFigures['kinds'] => ({
  new: count('new'),
  supplement: count('supplement'),
  relevel: count('relevel'),
  withdraw: count('withdraw'),
  restore: count('restore'),
})
