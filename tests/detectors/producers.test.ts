import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createProducers, type Kept, LEASE, type Tick } from '../../detectors/producers.ts'
import { createState } from '../../detectors/state.ts'

const begin = () => {
  const state = createState()
  return { ...createProducers(state.space<Kept>('producer')), state }
}
const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i))

describe('one producer alone', () => {
  test('is followed tick by tick, whatever its clock does', () => {
    const { hear } = begin()
    const ticks = [5, 6, 7, 1_000_000, 8, 9]
    expect(ticks.map((tick) => hear({ tick }))).toEqual(ticks)
    expect(ticks.map((tick) => hear({ tick, by: 'a' })).at(-1)).toBe(9)
  })

  test('its goodbye is its last word on time', () => {
    const { hear } = begin()
    hear({ tick: 5, by: 'a' })
    expect(hear({ tick: 6, by: 'a', gone: true })).toBe(6)
  })
})

describe('of two producers', () => {
  test('the smaller counts', () => {
    const { hear } = begin()
    hear({ tick: 100, by: 'a' })
    expect(hear({ tick: 40, by: 'b' })).toBe(40)
    expect(hear({ tick: 101, by: 'a' })).toBe(40)
    expect(hear({ tick: 41, by: 'b' })).toBe(41)
  })

  test('one that says goodbye is not waited for', () => {
    const { hear } = begin()
    hear({ tick: 40, by: 'b' })
    hear({ tick: 100, by: 'a' })
    expect(hear({ tick: 41, by: 'b', gone: true })).toBe(100)
  })

  test('one that vanishes is waited for until its lease ends, and not a tick longer', () => {
    const { hear } = begin()
    hear({ tick: 40, by: 'b' })
    const heard = times(LEASE + 2, (i) => hear({ tick: 100 + i, by: 'a' }))
    expect(heard.slice(0, -1)).toEqual(times(LEASE + 1, () => 40))
    expect(heard.at(-1)).toBe(100 + LEASE + 1)
  })

  test('one that comes back is waited for again', () => {
    const { hear } = begin()
    hear({ tick: 40, by: 'b' })
    for (const i of times(LEASE + 2, (i) => i)) hear({ tick: 100 + i, by: 'a' })
    expect(hear({ tick: 41, by: 'b' })).toBe(41)
    expect(hear({ tick: 300, by: 'a' })).toBe(41)
  })

  test('a clock that leaps makes nobody vanish', () => {
    const { hear } = begin()
    hear({ tick: 40, by: 'b' })
    expect(hear({ tick: 10_000_000, by: 'a' })).toBe(40)
    expect(hear({ tick: 41, by: 'b' })).toBe(41)
  })

  test('a third that ticks does not shorten the lease', () => {
    const { hear } = begin()
    hear({ tick: 40, by: 'b' })
    for (const i of times(LEASE, (i) => i)) for (const by of ['a', 'c']) expect(hear({ tick: 100 + i, by })).toBe(40)
  })
})

type Step = Tick & { readonly by: string }
/** Stretches in which some of three speak in turn, about as long as a lease; each may end with a goodbye. */
const logs = fc
  .array(
    fc.record({
      who: fc.subarray(['a', 'b', 'c'], { minLength: 1 }),
      rounds: fc.oneof(fc.nat(3), fc.integer({ min: LEASE - 2, max: LEASE + 2 })),
      tick: fc.nat(500),
      gone: fc.option(fc.constantFrom('a', 'b', 'c')),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((stretches) =>
    stretches.flatMap(({ who, rounds, tick, gone }): Step[] => [
      ...times(rounds, (i) => who.map((by, n) => ({ tick: tick + i + 7 * n, by }))).flat(),
      ...(gone === null ? [] : [{ tick, by: gone, gone: true as const }]),
    ]),
  )

/**
 * Said of one place in the log as a whole: what each that lives there said last. One lives that has spoken, did not say goodbye since, and
 * after whom nobody else spoke so often that its lease is over.
 */
const livingAt = (log: readonly Step[], at: number): readonly { readonly tick: number; readonly sure: boolean }[] =>
  ['a', 'b', 'c'].flatMap((name) => {
    const last = log.slice(0, at + 1).findLastIndex(({ by }) => by === name)
    if (last < 0 || log[last]!.gone) return []
    const since = log.slice(last + 1, at + 1)
    const spoken = Math.max(0, ...['a', 'b', 'c'].map((other) => since.filter(({ by }) => by === other).length))
    // A tick ends one round at most, and of one producer in a row each but the first ends one.
    return spoken > LEASE + 1 ? [] : [{ tick: log[last]!.tick, sure: since.length <= LEASE }]
  })

test('time never passes a producer that lives, and waits for no other', () => {
  let [waited, ended] = [0, 0]
  fc.assert(
    fc.property(logs, (log) => {
      const { hear } = begin()
      for (const [i, step] of log.entries()) {
        const living = livingAt(log, i)
        const sure = living.filter((one) => one.sure).map(({ tick }) => tick)
        const horizon = hear(step)
        expect(horizon).toBeLessThanOrEqual(Math.min(...sure, Infinity))
        expect([step.tick, ...living.map(({ tick }) => tick)]).toContain(horizon)
        if (horizon < step.tick) waited += 1
        if (living.length < new Set(log.slice(0, i + 1).map(({ by }) => by)).size) ended += 1
      }
    }),
  )
  expect(Math.min(waited, ended)).toBeGreaterThan(500)
})

test('a restart anywhere decides as one that never stopped', () => {
  fc.assert(
    fc.property(logs, fc.nat(800), (log, place) => {
      const cut = place % (log.length + 1)
      const whole = begin()
      const expected = log.map(whole.hear)
      const before = begin()
      const heard = log.slice(0, cut).map(before.hear)
      // As the shell saves it: JSON, and only what changed.
      const saved = JSON.parse(JSON.stringify(before.state.drain().filter(({ value }) => value !== undefined)))
      const after = createProducers(createState(saved).space<Kept>('producer'))
      expect([...heard, ...log.slice(cut).map(after.hear)]).toEqual(expected)
    }),
  )
})
