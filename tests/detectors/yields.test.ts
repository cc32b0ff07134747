import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createState, type State } from '../../detectors/state.ts'
import { type Begun, declareYields, sinceIn, YIELDS, type Yields, yieldsBy } from '../../detectors/yields.ts'
import type { Action } from '../../kernel/event.ts'

const yields = (of: Readonly<Record<string, readonly Action[]>>): Yields => new Map(Object.entries(of))
const sinceOf = (state: State) => sinceIn(state.space<Begun>(YIELDS))
/** As it is saved and read again. */
const restarted = (state: State): State =>
  createState(
    JSON.parse(
      JSON.stringify([...state.entries(YIELDS)].map(([key, value]) => ({ space: YIELDS, key, value }))),
    ) as never[],
  )

test('where nobody declared anything all is yielded ever since', () => {
  expect(sinceOf(createState())('bkav', 'heartbeat')).toBe(-Infinity)
})

test('the first start declares ever since; what is added, by a known source or a new one, is yielded since its start', () => {
  const state = createState()
  expect(declareYields(state, yields({ bkav: ['login'] }), 10)).toEqual({ isFirst: true, begun: new Map() })
  const again = restarted(state)
  expect(declareYields(again, yields({ bkav: ['login', 'heartbeat'], eset: ['malware.found'] }), 20)).toEqual({
    isFirst: false,
    begun: yields({ bkav: ['heartbeat'], eset: ['malware.found'] }),
  })
  const since = sinceOf(restarted(again))
  expect([since('bkav', 'login'), since('bkav', 'heartbeat'), since('eset', 'malware.found')]).toEqual([
    -Infinity,
    20,
    20,
  ])
  expect([since('bkav', 'logout'), since('nobody', 'login')]).toEqual([Infinity, Infinity])
})

test('a start with the same sources writes nothing', () => {
  const state = createState()
  declareYields(state, yields({ bkav: ['login'], eset: [] }), 10)
  const again = restarted(state)
  declareYields(again, yields({ bkav: ['login'], eset: [] }), 20)
  expect(again.drain()).toEqual([])
})

test('what of it was yielded by a time', () => {
  const state = createState()
  const [before, after] = [yields({ bkav: ['login'] }), yields({ bkav: ['login', 'heartbeat'], eset: ['login'] })]
  declareYields(state, before, 10)
  declareYields(state, after, 20)
  expect(yieldsBy(after, sinceOf(state), 19)).toEqual(yields({ bkav: ['login'], eset: [] }))
  expect(yieldsBy(after, sinceOf(state), 20)).toEqual(after)
})

describe('over any starts', () => {
  const sources = ['bkav', 'eset', 'windows'] as const
  const actions = ['login', 'heartbeat', 'backup.run'] as const
  const start = fc.dictionary(fc.constantFrom(...sources), fc.subarray([...actions]))

  test('each is yielded since the first start of those in a row that had it; ever since, where that is the very first', () => {
    let [begun, ever] = [0, 0]
    fc.assert(
      fc.property(fc.array(start, { minLength: 1, maxLength: 8 }), (starts) => {
        // A start without any source declares nothing.
        fc.pre(Object.keys(starts[0]!).length > 0)
        let state = createState()
        for (const [i, of] of starts.entries()) {
          if (Object.keys(of).length === 0) return
          declareYields(state, yields(of), i)
          state = restarted(state)
        }
        const since = sinceOf(state)
        for (const source of sources)
          for (const action of actions) {
            const has = starts.map((of) => of[source]?.includes(action) ?? false)
            const first = has.lastIndexOf(false) + 1
            const expected = first === starts.length ? Infinity : first === 0 ? -Infinity : first
            expect(since(source, action)).toBe(expected)
            if (expected === -Infinity) ever++
            else if (expected !== Infinity) begun++
          }
      }),
    )
    expect(Math.min(begun, ever)).toBeGreaterThan(50)
  })
})
