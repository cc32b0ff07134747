import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { LONGEST_SILENCE, pipelinesRegister } from '../../../detectors/registers/pipelines.ts'
import { createState } from '../../../detectors/state.ts'
import { PLAIN_MONDAY, town } from '../../../detectors/timeline.ts'
import { declareYields } from '../../../detectors/yields.ts'
import { directoryData } from '../../../kernel/directory/data.ts'
import { createDirectory } from '../../../kernel/directory/directory.ts'
import type { Action } from '../../../kernel/event.ts'
import { localTime, MINUTE, SECOND } from '../../../kernel/time.ts'
import { act, clock } from '../../support/feed.ts'
import { observe } from '../../support/kinds.ts'

const LATENESS = 2 * MINUTE
const start = localTime(PLAIN_MONDAY, '05:00')
const yields: ReadonlyMap<string, readonly Action[]> = new Map([
  ['windows', ['login', 'logout'] as const],
  ['bkav', ['heartbeat'] as const],
])
type Row = { collector: string; source: string; unit: string; rhythm: string; hours: 'always' | 'working'; to?: string }
const windows: Row = { collector: 'c1', source: 'windows', unit: 'tinh', rhythm: '30m', hours: 'always' }

/** Carriers of the town, the minutes (as clocks) in which they spoke, and a watermark. */
const world = (rows: readonly Row[], spoken: readonly number[], source = 'windows') => {
  const directory = createDirectory(directoryData({ ...town, pipelines: [...rows] }))
  const register = pipelinesRegister(createState(), () => directory, yields, LATENESS)
  for (const at of spoken) register.mark({ ...observe(`${at}`, 'other', at, {}), collector: 'c1', source })
  return { directory, register }
}
const verdict = (
  { register }: ReturnType<typeof world>,
  watermark: string | number,
  from = '08:00',
  to = '09:00',
  unit: string | undefined = 'xa-a',
  actions: readonly Action[] = ['login'],
) =>
  register.carriersAt(() => (typeof watermark === 'number' ? watermark : clock(watermark)))(
    unit,
    actions,
    clock(from),
    clock(to),
  )
const times = (...clocks: string[]): number[] => clocks.map(clock)
const LATER = '23:00'

describe('a carrier over 08:00 to 09:00, with a rhythm of half an hour and a lateness of two minutes', () => {
  test.each<['alive' | 'dead' | 'wait', string, string[], string]>([
    ['alive', 'it spoke all the time', ['07:40', '08:00', '08:30', '09:00', '09:02'], LATER],
    ['dead', 'it never spoke', [], LATER],
    ['wait', 'it never spoke, but the half hour from 07:30 is not over', [], '08:00:59'],
    ['dead', 'it never spoke, and the half hour is over by the minute', [], '08:01'],
    ['alive', 'half an hour of silent minutes is its rhythm', ['07:50', '08:21', '08:52', '09:23'], LATER],
    ['dead', 'one minute more is death', ['07:50', '08:22', '08:52', '09:02'], LATER],
    ['dead', 'a minute more at the end', ['07:50', '08:20', '08:51', '09:23'], LATER],
    [
      'alive',
      'a silence that began before 08:00 counts from a rhythm before',
      ['07:59', '08:30', '09:00', '09:02'],
      LATER,
    ],
    ['dead', 'the silence before 08:00 is silence too', ['07:45', '08:17', '08:45', '09:02'], LATER],
    ['alive', 'what was before a rhythm before is nobody’s business', ['08:00', '08:30', '09:00', '09:02'], LATER],
    ['wait', 'nothing at or after 09:02 yet', ['08:00', '08:30', '09:00', '09:01'], '09:02'],
    ['wait', 'nothing at or after 09:02, and the half hour from 09:01 not over', ['08:00', '08:30', '09:01'], '09:32'],
    ['dead', 'nothing at or after 09:02, and it is over', ['08:00', '08:30', '09:01'], '09:33'],
    ['alive', 'an event at 09:02 is enough', ['08:00', '08:30', '09:00', '09:02:59'], '09:00'],
    ['alive', 'an event ahead of the watermark counts', ['08:00', '08:30', '09:00', '09:05'], '08:00'],
    ['wait', 'before anything is known', [], '07:00'],
  ])('is %s: %s', (expected, _, spoken, watermark) => {
    expect(verdict(world([windows], times(...spoken)), watermark)).toBe(expected)
  })

  test('may wait as long as the watermark stands at the beginning of time', () => {
    expect(verdict(world([windows], times('08:00', '08:30', '09:00', '09:05')), -Infinity)).toBe('wait')
  })
})

