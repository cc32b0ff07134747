import type { DatabaseSync } from 'node:sqlite'

/** All of it or nothing; throws what the work throws. */
export const inTransaction = <T>(db: DatabaseSync, work: () => T): T => {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    // SQLite may have rolled back by itself, as it does where there is no room.
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}
