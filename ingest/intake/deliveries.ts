import { z } from 'zod'
import { coded } from '../../kernel/errors.ts'
import { pipelineOf } from '../../kernel/event.ts'
import type { Message } from '../../kernel/ports.ts'
import { DAY } from '../../kernel/time.ts'
import type { Pipeline, Unwatched } from './marks.ts'

/** The topic on which several producers tell each other whose lines came through them. */
export const DELIVERIES = 'deliveries'

/**
 * That a pipeline delivered through a producer (`by`): what its restart mark would have to say, `since` and `spoke`, epoch ms. `away`: that
 * the producer itself said such a mark; then the pipeline did not speak.
 */
const Told = z.object({
  ...{ by: z.string(), collector: z.string(), source: z.string(), since: z.number(), spoke: z.number() },
  away: z.literal(true).optional(),
})
export type Told = z.infer<typeof Told>

export const deliveryTold = (told: Told): Message => ({
  key: pipelineOf(told),
  value: Buffer.from(JSON.stringify(told)),
})

/** Throws LOG_CORRUPT on anything that was not written by `deliveryTold`. */
export const readTold = (value: Uint8Array): Told => {
  const text = Buffer.from(value).toString('utf8')
  const told = Told.safeParse(jsonOf(text))
  if (!told.success)
    throw coded('LOG_CORRUPT', `Thông điệp trên «${DELIVERIES}» không đúng cấu trúc: ${text.slice(0, 80)}`)
  return told.data
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // is nothing of ours, and refused as such
  }
}

/** What is known of a pipeline: its last mark, by whomever, and when it last delivered through us. */
export const Served = z.object({
  ...{ collector: z.string(), source: z.string(), since: z.number(), spoke: z.number() },
  mine: z.number().optional(),
})
export type Served = z.infer<typeof Served>

/** A pipeline that has not delivered through us for so long is served by others. */
const FORGOTTEN = 7 * DAY

/** Which pipelines this producer (`me`) serves, and what is known of them, from what all producers tell. */
export const createServed = (me: string, saved: readonly Served[]) => {
  const known = new Map(saved.map((one) => [pipelineOf(one), one]))
  return {
    /** The next word of anybody. */
    take({ by, collector, source, since, spoke, away }: Told): void {
      const name = pipelineOf({ collector, source })
      const before = known.get(name)
      const latest = before && before.since > since ? before : { since, spoke }
      const mine = by === me && !away ? Math.max(since, before?.mine ?? -Infinity) : before?.mine
      known.set(name, {
        ...{ collector, source, since: latest.since, spoke: latest.spoke },
        ...(mine !== undefined && { mine }),
      })
    },
    /** Those we serve, as a restart mark needs them. */
    mine: (now: number): readonly Unwatched[] =>
      [...known.values()]
        .filter(({ mine }) => mine !== undefined && now - mine < FORGOTTEN)
        .map(({ collector, source, since, spoke }) => ({ collector, source, since, spoke })),
    saved: (): readonly Served[] => [...known.values()],
  }
}

/** A delivery in the minute of `received`, as its mark has it. */
export const toldOf = (by: string, { collector, source }: Pipeline, at: number): Told => ({
  ...{ by, collector, source, since: at, spoke: at },
})

/** What the next mark has to know of an absence of ours, from `from` to `until`. */
export const toldAway = (by: string, { collector, source, spoke }: Unwatched, from: number, until: number): Told => ({
  ...{ by, collector, source, since: until, spoke: (spoke ?? from) + until - from, away: true },
})
