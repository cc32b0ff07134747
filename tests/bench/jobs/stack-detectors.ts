import type { Measured } from '../scenario.ts'
import { runJob } from '../spawn.ts'

type Params = { readonly detectors: number } & Readonly<Record<string, unknown>>

/**
 * So many detectors at once, each a process with its share of the entities: each reads the whole topic and judges its own. The wall time
 * is that of the slowest, CPU time that of all.
 */
export const job = async ({ detectors, ...params }: Params): Promise<Measured> => {
  const all = await Promise.all(
    Array.from({ length: detectors }, (_, index) =>
      runJob('stack-detect', { ...params, slot: { index, of: detectors } }),
    ),
  )
  const sum = (of: (one: Measured) => number): number => all.reduce((total, one) => total + of(one), 0)
  return {
    events: all[0]!.events,
    wall: Math.max(...all.map(({ wall }) => wall)),
    cpu: sum(({ cpu }) => cpu),
    rss: Math.max(...all.map(({ rss }) => rss)),
    extra: { alerts: sum(({ extra }) => extra!['alerts']!), waiting: sum(({ extra }) => extra!['waiting']!) },
  }
}
