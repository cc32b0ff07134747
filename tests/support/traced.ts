import { createCore } from '../../detectors/core.ts'
import type { World } from '../../detectors/detection.ts'
import { loadCatalogue } from '../../detectors/load.ts'
import type { Rule } from '../../detectors/meta.ts'
import { createState } from '../../detectors/state.ts'
import { type Case, PLAIN_MONDAY, town, unroll } from '../../detectors/timeline.ts'
import { type Step, watching } from '../../detectors/trace.ts'
import { directoryData, withRows } from '../../kernel/directory/data.ts'
import { createDirectory } from '../../kernel/directory/directory.ts'
import { type Action, actionNames, byTime, type Observation } from '../../kernel/event.ts'
import { DAY, HOUR, MINUTE } from '../../kernel/time.ts'

const nothing = () => undefined

/** Plays a case of a rule and shows each step of its machine about one entity, as `explain` does: in order, carriers alive. */
export const traced = (rule: Rule, example: Case, entity: string, note: (step: Step, world: World) => void): void => {
  const plain = 'beats' in example ? example : { beats: example }
  const day = ('on' in plain ? plain.on : undefined) ?? PLAIN_MONDAY
  const policy = 'policy' in plain ? (plain.policy as Rule['policy']) : {}
  const data = directoryData(withRows(town, 'with' in plain ? plain.with : undefined))
  const world = { directory: createDirectory(data), catalogue: loadCatalogue(), assumed: new Set<string>() }
  const beats = unroll(plain.beats, day)
  const [first, last] = [beats[0]!.at, beats.at(-1)!.at]
  const own = beats.flatMap(({ event }) => event ?? [])
  const core = createCore({
    ...{ rules: [{ ...rule, policy: { ...rule.policy, ...policy } } as Rule], overrides: [], world, lateness: 0 },
    yields: new Map<string, readonly Action[]>([
      ['windows', actionNames.filter((action) => action !== 'heartbeat')],
      ['bkav', ['heartbeat', 'malware.found', 'media.scan']],
    ]),
    state: createState(),
    emit: { detection: nothing, ended: nothing, indeterminate: nothing, unjudged: nothing, capped: nothing },
    compile: watching(entity, (step) => note(step, world)),
  })
  const ordered = [...own, ...carriers(first - DAY, last + HOUR)].sort(byTime)
  for (const o of ordered) core.pipelines.mark(o)
  for (const o of ordered) core.process(o)
  core.advance(last + 1_000)
}

/** Every pipeline of the town speaks every ten minutes, about nobody. */
const carriers = (from: number, to: number): Observation[] =>
  ['windows', 'bkav'].flatMap((source) =>
    Array.from({ length: Math.ceil((to - from) / (10 * MINUTE)) }, (_, i): Observation => {
      const at = from + i * 10 * MINUTE
      return { id: `noise/${source}/${i}`, at, received: at, source, collector: 'c1', digest: 'n', action: 'other' }
    }),
  )
