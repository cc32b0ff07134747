import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { readRecords } from '../../ingest/archive/records.ts'
import { openQuarantine } from '../../ingest/quarantine.ts'
import { pdfWords, streamsOf } from './pdf.ts'
import { unzip } from './unzip.ts'

export type Written = { readonly what: string; readonly bytes: Buffer }

/** Every row of every table of a database: text that spans pages of its file stands together here. */
const rowsOf = (file: string): Buffer => {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 })
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
  const rows = tables.flatMap(({ name }) => db.prepare(`SELECT * FROM "${String(name)}"`).all())
  db.close()
  const cells = rows.flatMap((row) => Object.values(row))
  return Buffer.concat(
    cells.flatMap((cell) => [cell instanceof Uint8Array ? cell : Buffer.from(String(cell)), Buffer.from('\n')]),
  )
}

/** What a reader makes of a file, beside its bytes; of XML also the text alone, which its elements cut. */
const READERS: Readonly<Record<string, (file: string, bytes: Buffer) => readonly Buffer[]>> = {
  '.db': (file) => [rowsOf(file)],
  '.docx': (_, bytes) => partsOf(bytes),
  '.xlsx': (_, bytes) => partsOf(bytes),
  '.pdf': (_, bytes) => [Buffer.from(streamsOf(bytes), 'latin1'), Buffer.from(pdfWords(bytes))],
}
const partsOf = (bytes: Buffer): readonly Buffer[] =>
  [...unzip(bytes).values()].flatMap((part) => [part, Buffer.from(part.toString('utf8').replace(/<[^>]+>/g, ''))])

/** Every file below a folder: its bytes, and what its reader shows of it. */
export function* filesIn(folder: string): Generator<Written> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    const [what, bytes] = [relative(folder, file), readFileSync(file)]
    yield { what, bytes }
    for (const read of READERS[extname(file)]?.(file, bytes) ?? []) yield { what: `${what}, read`, bytes: read }
  }
}

/** What lies compressed or encrypted in the data folder of a stopped product: records of the archive and the bus, quarantined lines. */
export async function* recordsIn(data: string): AsyncGenerator<Written> {
  const asked = { from: Number.NEGATIVE_INFINITY, to: Infinity, before: Infinity, wanted: () => true }
  const onDamage = (): never => {
    throw new Error('a damaged block')
  }
  for await (const records of readRecords(join(data, 'bus'), { ...asked, onDamage }))
    yield { what: 'archive', bytes: Buffer.from(JSON.stringify(records)) }
  const quarantine = openQuarantine(data, { clock: { now: Date.now } })
  for (const line of quarantine.list({ limit: 10_000 })) {
    yield { what: 'quarantine', bytes: Buffer.from(JSON.stringify(line)) }
    yield { what: 'quarantine', bytes: Buffer.from(quarantine.open(line.id, 'kiểm tra')?.raw ?? []) }
  }
  quarantine.close()
}
