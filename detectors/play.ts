import type { Alert } from '../kernel/alert.ts'
import { directoryData, withRows } from '../kernel/directory/data.ts'
import { createDirectory } from '../kernel/directory/directory.ts'
import { registerObservations } from '../kernel/directory/registers.ts'
import { type Action, actionNames, type Observation } from '../kernel/event.ts'
import { DAY, HOUR, localDate, MINUTE } from '../kernel/time.ts'
import type { Catalogue } from './catalogue.ts'
import { createEngine } from './engine.ts'
import type { Rule } from './meta.ts'
import { type Case, PLAIN_MONDAY, type Rows, town, unroll } from './timeline.ts'

/** The sources of the town; between them they may witness anything. */
const yields: ReadonlyMap<string, readonly Action[]> = new Map<string, readonly Action[]>([
  ['windows', actionNames.filter((action) => action !== 'heartbeat')],
  ['bkav', ['heartbeat', 'malware.found', 'media.scan']],
])

/** Every pipeline of the town speaks every ten minutes, about nobody: proof that the carriers lived. */
const carriers = (from: number, to: number): Observation[] =>
  ['windows', 'bkav'].flatMap((source) =>
    Array.from({ length: Math.ceil((to - from) / (10 * MINUTE)) }, (_, i): Observation => {
      const at = from + i * 10 * MINUTE
      return { id: `noise/${source}/${i}`, at, received: at, source, collector: 'c1', digest: 'n', action: 'other' }
    }),
  )

/** How the logs of a case come in. */
export type Delivery = {
  /** The logs of a day as they come, one after the other, when it is over; absent: each at its time. No clock among them is further behind than `BEHIND`. */
  readonly order?: (events: readonly Observation[]) => readonly Observation[]
  /** What becomes of each register. */
  readonly registers?: (rows: Rows) => Rows
}

export type PlayOptions = {
  readonly catalogue: Catalogue
  readonly carriersAlive?: boolean
  readonly delivery?: Delivery
}

/** The furthest behind that a clock of a delivery is, ms. */
export const BEHIND = 3 * HOUR
/** Less than a day: no further ahead of what is judged is it looked whether a carrier spoke. */
const LATE = 23 * HOUR

/** Plays a case through the real engine and directory; returns the rule's alerts as they stand at the end, withdrawn ones left out. */
export const play = (
  rule: Rule,
  example: Case,
  { catalogue, carriersAlive = true, delivery = {} }: PlayOptions,
): readonly Alert[] => {
  const { order, registers = (rows) => rows } = delivery
  const plain = 'beats' in example ? example : { beats: example }
  const day = ('on' in plain ? plain.on : undefined) ?? PLAIN_MONDAY
  const data = directoryData(registers(withRows(town, 'with' in plain ? plain.with : undefined)))
  const policy = 'policy' in plain ? (plain.policy as Rule['policy']) : {}
  const beats = unroll(plain.beats, day)
  const [first, last] = [beats[0]!.at, beats.at(-1)!.at]
  const lateness = order ? LATE : 0
  const engine = createEngine({
    rules: [{ ...rule, policy: { ...rule.policy, ...policy } } as Rule],
    overrides: [],
    world: { directory: createDirectory(data), catalogue, assumed: new Set() },
    yields,
    lateness,
    register: registerObservations(data).filter((o) => o.at >= first - DAY),
    saved: [],
    sample: false,
  })
  // No other kind asks whether they lived.
  if (carriersAlive && rule.kind === 'absence')
    for (const o of carriers(first - 2 * DAY, last + lateness + 2 * HOUR)) engine.accept(o)
  if (order)
    for (const told of Map.groupBy(beats, ({ at }) => localDate(at)).values()) {
      for (const event of order(told.flatMap(({ event }) => event ?? []))) engine.accept(event)
      engine.tick(told.at(-1)!.at)
    }
  else
    for (const { at, event } of beats) {
      engine.tick(at)
      if (event) engine.accept(event)
    }
  engine.tick(last + 1_000 + lateness)
  return engine.drain().alerts.filter((alert) => !alert.withdrawn)
}