describe('the carriers of a proof', () => {
  const spoke = times('07:40', '08:00', '08:30', '09:00', '09:10')
  const ask = (unit: string | undefined, actions: readonly Action[], rows: readonly Row[] = [windows]) =>
    verdict(world(rows, spoke), LATER, '08:00', '09:00', unit, actions)
  // A default parameter would give `undefined` a unit.
  const nowhere = (actions: readonly Action[]) =>
    world([windows], spoke).register.carriersAt(() => clock(LATER))(undefined, actions, clock('08:00'), clock('09:00'))

  test('none is needed for what nobody must carry', () => {
    expect([ask('xa-a', []), nowhere([])]).toEqual(['alive', 'alive'])
  })
  test('there is none for a unit nobody knows', () => {
    expect(nowhere(['login'])).toBe('none')
  })
  test('there is none where no source of the unit can bring it', () => {
    expect(ask('xa-a', ['heartbeat'])).toBe('none')
    expect(ask('xa-a', ['login'], [{ ...windows, unit: 'xa-b' }])).toBe('none')
    expect(ask('xa-a', ['login'], [{ ...windows, source: 'unheard-of' }])).toBe('none')
  })
  test('one that is no longer in force is none', () => {
    expect(ask('xa-a', ['login'], [{ ...windows, to: '2026-03-01' }])).toBe('none')
  })
  test('a source that can bring one of several things is a carrier', () => {
    expect(ask('xa-a', ['heartbeat', 'logout'])).toBe('alive')
  })
  test('all must live: one dead is death, else one that waits is waiting', () => {
    const bkav: Row = { ...windows, source: 'bkav' }
    expect(ask('xa-a', ['login', 'heartbeat'], [windows, bkav])).toBe('dead')
    expect(verdict(world([windows, bkav], spoke), '07:10', '08:00', '09:00', 'xa-a', ['login', 'heartbeat'])).toBe(
      'wait',
    )
    const both = world([windows, bkav], spoke)
    for (const at of spoke)
      both.register.mark({ ...observe(`b${at}`, 'other', at, {}), collector: 'c1', source: 'bkav' })
    expect(verdict(both, LATER, '08:00', '09:00', 'xa-a', ['login', 'heartbeat'])).toBe('alive')
  })
})

describe('a source that begins to yield an action at 08:00', () => {
  const spoke = times('07:00', '07:20', '07:40', '08:00', '08:30', '09:00', '09:10', '09:20')
  const asked = (
    from: string,
    to: string,
    rows: readonly Row[] = [windows],
    actions: readonly Action[] = ['login'],
  ) => {
    const state = createState()
    declareYields(state, new Map([...yields, ['windows', ['logout']]]), clock('05:00'))
    declareYields(state, yields, clock('08:00'))
    const directory = createDirectory(directoryData({ ...town, pipelines: [...rows] }))
    const register = pipelinesRegister(state, () => directory, yields, LATENESS)
    for (const { source } of rows)
      for (const at of spoke) register.mark({ ...observe(`${source}${at}`, 'other', at, {}), collector: 'c1', source })
    return register.carriersAt(() => clock(LATER))('xa-a', actions, clock(from), clock(to))
  }

  test('could not have told of it before, though it spoke: nothing is said of a span that begins before', () => {
    expect([asked('07:30', '09:00'), asked('07:59', '08:10'), asked('08:00', '09:00')]).toEqual([
      'none',
      'none',
      'alive',
    ])
  })
  test('is no dead carrier either of a time before, in which it was silent', () => {
    expect(asked('05:30', '06:30')).toBe('none')
  })
  test('goes on telling of what it yielded all the time', () => {
    expect(asked('07:30', '09:00', [windows], ['logout'])).toBe('alive')
    expect(asked('07:30', '09:00', [windows], ['login', 'logout'])).toBe('alive')
  })
  test('leaves the judgement to others that told of it before', () => {
    const bkav: Row = { ...windows, source: 'bkav' }
    expect(asked('07:30', '09:00', [windows, bkav], ['login', 'heartbeat'])).toBe('alive')
    expect(asked('07:30', '09:00', [bkav], ['login', 'heartbeat'])).toBe('alive')
  })
})

