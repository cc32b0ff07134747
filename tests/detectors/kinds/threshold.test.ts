import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { is } from '../../../detectors/meta.ts'
import { threshold } from '../../../detectors/rule.ts'
import type { Observation } from '../../../kernel/event.ts'
import { MINUTE, SECOND } from '../../../kernel/time.ts'
import { holdsToOracle } from '../../support/kind-property.ts'
import { about, observe, run, START } from '../../support/kinds.ts'
import { thresholdOracle } from '../oracles/threshold.ts'

/** Two logs, told apart by nothing that a condition looks at. */
const logById = ({ id }: Observation): string => (id.charCodeAt(1) % 2 === 0 ? 'controller' : 'own')
const failed = is<'login'>('hỏng', 'failed', (e) => !e.ok)
const remote = is<'login'>('từ xa', 'remote', (e) => e.via === 'remote')
const base = { ...about, by: 'user', on: 'login', policy: { count: 3, within: '10m' }, sought: [failed] } as const
const rule = threshold(base)

type But = { user?: string; ok?: boolean; via?: 'interactive' | 'remote'; unit?: string; count?: number }
const login = (id: string, at: number, { user = 'an', ok = false, via = 'interactive', unit, count }: But = {}) =>
  observe(
    id,
    'login',
    START + at,
    { user, system: 'windows', ok, via },
    { ...(unit !== undefined && { unit }), ...(count !== undefined && { count }) },
  )
const idsOf = (list: Parameters<typeof run>[1], over = rule, world: Parameters<typeof run>[2] = {}) =>
  run(over, list, world).found.map(({ trigger }) => trigger.id)

test.each<{ why: string; at: number[]; fires: string[] }>([
  { why: 'three in exactly ten minutes', at: [0, 1, 10 * MINUTE], fires: ['e2'] },
  { why: 'three, a millisecond too slow', at: [0, 1, 10 * MINUTE + 1], fires: [] },
  { why: 'two', at: [0, 1], fires: [] },
  { why: 'a burst fires at each from the third on', at: [0, 1, 2, 3, 4], fires: ['e2', 'e3', 'e4'] },
  { why: 'at one instant', at: [7, 7, 7], fires: ['e2'] },
  { why: 'two bursts apart', at: [0, 1, 2, MINUTE * 20, MINUTE * 21, MINUTE * 22], fires: ['e2', 'e5'] },
])('$why', ({ at, fires }) => {
  expect(idsOf(at.map((t, i) => login(`e${i}`, t)))).toEqual(fires)
})

describe('what counts', () => {
  test('other people, and what is not sought, do not', () => {
    const list = [login('a', 0), login('b', 1, { user: 'bich' }), login('c', 2, { ok: true }), login('d', 3)]
    expect(idsOf(list)).toEqual([])
  })

  test('a message repeated three times is three events', () => {
    expect(run(rule, [login('a', 0, { count: 3 })]).found).toMatchObject([{ numbers: { times: 3, before: 0 } }])
    expect(idsOf([login('a', 0, { count: 2 })])).toEqual([])
    expect(idsOf([login('a', 0, { count: 2 }), login('b', 10 * MINUTE)])).toEqual(['b'])
  })

  test('the evidence is the last ones that were needed, in order, with the numbers in force', () => {
    const list = [login('a', 0), login('b', 1), login('c', 2), login('d', 3)]
    const [, last] = run(rule, list).found
    expect(last).toEqual({
      entity: 'an',
      at: START + 3,
      trigger: list[3],
      events: [list[1], list[2], list[3]],
      numbers: { count: 3, within: '10m', times: 3, before: 2 },
    })
  })
})

describe('numbers of a unit', () => {
  const overrides = { strict: { count: 2 }, slow: { count: 4, within: '30m' } }
  test('the triggering event’s unit decides, over what other units remembered', () => {
    const list = [login('a', 0), login('b', 1, { unit: 'strict' }), login('c', 2, { unit: 'slow' })]
    expect(idsOf(list, rule, { overrides })).toEqual(['b'])
  })
  test('a longer window of one unit does not lengthen another’s', () => {
    const at = [0, 12, 25, 28].map((m) => m * MINUTE)
    const list = at.map((t, i) => login(`e${i}`, t, { unit: i === 3 ? 'slow' : 'u1' }))
    expect(idsOf(list, rule, { overrides })).toEqual(['e3'])
  })
})

