import type { Client } from '@elastic/elasticsearch'
import type { Logger } from 'pino'
import { elasticError } from '../../api/store/elastic/errors.ts'
import type { Month } from '../../api/store/elastic/names.ts'
import { ensureTemplates } from '../../api/store/elastic/template.ts'
import { type ElasticWriter, openWriter } from '../../api/store/elastic/writer.ts'
import type { Clock } from '../../kernel/ports.ts'
import { HOUR, SECOND } from '../../kernel/time.ts'
import { foreign, newestThere } from './compare.ts'
import { BATCH, deliver, type Follower, type FollowerState } from './delivery.ts'
import type { Outbox, Waiting } from './outbox.ts'
import type { ElasticPlace, Place } from './place.ts'

export type FollowerOptions = {
  readonly client: Client
  readonly url: string
  readonly prefix: string
  readonly outbox: Outbox
  readonly place: ElasticPlace
  /** Alerts of months before it have outlived their time and are not sent again. */
  readonly oldest: () => Month
  readonly clock: Clock
  readonly log: Logger
}

/** How long nothing is asked after a failure: twice as long each time, up to the second number. */
const PAUSE = [SECOND, 30 * SECOND] as const
/** How soon something new is looked for. */
const IDLE = SECOND

/**
 * Tells Elasticsearch what the product's database holds, in order: at once what is new, and everything since when it was away. A
 * batch counts as told when all of it was taken or refused, so that nothing is lost; sending twice changes nothing.
 */
export const startFollower = (options: FollowerOptions): Follower => {
  const { client, prefix, outbox, place, clock, log } = options
  /** As the database stood before anything was added to it: what Elasticsearch knows beyond that, the database has lost. */
  const inherited = outbox.newest()
  let state: FollowerState = { sent: 0, foreign: 0 }
  let met: { readonly writer: ElasticWriter; readonly lineage: string } | undefined
  let isFirst = true
  /** When both sides were compared last, of those times when nothing was left to be sent (performance.now()). */
  let compared = Number.NEGATIVE_INFINITY
  let stopped = false
  let wake: () => void = () => undefined

  const pause = (span: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, span)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  /** After a start, after a failure and now and then: whether both sides speak of the same past. */
  const meet = async () => {
    await ensureTemplates(client, prefix)
    const { lineage, cursor, sent } = place.read()
    const there = await newestThere(client, prefix, lineage)
    if (isFirst && Math.max(there, cursor) > inherited) {
      log.warn({ there, cursor, here: inherited }, 'the database lacks what Elasticsearch was told: all is sent anew')
      place.renew()
    } else if (there < sent) {
      log.warn({ there, sent }, 'Elasticsearch lacks what it was told: all is sent again')
      place.resend()
    }
    isFirst = false
    const now = place.read().lineage
    const writer = openWriter({ client, prefix, lineage: now })
    await writer.open()
    return { writer, lineage: now }
  }

  const send = async (writer: ElasticWriter, at: Place, batch: readonly Waiting[]): Promise<void> => {
    const { taken, refused } = await deliver(writer, batch, { oldest: options.oldest(), log })
    if (stopped) return
    const reached = { cursor: batch.at(-1)!.seq, sent: taken.at(-1)?.seq ?? at.sent, round: at.round }
    place.advance(reached, refused, clock.now())
    state = { ...state, sent: state.sent + taken.length }
  }

  /** One batch, or a look at what is there; whether there may be more at once. */
  const round = async (): Promise<boolean> => {
    met = met?.lineage === place.read().lineage ? met : await meet()
    if (stopped) return false
    const at = place.read()
    const batch = outbox.after(at.cursor, BATCH)
    if (batch.length > 0) {
      await send(met.writer, at, batch)
      return batch.length === BATCH
    }
    if (performance.now() - compared < HOUR) return false
    met = await meet()
    state = { ...state, foreign: await foreign(client, prefix, met.lineage) }
    compared = performance.now()
    return place.read().round !== at.round
  }

  const run = async (): Promise<void> => {
    let failures = 0
    while (!stopped) {
      try {
        const more = await round()
        if (state.trouble !== undefined) log.info('Elasticsearch takes alerts again')
        const { trouble: _, ...fine } = state
        state = fine
        failures = 0
        if (!more && !stopped) await pause(IDLE)
      } catch (error) {
        if (stopped) return
        met = undefined
        const trouble = elasticError(error, options.url)
        if (state.trouble?.message !== trouble.message)
          log.warn({ err: trouble }, 'Elasticsearch was not told; it is tried again')
        state = { ...state, trouble }
        await pause(Math.min(PAUSE[0] * 2 ** failures++, PAUSE[1]))
      }
    }
  }
  const running = run()

  return {
    state: () => ({ ...state, ...outbox.waiting(place.read().cursor) }),
    wake: () => wake(),
    async stop(patience = 2 * SECOND): Promise<void> {
      stopped = true
      wake()
      await Promise.race([running, new Promise((resolve) => setTimeout(resolve, patience).unref())])
    },
  }
}
