import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Outstanding } from '../../api/reports/pending.ts'
import type { StoredIndeterminate } from '../../detectors/indeterminate.ts'
import { ASIDE, type Queued, RUNNING, WAITING } from '../../detectors/queue.ts'
import { type Begun, type Since, sinceIn, YIELDS } from '../../detectors/yields.ts'
import { Alert } from '../../kernel/alert.ts'
import { coded } from '../../kernel/errors.ts'
import { openCheckpoint } from '../checkpoint.ts'

/** What the detector had saved at one moment. */
export type Saved = Outstanding & {
  readonly alerts: readonly Alert[]
  readonly unjudged: readonly StoredIndeterminate[]
  /** How far it had judged, epoch ms. */
  readonly watermark: number
  /** The version of the directory in force. */
  readonly directory: string | undefined
  /** Since when the sources yield what they do. */
  readonly since: Since
}

/**
 * Reads a product's database beside the running product: alerts from `since` on, and those of the rules `absences` that lasted until
 * then. Throws `BAD_ARGUMENT` where nothing was ever judged there.
 */
export const savedIn = (data: string, since: number, absences: ReadonlySet<string>): Saved => {
  const file = join(data, 'vonggac.db')
  if (!existsSync(file))
    throw coded('BAD_ARGUMENT', `${data}: chưa có dữ liệu; sản phẩm chưa từng chạy với cấu hình này`)
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const checkpoint = openCheckpoint(db, { readOnly: true })
    // One snapshot: alerts of before a re-evaluation beside a queue of after it would look settled.
    db.exec('BEGIN')
    const { position, saved, found } = checkpoint.restore()
    const watermark = position?.watermark
    if (watermark === undefined || !Number.isFinite(watermark))
      throw coded('BAD_ARGUMENT', `${data}: sản phẩm chưa đánh giá nhật ký nào, chưa có gì để báo cáo`)
    // Written by this program.
    const of = <T>(...spaces: readonly string[]): readonly T[] =>
      saved.filter(({ space }) => spaces.includes(space)).map(({ value }) => value as T)
    return {
      ...{ watermark, directory: position?.directory, remaking: found === 'unreadable' },
      alerts: alertsSince(db, since, [...absences]),
      unjudged: of<StoredIndeterminate>('indeterminate'),
      since: sinceIn(
        new Map(saved.flatMap(({ space, key, value }) => (space === YIELDS ? [[key, value as Begun]] : []))),
      ),
      waiting: of<Queued>(WAITING, RUNNING),
      aside: of<Queued>(ASIDE),
    }
  } finally {
    db.close()
  }
}

/** Alerts that acted since then, and absences (rules `absences`) that lasted until then: those may have begun long before. */
const alertsSince = (db: DatabaseSync, since: number, absences: readonly string[]): readonly Alert[] =>
  db
    .prepare(
      `SELECT body FROM alerts WHERE last >= ? OR (rule IN (${absences.map(() => '?').join(', ')}) AND coalesce(json_extract(body, '$.ended'), 9e999) >= ?)`,
    )
    .all(since, ...absences, since)
    .map(({ body }) => Alert.parse(JSON.parse(String(body))))