describe('some and every', () => {
  const some = threshold({ ...base, some: remote })
  const every = threshold({ ...base, every: remote })
  const list = (...via: ('interactive' | 'remote')[]) => via.map((v, i) => login(`e${i}`, i, { via: v }))
  test.each<[('interactive' | 'remote')[], boolean, boolean]>([
    [['interactive', 'interactive', 'interactive'], false, false],
    [['remote', 'interactive', 'interactive'], true, false],
    [['interactive', 'interactive', 'remote'], true, false],
    [['remote', 'remote', 'remote'], true, true],
  ])('%j: some %s, every %s', (via, one, all) => {
    expect(idsOf(list(...via), some).includes('e2')).toBe(one)
    expect(idsOf(list(...via), every).includes('e2')).toBe(all)
  })
  test('only the last `count` are asked', () => {
    expect(idsOf(list('remote', 'interactive', 'interactive', 'interactive'), some)).toEqual(['e2'])
    expect(idsOf(list('interactive', 'remote', 'remote', 'remote'), every)).toEqual(['e3'])
  })
})

describe('two logs that may tell of the same act', () => {
  const log = ({ via }: Observation & { readonly via?: string }): string => (via === 'remote' ? 'controller' : 'own')
  const list = (...via: ('interactive' | 'remote')[]) => via.map((v, i) => login(`e${i}`, i, { via: v }))
  const [own, told] = ['interactive', 'remote'] as const
  test.each<[string, ReturnType<typeof list>, string[]]>([
    ['are not added up', list(own, told, own, told), []],
    ['each counts for itself', list(own, told, own, told, own, told), ['e4', 'e5']],
    ['what one tells is not crowded out by the other', list(own, own, told, told, told, told, own), ['e4', 'e5', 'e6']],
  ])('%s', (_, events, fires) => {
    expect(idsOf(events, threshold({ ...base, log }))).toEqual(fires)
  })
  test('the evidence is of one of them, and every one of both must be so', () => {
    const events = list(told, own, told, own, told)
    expect(run(threshold({ ...base, log }), events).found).toMatchObject([
      { events: [events[0], events[2], events[4]], numbers: { times: 3, before: 2 } },
    ])
    expect(idsOf(events, threshold({ ...base, log, every: remote }))).toEqual([])
  })
})

test('an event that is not picked leaves the state as it was', () => {
  const { states } = run(rule, [login('a', 0), login('b', 1, { ok: true })])
  expect(states.get('an')).toEqual([login('a', 0)])
})

test('finds what the definition finds', () => {
  const entry = fc.record({
    at: fc.nat(12),
    user: fc.constantFrom('an', 'bich'),
    ok: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.boolean()),
    via: fc.constantFrom('interactive' as const, 'remote' as const),
    unit: fc.constantFrom('u1', 'u2', 'u3'),
    count: fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 4 })),
  })
  const scenes = fc
    .record({
      entries: fc.array(entry, { maxLength: 16 }),
      rule: fc.record({ count: fc.integer({ min: 1, max: 5 }), within: fc.integer({ min: 1, max: 6 }) }),
      u2: fc.record({ count: fc.integer({ min: 1, max: 6 }), within: fc.integer({ min: 1, max: 8 }) }),
      asks: fc.constantFrom({}, { some: remote }, { every: remote }, { log: logById }, { log: logById, every: remote }),
    })
    .map(({ entries, rule: own, u2, asks }) => ({
      rule: threshold({ ...base, ...asks, policy: { count: own.count, within: `${own.within}s` } }),
      world: { overrides: { u2: { count: u2.count, within: `${u2.within}s` } } },
      events: entries.map(({ at, ...but }, i) => login(`e${(i * 7) % 10}${i}`, at * SECOND, but)),
    }))
  holdsToOracle(thresholdOracle, scenes, { least: 0.1, most: 0.7 })
})
