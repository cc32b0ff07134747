import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { z } from 'zod'
import {
  createServed,
  DELIVERIES,
  deliveryTold,
  readTold,
  Served,
  toldAway,
  toldOf,
} from '../ingest/intake/deliveries.ts'
import type { LocalIntake } from '../ingest/intake/local.ts'
import type { Pipeline } from '../ingest/intake/marks.ts'
import type { Refused } from '../ingest/quarantine.ts'
import { QUARANTINE, refusedTold } from '../ingest/quarantine-topic.ts'
import { coded } from '../kernel/errors.ts'
import type { Clock, EventBus } from '../kernel/ports.ts'
import { MINUTE, SECOND } from '../kernel/time.ts'
import { agreeOnKey } from './one-mask-key.ts'
import { type Standstill, watchStandstill } from './standstill.ts'

export type PresenceOptions = {
  readonly bus: EventBus
  readonly data: string
  readonly clock: Clock
  readonly log: Logger
  /** Tells that the machine stood still. */
  readonly standstill?: Standstill
}

/** The last word must not keep a process that is told to stop, ms. */
const FAREWELL = 3 * SECOND

const Saved = z.object({
  producer: z.string(),
  /** When it last said the time, epoch ms; absent before it first did. */
  ticked: z.number().optional(),
  /** From where on the topic of deliveries is not known yet. */
  from: z.number(),
  pipelines: z.array(Served),
})

type Speaker = Pick<LocalIntake, 'publishTick' | 'publishGoodbye' | 'announceRestart'>

/**
 * One of several producers of the log, over its restarts: its name, which pipelines it serves, and until when it was there. Where it was
 * away it says so of the pipelines it serves, and of no other's; what was known of them it learns from what all producers tell. Kept
 * in `ingester.json` of the data folder. Throws LOG_CORRUPT, and CONFIG_INVALID where its key is not the one of the others.
 */
export const openPresence = async (options: PresenceOptions) => {
  const { bus, data, clock, log, standstill = watchStandstill() } = options
  const file = join(data, 'ingester.json')
  const saved = read(file)
  await agreeOnKey(bus, data)
  const { producer } = saved
  const served = createServed(producer, saved.pipelines)
  let { ticked } = saved
  let from = Math.min(Math.max(saved.from, await bus.begin(DELIVERIES)), await bus.end(DELIVERIES))
  let speaker: Speaker | undefined

  const caughtUp = Promise.withResolvers<void>()
  const end = await bus.end(DELIVERIES)
  const subscription = await bus.subscribe(DELIVERIES, from, async (batch) => {
    for (const { value } of batch) served.take(readTold(value))
    from = batch.at(-1)!.offset + 1
    if (from >= end) caughtUp.resolve()
  })
  if (from >= end) caughtUp.resolve()

  const state = () => ({ producer, from, pipelines: [...served.saved()], ...(ticked !== undefined && { ticked }) })
  const save = (): void => {
    try {
      write(file, state())
    } catch (error) {
      log.error({ err: error }, 'which pipelines are served could not be written; it is tried again')
    }
  }
  // Its name must be the same next time, however this one ends.
  write(file, state())

  const announce = async (intake: Speaker, since: number): Promise<void> => {
    const now = clock.now()
    const pipelines = served.mine(now)
    await bus.publish(
      DELIVERIES,
      pipelines.map((pipeline) => deliveryTold(toldAway(producer, pipeline, since, now))),
    )
    await intake.announceRestart(pipelines, since)
    log.info({ pipelines: pipelines.length, since: new Date(since).toISOString() }, 'it was away, and has said so')
  }

  const publishTick = async (at: number): Promise<void> => {
    if (!speaker) return
    if (standstill.wasAway && ticked !== undefined && ticked < at) await announce(speaker, ticked)
    else await speaker.publishTick(at)
    standstill.spoke()
    if (ticked === undefined || Math.floor(ticked / MINUTE) !== Math.floor(at / MINUTE)) {
      ticked = at
      save()
    }
    ticked = at
  }

  return {
    /** What the intake has to know of it. */
    intake: {
      producer,
      /** Tells the others, before the lines are stored: a delivery too many is no harm, one too few may accuse the source. */
      onDelivery: (pipelines: readonly Pipeline[], received: number): Promise<void> =>
        bus.publish(
          DELIVERIES,
          pipelines.map((one) => deliveryTold(toldOf(producer, one, Math.floor(received / MINUTE) * MINUTE))),
        ),
      onRefused: (lines: readonly Refused[]): Promise<void> =>
        bus.publish(
          QUARANTINE,
          lines.map((line) => refusedTold(producer, line)),
        ),
    },
    /** Says since when nobody watched, where this is not the first start. From here on it is there. */
    async begin(intake: Speaker): Promise<void> {
      await caughtUp.promise
      if (ticked !== undefined && ticked < clock.now()) await announce(intake, ticked)
      speaker = intake
      standstill.spoke()
    },
    publishTick,
    /** Leaves, so that nobody waits for its time. */
    async close(): Promise<void> {
      await subscription.stop()
      if (!speaker) return
      const at = clock.now()
      const { promise: late, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, FAREWELL)
      const said = speaker.publishGoodbye(at).then(() => {
        ticked = at
      })
      // Not heard, its lease ends within a minute.
      await Promise.race([said.catch(() => undefined), late])
      clearTimeout(timer)
      save()
    },
  }
}

const read = (file: string): z.infer<typeof Saved> => {
  if (!existsSync(file)) return { producer: randomUUID(), from: 0, pipelines: [] }
  try {
    return Saved.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw coded('LOG_CORRUPT', `Tệp «${file}» bị hỏng: khôi phục từ bản sao lưu, hoặc xóa nó đi để bắt đầu lại.`, cause)
  }
}

/** As a whole, once its bytes are on the disk. */
const write = (file: string, saved: z.infer<typeof Saved>): void => {
  writeFileSync(`${file}.new`, JSON.stringify(saved), { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
}
