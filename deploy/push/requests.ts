import type { DatabaseSync } from 'node:sqlite'

/**
 * That a receiver be tried at once, asked by a command of another process and answered by the one that sends: over the ledger's own file, which both
 * have open. Entries are written by the latter alone.
 */
export const openRequests = (db: DatabaseSync) => {
  const ask = db.prepare('INSERT OR REPLACE INTO requests VALUES (?, 0)')
  const found = db.prepare('SELECT taken FROM requests WHERE receiver = ?')
  const take = db.prepare('UPDATE requests SET taken = 1 WHERE receiver = ?')
  const drop = db.prepare('DELETE FROM requests WHERE receiver = ?')

  return {
    ask: (receiver: string): void => void ask.run(receiver),
    /** Whether it is asked and not begun (`asked`), being tried (`taken`), or neither. */
    state(receiver: string): 'asked' | 'taken' | 'none' {
      const row = found.get(receiver)
      if (!row) return 'none'
      return row['taken'] === 1 ? 'taken' : 'asked'
    },
    take: (receiver: string): void => void take.run(receiver),
    /** It was tried, or nobody is there to try it. */
    drop: (receiver: string): void => void drop.run(receiver),
  }
}

export type Requests = ReturnType<typeof openRequests>
