import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Alert } from '../../kernel/alert.ts'
import { HOUR, MINUTE } from '../../kernel/time.ts'
import { drive, inOrder, LATENESS, type Step } from '../support/drive.ts'
import { SPAN, START, stream } from '../support/stream.ts'

const UNTIL = START + SPAN + 6 * HOUR

/** What must be equal whatever way the logs came: all but revisions. */
const essence = (alerts: readonly Alert[]) => alerts.map(({ revision: _, replaces: __, ...alert }) => alert)

const runs = { numRuns: Number(process.env['RUNS'] ?? 40) }

/** Arrivals delayed by `delay`, ticks by the receiver's clock. */
const delayed = (events: Parameters<typeof inOrder>[0], delay: (index: number) => number): Step[] => {
  const arrivals = events.map((event, i) => ({ event, when: event.at + delay(i) })).sort((a, b) => a.when - b.when)
  const steps: Step[] = []
  let clock = START - 2 * HOUR
  for (const { event, when } of arrivals) {
    for (; clock + MINUTE <= when; clock += MINUTE) steps.push({ kind: 'tick', at: clock + MINUTE })
    steps.push({ kind: 'arrive', event })
  }
  for (; clock < UNTIL; clock += 10 * MINUTE) steps.push({ kind: 'tick', at: clock + 10 * MINUTE })
  return [...steps, { kind: 'tick', at: UNTIL }]
}

describe('the same alerts, whatever way the logs come', () => {
  const fired = new Map<string, number>()

  test('shuffled within the lateness', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        stream,
        fc.infiniteStream(fc.integer({ min: 0, max: LATENESS - 1_000 })),
        async (events, delays) => {
          const expected = await drive(inOrder(events, UNTIL))
          for (const { rule } of expected) fired.set(rule.id, (fired.get(rule.id) ?? 0) + 1)
          const wait = events.map(() => delays.next().value as number)
          expect(essence(await drive(delayed(events, (i) => wait[i]!)))).toEqual(essence(expected))
        },
      ),
      runs,
    )
  })

  test('one event in five comes hours late', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(stream, fc.infiniteStream(fc.integer({ min: 0, max: 24 })), async (events, delays) => {
        const wait = events.map(() => delays.next().value as number)
        const late = delayed(events, (i) => (wait[i]! < 5 ? wait[i]! * 2 * HOUR : 0))
        expect(essence(await drive(late))).toEqual(essence(await drive(inOrder(events, UNTIL))))
      }),
      runs,
    )
  })

  test('one event in three comes twice, at once or hours later', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(stream, async (events) => {
        const twice = [...events, ...events.filter((_, i) => i % 3 === 0)]
        const steps = delayed(twice, (i) => (i >= events.length ? (i % 4) * HOUR : 0))
        expect(essence(await drive(steps))).toEqual(essence(await drive(inOrder(events, UNTIL))))
      }),
      runs,
    )
  })

  test('cut by restarts', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        stream,
        fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 6 }),
        async (events, cuts) => {
          const steps = inOrder(events, UNTIL)
          const cut = steps.flatMap((step, i): Step[] =>
            cuts.includes(i % 700) ? [step, { kind: 'restart' }] : [step],
          )
          expect(essence(await drive(cut))).toEqual(essence(await drive(steps)))
        },
      ),
      runs,
    )
  })

  test('and the streams are not vacuous: most rules fire in them', () => {
    console.log(fired)
    expect([...fired.keys()].length).toBeGreaterThanOrEqual(8)
  })
})
