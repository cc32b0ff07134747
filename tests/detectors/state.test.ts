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

/** What a store holds after drains. */
const store = () => {
  const rows = new Map<string, Change>()
  return {
    save(changes: readonly Change[]): void {
      for (const change of changes)
        if (change.value === undefined) rows.delete(keyOf(change))
        else rows.set(keyOf(change), JSON.parse(JSON.stringify(change)) as Change)
    },
    rows: (): readonly Change[] => [...rows.values()],
  }
}

const host = fc.nat({ max: 90 }).map((n) => `pc-${n}`)
const held = fc.option(fc.record({ waits: fc.nat({ max: 2 }), lived: fc.option(fc.nat(), { nil: undefined }) }), {
  nil: undefined,
})
const move = fc.oneof(
  { weight: 8, arbitrary: fc.record({ host, held, seen: fc.option(fc.nat(), { nil: undefined }) }) },
  { weight: 1, arbitrary: fc.constantFrom('drain' as const, 'restart' as const) },
)

test('numbers in pages, and a field kept apart: after any restart all of it is what was put there and drained', () => {
  let apart = 0
  fc.assert(
    fc.property(fc.array(move, { maxLength: 120, size: 'max' }), fc.boolean(), (moves, older) => {
      const saved = store()
      const open = () => {
        const state = createState(saved.rows())
        return { state, rule: state.space('R', 'lived'), seen: state.numbers('register/presence') }
      }
      let now = open()
      const values = new Map<string, unknown>()
      if (older) {
        // An older build saved them one by one, and whole.
        saved.save([
          { space: 'R', key: 'pc-1', value: { waits: 1, lived: 5 } },
          { space: 'register/presence', key: 'pc-1', value: 7 },
        ])
        values.set('R/pc-1', { waits: 1, lived: 5 }).set('register/presence/pc-1', 7)
        now = open()
      }
      for (const one of moves) {
        if (typeof one === 'object') {
          now.rule.set(one.host, one.held)
          now.seen.set(one.host, one.seen)
          values.set(`R/${one.host}`, one.held).set(`register/presence/${one.host}`, one.seen)
          continue
        }
        saved.save(now.state.drain())
        apart += saved.rows().filter(({ space }) => space === 'apart/R').length
        // Whole they are nowhere.
        for (const { space, value } of saved.rows()) if (space === 'R') expect(value).not.toHaveProperty('lived')
        if (one === 'drain') continue
        now = open()
        for (const space of ['R', 'register/presence'])
          expect(new Map(now.state.entries(space))).toEqual(
            new Map(
              [...values].flatMap(([key, value]) => {
                const bare = JSON.parse(JSON.stringify(value ?? null)) as unknown
                return key.startsWith(`${space}/`) && bare !== null ? [[key.slice(space.length + 1), bare]] : []
              }),
            ),
          )
        expect(now.state.drain()).toEqual([])
      }
    }),
  )
  expect(apart).toBeGreaterThan(100)
})

test('only what moved is saved, and many of it as one', () => {
  const state = createState()
  const space = state.space<{ waits: readonly string[]; lived: number }>('R', 'lived')
  const waits = ['a']
  for (let n = 0; n < 1000; n++) space.set(`pc-${n}`, { waits, lived: 1 })
  expect(state.drain().length).toBeGreaterThan(1000)
  for (let n = 0; n < 1000; n++) space.set(`pc-${n}`, { waits, lived: 2 })
  const changes = state.drain()
  expect(changes.length).toBeLessThanOrEqual(64)
  expect(changes.every(({ space }) => space === 'apart/R')).toBe(true)
  for (let n = 0; n < 1000; n++) space.set(`pc-${n}`, { waits, lived: 2 })
  expect(state.drain()).toEqual([])
})

test('what was put before its field was kept apart is saved all the same', () => {
  const state = createState()
  state.set('R', 'pc-1', { waits: 1, lived: 2 })
  state.space('R', 'lived')
  expect(state.drain()).toEqual([
    { space: 'R', key: 'pc-1', value: { waits: 1 } },
    { space: 'apart/R', key: expect.stringMatching(/^#\d+$/), value: { 'pc-1': 2 } },
  ])
})
