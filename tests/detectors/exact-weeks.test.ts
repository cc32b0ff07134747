import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ev, type Happening } from '../../detectors/timeline.ts'
import type { Observation } from '../../kernel/event.ts'
import { DAY, HOUR, MINUTE } from '../../kernel/time.ts'
import { rules, type Step, townData, walk } from '../support/drive.ts'
import { LONGER, START } from '../support/stream.ts'

/*
 * As exact.test.ts, for the rules that wait or count for weeks: five weeks of few events, an hour between ticks. What comes late comes
 * days late, what was changed in the directory was changed weeks ago.
 */

const WEEKS = 5 * 7 * DAY
const UNTIL = START + WEEKS + 3 * DAY
const own = rules.filter(({ id }) => LONGER.has(id))
const runs = { numRuns: Number(process.env['RUNS'] ?? 20), endOnFailure: true }
const long = { timeout: 240_000 }

const officers = ['an.nv@tinh', 'bich@tinh', 'cuong@tinh'] as const

/** An officer's weeks: at work on most days, the password changed every so many days, or no more after some time. */
const weeks = fc
  .record({
    user: fc.constantFrom(...officers),
    every: fc.integer({ min: 3, max: 12 }),
    from: fc.integer({ min: 0, max: 6 }),
    until: fc.integer({ min: 5, max: 40 }),
    off: fc.array(fc.integer({ min: 0, max: 36 }), { maxLength: 6 }),
    clock: fc.constantFrom(undefined, undefined, undefined, HOUR),
  })
  .map(({ user, every, from, until, off, clock }) =>
    Array.from({ length: 37 }, (_, day): (readonly [number, Happening])[] => {
      const at = day * DAY + HOUR
      const here = day % 7 < 5 && !off.includes(day)
      const changes = day >= from && day < until && (day - from) % every === 0
      return [
        ...(here
          ? [[at + (day % 5) * MINUTE, ev('login', { user, ...(clock && day === 9 && { clock }) })] as const]
          : []),
        ...(changes ? [[at + 3 * HOUR, ev('password.change', { user, ok: day % 11 > 0 })] as const] : []),
      ]
    }).flat(),
  )

/** Malware on some days, now and then several times a day. */
const infections = fc
  .array(fc.tuple(fc.constantFrom('pc-01', 'pc-02'), fc.integer({ min: 0, max: 500 })), { minLength: 4, maxLength: 16 })
  .map((found) =>
    found.map(([host, hour]) => [hour * HOUR, ev('malware.found', { host, threat: 'W32.Example' })] as const),
  )

/** The town's carriers speak every half an hour. */
const alive: readonly (readonly [number, Happening])[] = ['windows', 'bkav'].flatMap((source) =>
  Array.from({ length: WEEKS / (30 * MINUTE) }, (_, i): readonly [number, Happening] => [
    i * 30 * MINUTE - 2 * HOUR,
    ev('other', { source, host: 'dc-01' }),
  ]),
)

const stream: fc.Arbitrary<readonly Observation[]> = fc
  .tuple(fc.array(weeks, { minLength: 2, maxLength: 4 }), infections)
  .map(([people, found]) =>
    [...people.flat(), ...found, ...alive].map(
      ([after, what], i) =>
        ({
          ...{ id: `w${i}`, at: START + after, received: START + after, source: 'windows', collector: 'c1' },
          ...{ digest: `d${i}`, seq: i },
          ...what,
        }) as Observation,
    ),
  )

/** As they arrive, with a tick an hour. */
const stepsOf = (
  arrivals: readonly (readonly [when: number, event: Observation])[],
  others: readonly (readonly [number, Step])[] = [],
): Step[] => {
  const all = [...arrivals.map(([when, event]) => [when, { kind: 'arrive', event } as Step] as const), ...others]
  const steps: Step[] = []
  let clock = START - 3 * HOUR
  for (const [when, step] of all.toSorted(([a], [b]) => a - b)) {
    for (; clock + HOUR <= when; clock += HOUR) steps.push({ kind: 'tick', at: clock + HOUR })
    steps.push(step)
  }
  return [...steps, { kind: 'tick', at: UNTIL }]
}

const walked = async (steps: readonly Step[]) => {
  const shell = await walk(steps, townData, { rules: own })
  return {
    found: new Set(shell.alerts().map(({ rule }) => rule.id)),
    alerts: shell.alerts().map(({ revision: _, replaces: __, ...alert }) => alert),
    unjudged: shell.engine
      .indeterminate()
      .map((what) => JSON.stringify(what))
      .sort(),
  }
}

const fired = new Map<string, number>()

test('one in eight comes days late, one in nine twice, with restarts between: the same alerts', long, async () => {
  await fc.assert(
    fc.asyncProperty(
      stream,
      fc.infiniteStream(fc.integer({ min: 0, max: 7 })),
      fc.array(fc.integer({ min: 0, max: 35 * 24 }), { maxLength: 3 }),
      async (events, lateness, cuts) => {
        const sent = events.map((event): readonly [number, Observation] => {
          const late = event.action === 'other' ? 0 : Number(lateness.next().value)
          const when = event.at + (late === 7 ? 3 * DAY + HOUR : late * 10_000)
          return [when, { ...event, received: when }]
        })
        const twice = sent.flatMap(([when, event], i) =>
          i % 9 === 0 ? [[when + DAY, { ...event, received: when + DAY }] as const] : [],
        )
        const restarts = cuts.map((hour) => [START + hour * HOUR, { kind: 'restart' }] as const)
        const inOrder = await walked(stepsOf(sent.map(([, event]) => [event.at, event])))
        const disturbed = await walked(stepsOf([...sent, ...twice], restarts))
        for (const id of inOrder.found) fired.set(id, (fired.get(id) ?? 0) + 1)
        expect(disturbed).toEqual(inOrder)
      },
    ),
    runs,
  )
})

test('and the streams are not vacuous: each of these rules fires in them', () => {
  console.table([...fired])
  expect(own.length).toBe(LONGER.size)
  if (runs.numRuns < 12) return
  for (const { id } of own) expect([id, (fired.get(id) ?? 0) >= 3]).toEqual([id, true])
})
