import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Distinct, is, on, type Selector } from '../../../detectors/meta.ts'
import { distinct } from '../../../detectors/rule.ts'
import { entityOf } from '../../../kernel/event.ts'
import { SECOND } from '../../../kernel/time.ts'
import { holdsToOracle } from '../../support/kind-property.ts'
import { about, beats, observe, run, START } from '../../support/kinds.ts'
import { distinctOracle } from '../oracles/distinct.ts'

const ok = is<'login'>('được', 'succeeded', (e) => e.ok)
const of: Distinct['of'] = (e) => entityOf(e, 'host')
const base = { ...about, by: 'user', on: 'login', sought: [ok], of } as const
const policy = { count: 3, within: '10m' } as const
const plain = distinct({ ...base, policy })
const open = distinct({ ...base, policy, until: on('logout') })
const later = (selector: Selector): Pick<Distinct, 'upon'> => ({ upon: selector })
const after = distinct({ ...base, policy, ...later(on('privilege')) })
const atOnce = distinct({ ...base, policy: { count: 2, within: '8h', atOnce: '10m' }, until: on('logout') })

/** `'an@pc-01'` signs in; `'-an@pc-01'` signs out; `'!an'` uses a privilege; `'?an'` signs in, nobody knows where. */
const says = (id: string, at: number, what: string, unit = 'u1') => {
  const [, sign, user, host] = /^([-!?]?)(\w+)@?(.*)$/.exec(what)!
  const fields = { user: user!, system: 'windows', ...(host && { host }) }
  if (sign === '-') return observe(id, 'logout', START + at, fields, { unit })
  if (sign === '!') return observe(id, 'privilege', START + at, { ...fields, ok: true }, { unit })
  return observe(id, 'login', START + at, { ...fields, ok: true, via: 'interactive' }, { unit })
}
const story = (text: string) => beats(text).map(([at, what], i) => says(`e${i}`, at, what))
const idsOf = (...args: Parameters<typeof run>) => run(...args).found.map(({ trigger }) => trigger.id)

describe('different values in a window', () => {
  test.each<{ why: string; story: string; fires: string[] }>([
    { why: 'three in exactly ten minutes', story: '0 an@a, 1 an@b, 10m an@c', fires: ['e2'] },
    { why: 'a millisecond too slow', story: '0 an@a, 1 an@b, 10m+1 an@c', fires: [] },
    { why: 'two, often', story: '0 an@a, 1 an@b, 2 an@a, 3 an@b', fires: [] },
    { why: 'a known value fires too', story: '0 an@a, 1 an@b, 2 an@c, 3 an@c', fires: ['e2', 'e3'] },
    {
      why: 'a value seen again is as young as its last event',
      story: '0 an@a, 9m an@a, 10m an@b, 19m an@c',
      fires: ['e3'],
    },
    { why: 'of several people', story: '0 an@a, 1 bich@b, 2 an@c', fires: [] },
    { why: 'an event without a value', story: '0 an@a, 1 an@b, 2 ?an', fires: [] },
  ])('$why', ({ story: text, fires }) => {
    expect(idsOf(plain, story(text))).toEqual(fires)
  })

  test('the numbers list the values, the evidence their last events', () => {
    const list = story('0 an@a, 1 an@b, 2 an@a, 3 an@c, 4 an@d')
    const [first, second] = run(plain, list).found
    expect(first).toMatchObject({ numbers: { values: ['b', 'a', 'c'] }, events: [list[1], list[2], list[3]] })
    expect(second).toMatchObject({ numbers: { values: ['a', 'c', 'd'] }, events: [list[2], list[3], list[4]] })
  })

  test('no more values are kept than the most demanding unit asks for', () => {
    const list = story('0 an@a, 1 an@b, 2 an@c, 3 an@d, 4 an@e')
    expect(run(plain, list, { overrides: { u2: { count: 4 } } }).states.get('an')).toHaveLength(4)
    expect(run(plain, list).capped).toBe(0)
  })
})

