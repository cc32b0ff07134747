import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MOST_WAITS, NO_LIFE } from '../../../detectors/kinds/absence.ts'
import { type Absence, is, on } from '../../../detectors/meta.ts'
import { absence } from '../../../detectors/rule.ts'
import { entityOf } from '../../../kernel/event.ts'
import { DAY, HOUR, ms } from '../../../kernel/time.ts'
import { holdsToOracle } from '../../support/kind-property.ts'
import { about, beats, type Manner, observe, run, START, type World } from '../../support/kinds.ts'
import { absenceOracle, judgeAbsences } from '../oracles/absence.ts'

const clean = is<'media.scan'>('sạch', 'clean', (e) => e.clean)
const base = {
  ...about,
  by: 'host',
  policy: { within: '1h' },
  after: on('malware.found'),
  expect: on('media.scan', [clean]),
  due: (e: { at: number }, p: { within: `${number}h` }) => e.at + ms(p.within),
  carriers: [],
} as const
/** A scan must follow within the hour; heartbeats show that the machine is there. */
const rule = absence({ ...base, alive: { on: on('heartbeat') } })
const gapped = absence({ ...base, alive: { on: on('heartbeat'), gap: '2h' } })
const lifeless = absence({ ...base, lifeless: true })
const witnessed = absence({ ...base, alive: { on: on('heartbeat') }, carriers: ['media.scan'] })
/** A heartbeat must follow a heartbeat. */
const silence = absence({
  ...base,
  after: on('heartbeat'),
  expect: on(['heartbeat', 'power.off']),
  rearm: true,
  alive: { on: on(['heartbeat', 'activity']), gap: '2h' },
})

/** The scan or the finding of the same threat. */
const sameThreat: NonNullable<Absence['same']> = (a, b) =>
  'threat' in a && a.threat === ('threat' in b ? b.threat : entityOf(b, 'device'))

/** `m`alware, `s`can, `d`irty scan, `h`eartbeat, power `o`ff, some `w`ork; then the device or threat. */
const says = (id: string, at: number, what: string, unit = 'u1') => {
  const device = what.slice(1) || 'c'
  const make = { unit }
  const host = 'pc-01'
  switch (what[0]) {
    case 'm':
      return observe(id, 'malware.found', START + at, { host, threat: device, handled: false }, make)
    case 'h':
      return observe(id, 'heartbeat', START + at, { host, agent: 'bkav' }, make)
    case 'o':
      return observe(id, 'power.off', START + at, { host }, make)
    case 'w':
      return observe(id, 'activity', START + at, { host, user: 'an', system: 'windows', what: 'x' }, make)
    default:
      return observe(id, 'media.scan', START + at, { host, device, clean: what[0] === 's' }, make)
  }
}
const story = (text: string) => beats(text).map(([at, what], i) => says(`e${i}`, at, what))

/** All that was said, in words: what, how many hours after the start. */
const told = (over: typeof rule, text: string, world: World = {}, horizon?: number, manner: Manner = {}) => {
  const { found, indeterminate, ended } = run(over, story(text), world, manner, horizon && START + horizon)
  const hours = (at: number): number => (at - START) / HOUR
  return [
    ...found.map(({ at, trigger }) => `found ${trigger.id} ${hours(at)}`),
    ...indeterminate.map(({ reason, from, to }) => `${reason} ${hours(from)}-${hours(to)}`),
    ...ended.map(({ at }) => `ended ${hours(at)}`),
  ].join(', ')
}

