import fc from 'fast-check'
import { expect } from 'vitest'
import type { Found } from '../../detectors/machine.ts'
import type { Rule } from '../../detectors/meta.ts'
import { byTime, type Observation } from '../../kernel/event.ts'
import { keysOf, type Manner, reachOf, run, type World } from './kinds.ts'

export type Finding = Pick<Found, 'entity' | 'at' | 'trigger'>

/** The definition of a kind, computed over the whole list of events in order. */
export type Oracle = (events: readonly Observation[], rule: Rule, world: World) => readonly Finding[]

const manners: readonly Manner[] = [
  { save: true },
  { tick: true },
  { forget: true },
  { save: true, tick: true, forget: true },
]

/**
 * Holds a kind to its oracle over random streams: what is found; that it is found however state is saved, ticked and forgotten;
 * that a slice as wide as `reach` finds the same inside. Both verdicts must be frequent, or the comparison would say nothing.
 */
export const holdsToOracle = (
  oracle: Oracle,
  scenes: fc.Arbitrary<{ rule: Rule; world: World; events: readonly Observation[] }>,
  { least, most, runs = 500 }: { least: number; most: number; runs?: number },
): void => {
  let [events, findings, sliced] = [0, 0, 0]
  fc.assert(
    fc.property(scenes, fc.nat(), fc.nat(), (scene, left, right) => {
      const { rule, world } = scene
      const ordered = [...scene.events].sort(byTime)
      const expected = oracle(ordered, rule, world)
      const keys = keysOf(expected)
      expect(keysOf(run(rule, scene.events, world).found)).toEqual(keys)
      for (const manner of manners) expect(keysOf(run(rule, scene.events, world, manner).found)).toEqual(keys)

      if (ordered.length > 0) {
        const reach = reachOf(rule, world)
        const [a, b] = [ordered[left % ordered.length]!.at, ordered[right % ordered.length]!.at].sort((x, y) => x - y)
        const inside = ({ at }: { at: number }): boolean => at >= a! && at <= b!
        const part = ordered.filter(({ at }) => at >= a! - reach && at <= b! + reach)
        const again = run(rule, part, world, {}).found.filter(inside)
        expect(keysOf(again)).toEqual(keysOf(expected.filter(inside)))
        sliced += again.length
      }
      events += ordered.length
      findings += expected.length
    }),
    { numRuns: runs },
  )
  expect(findings / events, 'how often the oracle fires').toBeGreaterThan(least)
  expect(findings / events, 'how often the oracle is quiet').toBeLessThan(most)
  expect(sliced, 'findings inside slices').toBeGreaterThan(0)
}