describe('until: taken back', () => {
  test.each<{ why: string; story: string; fires: string[] }>([
    { why: 'three open', story: '0 an@a, 1 an@b, 2 an@c', fires: ['e2'] },
    { why: 'one closed before', story: '0 an@a, 1 an@b, 2 -an@a, 3 an@c', fires: [] },
    { why: 'closed and opened again', story: '0 an@a, 1 -an@a, 2 an@a, 3 an@b, 4 an@c', fires: ['e4'] },
    { why: 'another’s closed', story: '0 an@a, 1 an@b, 2 -bich@a, 3 an@c', fires: ['e3'] },
    { why: 'nobody knows which was closed', story: '0 an@a, 1 an@b, 2 -an, 3 an@c', fires: ['e3'] },
    {
      why: 'an old one counts again when younger ones are closed',
      story: '0 an@a, 1 an@b, 2 an@c, 3 an@d, 4 -an@d, 5 -an@c, 6 an@e',
      fires: ['e2', 'e3', 'e6'],
    },
  ])('$why', ({ story: text, fires }) => {
    expect(idsOf(open, story(text))).toEqual(fires)
  })

  test('the last value closed leaves nothing to remember', () => {
    expect(run(open, story('0 an@a, 1 -an@a')).states.size).toBe(0)
  })

  test('a state past its cap leaves out the oldest, and says so', () => {
    const list = Array.from({ length: 205 }, (_, i) => says(`e${String(i).padStart(3, '0')}`, i, `an@h${i}`))
    const { states, capped } = run(open, list)
    expect(states.get('an')).toHaveLength(200)
    expect(capped).toBe(5)
  })
})

describe('upon: fires at a later event', () => {
  test.each<{ why: string; story: string; fires: string[] }>([
    { why: 'three values, then it', story: '0 an@a, 1 an@b, 2 an@c, 3 !an', fires: ['e3'] },
    { why: 'at the edge of the window', story: '0 an@a, 1 an@b, 2 an@c, 10m !an', fires: ['e3'] },
    { why: 'past it', story: '0 an@a, 1 an@b, 2 an@c, 10m+1 !an', fires: [] },
    { why: 'before the third', story: '0 an@a, 1 an@b, 2 !an, 3 an@c', fires: [] },
    { why: 'every time', story: '0 an@a, 1 an@b, 2 an@c, 3 !an, 4 !an', fires: ['e3', 'e4'] },
  ])('$why', ({ story: text, fires }) => {
    expect(idsOf(after, story(text))).toEqual(fires)
  })

  test('the evidence ends with it', () => {
    const list = story('0 an@a, 1 an@b, 2 an@c, 3 !an')
    expect(run(after, list).found).toMatchObject([
      { trigger: list[3], events: list, numbers: { values: ['a', 'b', 'c'] } },
    ])
  })
})

