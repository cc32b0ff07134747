import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startOf } from '../../detectors/plan.ts'
import type { Alert } from '../../kernel/alert.ts'
import type { Observation } from '../../kernel/event.ts'
import { HOUR, MINUTE } from '../../kernel/time.ts'
import { delays, received, stepsOf } from '../support/disturb.ts'
import { type Step, walk, yields } from '../support/drive.ts'
import { START, stream } from '../support/stream.ts'

/* A mapping that yields signs of life of agents is added somewhere in the stream; logs of before it come late. */

const without = new Map(yields).set('bkav', ['malware.found', 'media.scan'])
/** What a reader that does not know the sign makes of it. */
const unread = (event: Observation): Observation =>
  event.action === 'heartbeat'
    ? ({ ...event, action: 'other', host: undefined, agent: undefined } as unknown as Observation) // the fields of `other`
    : event

const about = (alerts: readonly Alert[]): readonly Alert[] => alerts.filter(({ rule }) => rule.id === 'EPP-01')
const runs = { numRuns: Number(process.env['RUNS'] ?? 30), endOnFailure: true }

test('of before nothing is said, whatever comes late and is computed again; of what begins after it is judged', {
  timeout: 240_000,
}, async () => {
  let [accusedBefore, accusedAfter] = [0, 0]
  await fc.assert(
    fc.asyncProperty(stream, delays(5), fc.integer({ min: 2, max: 18 }), async (events, delay, hours) => {
      const start = START + hours * HOUR
      const arrivals = events.map((event, i) => received({ event, when: event.at + delay(i) }))
      const steps = (added: readonly (readonly [number, Step])[]) =>
        stepsOf(
          arrivals.map(({ event, when }) => ({
            when,
            event: when < start && added.length > 0 ? unread(event) : event,
          })),
          added,
        )
      const shell = await walk(steps([[start, { kind: 'sources', yields }]]), undefined, { yields: without })
      const said = (): readonly Alert[] => about(shell.alerts())
      const spoken = said()
      for (const alert of spoken) expect(startOf(alert)).toBeGreaterThanOrEqual(start - MINUTE)
      shell.doubtAll()
      await shell.reevaluate()
      expect(said().map(({ id }) => id)).toEqual(spoken.map(({ id }) => id))

      const always = about((await walk(steps([]))).alerts())
      accusedBefore += always.filter((alert) => startOf(alert) < start).length
      accusedAfter += spoken.length
    }),
    runs,
  )
  // Streams in which nobody could have been accused would prove nothing.
  expect(accusedBefore).toBeGreaterThan(0)
  expect(accusedAfter).toBeGreaterThan(0)
})
