import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { loadItems } from '../data/load.ts'
import { freshFolder } from '../folder.ts'
import { measure } from '../measure.ts'
import type { Measured } from '../scenario.ts'

type Params = { readonly folder: string; readonly scratch: string }

const GROUP = 1000

/** SQLite alone: a row a line with its text, a transaction a thousand. What an archive of rows would cost at best. */
export const job = async ({ folder, scratch }: Params): Promise<Measured> => {
  const lines = loadItems(folder).map(({ bytes, at, collector, source }) => ({
    text: bytes.toString(),
    at,
    collector,
    source,
  }))
  const run = freshFolder(scratch)
  const db = new DatabaseSync(join(run.folder, 'rows.db'))
  db.exec('PRAGMA journal_mode = WAL; CREATE TABLE rows (at INTEGER, collector TEXT, source TEXT, body TEXT) STRICT')
  const insert = db.prepare('INSERT INTO rows VALUES (?, ?, ?, ?)')
  const measured = await measure(() => {
    for (let at = 0; at < lines.length; at += GROUP) {
      db.exec('BEGIN')
      for (const line of lines.slice(at, at + GROUP)) insert.run(line.at, line.collector, line.source, line.text)
      db.exec('COMMIT')
    }
    return lines.length
  })
  db.close()
  run.remove()
  return measured
}
