import type { DatabaseSync } from 'node:sqlite'
import type { Logger } from 'pino'
import type { Mask } from '../../ingest/intake/mask-bytes.ts'
import type { Clock } from '../../kernel/ports.ts'
import { isDamage } from '../database.ts'
import { readKey, readNamed } from './keys.ts'
import type { PushConfig, PushReceiver } from './settings.ts'
import type { Push } from './state.ts'
import { openTables } from './tables.ts'
import { tell } from './telling.ts'

export type PushOptions = {
  readonly settings: PushConfig
  /** Where the configuration lies: relative files are looked for there. */
  readonly folder: string
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
 * Keeps the ledger and tells its receivers. Nothing waits for it. Throws CONFIG_INVALID for files and keys that cannot be read; what is wrong
 * with a receiver is in `state`, and is tried again. A damaged ledger is left alone and said: another one in its place would be refused as a whole.
 */
export const openPush = (options: PushOptions): Push => {
  const { settings, folder, log } = options
  const signingKey = readKey(folder, 'push.signingKey', settings.signingKey, 'private')
  const lines = settings.receivers.map((receiver) => ({ receiver, ...lineOf(receiver, folder) }))
  let tables: DatabaseSync | undefined
  try {
    tables = openTables(options.data)
    return tell({ ...options, tables, signingKey, lines })
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

/** What a receiver's line needs of files; without an address there is nothing to connect to. */
const lineOf = ({ id, url, ca, cert, key, receiverKey }: PushReceiver, folder: string) => {
  const named = (what: string): string => `push.receivers «${id}», ${what}`
  const read = (what: string, file: string): string => readNamed(folder, named(what), file)
  const tls =
    url === undefined || cert === undefined || key === undefined
      ? undefined
      : { url, ca: ca === undefined ? undefined : read('ca', ca), cert: read('cert', cert), key: read('key', key) }
  return { tls, receiverKey: readKey(folder, named('receiverKey'), receiverKey, 'public') }
}
