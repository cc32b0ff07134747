import fc from 'fast-check'
import { type Case, type Happening, instantOf, PLAIN_MONDAY } from '../../detectors/timeline.ts'
import { SECOND } from '../../kernel/time.ts'
import { rules } from './drive.ts'

/** Something that happens so many seconds after the beginning of its scene. */
export type Act = readonly [after: number, what: Happening]
export type Scene = fc.Arbitrary<readonly Act[]>

/** A storm is no scene. */
const MOST_ACTS = 60

const actsOf = (example: Case): readonly Act[] => {
  const beats = 'beats' in example ? example.beats : example
  const told = beats.flatMap(([clock, what]) => (what ? [[instantOf(clock, PLAIN_MONDAY), what] as const] : []))
  const begun = Math.min(...told.map(([at]) => at))
  return told.map(([at, what]) => [(at - begun) / SECOND, what])
}

/** What the cases tell that logs tell. A carrier's deliveries are told with absences of the product, which are told elsewhere. */
const scenesOf = (cases: Readonly<Record<string, Case>>): readonly (readonly Act[])[] =>
  Object.values(cases)
    .map(actsOf)
    .filter(
      (acts) =>
        acts.length > 0 && acts.length <= MOST_ACTS && acts.every(([, what]) => what.action !== 'source.delivery'),
    )

const told = rules.flatMap(({ cases: { fires, quiet } }) => {
  const [firing, near] = [scenesOf(fires), scenesOf(quiet)]
  return firing.length > 0 && near.length > 0 ? [{ firing, near }] : []
})

const oneOf = (scenes: readonly (readonly Act[])[], which: number): readonly Act[] => scenes[which % scenes.length]!

/**
 * What the cases of some rules tell, soon after one another, by the registers of the town and not by their own: mostly of those that fire,
 * now and then a near miss.
 */
export const fromCases: Scene = fc
  .array(
    fc.tuple(
      fc.constantFrom(...told),
      fc.nat(1_000),
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 0, max: 3_600 }),
    ),
    { minLength: 2, maxLength: 4 },
  )
  .map((drawn) =>
    drawn.flatMap(([{ firing, near }, which, chance, begun]) =>
      oneOf(chance === 0 ? near : firing, which).map(([after, what]): Act => [begun + after, what]),
    ),
  )
