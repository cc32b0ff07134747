import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { coded } from '../kernel/errors.ts'
import type { Clock, Refusal } from '../kernel/ports.ts'
import type { Intake } from './intake.ts'
import { type DefaultSource, replayLines } from './quarantine/replay.ts'
import { type OpenedLine, sealedRows } from './quarantine/rows.ts'
import {
  LISTED,
  type Listed,
  ListedSchema,
  type Opening,
  OpeningSchema,
  openTable,
  transaction,
} from './quarantine/table.ts'
import { openVault } from './quarantine/vault.ts'

/** A line nobody could read: as `Listed`, with its bytes after the mask. */
export type Refused = Omit<Listed, 'id' | 'times'> & {
  readonly raw: Uint8Array
  /** The heading line it stood under, masked. */
  readonly heading?: string
}

export type QuarantineCounters = {
  readonly lines: number
  /** Bytes held, as sealed, and the share of what may be held, 0 to 1. */
  readonly bytes: number
  readonly full: number
  /** Lines and bytes that had to give way to newer ones since the quarantine exists. */
  readonly dropped: number
  readonly droppedBytes: number
}

export type Quarantine = {
  /** Takes refused lines in, all or none. The same line of the same place is kept once, with its first receipt. Throws DISK_FULL. */
  put(lines: readonly Refused[]): void
  /** Newest first, without the bytes. */
  list(query: { readonly limit: number; readonly reason?: Refusal['reason'] }): readonly Listed[]
  /** One line with its bytes; that `by` opened it is written down first. Undefined where there is no such line. */
  open(id: number, by: string): OpenedLine | undefined
  /** Who opened what, newest first. */
  openings(limit: number): readonly Opening[]
  /**
   * Hands lines to the intake again under their first receipt and place, and removes what it accepts. `defaultOf` says by which source
   * lines are read that were for none; `auto` unless given.
   */
  replay(
    ids: readonly number[] | 'all',
    intake: Intake,
    defaultOf?: DefaultSource,
  ): Promise<{ readonly accepted: number; readonly refused: number }>
  readonly counters: QuarantineCounters
  close(): void
}

export type QuarantineOptions = {
  readonly clock: Clock
  /** Bytes held at most; the oldest lines give way, and are counted. */
  readonly maxBytes?: number
}

/** Some millions of lines: a source whose form changed on a Friday is still whole on Monday. */
const MAX_BYTES = 4 * 1024 ** 3

/**
 * The quarantine in `folder`: `quarantine.db`, and the key of its lines in `quarantine.key` (mode 0600). Bytes come masked and
 * are encrypted at rest. Throws STORE_VERSION, and CONFIG_INVALID where the key file is not the one the lines were sealed with.
 */
export const openQuarantine = (folder: string, options: QuarantineOptions): Quarantine => {
  const { clock, maxBytes = MAX_BYTES } = options
  const path = join(folder, 'quarantine.db')
  const vault = openVault(join(folder, 'quarantine.key'), !existsSync(path))
  const database = openTable(path, vault.fingerprint)
  const rows = sealedRows(database, vault, maxBytes)

  return {
    put: (lines) => transaction(database, () => lines.forEach(rows.put)),
    list: ({ limit, reason }) =>
      z
        .array(ListedSchema)
        .parse(
          database
            .prepare(`SELECT ${LISTED} FROM refused WHERE ?1 IS NULL OR reason = ?1 ORDER BY id DESC LIMIT ?2`)
            .all(reason ?? null, limit),
        ),
    open: (id, by) => {
      if (by.trim() === '') throw coded('BAD_ARGUMENT', 'Cần tên người mở dòng cách ly để ghi nhật ký.')
      if (!database.prepare('SELECT 1 FROM refused WHERE id = ?').get(id)) return undefined
      database.prepare('INSERT INTO opened (line, by, at) VALUES (?, ?, ?)').run(id, by, clock.now())
      return rows.read(id)
    },
    openings: (limit) =>
      z
        .array(OpeningSchema)
        .parse(database.prepare('SELECT line, by, at FROM opened ORDER BY rowid DESC LIMIT ?').all(limit)),
    replay: (ids, intake, defaultOf = () => 'auto') => {
      const all = () =>
        database
          .prepare('SELECT id FROM refused ORDER BY id')
          .all()
          .map((row) => Number(row['id']))
      const remove = (gone: readonly number[]) => transaction(database, () => gone.forEach(rows.remove))
      return replayLines(ids === 'all' ? all() : ids, { read: rows.read, remove, intake, defaultOf })
    },
    get counters() {
      const counters = CountersSchema.parse(database.prepare(COUNTERS).get())
      return { ...counters, full: counters.bytes / maxBytes }
    },
    close: () => database.close(),
  }
}

const COUNTERS = `
  SELECT (SELECT count(*) FROM refused) AS lines, held AS bytes, dropped, dropped_bytes AS droppedBytes FROM state`

const CountersSchema = z.object({ lines: z.number(), bytes: z.number(), dropped: z.number(), droppedBytes: z.number() })