describe('atOnce: in use at the same time', () => {
  test.each<{ why: string; story: string; fires: string[] }>([
    { why: 'here, there, here again', story: '0 an@a, 1 an@b, 2 an@a', fires: ['e2'] },
    { why: 'here, then there', story: '0 an@a, 1 an@b', fires: [] },
    { why: 'there before here', story: '0 an@b, 1 an@a, 2 an@a', fires: [] },
    { why: 'exactly ten minutes back', story: '0 an@a, 1 an@b, 10m+1 an@a', fires: ['e2'] },
    { why: 'ten minutes and a millisecond', story: '0 an@a, 1 an@b, 10m+2 an@a', fires: [] },
    { why: 'here was closed meanwhile', story: '0 an@a, 1 an@b, 2 -an@a, 3 an@a', fires: [] },
    { why: 'there was closed', story: '0 an@a, 1 an@b, 2 -an@b, 3 an@a', fires: [] },
    { why: 'begun exactly eight hours ago', story: '0 an@a, 28799s+999 an@b, 8h an@a', fires: ['e2'] },
    { why: 'begun longer ago', story: '0 an@a, 8h an@b, 8h+1 an@a', fires: [] },
    {
      why: 'begun longer ago, but used within eight hours',
      story: '0 an@a, 1h an@a, 8h an@b, 8h+1 an@a',
      fires: ['e3'],
    },
    {
      why: 'used again after there, and again: the first use still counts',
      story: '0 an@a, 1 an@b, 2 an@a, 3 an@a',
      fires: ['e2', 'e3'],
    },
  ])('$why', ({ story: text, fires }) => {
    expect(idsOf(atOnce, story(text))).toEqual(fires)
  })

  test('the evidence is the earlier use here, the others, and this one', () => {
    const list = story('0 an@a, 1 an@a, 2 an@b, 3 an@a')
    const [found] = run(atOnce, list).found
    expect(found).toMatchObject({ events: [list[1], list[2], list[3]], numbers: { values: ['a', 'b'] } })
  })

  test('of two values used in turn for ever, three events are kept', () => {
    const list = Array.from({ length: 40 }, (_, i) => says(`e${10 + i}`, i, i % 2 ? 'an@a' : 'an@b'))
    expect(run(atOnce, list).states.get('an')).toHaveLength(3)
  })

  test('with `then` it means nothing, so it is refused', () => {
    const rule = distinct({ ...base, policy: { ...policy, atOnce: '1m' }, ...later(on('privilege')) })
    expect(() => run(rule, [])).toThrow(/TST-01.*atOnce/)
  })
})

describe('finds what the definition finds', () => {
  const entry = fc.record({
    at: fc.nat(12),
    user: fc.constantFrom('an', 'an', 'an', 'an', 'bich'),
    host: fc.constantFrom('@a', '@a', '@a', '@b', '@b', '@b', '@c', '@c', '@d', ''),
    sign: fc.constantFrom('', '', '', '', '', '', '', '', '-', '!'),
    unit: fc.constantFrom('u1', 'u2'),
  })
  const numbers = fc.record({
    count: fc.integer({ min: 1, max: 3 }),
    within: fc.integer({ min: 1, max: 12 }),
    atOnce: fc.integer({ min: 1, max: 6 }),
  })
  const scenes = (variant: Partial<Distinct>, together: boolean) =>
    fc
      .record({ entries: fc.array(entry, { maxLength: 20 }), own: numbers, other: numbers })
      .map(({ entries, own, other }) => {
        const policyOf = ({ count, within, atOnce: span }: typeof own) => ({
          count: together ? Math.max(2, count) : count,
          within: `${within}s` as const,
          ...(together && { atOnce: `${span}s` as const }),
        })
        return {
          rule: { ...distinct({ ...base, policy: policyOf(own) }), ...variant } as Distinct,
          world: { overrides: { u2: policyOf(other) } },
          events: entries.map(({ at, sign, user, host, unit }, i) =>
            says(`e${(i * 7) % 10}${i}`, at * SECOND, `${sign}${user}${host}`, unit),
          ),
        }
      })

  /** Selectors that overlap on purpose: an event may be counted, take back and be the later one at once. */
  const both = on(['login', 'logout'], [is('ở c', 'at c', (e) => entityOf(e, 'host') === 'c')])
  test.each<[string, Partial<Distinct>, boolean]>([
    ['plain', {}, false],
    ['until', { until: on('logout') }, false],
    ['until that picks counted events too', { until: both }, false],
    ['upon', later(on('privilege')), false],
    ['then and until that pick counted events too', { ...later(both), until: both }, false],
    ['atOnce', {}, true],
    ['atOnce and until', { until: on('logout') }, true],
    ['atOnce and until that picks counted events too', { until: both }, true],
  ])('%s', (_, variant, together) => {
    holdsToOracle(distinctOracle, scenes(variant, together), { least: 0.01, most: 0.8 })
  })
})
