import type { DatabaseSync } from 'node:sqlite'
import { HOUR, SECOND } from '../../kernel/time.ts'
import { openAnswers } from './answers.ts'
import { openClient } from './client.ts'
import { openEntering } from './entering.ts'
import { openLedger } from './ledger.ts'
import type { Lines } from './lines.ts'
import type { PushOptions } from './open.ts'
import { openRequests } from './requests.ts'
import { openRetaining } from './retaining.ts'
import { type Sender, startSender } from './sender.ts'
import type { Push, ReceiverState } from './state.ts'
import { closeTables } from './tables.ts'

const EVERY = SECOND

export type TellOptions = Omit<PushOptions, 'files'> &
  Lines & {
    /** The ledger's own. */
    readonly tables: DatabaseSync
  }

/** Enters what is to be told and sends it, until it is stopped. Nothing waits for it; what goes wrong is in `state`, and is tried again. */
export const tell = ({
  settings,
  data,
  db,
  keep,
  mask,
  settled,
  clock,
  log,
  tables,
  signingKey,
  lines,
}: TellOptions): Push => {
  const [ledger, answers, requests] = [openLedger(tables), openAnswers(tables), openRequests(tables)]
  const retaining = openRetaining(tables, answers)
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
    return [startSender({ ...line, ledger, answers, requests, log })]
  })

  let failure: Error | undefined
  let [entered, purged] = [0, 0]
  let retained = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  /** Once an hour, batch after batch; whether there is more to be removed. */
  const retain = (): boolean => {
    const now = clock.now()
    if (now - retained < HOUR) return false
    const rounds = settings.receivers.map(({ id, url }) =>
      retaining.round({ id, isFile: url === undefined }, now - keep),
    )
    purged += rounds.reduce((sum, round) => sum + round.purged, 0)
    const more = rounds.some((round) => round.more)
    if (!more) retained = now
    return more
  }
  const enter = (): void => {
    if (stopped) return
    clearTimeout(timer)
    let more = false
    try {
      for (const sender of senders) sender.attend()
      const round = entering.round()
      entered += round.entered
      if (round.entered > 0) for (const sender of senders) sender.wake()
      more = retain() || round.more
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
  const receivers = (): readonly ReceiverState[] =>
    settings.receivers.map(({ id, name, url }) => ({
      ...{ id, name, isFile: url === undefined },
      ...answers.waiting(id),
      receipt: answers.latest(id),
      compared: answers.lastDay(id),
      trouble: answers.trouble(id),
      mismatches: answers.mismatches(id),
    }))

  return {
    state() {
      const counters = { entered, sealed, sent: sum('sent'), requests: sum('requests'), resent: sum('resent'), purged }
      try {
        return { failure, held: entering.held(), counters, receivers: receivers() }
      } catch (error) {
        return { failure: error instanceof Error ? error : new Error(String(error)), counters, receivers: [] }
      }
    },
    wake() {
      if (stopped) return
      clearTimeout(timer)
      timer = setTimeout(enter, 0)
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await Promise.all(senders.map((sender) => sender.stop()))
      closeTables(tables, data)
    },
  }
}
