import { type Acts, NOTHING_HEARD } from '../../detectors/registers/acts.ts'
import type { Namesake, Unlisted, UnlistedCounts } from '../../detectors/unlisted/register.ts'
import type { Since } from '../../detectors/yields.ts'
import type { Detector } from '../detector/loop.ts'

/**
 * The detectors of several slots as one, for whoever looks at them: what each knows of its own entities is put together. `isWhole`: whether all
 * slots that are this process's run at present.
 */
export const viewOf = (detectors: () => readonly Detector[], isWhole: () => boolean = () => true) => {
  const each = <T>(ask: (detector: Detector) => T): readonly T[] => detectors().map(ask)
  const all = <T>(ask: (detector: Detector) => readonly T[]): readonly T[] => detectors().flatMap(ask)
  /** Not where there is none, or one that is broken or not taken up yet. */
  const isKnown = (): boolean => detectors().length > 0 && isWhole()
  return {
    engine: {
      // Every engine hears every log.
      pipelines: (): ReadonlyMap<string, number> => detectors()[0]?.engine.pipelines() ?? new Map(),
      seen: (): ReadonlyMap<string, number> => detectors()[0]?.engine.seen() ?? new Map(),
      acts: (): Acts => detectors()[0]?.engine.acts() ?? NOTHING_HEARD,
      heardIn: (from: number, to: number): ReadonlySet<string> =>
        new Set(detectors()[0]?.engine.heardIn(from, to) ?? []),
      /** Each has its own record, by when it was started: the latest. */
      since: ((source, action) => Math.max(...each(({ engine }) => engine.since(source, action)))) satisfies Since,
      /** As they are kept by one engine; nobody knows where there is none. */
      unlisted: {
        list: (): readonly Unlisted[] | undefined => detectors()[0]?.engine.unlisted.list(),
        counts: (): UnlistedCounts =>
          detectors()[0]?.engine.unlisted.counts() ?? { accounts: 0, machines: 0, leftOut: 0 },
        namesakes: (): readonly Namesake[] => detectors()[0]?.engine.unlisted.namesakes() ?? [],
      },
      counters: () => {
        const counters = each(({ engine }) => engine.counters())
        return {
          unjudged: added(counters.map(({ unjudged }) => unjudged)),
          capped: added(counters.map(({ capped }) => capped)),
          forgotten: counters.reduce((sum, { forgotten }) => sum + forgotten, 0),
        }
      },
      queue: {
        waiting: () => all(({ engine }) => engine.queue.waiting()),
        aside: () => all(({ engine }) => engine.queue.aside()),
      },
      indeterminate: () => all(({ engine }) => engine.indeterminate()),
    },
    /** One that runs, and the latest of what was. */
    reevaluation: (): ReturnType<Detector['reevaluation']> => {
      const journals = each(({ reevaluation }) => reevaluation())
      const running = journals.find((one) => one.running)?.running
      const last = journals.flatMap((one) => one.last ?? []).sort((a, b) => b.at - a.at)[0]
      const trouble = journals.find((one) => one.trouble)?.trouble
      return {
        ...(running && { running }),
        ...(last && { last }),
        ...(trouble && { trouble }),
        finished: journals.reduce((sum, { finished }) => sum + finished, 0),
        longestHold: Math.max(0, ...journals.map(({ longestHold }) => longestHold)),
      }
    },
    get state(): Detector['state'] {
      const states = each(({ state }) => state)
      const remade = states.flatMap((one) => one.remade ?? []).sort((a, b) => a.reached - b.reached)[0]
      return {
        found: states.find(({ found }) => found !== 'current')?.found ?? 'current',
        lost: states.some(({ lost }) => lost),
        ...(remade && { remade }),
      }
    },
    /** The slowest; -Infinity where nobody knows how far one is. */
    get watermark(): number {
      return isKnown() ? Math.min(...each(({ watermark }) => watermark)) : -Infinity
    },
    get waiting(): number {
      return each(({ waiting }) => waiting).reduce((sum, n) => sum + n, 0)
    },
    /** The message that comes next to the slowest; undefined where nobody knows how far one is. */
    get offset(): number | undefined {
      return isKnown() ? Math.min(...each(({ offset }) => offset)) : undefined
    },
  }
}

const added = (counts: readonly Readonly<Record<string, number>>[]): Record<string, number> => {
  const sum: Record<string, number> = {}
  for (const one of counts) for (const [name, n] of Object.entries(one)) sum[name] = (sum[name] ?? 0) + n
  return sum
}
