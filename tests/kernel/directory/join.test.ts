import { describe, expect, test } from 'vitest'
import type { Directory } from '../../../kernel/directory/facts.ts'
import type { Derived } from '../../../kernel/directory/join.ts'
import { joiner } from '../../../kernel/directory/join.ts'
import type { Action, Fields, Observation } from '../../../kernel/event.ts'
import { HOUR } from '../../../kernel/time.ts'
import { at, townWith } from './town.ts'

const seen = <A extends Action>(action: A, fields: Fields<A>, when = '2026-03-02 09:00'): Observation =>
  // The fields are this action's own.
  ({
    id: 'e',
    at: at(when),
    received: at(when),
    source: 's',
    collector: 'c1',
    digest: 'd',
    action,
    ...fields,
  }) as unknown as Observation
const login = (more: Partial<Fields<'login'>> = {}): Observation =>
  seen('login', { user: 'an.nv@tinh', host: 'pc-02', system: 'windows', ok: true, via: 'interactive', ...more })

const derived: Derived = {
  signedIn: (host) => (host === 'pc-01' ? { user: 'an.nv@tinh', remote: false } : undefined),
  hostOf: (ip) => (ip === '192.0.2.11' ? 'pc-01' : undefined),
  credentialChange: () => 7,
  closedSince: () => 8,
}
const town = townWith({
  people: [
    { id: 'p-moi', name: 'Người Mới', unit: 'xa-b', status: 'working', it: false, known: 50 },
    { id: 'p-mat-don-vi', name: 'Đơn Vị Lạ', unit: 'khong-co', status: 'working', it: false },
  ],
  accounts: [
    { id: 'moi@tinh', person: 'p-moi', kind: 'personal', admin: false, enabled: true, known: 90 },
    { id: 'la@tinh', person: 'p-mat-don-vi', unit: 'xa-b', kind: 'personal', admin: false, enabled: true },
  ],
  roster: [
    { person: 'p-an', kind: 'overtime', from: '2026-03-02T08:00', to: '2026-03-02T20:00', known: 70 },
    { person: 'p-an', kind: 'leave', from: '2026-03-02T08:00', to: '2026-03-02T20:00' },
  ],
  changes: [{ id: 'td-1', document: '5/KH', person: 'p-qt', from: '2026-03-02T08:00', to: '2026-03-02T20:00' }],
})
const facts = (observation: Observation, registers?: Derived) => joiner(town, registers)(observation).facts

describe('what one account does to another', () => {
  const act = seen('group.add', {
    ...{ user: 'an.nv@tinh', by: 'moi@tinh', host: 'pc-02', system: 'windows', group: 'Administrators' },
  })
  const ofActor = (observation: Observation, registers?: Derived) => joiner(town, registers, 'actor')(observation).facts

  test('the facts are those of who did it; those of the other are beside them', () => {
    const found = ofActor(act)
    expect([found.account?.id, found.person?.id, found.unit?.id]).toEqual(['moi@tinh', 'p-moi', 'xa-b'])
    expect([found.upon.account?.id, found.upon.person?.id, found.upon.unit?.id]).toEqual(['an.nv@tinh', 'p-an', 'xa-a'])
    expect([found.roster, found.upon.roster.length]).toEqual([[], 2])
    expect(found.known).toBe(90)
    expect(facts(act).person?.id).toBe('p-an')
  })

  test('registers folded from events are asked about who did it', () => {
    const asked: string[] = []
    const closures: Derived = { ...derived, closedSince: (user) => asked.push(user) }
    expect([ofActor(act, closures).closedSince, ofActor(act, closures).upon.closedSince]).toEqual([1, 2])
    expect(asked).toEqual(['moi@tinh', 'an.nv@tinh'])
  })

  test('by our clock, too', () => {
    const found = ofActor({ ...act, clock: 365 * 24 * HOUR })
    expect([found.corrected?.person?.id, found.corrected?.upon.person?.id]).toEqual(['p-moi', 'p-an'])
    expect(ofActor(act).corrected).toBeUndefined()
  })

  test('nobody is guessed where the log does not name who did it', () => {
    const found = ofActor({ ...act, by: undefined } as Observation)
    expect([found.account, found.person, found.unit?.id]).toEqual([undefined, undefined, 'xa-a'])
  })
})

