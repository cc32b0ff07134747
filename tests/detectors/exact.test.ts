import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Alert } from '../../kernel/alert.ts'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import type { Observation } from '../../kernel/event.ts'
import { HOUR, MINUTE } from '../../kernel/time.ts'
import { drive, inOrder, LATENESS, rules, type Step, townData, walk } from '../support/drive.ts'
import { SPAN, START, stream } from '../support/stream.ts'

const UNTIL = START + SPAN + 6 * HOUR

/** What must be equal whatever way the logs came: all but revisions. */
const essence = (alerts: readonly Alert[]) => alerts.map(({ revision: _, replaces: __, ...alert }) => alert)

/** No shrinking: a stream of hundreds of events never ends getting smaller. What failed is in the seed and path that are printed. */
const runs = { numRuns: Number(process.env['RUNS'] ?? 30), endOnFailure: true }

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
  /** In how many streams each rule fired. */
  const fired = new Map<string, number>()
  const truth = async (events: readonly Observation[]): Promise<readonly Alert[]> => {
    const alerts = await drive(inOrder(events, UNTIL))
    for (const id of new Set(alerts.map(({ rule }) => rule.id))) fired.set(id, (fired.get(id) ?? 0) + 1)
    return alerts
  }

  test('shuffled within the lateness', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        stream,
        fc.infiniteStream(fc.integer({ min: 0, max: LATENESS - 1_000 })),
        async (events, delays) => {
          const expected = await truth(events)
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
        expect(essence(await drive(late))).toEqual(essence(await truth(events)))
      }),
      runs,
    )
  })

  test('one event in three comes twice, at once or hours later', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(stream, async (events) => {
        const twice = [...events, ...events.filter((_, i) => i % 3 === 0)]
        const steps = delayed(twice, (i) => (i >= events.length ? (i % 4) * HOUR : 0))
        expect(essence(await drive(steps))).toEqual(essence(await truth(events)))
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
          expect(essence(await drive(cut))).toEqual(essence(await truth(events)))
        },
      ),
      runs,
    )
  })

  test('computing everything about everybody again changes nothing', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(stream, async (events) => {
        const shell = await walk(inOrder(events, UNTIL))
        const before = essence(shell.alerts())
        shell.doubtAll()
        await shell.reevaluate()
        expect(essence(shell.alerts())).toEqual(before)
      }),
      { ...runs, numRuns: Math.ceil(runs.numRuns / 2) },
    )
  })

  /** What a clerk may correct long after the facts. */
  const corrected: Readonly<Record<string, DirectoryData>> = {
    'a machine is another officer’s, another is for secrets': {
      ...townData,
      machines: townData.machines.map((row) =>
        row.id === 'pc-02' ? { ...row, person: 'p-an' } : row.id === 'pc-03' ? { ...row, secrets: true } : row,
      ),
    },
    'an account is no person’s': {
      ...townData,
      accounts: townData.accounts.map((row) => (row.id === 'bich@tinh' ? { ...row, kind: 'group' } : row)),
    },
    'a device is registered': { ...townData, devices: [...townData.devices, { ...townData.devices[0]!, id: 'usb-8' }] },
  }
  test.each(Object.entries(corrected))('the directory is corrected: %s', { timeout: 120_000 }, async (_, data) => {
    await fc.assert(
      fc.asyncProperty(stream, fc.integer({ min: 0, max: 35 }), async (events, hour) => {
        const steps = inOrder(events, UNTIL)
        const told = steps.findIndex((step) => step.kind === 'tick' && step.at >= START + hour * HOUR)
        expect(essence(await drive(steps.toSpliced(told + 1, 0, { kind: 'directory', data })))).toEqual(
          essence(await drive(steps, data)),
        )
      }),
      { ...runs, numRuns: Math.ceil(runs.numRuns / 3) },
    )
  })

  test('and the streams are not vacuous: most rules fire in them, and often', () => {
    console.table(Object.fromEntries([...fired].sort(([a], [b]) => (a < b ? -1 : 1))))
    // A handful of streams need not hold every rule; the default ones do.
    if (runs.numRuns >= 20) expect(rules.map(({ id }) => id).filter((id) => !fired.has(id))).toEqual([])
    const often = [...fired].filter(([, count]) => count >= runs.numRuns / 5).map(([id]) => id)
    expect(often.length, often.join(', ')).toBeGreaterThanOrEqual(16)
  })
})
