import fc from 'fast-check'
import { expect, test } from 'vitest'
import { onlyOf, slotOf } from '../../deploy/cluster/slots.ts'
import type { Observation } from '../../kernel/event.ts'
import { HOUR, MINUTE } from '../../kernel/time.ts'
import { changedNumbers, corrected, corrections, delays, misread, received, stepsOf } from '../support/disturb.ts'
import { type Step, townData, walk } from '../support/drive.ts'
import { START, stream } from '../support/stream.ts'

const SLOTS = 3
const runs = { numRuns: Number(process.env['RUNS'] ?? 10), endOnFailure: true }

const reread = (event: Observation, old: readonly Observation[]): Step => {
  const withdraws = old.filter((one) => JSON.stringify(one) !== JSON.stringify(event))
  return { kind: 'reread', events: [event], withdraws }
}

test('engines that share the entities come to what one does, whatever way the logs come', {
  timeout: 300_000,
}, async () => {
  const busy = new Set<number>()
  await fc.assert(
    fc.asyncProperty(
      stream,
      delays(7),
      fc.array(fc.integer({ min: 0, max: 36 * 60 }), { maxLength: 2 }),
      fc.subarray(Object.keys(corrections), { maxLength: 3 }),
      fc.integer({ min: 0, max: 35 * 60 }),
      fc.nat(7),
      async (events, delay, cuts, names, minute, how) => {
        const at = (minutes: number): number => START + minutes * MINUTE
        const sent = events.map((event, i) => received({ event, when: event.at + delay(i) }))
        const isWrong = (i: number): boolean => i % 11 === 0
        const arrivals = sent.flatMap(({ event, when }, i) =>
          isWrong(i) ? misread(event, how + i).map((old) => ({ event: old, when })) : [{ event, when }],
        )
        const again = sent.flatMap(({ event, when }, i) =>
          isWrong(i) ? [[when + (i % 5) * HOUR + 30_000, reread(event, misread(event, how + i))] as const] : [],
        )
        const steps = stepsOf(arrivals, [
          ...again,
          ...cuts.map((cut) => [at(cut), { kind: 'restart' }] as const),
          ...names.map(
            (_, i) => [at(minute) + i * HOUR, { kind: 'directory', data: corrected(names.slice(0, i + 1)) }] as const,
          ),
          [at((minute * 7) % 2_000), { kind: 'policy', overrides: changedNumbers }] as const,
        ])
        const whole = await walk(steps)
        const parts = await Promise.all(
          Array.from({ length: SLOTS }, (_, index) => walk(steps, townData, { only: onlyOf({ index, of: SLOTS }) })),
        )
        parts.forEach((part, index) => {
          for (const { entity } of part.stored()) expect(slotOf(entity.value, SLOTS)).toBe(index)
          if (part.stored().length > 0) busy.add(index)
        })
        const joined = parts.flatMap((part) => part.stored()).sort((a, b) => (a.id < b.id ? -1 : 1))
        // All of each, withdrawn ones too, down to the revision.
        expect(joined).toEqual(whole.stored())
        const unjudged = (shell: (typeof parts)[number]) =>
          shell.engine.indeterminate().map((what) => JSON.stringify(what))
        expect(parts.flatMap(unjudged).sort()).toEqual(unjudged(whole).sort())
      },
    ),
    runs,
  )
  expect(busy.size).toBe(SLOTS)
})