describe('a carrier that owes something in working hours only (07:00 to 17:30, grace included), once an hour', () => {
  const office: Row = { ...windows, hours: 'working', rhythm: '1h' }

  test('is not dead for its evenings: a deadline after work is settled the next morning', () => {
    const day = times('16:30', '17:00')
    expect(verdict(world([office], day), '23:00', '16:30', '17:30')).toBe('wait')
    expect(verdict(world([office], [...day, clock('+1 07:30')]), '+1 08:00', '16:30', '17:30')).toBe('alive')
    expect(verdict(world([office], day), '+1 07:31', '16:30', '17:30')).toBe('dead')
  })

  test('nor for a weekend', () => {
    const friday = times('+4 16:30', '+4 17:00')
    const ask = (register: ReturnType<typeof world>, watermark: string) =>
      verdict(register, watermark, '+4 16:30', '+4 17:30')
    expect(ask(world([office], friday), '+6 23:00')).toBe('wait')
    expect(ask(world([office], [...friday, clock('+7 07:30')]), '+7 08:00')).toBe('alive')
    expect(ask(world([office], friday), '+7 07:31')).toBe('dead')
  })

  test('is dead for a silent morning', () => {
    expect(verdict(world([office], times('07:40', '11:20')), LATER, '08:00', '10:00')).toBe('dead')
  })
})

/** Minute by minute, by the definition. */
const bruteForce = (
  { directory }: ReturnType<typeof world>,
  row: Row,
  spoken: readonly number[],
  from: number,
  to: number,
  watermark: number,
): string => {
  const rhythm = Number.parseInt(row.rhythm, 10) * MINUTE
  const minuteOf = (at: number): number => Math.floor(at / MINUTE)
  const heard = new Set(spoken.map(minuteOf))
  const owes = (minute: number): boolean => row.hours === 'always' || directory.hours(row.unit, minute * MINUTE).working
  const voice = [...heard].filter((minute) => minute >= minuteOf(to + LATENESS)).sort((a, b) => a - b)[0]
  const last = voice ?? minuteOf(to + LATENESS) + minuteOf(LONGEST_SILENCE)
  const silent: number[] = []
  for (let minute = minuteOf(from - rhythm); minute <= last; minute++) {
    if (heard.has(minute)) silent.length = 0
    else if (owes(minute)) silent.push(minute)
    if (silent.length * MINUTE > rhythm && minute * MINUTE >= from)
      return (minute + 1) * MINUTE <= watermark ? 'dead' : 'wait'
  }
  return voice === undefined ? 'wait' : 'alive'
}

