import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createReorder } from '../../detectors/reorder.ts'
import { byTime, type Observation } from '../../kernel/event.ts'
import { SECOND } from '../../kernel/time.ts'
import { observe } from '../support/kinds.ts'

/** Deliveries of few events, so that most come twice; one event has one time and sequence whenever it is delivered. */
const delivery = fc
  .tuple(fc.integer({ min: 0, max: 79 }), fc.integer({ min: 0, max: 9 }))
  .map(([n, received]): Observation => {
    const at = ((n * 7_919) % 9) * 250
    return { ...observe(`e${n}`, 'other', at, {}, { seq: n % 3 }), received: at + received }
  })

type Step = Observation | { readonly release: number } | { readonly remove: Observation }
const steps: fc.Arbitrary<readonly Step[]> = fc
  .array(fc.tuple(delivery, fc.constantFrom(...Array<'put'>(8).fill('put'), 'remove', 'tick')), {
    maxLength: 250,
    size: 'max',
  })
  .map((drawn) => {
    // A delivery behind the watermark is not the buffer's: whoever asks has looked first.
    let watermark = 0
    return drawn.flatMap(([o, what]): Step[] => {
      if (what === 'remove') return [{ remove: o }]
      if (what === 'put') return o.at >= watermark ? [o] : []
      watermark += SECOND / 16
      return Number.isInteger(watermark / SECOND) ? [{ release: watermark }] : []
    })
  })

test('gives back what sorting everything and dropping doubles would, the earlier receipt counting', () => {
  let [doubles, most] = [0, 0]
  fc.assert(
    fc.property(steps, (all) => {
      const reorder = createReorder()
      let held: Observation[] = []
      for (const step of [...all, { release: 99 * SECOND }]) {
        if ('release' in step) {
          const ready = held.filter(({ at }) => at < step.release).sort(byTime)
          held = held.filter(({ at }) => at >= step.release)
          expect(reorder.release(step.release)).toEqual(ready)
        } else if ('remove' in step) {
          reorder.remove(step.remove)
          held = held.filter(({ id }) => id !== step.remove.id)
        } else {
          const before = held.find(({ id }) => id === step.id)
          expect(reorder.put(step)).toBe(
            before === undefined ? 'new' : step.received < before.received ? 'earlier' : 'known',
          )
          if (before) doubles++
          if (before === undefined || step.received < before.received)
            held = [...held.filter(({ id }) => id !== step.id), step]
        }
        expect(reorder.pending().toSorted(byTime)).toEqual(held.toSorted(byTime))
        most = Math.max(most, held.filter(({ at }) => at < SECOND).length)
      }
    }),
    { numRuns: 100 },
  )
  // Seconds of few events and of many are held differently.
  expect(most).toBeGreaterThan(20)
  expect(doubles).toBeGreaterThan(500)
})

test('an event at the watermark stays; one a moment before it goes', () => {
  const reorder = createReorder()
  reorder.put(observe('before', 'other', 2 * SECOND - 1, {}))
  reorder.put(observe('at', 'other', 2 * SECOND, {}))
  expect(reorder.release(2 * SECOND).map(({ id }) => id)).toEqual(['before'])
  expect(reorder.pending().map(({ id }) => id)).toEqual(['at'])
})

test('of two deliveries with one receipt the one that settles the clock counts, whichever comes first', () => {
  const open = { ...observe('e', 'other', 0, {}), received: 9, clock: 'open' } as const
  const { clock: _, ...late } = open
  for (const settled of [late, { ...open, clock: 9 }] as const)
    for (const both of [
      [open, settled],
      [settled, open],
    ]) {
      const reorder = createReorder()
      expect(both.map((o) => reorder.put(o))[1]).toBe(both[0] === open ? 'earlier' : 'known')
      expect(reorder.release(SECOND)).toEqual([settled])
    }
})
