import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { directoryData, type Rows } from '../../../kernel/directory/data.ts'
import { type Change, diffDirectory } from '../../../kernel/directory/diff.ts'
import { createDirectory } from '../../../kernel/directory/directory.ts'
import type { Directory, Facts } from '../../../kernel/directory/facts.ts'
import { joiner } from '../../../kernel/directory/join.ts'
import { type DirectoryData, HoursRule } from '../../../kernel/directory/rows.ts'
import type { Observation } from '../../../kernel/event.ts'
import { addDays, HOUR } from '../../../kernel/time.ts'
import { at } from './town.ts'

const START = '2026-03-01'
const date = fc.integer({ min: 0, max: 9 }).map((days) => addDays(START, days))
const maybe = fc.option(date, { nil: undefined })
const clean = <T extends object>(row: T): T => JSON.parse(JSON.stringify(row)) as T
const id = (...ids: string[]) => fc.constantFrom(...ids)
const set = <T extends object>(row: fc.Arbitrary<T>) => fc.array(row.map(clean), { maxLength: 4 })
const unit = id('u1', 'u2', 'u3')
const person = id('p1', 'p2')
const moment = fc.integer({ min: 0, max: 240 }).map((hour) => new Date(at(START) + hour * HOUR).toISOString())

const rows = fc.record({
  units: set(
    fc.record({
      id: unit,
      name: unit,
      parent: fc.option(unit, { nil: undefined }),
      monitored: maybe,
      from: maybe,
      to: maybe,
    }),
  ),
  people: set(
    fc.record({
      id: person,
      name: person,
      unit,
      status: id('working', 'retired'),
      from: maybe,
      to: maybe,
      handover: maybe,
    }),
  ),
  accounts: set(
    fc.record({
      id: id('a1@t', 'a2@t'),
      person,
      unit: fc.option(unit, { nil: undefined }),
      enabled: fc.boolean(),
      from: maybe,
      to: maybe,
    }),
  ),
  machines: set(fc.record({ id: id('m1', 'm2'), unit, person, from: maybe, to: maybe })),
  devices: set(fc.record({ id: id('d1', 'd2'), unit, from: maybe, to: maybe })),
  networks: set(
    fc.record({ cidr: id('192.0.2.0/24', '192.0.2.0/25'), unit, segment: id('s'), from: maybe, to: maybe }),
  ),
  roster: set(fc.record({ person, kind: id('duty', 'leave', 'overtime'), from: moment, to: moment })),
  changes: set(fc.record({ id: id('c1'), document: id('x'), person, from: moment, to: moment })),
  lists: set(
    fc.record({
      ...{ list: id('blocklist'), kind: id('address'), entry: id('192.0.2.0/24', '192.0.2.1'), origin: id('x') },
      ...{ unit: fc.option(unit, { nil: undefined }), listed: fc.boolean(), from: maybe, to: maybe },
    }),
  ),
  directives: set(fc.record({ doc: id('PT', 'CB'), unit, from: maybe, to: maybe })),
}) as unknown as fc.Arbitrary<Rows>
const hours = fc.array(
  fc
    .record({ unit, from: maybe, to: maybe, start: id('06:00', '09:00') })
    .map(({ start, ...row }) =>
      HoursRule.parse(clean({ ...row, weekdays: [1, 2, 3, 4, 5], intervals: [{ from: start, to: '16:00' }] })),
    ),
  { maxLength: 2 },
)
const calendar = fc.array(date, { maxLength: 3 }).map((days) => [
  {
    year: 2026,
    status: 'chinh_thuc' as const,
    days: [...new Set(days)].map((day) => ({
      date: day,
      name: 'lễ',
      kind: 'L' as const,
      status: 'chinh_thuc' as const,
    })),
  },
])

const observed = fc
  .record({
    user: id('a1@t', 'a2@t', 'ai@t'),
    host: id('m1', 'm2', 'la'),
    device: id('d1', 'd2', 'd3'),
    ip: id('192.0.2.1', '192.0.2.200'),
    hour: fc.integer({ min: -48, max: 300 }),
    named: fc.boolean(),
  })
  .map(
    ({ hour, named, user, ...rest }) =>
      ({
        id: 'e',
        at: at(START) + hour * HOUR,
        action: 'login',
        ...rest,
        ...(named ? { user } : {}),
      }) as unknown as Observation,
  )

const told = (directory: Directory, o: Observation): string => {
  const { facts } = joiner(directory)(o)
  const { ip } = o as { ip?: string }
  const names: (keyof Facts)[] = [
    'unit',
    'account',
    'person',
    'machine',
    'device',
    'network',
    'hours',
    'roster',
    'changes',
    'endOfDay',
    'bindings',
    'deviceRegisterKept',
  ]
  return JSON.stringify(
    [...names.map((name) => facts[name]), facts.afterWorkingDays(3, o.at), facts.listed('blocklist', { address: ip })],
    (key, value) => (key === 'known' ? undefined : value),
  )
}

const touches = (change: Change, o: Observation, units: ReadonlySet<string | undefined>): boolean => {
  const { scope, from, to } = change
  const { user, host, device } = o as { user?: string; host?: string; device?: string }
  if (o.at < from || o.at > to) return false
  return (
    scope.everything === true ||
    scope.lists !== undefined ||
    [
      scope.accounts?.includes(user ?? ''),
      scope.hosts?.includes(host ?? ''),
      scope.devices?.includes(device ?? ''),
    ].includes(true) ||
    (scope.units ?? []).some((touched) => units.has(touched))
  )
}