describe('B by its deadline', () => {
  test.each<{ why: string; over?: typeof rule; story: string; says: string }>([
    { why: 'comes', story: '0 m, 30m s, 2h h', says: 'ended 0.5' },
    { why: 'comes at the deadline itself', story: '0 m, 1h s, 2h h', says: 'ended 1' },
    { why: 'does not come, and the machine is there', story: '0 m, 2h h', says: 'found e0 1' },
    { why: 'is not what came', story: '0 m, 30m d, 2h h', says: 'found e0 1' },
    { why: 'comes late: itself a sign of life', story: '0 m, 2h s', says: 'found e0 1, ended 2' },
    { why: 'comes a millisecond late', story: '0 m, 1h+1 s', says: `found e0 1, ended ${1 + 1 / HOUR}` },
    { why: 'comes after it was missed', story: '0 m, 2h h, 3h s', says: 'found e0 1, ended 3' },
    { why: 'is missed once, however long the machine lives', story: '0 m, 2h h, 3h h, 4h h', says: 'found e0 1' },
    { why: 'life at the deadline is not after it', story: '0 m, 1h h', says: 'no-life 0-1' },
    { why: 'life a millisecond after it', story: '0 m, 1h+1 h', says: 'found e0 1' },
    { why: 'no life at all', story: '0 m', says: 'no-life 0-1' },
    { why: 'life just fourteen days later', story: '0 m, 337h h', says: 'found e0 1' },
    { why: 'life more than fourteen days later', story: '0 m, 337h+1 h', says: 'no-life 0-1' },
    { why: 'is waited for by each A', story: '0 m, 30m m, 3h h', says: 'found e0 1, found e1 1.5' },
    { why: 'answers every A that waits', story: '0 m, 30m m, 40m s, 3h h', says: `ended ${40 / 60}` },
    { why: 'with nothing to wait for', story: '0 s, 1h h', says: 'ended 0' },
    { why: 'lifeless: no life is asked', over: lifeless, story: '0 m', says: 'found e0 1' },
    { why: 'lifeless: in time', over: lifeless, story: '0 m, 1h s', says: 'ended 1' },
    { why: 'lifeless: late', over: lifeless, story: '0 m, 2h s', says: 'found e0 1, ended 2' },
  ])('$why', ({ over = rule, story: text, says: expected }) => {
    expect(told(over, text)).toBe(expected)
    expect(told(over, text, {}, undefined, { tick: true, save: true })).toBe(expected)
  })

  test('a finding carries A, the sign of life, and the numbers in force', () => {
    const list = story('0 m, 2h h')
    expect(run(rule, list).found).toEqual([
      {
        entity: 'pc-01',
        at: START + HOUR,
        trigger: list[0],
        events: list,
        numbers: { within: '1h', due: START + HOUR, waited: '3600s', missing: ['media.scan'] },
      },
    ])
  })

  test('the deadline is that of the unit of A', () => {
    const list = [says('a', 0, 'm', 'u2'), says('b', 2 * HOUR, 'h')]
    expect(run(rule, list, { overrides: { u2: { within: '3h' } } }).found).toEqual([])
    expect(run(rule, list, { overrides: { u2: { within: '1h' } } }).found).toHaveLength(1)
  })

  test('no deadline, no wait', () => {
    const never = absence({ ...base, due: () => undefined, lifeless: true })
    expect(run(never, story('0 m')).states.size).toBe(0)
    expect(told(never, '0 m, 5h h')).toBe('')
  })
})

describe('gap: the machine was away', () => {
  test.each<{ why: string; story: string; says: string }>([
    { why: 'signs of life every two hours', story: '0 m, 50m h, 2h h', says: 'found e0 1' },
    { why: 'exactly two hours apart', story: '0 m, 2h h', says: 'found e0 1' },
    { why: 'a millisecond more: away, not judged', story: '0 m, 2h+1 h', says: '' },
    { why: 'a late B after being away', story: '0 m, 3h s', says: 'ended 3' },
    { why: 'away, and the next A waits anew', story: '0 m, 3h h, 4h m, 5h+1 h', says: 'found e2 5' },
  ])('$why', ({ story: text, says: expected }) => {
    expect(told(gapped, text)).toBe(expected)
    expect(told(gapped, text, {}, undefined, { tick: true, save: true })).toBe(expected)
  })
})

