import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Refused } from '../../api/reports/figures-kept.ts'
import type { Period } from '../../api/reports/period.ts'
import type { Config } from '../config.ts'
import { isDamage, PATIENCE } from '../database.ts'

/**
 * Lines received in a period that nobody could read and that are still set aside, read beside the running product; undefined where there is no
 * quarantine, it is damaged, or lines are taken in elsewhere too (Kafka).
 */
export const refusedIn = (
  { data, kafka }: Pick<Config, 'data' | 'kafka'>,
  { from, to }: Pick<Period, 'from' | 'to'>,
): Refused | undefined => {
  const file = join(data, 'quarantine.db')
  if (kafka || !existsSync(file)) return undefined
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(file, { readOnly: true, timeout: PATIENCE })
    const rows = db
      .prepare(
        "SELECT collector || '/' || source AS pipeline, sum(times) AS n FROM refused WHERE received >= ? AND received < ? GROUP BY pipeline",
      )
      .all(from, to)
    return {
      lines: new Map(rows.map(({ pipeline, n }) => [String(pipeline), Number(n)])),
      dropped: Number(db.prepare('SELECT dropped FROM state').get()?.['dropped']),
    }
  } catch (error) {
    if (!isDamage(error)) throw error
    return undefined
  } finally {
    db?.close()
  }
}
