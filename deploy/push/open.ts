import type { DatabaseSync } from 'node:sqlite'
import type { Logger } from 'pino'
import type { Mask } from '../../ingest/intake/mask-bytes.ts'
import type { Clock } from '../../kernel/ports.ts'
import { isDamage } from '../database.ts'
import type { Lines } from './lines.ts'
import type { PushConfig } from './settings.ts'
import type { Push } from './state.ts'
import { openTables } from './tables.ts'
import { tell } from './telling.ts'

export type PushOptions = {
  readonly settings: PushConfig
  /** What the files of `settings` hold. */
  readonly files: Lines
  readonly data: string
  /** The product's database, with its tables, as it stands before anything is added. */
  readonly db: DatabaseSync
  /** What was receipted goes once it is so old, ms. */
  readonly keep: number
  readonly mask: Mask
  /** False while alerts are being made anew. */
  readonly settled: () => boolean
  readonly clock: Clock
  readonly log: Logger
}

/**
 * Keeps the ledger and tells its receivers. Nothing waits for it. What is wrong with a receiver is in `state`, and is tried again. A damaged ledger is left alone and said: another one in its place would be refused as a whole.
 */
export const openPush = (options: PushOptions): Push => {
  const { files, log, ...rest } = options
  let tables: DatabaseSync | undefined
  try {
    tables = openTables(options.data)
    return tell({ ...rest, ...files, log, tables })
  } catch (error) {
    tables?.close()
    if (!isDamage(error)) throw error
    log.error({ err: error }, 'the push ledger is damaged: nobody is told of alerts until it is restored')
    const counters = { entered: 0, sealed: 0, sent: 0, requests: 0, resent: 0, purged: 0 }
    return {
      state: () => ({ failure: error, counters, receivers: [] }),
      wake: () => undefined,
      stop: async () => undefined,
    }
  }
}