describe('voids: A ended unseen', () => {
  const voided = absence({ ...base, alive: { on: on('heartbeat') }, voids: on('power.off') })
  const both = absence({ ...voided, expect: on(['media.scan', 'power.off']) } as Absence)
  test.each<{ why: string; over?: typeof rule; story: string; says: string }>([
    { why: 'before the deadline', story: '0 m, 30m o, 2h h', says: '' },
    { why: 'after it, before any sign of life', story: '0 m, 2h o, 3h h', says: '' },
    { why: 'after a sign of life', story: '0 m, 2h h, 3h o', says: 'found e0 1' },
    { why: 'after a sign of life, expected too', over: both, story: '0 m, 2h h, 3h o', says: 'found e0 1, ended 3' },
    { why: 'expected too: late, and not judged', over: both, story: '0 m, 2h o, 3h h', says: 'ended 2' },
    { why: 'and the next A waits anew', story: '0 m, 2h o, 3h m, 5h h', says: 'found e2 4' },
  ])('$why', ({ over = voided, story: text, says: expected }) => {
    expect(told(over, text)).toBe(expected)
    expect(told(over, text, {}, undefined, { tick: true, save: true })).toBe(expected)
  })
})

describe('one event may be B, life and A at once', () => {
  test.each<{ why: string; story: string; says: string }>([
    { why: 'in time, twice', story: '0 h, 1h h, 2h h, 2h o', says: 'ended 0, ended 1, ended 2, ended 2' },
    { why: 'switched off', story: '0 h, 10m o', says: `ended 0, ended ${1 / 6}` },
    { why: 'silent though at work', story: '0 h, 90m w', says: 'found e0 1, ended 0' },
    { why: 'late, and begun anew', story: '0 h, 90m h, 3h w', says: 'found e0 1, found e1 2.5, ended 0, ended 1.5' },
    { why: 'away over night, and begun anew', story: '0 h, 10h h, 12h w', says: 'found e1 11, ended 0, ended 10' },
  ])('$why', ({ story: text, says: expected }) => {
    expect(told(silence, text)).toBe(expected)
  })
})

describe('rearm and same', () => {
  const again = absence({ ...base, alive: { on: on('heartbeat') }, rearm: true })
  const matched = absence({ ...base, alive: { on: on('heartbeat') }, same: sameThreat })
  const both = absence({ ...matched, rearm: true } as Absence)
  test.each<{ why: string; over: typeof rule; story: string; says: string }>([
    { why: 'a later A replaces one that waits', over: again, story: '0 m, 30m m, 3h h', says: 'found e1 1.5' },
    { why: 'at the deadline too', over: again, story: '0 m, 1h m, 3h h', says: 'found e1 2' },
    { why: 'but not one past it', over: again, story: '0 m, 1h+1 m, 90m h', says: 'found e0 1, no-life 1-2' },
    { why: 'the B of another A', over: matched, story: '0 mx, 10m sy, 3h h', says: `found e0 1, ended ${1 / 6}` },
    { why: 'its own', over: matched, story: '0 mx, 1m my, 10m sx, 3h h', says: `found e1 ${61 / 60}, ended ${1 / 6}` },
    {
      why: 'a later A of another leaves it waiting',
      over: both,
      story: '0 mx, 30m my, 3h h',
      says: 'found e0 1, found e1 1.5',
    },
    { why: 'one of its own takes its place', over: both, story: '0 mx, 30m mx, 3h h', says: 'found e1 1.5' },
    { why: 'a late one of another is no life', over: matched, story: '0 mx, 2h sy', says: 'no-life 0-1, ended 2' },
  ])('$why', ({ over, story: text, says: expected }) => {
    const exact = expected.replace('1-2', `${(HOUR + 1) / HOUR}-${(2 * HOUR + 1) / HOUR}`)
    expect(told(over, text)).toBe(exact)
  })
})