describe('the unit of an event', () => {
  test.each<[string, Observation, string | undefined]>([
    ['is that of the person', login({ user: 'quan.tri@tinh', host: 'pc-01' }), 'tinh'],
    ['else that of the account', login({ user: 'dich.vu@tinh', host: 'pc-01' }), 'tinh'],
    ['is the account’s where the person’s is no unit', login({ user: 'la@tinh' }), 'xa-b'],
    ['else that of the machine', login({ user: 'ai-do@pc-01', host: 'dc-01' }), 'tinh'],
    ['else that of the network', login({ user: 'ai-do@web', host: undefined, ip: '192.0.2.9' }), 'xa-a'],
    ['else unknown', login({ user: 'ai-do@web', host: 'la', ip: '198.51.100.9' }), undefined],
    ['is that of a pipeline for its deliveries', seen('source.delivery', { pipeline: 'c1/windows' }), 'tinh'],
    ['is unknown for a pipeline nobody listed', seen('source.delivery', { pipeline: 'c9/windows' }), undefined],
  ])('%s', (_, observation, unit) => {
    expect(facts(observation).unit?.id).toBe(unit)
  })
})

test('nothing is guessed: without a unit there are no hours, no end of the day, no texts', () => {
  const none = facts(login({ user: 'ai-do@web', host: 'la' }), derived)
  expect([none.person, none.account, none.machine, none.device, none.network, none.hours, none.endOfDay]).toEqual(
    Array(7).fill(undefined),
  )
  expect([none.bindings, none.roster, none.changes, none.deviceRegisterKept, none.known]).toEqual([
    [],
    [],
    [],
    false,
    0,
  ])
  expect(none.afterWorkingDays(1, at('2026-03-02'))).toBeUndefined()
  expect(none.personAt(at('2026-03-02'))).toBeUndefined()
})

test('the person is the account’s, and stands otherwise at other times', () => {
  const found = facts(login({ user: 'nghi@tinh' }))
  expect(found.person).toMatchObject({ id: 'p-nghi', active: false })
  expect(found.personAt(at('2026-01-15'))).toMatchObject({ active: true })
  expect(
    facts(seen('account.departed', { user: 'khong.co@tinh', person: 'p-an', status: 'retired', knownSince: 0 })).person
      ?.id,
  ).toBe('p-an')
})

test('known is the latest among the rows used so far', () => {
  const found = facts(login({ user: 'moi@tinh' }))
  expect(found.known).toBe(0)
  expect(found.account?.known).toBe(90)
  expect(found.known).toBe(90)
  expect(found.person?.known).toBe(50)
  expect(found.known).toBe(90)
  expect(facts(login({ user: 'nghi@tinh' })).known).toBe(0)
  const retired = facts(login({ user: 'nghi@tinh' }))
  expect(retired.unit?.id).toBe('xa-a')
  expect(retired.known).toBe(at('2026-01-20 08:00'))
})

describe('the origin', () => {
  test.each<[string, Partial<Fields<'login'>>, Derived | undefined, string | undefined]>([
    ['is the machine the source names', { from: 'PC-03' }, undefined, 'pc-03'],
    ['is the holder of the address', { ip: '192.0.2.11' }, derived, 'pc-01'],
    ['is unknown without leases', { ip: '192.0.2.11' }, undefined, undefined],
    [
      'is not looked for by address where the named machine is unknown',
      { from: 'la', ip: '192.0.2.11' },
      derived,
      undefined,
    ],
  ])('%s', (_, fields, registers, origin) => {
    expect(facts(login(fields), registers).origin?.id).toBe(origin)
  })
})

test('who was signed in is asked of the machine where the act was made', () => {
  const who = (observation: Observation, registers: Derived | undefined = derived) =>
    facts(observation, registers).signedIn
  expect(who(seen('file.open', { host: 'pc-01', path: 'E:\\a', write: false }))).toMatchObject({
    user: 'an.nv@tinh',
    remote: false,
    person: { id: 'p-an' },
  })
  expect(who(login({ user: 'bich@tinh', host: 'app-01', via: 'application', ip: '192.0.2.11' }))?.user).toBe(
    'an.nv@tinh',
  )
  expect(who(login({ user: 'bich@tinh', host: 'pc-01', via: 'application', ip: '192.0.2.99' }))).toBeUndefined()
  expect(who(seen('power.on', { host: 'pc-02' }))).toBeUndefined()
  expect(facts(seen('power.on', { host: 'pc-01' })).signedIn).toBeUndefined()
})