describe('is what counting every minute says', () => {
  const verdicts = { alive: 0, dead: 0, wait: 0 } as Record<string, number>
  beforeEach(() => {
    for (const name of Object.keys(verdicts)) verdicts[name] = 0
  })

  const scene = (hours: 'always' | 'working') =>
    fc.record({
      row: fc.constantFrom('5m', '20m', '90m').map((rhythm): Row => ({ ...windows, rhythm, hours })),
      /** Steps between events, so that most gaps are near the rhythm. */
      steps: fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 60, size: 'max' }),
      from: fc.integer({ min: 0, max: 20 * 60 }),
      length: fc.integer({ min: 0, max: 6 * 60 }),
      ahead: fc.oneof(fc.integer({ min: -30, max: 60 }), fc.integer({ min: -30, max: 48 * 60 })),
      seconds: fc.integer({ min: 0, max: 59 }),
    })

  test.each(['always', 'working'] as const)('hours: %s', (hours) => {
    fc.assert(
      fc.property(scene(hours), ({ row, steps, from, length, ahead, seconds }) => {
        const dense = row.rhythm === '90m' ? 1 : row.rhythm === '20m' ? 4 : 15
        let at = start
        const spoken = steps.map((step) => {
          at += Math.ceil(step / dense) * MINUTE
          return at + seconds * SECOND
        })
        const [a, b] = [start + from * MINUTE, start + (from + length) * MINUTE + seconds * SECOND]
        const watermark = b + ahead * MINUTE
        const one = world([row], spoken)
        const expected = bruteForce(one, row, spoken, a, b, watermark)
        verdicts[expected] = (verdicts[expected] ?? 0) + 1
        expect(one.register.carriersAt(() => watermark)('tinh', ['login'], a, b)).toBe(expected)
      }),
      { numRuns: 1_000 },
    )
    expect(Math.min(...Object.values(verdicts))).toBeGreaterThan(20)
  })

  test('and more events never make it less alive, nor a later watermark undo a verdict', () => {
    fc.assert(
      fc.property(scene('always'), fc.integer({ min: 0, max: 1_500 }), ({ row, steps, from, length, ahead }, more) => {
        let at = start
        const spoken = steps.map((step) => {
          at += step * MINUTE
          return at
        })
        const [a, b] = [start + from * MINUTE, start + (from + length) * MINUTE]
        const ask = (events: readonly number[], watermark: number) =>
          world([row], events).register.carriersAt(() => watermark)('tinh', ['login'], a, b)
        const now = ask(spoken, b + ahead * MINUTE)
        if (now === 'alive') expect(ask([...spoken, start + more * MINUTE], b + ahead * MINUTE)).toBe('alive')
        if (now !== 'wait') expect(ask(spoken, b + (ahead + more) * MINUTE)).toBe(now)
      }),
    )
  })
})

describe('what it remembers', () => {
  test('a minute is new once, in any order; what the product says itself is no sign of a carrier', () => {
    const { register } = world([windows], [])
    const mark = (text: string) => register.mark(act(text, 'other', {}, { collector: 'c1', source: 'windows' }))
    expect(['08:00', '08:00:59', '08:01', '08:29', '08:30', '08:59', '09:00', '08:30'].map(mark)).toEqual([
      true,
      false,
      true,
      true,
      true,
      true,
      true,
      false,
    ])
    expect(register.mark(act('10:00', 'other', {}, { collector: 'directory' }))).toBe(false)
    expect(register.mark(act('10:00', 'source.delivery', { pipeline: 'c1/windows' }))).toBe(false)
    expect(register.mark(act('10:00', 'host.seen', { host: 'pc-01' }))).toBe(false)
  })

  test('the last minute of each pipeline, whatever half of the hour it is in', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { minLength: 1 }), (minutes) => {
        const spoken = minutes.map((minute) => start + minute * MINUTE)
        const { register } = world([windows], spoken)
        expect(register.last()).toEqual(new Map([['c1/windows', Math.max(...spoken)]]))
      }),
    )
    const two = world([windows], times('08:00'))
    two.register.mark(act('07:15', 'other', {}, { collector: 'c|2', source: 'bkav' }))
    expect(two.register.last()).toEqual(
      new Map([
        ['c1/windows', clock('08:00')],
        ['c|2/bkav', clock('07:15')],
      ]),
    )
  })

  test('is forgotten by the hour, and no hour too early', () => {
    const { register } = world([windows], times('08:59', '09:00', '10:30'))
    register.forget(clock('09:59'))
    expect(register.mark({ ...observe('x', 'other', clock('09:00'), {}), collector: 'c1', source: 'windows' })).toBe(
      false,
    )
    expect(register.mark({ ...observe('x', 'other', clock('08:59'), {}), collector: 'c1', source: 'windows' })).toBe(
      true,
    )
    expect(register.last().get('c1/windows')).toBe(clock('10:30'))
  })
})

test('a weekend is asked about quickly enough for ten thousand machines', () => {
  const office: Row = { ...windows, hours: 'working' }
  const one = world([office], times('+4 16:30', '+4 17:00'))
  const ask = one.register.carriersAt(() => clock('+6 23:00'))
  const began = performance.now()
  for (let i = 0; i < 1_000; i++) ask('xa-a', ['login'], clock('+4 12:00') + i * SECOND, clock('+4 17:30'))
  expect(performance.now() - began).toBeLessThan(1_000)
})