describe('carriers', () => {
  const always = (answer: 'alive' | 'dead' | 'wait' | 'none'): World => ({ carriers: () => answer })
  const from = (hour: number): World => ({
    carriers: (watermark) => (watermark >= START + hour * HOUR ? 'alive' : 'wait'),
  })
  test.each<{ why: string; world: World; story?: string; horizon?: number; says: string }>([
    { why: 'alive', world: always('alive'), says: 'found e0 1' },
    { why: 'dead', world: always('dead'), horizon: 3 * HOUR, says: 'pipeline 0-1' },
    { why: 'none', world: always('none'), says: 'no-carrier 0-1' },
    { why: 'cannot say yet', world: from(5), horizon: 5 * HOUR - 1, says: '' },
    { why: 'can say now', world: from(5), horizon: 5 * HOUR, says: 'found e0 1' },
    { why: 'never say', world: always('wait'), horizon: HOUR + NO_LIFE, says: '' },
    { why: 'never say, and nobody waits longer', world: always('wait'), says: 'pipeline 0-1' },
    { why: 'B came late meanwhile', world: from(5), story: '0 m, 2h s, 3h s', says: 'found e0 1, ended 2' },
    { why: 'away long after the sign of life', world: from(50), story: '0 m, 2h h, 40h h', says: 'found e0 1' },
  ])('$why', ({ world, story: text = '0 m, 2h h', horizon, says: expected }) => {
    expect(told(witnessed, text, world, horizon)).toBe(expected)
  })

  test('are asked about the unit and the span of the wait', () => {
    const questions: unknown[] = []
    const carriers: World['carriers'] = (_, ...question) => {
      questions.push(question)
      return 'alive'
    }
    run(witnessed, [says('a', 0, 'm', 'u7'), says('b', 2 * HOUR, 'h')], { carriers })
    expect(questions).toEqual([['u7', ['media.scan'], START, START + HOUR]])
  })

  test('however late carriers let it judge, an end is said before what was missed after it', () => {
    const { found, ended } = run(witnessed, story('0 m, 90m h, 2h s, 3h m, 5h h, 6h s'), from(20))
    expect(found.map(({ at }) => (at - START) / HOUR)).toEqual([1, 4])
    expect(ended.map(({ at, after }) => [(at - START) / HOUR, after])).toEqual([
      [2, 1],
      [6, 2],
    ])
  })

  test('what was missed is said before that it came', () => {
    const { ended } = run(witnessed, story('0 m, 30m m, 2h s'), from(5))
    expect(ended).toEqual([{ entity: 'pc-01', at: START + 2 * HOUR, after: 2 }])
  })
})

describe('time', () => {
  test.each<[Absence | typeof rule, string, number, number]>([
    [lifeless, '0 m', HOUR, 0],
    [lifeless, '0 m', HOUR + 1, 1],
    [rule, '0 m', HOUR + NO_LIFE, 0],
    [rule, '0 m', HOUR + NO_LIFE + 1, 1],
  ])('is up only once everything at the deadline has been seen (%#)', (over, text, horizon, said) => {
    const { found, indeterminate } = run(over, story(text), {}, {}, START + horizon)
    expect(found.length + indeterminate.length).toBe(said)
  })

  test('nothing is remembered once everything is judged', () => {
    expect(run(rule, story('0 m, 30m m, 3h h')).states.size).toBe(0)
  })

  test('a state past its cap takes no further A, and says so', () => {
    const list = Array.from({ length: MOST_WAITS + 3 }, (_, i) => says(`e${i}`, i, 'm'))
    const { found, capped } = run(lifeless, list)
    expect([found.length, capped]).toEqual([MOST_WAITS, 3])
  })

  test('a deadline past what the rule allows is not waited for, and says so', () => {
    const bound = absence({ ...base, lifeless: true, atMost: '2h' })
    const beyond = { overrides: { u1: { within: '3h' } } }
    expect(run(bound, story('0 m'), { overrides: { u1: { within: '2h' } } }).found).toHaveLength(1)
    expect(run(bound, story('0 m'), beyond)).toMatchObject({ found: [], capped: 1 })
  })
})

