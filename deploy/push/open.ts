import type { DatabaseSync } from 'node:sqlite'
import type { Logger } from 'pino'
import type { Mask } from '../../ingest/intake/mask-bytes.ts'
import type { Clock } from '../../kernel/ports.ts'
import { SECOND } from '../../kernel/time.ts'
import { openAnswers } from './answers.ts'
import { openClient } from './client.ts'
import { openEntering } from './entering.ts'
import { readKey, readNamed } from './keys.ts'
import { openLedger } from './ledger.ts'
import { type Sender, startSender } from './sender.ts'
import type { PushConfig, PushReceiver } from './settings.ts'
import { openTables } from './tables.ts'

export type PushOptions = {
  readonly settings: PushConfig
  /** Where the configuration lies: relative files are looked for there. */
  readonly folder: string
  readonly data: string
  /** The product's database, with its tables, as it stands before anything is added. */
  readonly db: DatabaseSync
  readonly mask: Mask
  /** False while alerts are being made anew. */
  readonly settled: () => boolean
  readonly clock: Clock
  readonly log: Logger
}

const EVERY = SECOND

/**
 * Keeps the ledger and tells its receivers. Nothing waits for it. Throws CONFIG_INVALID for files and keys that cannot be read; what is wrong
 * with a receiver is in `state`, and is tried again.
 */
export const openPush = ({ settings, folder, data, db, mask, settled, clock, log }: PushOptions) => {
  const signingKey = readKey(folder, 'push.signingKey', settings.signingKey, 'private')
  const lines = settings.receivers.map((receiver) => ({ receiver, ...lineOf(receiver, folder) }))
  const tables = openTables(data)
  const [ledger, answers] = [openLedger(tables), openAnswers(tables)]
  let sealed = 0
  /** Titles were sealed before they were stored; a register or an older version may hold what was not. */
  const seal = (text: string): string => {
    const { line, masked } = mask(text)
    sealed += masked
    return line
  }
  const entering = openEntering({ ...{ ledger, db, receivers: settings.receivers, seal, settled, clock } })
  const senders = lines.flatMap(({ receiver, tls, receiverKey }): readonly Sender[] => {
    if (!tls) return []
    const client = openClient({ ...tls, signingKey })
    const line = { sender: settings.sender, receiver: receiver.id, client, receiverKey, clock }
    return [startSender({ ...line, ledger, answers, log })]
  })

  let failure: Error | undefined
  let entered = 0
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const enter = (): void => {
    if (stopped) return
    clearTimeout(timer)
    let more = false
    try {
      const round = entering.round()
      more = round.more
      entered += round.entered
      if (round.entered > 0) for (const sender of senders) sender.wake()
      failure = undefined
    } catch (error) {
      const now = error instanceof Error ? error : new Error(String(error))
      if (failure?.message !== now.message)
        log.error({ err: now }, 'nothing can be entered into the push ledger; it is tried again')
      failure = now
    }
    timer = setTimeout(enter, more ? 0 : EVERY)
  }
  timer = setTimeout(enter, 0)

  const sum = (name: keyof ReturnType<Sender['counters']>): number =>
    senders.reduce((total, sender) => total + sender.counters()[name], 0)

  return {
    state: () => ({
      failure,
      counters: { entered, sealed, sent: sum('sent'), requests: sum('requests'), resent: sum('resent') },
      receivers: settings.receivers.map(({ id, name, url }) => ({
        ...{ id, name, isFile: url === undefined },
        ...answers.waiting(id),
        trouble: answers.trouble(id),
        mismatches: answers.mismatches(id),
      })),
    }),
    /** Alerts were written: they are looked at once the caller has done. */
    wake(): void {
      if (stopped) return
      clearTimeout(timer)
      timer = setTimeout(enter, 0)
    },
    async stop(): Promise<void> {
      stopped = true
      clearTimeout(timer)
      await Promise.all(senders.map((sender) => sender.stop()))
      tables.close()
    },
  }
}

export type Push = ReturnType<typeof openPush>
export type PushState = ReturnType<Push['state']>

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
