import type { Alert } from '../kernel/alert.ts'
import { directoryData, withRows } from '../kernel/directory/data.ts'
import { createDirectory } from '../kernel/directory/directory.ts'
import { registerObservations } from '../kernel/directory/registers.ts'
import { type Action, actionNames, type Observation } from '../kernel/event.ts'
import { DAY, HOUR, MINUTE } from '../kernel/time.ts'
import type { Catalogue } from './catalogue.ts'
import { createEngine } from './engine.ts'
import type { Rule } from './meta.ts'
import { type Case, PLAIN_MONDAY, town, unroll } from './timeline.ts'

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

export type PlayOptions = { readonly catalogue: Catalogue; readonly carriersAlive?: boolean }

/** Plays a case through the real engine and directory; returns the rule's alerts as they stand at the end, withdrawn ones left out. */
export const play = (rule: Rule, example: Case, { catalogue, carriersAlive = true }: PlayOptions): readonly Alert[] => {
  const plain = 'beats' in example ? example : { beats: example }
  const day = ('on' in plain ? plain.on : undefined) ?? PLAIN_MONDAY
  const data = directoryData(withRows(town, 'with' in plain ? plain.with : undefined))
  const policy = 'policy' in plain ? (plain.policy as Rule['policy']) : {}
  const beats = unroll(plain.beats, day)
  const [first, last] = [beats[0]!.at, beats.at(-1)!.at]
  const engine = createEngine({
    rules: [{ ...rule, policy: { ...rule.policy, ...policy } } as Rule],
    overrides: [],
    world: { directory: createDirectory(data), catalogue, assumed: new Set() },
    yields,
    lateness: 0,
    register: registerObservations(data).filter((o) => o.at >= first - DAY),
    saved: [],
    sample: false,
  })
  if (carriersAlive) for (const o of carriers(first - 2 * DAY, last + 2 * HOUR)) engine.accept(o)
  for (const { at, event } of beats) {
    engine.tick(at)
    if (event) engine.accept(event)
  }
  engine.tick(last + 1_000)
  return engine.drain().alerts.filter((alert) => !alert.withdrawn)
}
