import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Slicer } from '../../../deploy/detector/slicer.ts'
import type { Alert } from '../../../kernel/alert.ts'
import { MINUTE } from '../../../kernel/time.ts'
import { type KillAt, openBeside, steps } from '../../support/beside.ts'
import { type Arrival, delays, received, stepsOf, UNTIL } from '../../support/disturb.ts'
import { inOrder, type Step, walk } from '../../support/drive.ts'
import { stream } from '../../support/stream.ts'

/** A result is put in place so many at a time; undefined: as the product has it, which is all of these small ones at once. */
const inPortions =
  (most: number | undefined) =>
  (inner: Slicer): Slicer => ({
    ...inner,
    open(job, onProgress) {
      const running = inner.open(job, onProgress)
      return {
        ...running,
        advance: (told) => running.advance(most === undefined || told.most === Infinity ? told : { ...told, most }),
        async finish(meanwhile) {
          const result = await running.finish(meanwhile)
          if (result.more) portions++
          return result
        },
      }
    },
  })
let portions = 0

type Beside = Awaited<ReturnType<typeof openBeside>>

const essence = (alerts: readonly Alert[]) =>
  alerts.map(({ revision: _, replaces: __, ...alert }) => JSON.parse(JSON.stringify(alert)) as unknown)

const truth = async (arrivals: readonly Arrival[]) =>
  essence(
    (
      await walk(
        inOrder(
          arrivals.map(({ event }) => event),
          UNTIL,
        ),
      )
    ).alerts(),
  )

/** Publishes a few steps at a time, as fast as they are taken, so that slices run while the stream goes on. */
const publish = async (beside: Beside, all: readonly Step[]): Promise<void> => {
  for (const step of all) {
    if (step.kind === 'arrive') await beside.arrive([step.event])
    else if (step.kind === 'tick') await beside.tick(step.at)
    if (step.kind === 'tick' && step.at % (10 * MINUTE) === 0) await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

const sent = fc
  .tuple(stream, delays(5))
  .map(([events, delay]) => events.map((event, i) => received({ event, when: event.at + delay(i) })))
const runs = { numRuns: Number(process.env['RUNS'] ?? 5), endOnFailure: true }
const long = { timeout: 240_000 }

describe('slices beside a stream that goes on', () => {
  test.each([undefined, 1])('come to the alerts of the stream in order, in portions of %s', long, async (most) => {
    let finished = 0
    portions = 0
    await fc.assert(
      fc.asyncProperty(sent, async (arrivals) => {
        const beside = await openBeside()
        const { detector } = await beside.start({}, undefined, inPortions(most))
        await publish(beside, stepsOf(arrivals))
        await detector.settled()
        await detector.stop()
        finished += detector.reevaluation().finished
        expect(detector.reevaluation().trouble).toBeUndefined()
        expect(essence(await beside.alerts())).toEqual(await truth(arrivals))
      }),
      runs,
    )
    expect(finished).toBeGreaterThan(runs.numRuns)
    expect(portions > 0).toBe(most !== undefined)
  })

  test('killed at each of its steps, the next start comes to the same', long, async () => {
    await fc.assert(
      fc.asyncProperty(sent, async (arrivals) => {
        const expected = await truth(arrivals)
        for (const killAt of steps satisfies readonly KillAt[]) {
          const beside = await openBeside()
          const { detector, killed } = await beside.start({}, killAt, inPortions(1))
          const published = publish(beside, stepsOf(arrivals))
          await Promise.race([killed, published.then(() => detector.settled())])
          void detector.stop()
          await published
          const { detector: next } = await beside.start()
          await next.settled()
          await next.stop()
          expect(essence(await beside.alerts())).toEqual(expected)
        }
      }),
      { ...runs, numRuns: 2 },
    )
  })
})
