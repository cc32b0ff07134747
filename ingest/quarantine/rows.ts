import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { Refused } from '../quarantine.ts'
import { LISTED, type Listed, ListedSchema } from './table.ts'
import type { Vault } from './vault.ts'

/** A row with its bytes, and the heading line it stood under where there was one. */
export type OpenedLine = Listed & { readonly raw: Uint8Array; readonly heading?: string }

/** The rows with their bytes; `put` and `remove` belong inside a transaction. */
export type SealedRows = {
  put(line: Refused): void
  read(id: number): OpenedLine | undefined
  remove(id: number): void
}

/** Rows that hold at most `maxBytes` sealed bytes: above it the oldest give way, and are counted. */
export const sealedRows = (database: DatabaseSync, vault: Vault, maxBytes: number): SealedRows => {
  const insert = database.prepare(INSERT)
  const select = database.prepare(`SELECT ${LISTED}, heading, sealed FROM refused WHERE id = ?`)
  const oldest = database.prepare('SELECT id FROM refused ORDER BY id LIMIT 1')
  const remove = database.prepare('DELETE FROM refused WHERE id = ? RETURNING length(sealed) AS size')
  const hold = database.prepare('UPDATE state SET held = held + ? RETURNING held')
  const drop = database.prepare('UPDATE state SET dropped = dropped + 1, dropped_bytes = dropped_bytes + ?')

  const removeOne = (id: number): number => {
    const gone = remove.get(id)
    const { size } = gone ? SizeSchema.parse(gone) : { size: 0 }
    hold.get(-size)
    return size
  }

  return {
    put: (line) => {
      const sealed = vault.seal(line.raw, labelOf(line))
      const { received, collector, source, place, reason, detail, parser, bytes, digest, cut } = line
      const about = [received, collector, source, place, reason, detail, parser, bytes, digest, cut ? 1 : 0] as const
      const { times } = TimesSchema.parse(insert.get(...about, line.heading ?? '', sealed))
      let { held } = HeldSchema.parse(hold.get(times === 1 ? sealed.length : 0))
      while (held > maxBytes) {
        const size = removeOne(IdSchema.parse(oldest.get()).id)
        drop.run(size)
        held -= size
      }
    },
    read: (id) => {
      const row = select.get(id)
      if (!row) return undefined
      const { sealed, heading, ...line } = SealedSchema.parse(row)
      return { ...line, raw: vault.open(sealed, labelOf(line)), ...(heading === '' ? {} : { heading }) }
    },
    remove: removeOne,
  }
}

const INSERT = `
  INSERT INTO refused (received, collector, source, place, reason, detail, parser, bytes, digest, cut, heading, sealed)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (digest, collector, source, place) DO UPDATE SET
    times = times + 1, received = min(received, excluded.received), reason = excluded.reason, detail = excluded.detail,
    parser = excluded.parser, heading = excluded.heading
  RETURNING times`

const TimesSchema = z.object({ times: z.number() })
const HeldSchema = z.object({ held: z.number() })
const SizeSchema = z.object({ size: z.number() })
const IdSchema = z.object({ id: z.number() })
const SealedSchema = ListedSchema.extend({ heading: z.string(), sealed: z.instanceof(Uint8Array) })

/** What is bound to the sealed bytes: exchanging two lines' bytes in the database shows. */
const labelOf = (line: Pick<Listed, 'digest' | 'collector' | 'source' | 'place'>): string =>
  JSON.stringify([line.digest, line.collector, line.source, line.place])