describe('finds what the definition finds', () => {
  const entry = fc.record({
    at: fc.nat(60),
    what: fc.constantFrom('mx', 'mx', 'my', 'sx', 'sy', 'd', 'h', 'h', 'h', 'h', 'h', 'o', 'w'),
    unit: fc.constantFrom('u1', 'u2'),
  })
  const STEP = 8 * HOUR
  const carriers: World['carriers'] = (watermark, _unit, _actions, _from, to) => {
    if (watermark < to + 2 * DAY) return 'wait'
    return (['alive', 'alive', 'dead', 'alive', 'none', 'wait'] as const)[Math.floor(to / STEP) % 6]!
  }
  const alive = on('heartbeat')
  const variants: [string, Partial<Absence>][] = [
    ['life', { alive: { on: alive } }],
    ['life without a rhythm of its own', {}],
    ['gap', { alive: { on: alive, gap: '96h' } }],
    ['lifeless', { lifeless: true }],
    ['lifeless with signs of life', { lifeless: true, alive: { on: alive, gap: '96h' } }],
    ['rearm', { alive: { on: alive }, rearm: true }],
    ['rearm, gap, carriers', { alive: { on: alive, gap: '96h' }, rearm: true, carriers: ['media.scan'] }],
    ['rearm, lifeless, carriers', { lifeless: true, rearm: true, carriers: ['media.scan'] }],
    ['same', { alive: { on: alive }, same: sameThreat }],
    ['rearm those that are the same', { alive: { on: alive, gap: '96h' }, same: sameThreat, rearm: true }],
    [
      'B, life and A at once',
      {
        after: alive,
        expect: on(['heartbeat', 'power.off']),
        alive: { on: on(['heartbeat', 'activity']), gap: '96h' },
        rearm: true,
      },
    ],
    ['voids', { alive: { on: alive }, voids: on('power.off') }],
    ['voids, gap, carriers', { alive: { on: alive, gap: '96h' }, voids: on('power.off'), carriers: ['media.scan'] }],
    [
      'voids what is expected too',
      { alive: { on: alive }, expect: on(['media.scan', 'power.off']), voids: on('power.off'), rearm: true },
    ],
    ['without bound', { alive: { on: alive } }],
  ]
  const scenesOf = (name: string, variant: Partial<Absence>) =>
    fc
      .record({
        entries: fc.array(entry, { maxLength: 24 }),
        own: fc.integer({ min: 0, max: 9 }),
        other: fc.integer({ min: 0, max: 9 }),
      })
      .map(({ entries, own, other }) => ({
        rule: {
          ...absence({ ...base, policy: { within: `${own * 8}h` as `${number}h` } }),
          ...(name !== 'without bound' && { atMost: '3d' }),
          ...variant,
        } as Absence,
        world: { overrides: { u2: { within: `${other * 8}h` } }, carriers },
        events: entries.map(({ at, what, unit }, i) => says(`e${(i * 7) % 10}${i}`, at * STEP, what, unit)),
      }))

  test.each(variants)('%s', (name, variant) => {
    holdsToOracle(absenceOracle, scenesOf(name, variant), { least: 0.01, most: 0.5 })
  })

  test.each(variants)('what cannot be judged: %s', (name, variant) => {
    let unsure = 0
    fc.assert(
      fc.property(scenesOf(name, variant), fc.boolean(), ({ rule: over, world, events }, tick) => {
        const ordered = [...events].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
        const expected = judgeAbsences(ordered, over, world)
          .filter(({ verdict }) => verdict !== 'found')
          .map(({ entity, at, trigger, verdict }) => `${verdict} ${entity} ${trigger.at} ${at}`)
        const { indeterminate } = run(over, events, world, { tick, save: tick })
        expect(indeterminate.map(({ reason, entity, from, to }) => `${reason} ${entity} ${from} ${to}`).sort()).toEqual(
          expected.sort(),
        )
        unsure += expected.length
      }),
      { numRuns: 300 },
    )
    if (!variant.lifeless || variant.carriers) expect(unsure).toBeGreaterThan(20)
  })
})
