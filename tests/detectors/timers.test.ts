import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTimers } from '../../detectors/timers.ts'

type Step = { readonly set: string; readonly at: number | undefined } | { readonly until: number }

const entity = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g')
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ set: entity, at: fc.integer({ min: 0, max: 30 }) }) },
  { weight: 1, arbitrary: fc.record({ set: entity, at: fc.constant(undefined) }) },
  { weight: 2, arbitrary: fc.record({ until: fc.integer({ min: 0, max: 30 }) }) },
)

/** A list searched from end to end. */
const naive = () => {
  let timers: { readonly entity: string; readonly at: number }[] = []
  return {
    set(entity: string, at: number | undefined): void {
      timers = timers.filter((timer) => timer.entity !== entity)
      if (at !== undefined) timers.push({ entity, at })
    },
    until(to: number): readonly string[] {
      const ready = timers.filter(({ at }) => at <= to)
      timers = timers.filter(({ at }) => at > to)
      return ready.sort((a, b) => a.at - b.at || (a.entity < b.entity ? -1 : 1)).map(({ entity }) => entity)
    },
  }
}

test('the heap gives what a plain list would, however timers are set, moved and removed', () => {
  let given = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const [timers, list] = [createTimers(), naive()]
      for (const one of [...steps, { until: 99 }]) {
        if ('set' in one) {
          timers.set(one.set, one.at)
          list.set(one.set, one.at)
        } else {
          const expected = list.until(one.until)
          expect(timers.until(one.until)).toEqual(expected)
          given += expected.length
        }
      }
    }),
    { numRuns: 1_000 },
  )
  expect(given).toBeGreaterThan(1_000)
})

test('a timer goes off at its very instant, and once', () => {
  const timers = createTimers()
  timers.set('a', 5)
  expect(timers.until(4)).toEqual([])
  expect(timers.until(5)).toEqual(['a'])
  expect(timers.until(99)).toEqual([])
})

test('one set, taken away and set again to the same instant goes off once', () => {
  const timers = createTimers()
  timers.set('a', 5)
  timers.set('a', undefined)
  timers.set('a', 5)
  expect(timers.until(5)).toEqual(['a'])
})

test('one set again while it goes off waits for the next time', () => {
  const timers = createTimers()
  timers.set('a', 5)
  timers.until(5)
  timers.set('a', 5)
  expect(timers.until(5)).toEqual(['a'])
})
