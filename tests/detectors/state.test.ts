import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Change, createState } from '../../detectors/state.ts'

const name = fc.constantFrom('a', 'b', 'c')
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ space: name, key: name, value: fc.option(fc.integer(), { nil: undefined }) }) },
  { weight: 1, arbitrary: fc.constant('drain' as const) },
)
type Step = Change | 'drain'

const keyOf = ({ space, key }: { readonly space: string; readonly key: string }): string => `${space}/${key}`

test('a drain tells exactly what was touched since the last, as it stands; what was saved builds the same state again', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps: readonly Step[]) => {
      const state = createState()
      const saved = new Map<string, Change>()
      let touched = new Set<string>()
      const now = new Map<string, unknown>()
      for (const one of [...steps, 'drain' as const]) {
        if (one !== 'drain') {
          state.set(one.space, one.key, one.value)
          touched.add(keyOf(one))
          now.set(keyOf(one), one.value)
          expect(state.get(one.space, one.key)).toBe(one.value)
          continue
        }
        const changes = state.drain()
        expect(changes.map(keyOf).toSorted()).toEqual([...touched].toSorted())
        for (const change of changes) {
          expect(change.value).toBe(now.get(keyOf(change)))
          saved.set(keyOf(change), change)
        }
        touched = new Set()
      }
      const restored = createState([...saved.values()].filter(({ value }) => value !== undefined))
      for (const space of ['a', 'b', 'c'])
        expect(new Map(restored.entries(space))).toEqual(new Map(state.entries(space)))
      expect(restored.drain()).toEqual([])
    }),
  )
})

test('what is gone is said to be gone, and is not listed', () => {
  const state = createState([{ space: 's', key: 'k', value: 1 }])
  expect(state.drain()).toEqual([])
  state.set('s', 'k', undefined)
  expect([...state.entries('s')]).toEqual([])
  expect(state.drain()).toEqual([{ space: 's', key: 'k', value: undefined }])
  expect(state.drain()).toEqual([])
})

test('spaces do not share keys', () => {
  const state = createState()
  state.set('s', 'k', 1)
  state.set('t', 'k', 2)
  expect([state.get('s', 'k'), state.get('t', 'k'), state.get('u', 'k')]).toEqual([1, 2, undefined])
})