test('the roster is the person’s; a machine that names nobody is excused by its holder’s, leave left out', () => {
  expect(facts(login()).roster.map(({ kind }) => kind)).toEqual(['overtime', 'leave'])
  expect(facts(seen('power.on', { host: 'pc-01' })).roster.map(({ kind }) => kind)).toEqual(['overtime'])
  expect(facts(seen('power.on', { host: 'pc-01' })).endOfDay).toBe(at('2026-03-02 20:00'))
  expect(facts(seen('power.on', { host: 'pc-02' })).endOfDay).toBe(at('2026-03-02 17:30'))
  // Someone else at An’s machine is not excused by An’s overtime.
  expect(facts(login({ user: 'bich@tinh', host: 'pc-01' })).endOfDay).toBe(at('2026-03-02 17:30'))
})

test('a change is approved for who acts, not for whom it is done to', () => {
  const created = (by: string) =>
    facts(seen('account.create', { user: 'x@tinh', by, host: 'dc-01', system: 'windows' })).changes
  expect(created('quan.tri@tinh')).toHaveLength(1)
  expect(created('an.nv@tinh')).toHaveLength(0)
})

describe('a pipeline with several rows', () => {
  const row = (unit: string, rhythm: string, hours: 'always' | 'working' = 'always') => ({
    collector: 'c9',
    source: 'app',
    unit,
    rhythm,
    hours,
  })
  const delivery = seen('source.delivery', { pipeline: 'c9/app' })
  test.each<[string, ReturnType<typeof row>[], { rhythm: string; hours: string }, string | undefined]>([
    ['is its strictest row', [row('xa-a', '4h'), row('xa-a', '90m')], { rhythm: '90m', hours: 'always' }, 'xa-a'],
    [
      'of several units belongs to none',
      [row('xa-a', '4h'), row('xa-b', '1h')],
      { rhythm: '1h', hours: 'always' },
      undefined,
    ],
    [
      'expects always before working hours',
      [row('xa-a', '1h', 'working'), row('xa-b', '60m')],
      { rhythm: '60m', hours: 'always' },
      undefined,
    ],
  ])('%s', (_, pipelines, expected, unit) => {
    const found = joiner(townWith({ pipelines }))(delivery).facts
    expect(found.pipeline).toMatchObject(expected)
    expect(found.unit?.id).toBe(unit)
  })

  test('waits in the hours of its row where it belongs to no unit', () => {
    const pipelines = [row('xa-a', '1h', 'working'), row('xa-b', '4h', 'working')]
    const found = joiner(townWith({ pipelines }))(
      seen('source.delivery', { pipeline: 'c9/app' }, '2026-03-02 16:30'),
    ).facts
    expect(found.afterWorkingTime(HOUR, at('2026-03-02 16:30'))).toBe(at('2026-03-03 08:00'))
  })
})

test('the sources that tell of a machine an act came from are those of its unit and above', () => {
  const pipelines = [{ collector: 'c9', source: 'nxlog', unit: 'xa-a', rhythm: '1h', hours: 'working' as const }]
  const sources = (from: string | undefined) =>
    joiner(townWith({ pipelines }))(login({ host: 'dc-01', from })).facts.originSources
  expect(sources('pc-02')).toContain('nxlog')
  expect(sources('may-la')).toEqual([])
  expect(sources(undefined)).toEqual([])
})

test('the derived registers are passed on', () => {
  expect(facts(login(), derived)).toMatchObject({ credentialChange: 7, closedSince: 8 })
  expect(facts(login())).toMatchObject({ credentialChange: undefined, closedSince: undefined })
})

test('a fact is looked up once, and only when it is asked for', () => {
  const asked: string[] = []
  const counting: Directory = {
    ...town,
    account(id, when) {
      asked.push(id)
      return town.account(id, when)
    },
  }
  const { facts: found } = joiner(counting)(login())
  expect(asked).toEqual([])
  expect([found.account, found.person, found.unit, found.account].every(Boolean)).toBe(true)
  expect(asked).toEqual(['an.nv@tinh'])
})