test('whatever two versions answer differently lies in a change that touches it', () => {
  let differences = 0
  let untouched = 0
  fc.assert(
    fc.property(
      rows,
      rows,
      hours,
      hours,
      calendar,
      calendar,
      fc.array(observed, { minLength: 5, maxLength: 10 }),
      (a, b, h1, h2, c1, c2, all) => {
        // Half of the registers stay as they are, so that changes are told apart.
        const after = {
          ...a,
          people: b.people,
          machines: b.machines,
          lists: b.lists,
          roster: b.roster,
          units: b.units,
        } as Rows
        const [old, now] = [
          directoryData(a, 0, { hours: h1, calendar: c1 }),
          directoryData(after, 0, { hours: h2, calendar: c2 }),
        ]
        const changes = diffDirectory(old, now)
        const [before, since] = [createDirectory(old), createDirectory(now)]
        for (const o of all) {
          const units = new Set([before, since].flatMap((d) => [joiner(d)(o).facts.unit?.id, ...candidates(d, o)]))
          const touched = changes.some((change) => touches(change, o, units))
          if (!touched) untouched++
          if (told(before, o) === told(since, o)) continue
          differences++
          expect(touched).toBe(true)
        }
      },
    ),
    { numRuns: 120 },
  )
  expect(differences).toBeGreaterThan(120)
  expect(untouched).toBeGreaterThan(10)
})

/** Units the rows name that may not have been in force. */
const candidates = (directory: Directory, o: Observation): (string | undefined)[] => {
  const { facts } = joiner(directory)(o)
  return [facts.person?.unit, facts.account?.unit, facts.machine?.unit, facts.network?.unit]
}

describe('a change says what it touches', () => {
  const base: Rows = {
    units: [
      { id: 'tinh', name: 'T' },
      { id: 'xa', name: 'X', parent: 'tinh' },
    ],
    people: [{ id: 'p', name: 'N', unit: 'xa', status: 'working', it: false }],
    accounts: [{ id: 'a@t', person: 'p', kind: 'personal', admin: false, enabled: true }],
    machines: [{ id: 'pc', unit: 'xa', person: 'p', role: 'laptop', secrets: false, agent: true }],
  }
  const diff = (rows: Rows) => diffDirectory(directoryData(base), directoryData({ ...base, ...rows }))

  test('nothing, when only the time a row became known is other', () => {
    expect(diffDirectory(directoryData(base, 1), directoryData(base, 2))).toEqual([])
  })

  test('a person by their accounts and machines, from the row’s day on', () => {
    const people = [
      ...base.people!,
      { id: 'p', name: 'N', unit: 'xa', status: 'retired' as const, it: false, from: '2026-02-01' },
    ]
    expect(diff({ people })).toEqual([
      {
        register: 'people',
        key: 'p',
        kind: 'added',
        from: at('2026-02-01'),
        to: 8.64e15,
        scope: { accounts: ['a@t'], hosts: ['pc'] },
        known: 0,
      },
    ])
  })

  test('a row that came says when it was entered, one that went does not', () => {
    const [one, two] = [directoryData(base, 1), directoryData({ ...base, machines: [] }, 2)]
    const known = (before: DirectoryData, after: DirectoryData) =>
      diffDirectory(before, after)
        .filter(({ register }) => register === 'machines')
        .map((change) => change.known)
    expect(known(one, two)).toEqual(base.machines!.map(() => undefined))
    expect(known(two, one)).toEqual(base.machines!.map(() => 1))
  })

  test('a unit by its subtree', () => {
    expect(diff({ directives: [{ doc: 'PT', unit: 'tinh', from: '2026-02-01', to: '2026-02-10' }] })).toMatchObject([
      { from: at('2026-02-01'), to: at('2026-02-11'), scope: { units: ['tinh', 'xa'] } },
    ])
  })

  test('an exception by the narrowest of its columns', () => {
    const exception = {
      id: 'n',
      rule: 'ACC-03',
      document: 'd',
      signer: 's',
      approver: 'a',
      reason: 'r',
      from: '2026-02-01',
      to: '2026-02-10',
    }
    expect(diff({ exceptions: [{ ...exception, unit: 'tinh', account: 'a@t' }] })).toMatchObject([
      { scope: { accounts: ['a@t'] } },
    ])
    expect(diff({ exceptions: [{ ...exception, person: 'p' }] })).toMatchObject([
      { scope: { accounts: ['a@t'], hosts: ['pc'] } },
    ])
  })

  test('a holiday by its day, and the deadlines that fall on it', () => {
    const year = (days: string[]) => [
      {
        year: 2026,
        status: 'chinh_thuc' as const,
        days: days.map((day) => ({ date: day, name: 'lễ', kind: 'L' as const, status: 'chinh_thuc' as const })),
      },
    ]
    const changes = diffDirectory(
      directoryData(base, 0, { calendar: year(['2026-03-02']) }),
      directoryData(base, 0, { calendar: year(['2026-03-02', '2026-06-01']) }),
    )
    expect(changes).toMatchObject([
      {
        register: 'calendar',
        key: '2026-06-01',
        from: at('2026-03-01'),
        to: at('2026-06-02'),
        scope: { everything: true },
      },
    ])
  })
})
