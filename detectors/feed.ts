import { byTime, type Observation, outranks } from '../kernel/event.ts'
import { DAY, foldDay, foldDayStart, MINUTE } from '../kernel/time.ts'
import type { Core } from './core.ts'
import type { Live } from './live.ts'
import type { Needed } from './needed.ts'
import type { Progress, SliceSources } from './sources.ts'
import type { Span } from './span.ts'

/** What the stream took in order from a time on, up to its watermark. */
export type Passed = { readonly from: number; readonly events: readonly Observation[] }

/** Steps of reading: as many events at a time as sit in memory without weight, of any number of machines; every step is a look into the archive. */
const [SHORTEST, FIRST, LONGEST] = [MINUTE, 10 * MINUTE, 8 * DAY]
const [FEW, MANY] = [25_000, 100_000]

const nextStep = (step: number, events: number): number => {
  if (events > MANY) return Math.max(Math.floor(step / 2 / SHORTEST) * SHORTEST, SHORTEST)
  return Math.min(events < FEW / 8 ? step * 8 : events < FEW ? step * 2 : step, LONGEST)
}

/**
 * Step by step, so that a long slice does not sit in memory: read, drop doubles (the earlier receipt counts), sort, process. Steps are
 * whole minutes or end at a watermark, a whole second: two deliveries of one event lie in the same.
 */
export const openFeed = (
  core: Core,
  span: Span,
  live: Live,
  { archive }: SliceSources,
  asked: readonly Needed[],
  look: (batch: readonly Observation[]) => void,
) => {
  // Nothing was ever received before `earliest`; only the registers' rows may be older.
  const end = Math.min(span.to, live.watermark)
  // With nobody to look at there is no time to read.
  const from =
    end === -Infinity ? end : Math.max(span.from, Math.min(foldDayStart(foldDay(Math.min(live.earliest, end))), end))
  let [reached, step, read] = [from, FIRST, 0]
  for (const o of live.register) if (o.at < from) core.process(o)

  const take = (events: Map<string, Observation>, start: number, end: number): void => {
    for (const o of live.register) if (o.at >= start && o.at < end) events.set(o.id, o)
    const ordered = [...events.values()].sort(byTime)
    for (const o of ordered) core.pipelines.mark(o)
    for (const o of ordered) core.process(o)
    core.advance(end)
    reached = end
    read += ordered.length
  }

  /** Reads a step into `events`; says in between how far it has come. */
  const fetch = async function* (events: Map<string, Observation>, start: number, end: number): AsyncGenerator<number> {
    let most = start
    for (const [i, needed] of asked.entries())
      for await (const batch of archive({ ...needed, from: start, to: end })) {
        look(batch)
        for (const o of batch) {
          const before = events.get(o.id)
          if (o.at >= start && o.at < end && (!before || outranks(o, before))) events.set(o.id, o)
        }
        // Of several passes over the same time, each is its share of it. What came late stands last.
        const at = Math.min(Math.max(batch.at(-1)?.at ?? start, start), end)
        most = Math.max(most, Math.floor(start + (i * (end - start) + at - start) / asked.length))
        yield most
      }
  }

  return {
    /** Takes what the stream has passed, where it begins where the reading has come to. */
    take({ from, events }: Passed, until: number): boolean {
      if (from !== reached || reached >= until) return reached >= until
      look(events)
      take(new Map(events.flatMap((o) => (o.at < until ? [[o.id, o]] : []))), reached, until)
      return true
    },

    async *until(until: number): AsyncGenerator<Progress> {
      while (reached < until) {
        const next = Math.min(reached + step, until)
        const events = new Map<string, Observation>()
        for await (const at of fetch(events, reached, next))
          yield { stage: 'computing', from, to: until, reached: at, events: read + events.size }
        const fetched = events.size
        take(events, reached, next)
        step = nextStep(step, fetched)
        yield { stage: 'computing', from, to: until, reached, events: read }
      }
    },
  }
}
