import { setTimeout as sleepFor } from 'node:timers/promises'
import type { Logger } from 'pino'
import { ENTRIES, MOST_BYTES, MOST_ENTRIES, Receipt } from '../../api/push/wire.ts'
import { MINUTE, SECOND } from '../../kernel/time.ts'
import type { Answers } from './answers.ts'
import { exchange, type Line, type NotTaken } from './exchange.ts'
import type { KeptEntry, Ledger } from './ledger.ts'
import { reconcile } from './reconciling.ts'
import type { Requests } from './requests.ts'

export type SenderOptions = Line & {
  readonly ledger: Pick<Ledger, 'after' | 'onDay' | 'firstDay' | 'lastUntil'>
  readonly answers: Answers
  readonly requests: Requests
  readonly log: Logger
  /** Lets so many ms pass, or fewer once the signal says so; the process's own timer unless told. */
  readonly sleep?: (span: number, signal: AbortSignal) => Promise<unknown>
}

/** How long nothing is sent after a failure: twice as long each time, and up to half less by chance, so that senders do not come as one. */
const [FIRST_PAUSE, LONGEST_PAUSE] = [SECOND, 5 * MINUTE]
const IDLE = 2 * SECOND

const sleepReally: NonNullable<SenderOptions['sleep']> = (span, signal) =>
  sleepFor(span, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })

/**
 * Sends one receiver what it has no receipt for: in order, one request at a time, again until it is receipted. The ledger itself is the spool.
 * Where the receiver has lost entries (it was restored), they are sent again from where it asks.
 */
export const startSender = (options: SenderOptions) => {
  const { sender, receiver, ledger, answers, requests, clock, log, sleep = sleepReally } = options
  /** From where on what was receipted once is sent again: the receiver has lost it. */
  let again: number | undefined
  let counters = { sent: 0, requests: 0, resent: 0 }
  let failures = 0
  /** Whether the ledger says when it is tried again; so it may where another process was killed. */
  let isPaused = true
  let stopped = false
  let waiting = new AbortController()

  /** Told once, until it is something else. */
  const note = (trouble: NotTaken | undefined): void => {
    const before = answers.trouble(receiver)
    if (before?.text === trouble?.text) return
    answers.note(receiver, trouble && { refused: trouble.refused, text: trouble.text }, clock.now())
    if (trouble)
      log.warn({ receiver, refused: trouble.refused, reason: trouble.text }, 'the push is not taken; it is tried again')
    else log.info({ receiver }, 'the push is taken again')
  }

  const send = async (batch: readonly [KeptEntry, ...KeptEntry[]]): Promise<NotTaken | undefined> => {
    const end = batch.at(-1)!
    const head = JSON.stringify({ sender, receiver }).slice(0, -1)
    const body = `${head},"entries":[${batch.map((entry) => entry.body).join(',')}]}`
    counters = { ...counters, requests: counters.requests + 1 }
    const answer = await exchange(options, ENTRIES, body, Receipt)
    if (!answer.ok) return answer.error
    const { through, digest, count } = answer.value
    if (through !== end.seq || digest !== end.digest || count !== batch.length)
      return { refused: false, text: 'biên nhận không nói về những mục vừa gửi' }
    answers.keep(receiver, answer.value, clock.now())
    counters = { ...counters, sent: counters.sent + batch.length }
    if (again !== undefined) again = end.seq < answers.acked(receiver) ? end.seq + 1 : undefined
    return undefined
  }

  /** A batch, or the day that can be compared by now: what stands against it, and whether there may be more at once. */
  const round = async (): Promise<{ readonly trouble?: NotTaken | undefined; readonly more: boolean }> => {
    const from = again ?? answers.acked(receiver) + 1
    const [first, ...others] = bounded(ledger.after(receiver, from - 1, MOST_ENTRIES))
    if (!first) return { trouble: await reconcile(options), more: false }
    const trouble = await send([first, ...others])
    if (trouble?.expected === undefined || trouble.expected >= from) return { trouble, more: !trouble }
    log.warn({ receiver, from: trouble.expected, to: from - 1 }, 'the receiver lacks entries: they are sent again')
    counters = { ...counters, resent: counters.resent + from - trouble.expected }
    again = trouble.expected
    return { more: true }
  }

  /** One try, and how long nothing is sent after it. What the database throws counts as a failure. */
  const attempt = async (): Promise<number> => {
    try {
      const isAsked = requests.state(receiver) === 'asked'
      if (isAsked) {
        requests.take(receiver)
        failures = 0
      }
      if (isPaused) answers.pause(receiver, undefined)
      isPaused = false
      const { trouble, more } = await round()
      if (stopped) return 0
      note(trouble)
      failures = trouble ? failures + 1 : 0
      const span = trouble ? pauseAfter(failures) : more ? 0 : IDLE
      if (trouble) {
        isPaused = true
        answers.pause(receiver, Math.round(clock.now() + span))
      }
      if (isAsked) requests.drop(receiver)
      return span
    } catch (error) {
      log.error({ err: error, receiver }, 'the push ledger cannot be read or written; it is tried again')
      return pauseAfter(++failures)
    }
  }
  const run = async (): Promise<void> => {
    while (!stopped) {
      const span = await attempt()
      if (stopped) return
      if (span === 0) continue
      waiting = new AbortController()
      await sleep(span, waiting.signal)
    }
  }
  const running = run()

  return {
    counters: () => counters,
    /** Something was entered: sent at once, unless a failure is waited out. */
    wake: () => {
      if (!answers.trouble(receiver)) waiting.abort()
    },
    /** Does not wait any longer where somebody asks that it be tried at once. */
    attend: () => {
      if (requests.state(receiver) === 'asked') waiting.abort()
    },
    async stop(): Promise<void> {
      stopped = true
      options.client.close()
      waiting.abort()
      await running
    },
  }
}

export type Sender = ReturnType<typeof startSender>

const pauseAfter = (failures: number): number =>
  Math.min(FIRST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE) * (1 - Math.random() / 2)

/** As many from the start as one request may carry; the first in any case. */
const bounded = (entries: readonly KeptEntry[]): readonly KeptEntry[] => {
  let bytes = 0
  return entries.filter(({ body }, i) => {
    bytes += Buffer.byteLength(body) + 1
    return i === 0 || bytes < MOST_BYTES - 1_000
  })
}
