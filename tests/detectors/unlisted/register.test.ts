import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createState } from '../../../detectors/state.ts'
import { ev, type Happening, town } from '../../../detectors/timeline.ts'
import { createUnlisted, MOST_UNLISTED, type Unlisted } from '../../../detectors/unlisted/register.ts'
import { directoryData, withRows } from '../../../kernel/directory/data.ts'
import { createDirectory } from '../../../kernel/directory/directory.ts'
import type { Directory } from '../../../kernel/directory/facts.ts'
import type { Observation } from '../../../kernel/event.ts'
import { DAY, HOUR, localDate, localTime, MINUTE } from '../../../kernel/time.ts'

const START = localTime('2026-03-02', '08:00')
const STEP = 5 * MINUTE
const directoryOf = (...rows: Parameters<typeof withRows>[1][]): Directory =>
  createDirectory(directoryData(rows.reduce<typeof town>((data, more) => withRows(data, more), town)))
/** The town, in which pc-02 is listed from the next day on, and `moi@tinh` up to this one. */
const directory = directoryOf({
  machines: [
    { id: 'pc-09', unit: 'xa-b', role: 'workstation', secrets: false, agent: true, from: '2026-03-03' },
    { id: 'pc-b', unit: 'xa-b', role: 'workstation', secrets: false, agent: true },
  ],
  accounts: [{ id: 'moi@tinh', unit: 'xa-b', kind: 'personal', admin: false, enabled: true, to: '2026-03-02' }],
  networks: [{ cidr: '198.51.100.0/24', unit: 'xa-b', segment: 'office', nat: false }],
})

let made = 0
const at = (time: number, what: Happening): Observation =>
  ({
    ...{ id: `e${++made}`, at: time, received: time, source: 'windows', collector: 'c1', digest: 'd' },
    ...what,
  }) as Observation // whatever happens is one

/** What is listed after these, with the state saved and read anew after each. */
const after = (events: readonly Observation[], known: Directory = directory): readonly Unlisted[] => {
  const saved = new Map<string, { space: string; key: string; value: unknown }>()
  const open = () => {
    const state = createState(JSON.parse(JSON.stringify([...saved.values()])))
    return { state, unlisted: createUnlisted(state, () => known) }
  }
  for (const o of events) {
    const { state, unlisted } = open()
    unlisted.accept(o)
    for (const change of state.drain())
      if (change.value === undefined) saved.delete(change.key)
      else saved.set(change.key, change)
  }
  return open().unlisted.list()
}
const names = (...events: readonly Observation[]): readonly string[] => after(events).map(({ name }) => name)

test.each<[string, readonly string[], Happening]>([
  ['who is listed, at a listed machine', [], ev('login')],
  ['an account that logged in', ['la@tinh'], ev('login', { user: 'la@tinh' })],
  ['an account that was refused did nothing', [], ev('login', { user: 'la@tinh', ok: false, refusal: 'bad-password' })],
  ['the machine that tells of a refusal did', ['pc-la'], ev('login', { host: 'pc-la', ok: false })],
  ['a machine', ['pc-la'], ev('power.on', { host: 'pc-la' })],
  ['a machine that an agent tells of', ['pc-la'], ev('heartbeat', { host: 'pc-la' })],
  ['a machine that got an address', ['pc-la'], ev('address.lease', { host: 'pc-la' })],
  ['but one without a name', [], ev('address.lease', { host: '00:00:5e:00:53:01' })],
  ['where somebody came from', ['pc-la'], ev('login', { via: 'network', from: 'pc-la' })],
  ['but nobody who was refused', [], ev('login', { via: 'network', from: 'pc-la', ok: false })],
  ['nor an address', [], ev('login', { via: 'network', from: '192.0.2.77' })],
  ['who did something to an account', ['la@tinh'], ev('account.create', { user: 'moi.tao@tinh', by: 'la@tinh' })],
  ['not the account it was done to', [], ev('account.disable', { user: 'la@tinh', by: 'quan.tri@tinh' })],
  ['who changed its own password', ['la@tinh'], ev('password.change', { user: 'la@tinh' })],
  ['not whose password was set', [], ev('password.change', { user: 'la@tinh', by: 'quan.tri@tinh' })],
  ['not a name in a line that no reader knows', [], ev('other', { user: 'la@tinh' })],
  ['what a register says itself', [], ev('machine.listed', { host: 'pc-la', collector: 'directory' })],
  ['who acted, late or by a wrong clock', ['la@tinh'], ev('login', { user: 'la@tinh', clock: 'open' })],
  ['but not who is listed at receipt', [], ev('login', { host: 'pc-09', clock: 'open', received: START + DAY })],
])('%s', (_, expected, what) => {
  expect(names(at(START, what))).toEqual(expected)
})

test('as of the act: not listed yet, and no more', () => {
  const [early, late] = [
    at(START, ev('power.on', { host: 'pc-09' })),
    at(START + DAY, ev('power.on', { host: 'pc-09' })),
  ]
  expect(after([early, late])).toMatchObject([{ name: 'pc-09', first: START, last: START, days: 1 }])
  const acts = [START, START + DAY].map((time) => at(time, ev('activity', { user: 'moi@tinh', host: 'pc-01' })))
  expect(after(acts)).toMatchObject([{ name: 'moi@tinh', first: START + DAY, days: 1, unit: 'xa-a' }])
  // By our clock it was the next day.
  expect(names(at(START, ev('power.on', { host: 'pc-09', clock: DAY })))).toEqual([])
})

test.each<[string, string | undefined, readonly Happening[]]>([
  ['the machine', 'xa-a', [ev('login', { user: 'la@tinh', host: 'pc-01' })]],
  ['the address', 'xa-b', [ev('login', { user: 'la@tinh', host: undefined, via: 'application', ip: '198.51.100.9' })]],
  ['whoever acted there', 'xa-a', [ev('login', { host: 'pc-la' })]],
  ['nothing known', undefined, [ev('power.on', { host: 'pc-la' })]],
  ['one of two that say something', 'xa-a', [ev('power.on', { host: 'pc-la' }), ev('login', { host: 'pc-la' })]],
  [
    'two units: nobody knows',
    undefined,
    [ev('login', { user: 'la@tinh', host: 'pc-01' }), ev('login', { user: 'la@tinh', host: 'pc-b' })],
  ],
])('the unit is that of %s', (_, unit, happenings) => {
  expect(after(happenings.map((what, i) => at(START + i, what)))[0]!.unit).toBe(unit)
})

const clocks: Readonly<Record<string, object>> = {
  behind: { clock: 7 * HOUR },
  open: { clock: 'open', received: START + 4 * DAY },
}
const happening: fc.Arbitrary<Happening> = fc
  .record({
    user: fc.constantFrom('la@tinh', 'moi@tinh', 'an.nv@tinh', 'pc-la\\root'),
    host: fc.constantFrom('pc-la', 'pc-09', 'pc-01', 'pc-b'),
    ip: fc.constantFrom(undefined, '192.0.2.7', '198.51.100.7'),
    source: fc.constantFrom('windows', 'bkav'),
    what: fc.constantFrom('login', 'activity', 'power.on', 'failed', 'behind', 'open'),
  })
  .map(({ what, user, host, ip, source }) =>
    what === 'power.on'
      ? ev('power.on', { host, source })
      : what === 'activity'
        ? ev('activity', { user, host, ip, source })
        : ev('login', { user, host, ip, source, ok: what !== 'failed', ...clocks[what] }),
  )
const stream = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 3 * 24 * 60 }), happening)
    .map(([minutes, what]) => at(START + minutes * MINUTE, what)),
  { minLength: 1, maxLength: 40 },
)

/** The slow and obvious: all acts of a name together. */
const slowly = (events: readonly Observation[]): readonly Unlisted[] => {
  const acts = events.flatMap((o) => {
    const { user, host, ip, ok } = o as { user?: string; host?: string; ip?: string; ok?: boolean }
    const time = typeof o.clock === 'number' ? o.at + o.clock : o.at
    const times = o.clock === 'open' ? [time, o.received] : [time]
    const isMissing = (lookUp: (at: number) => unknown): boolean => times.every((at) => lookUp(at) === undefined)
    const network = ip === undefined ? undefined : directory.network(ip, time)?.unit
    const account = user === undefined ? undefined : directory.account(user, time)
    const machine = host === undefined ? undefined : directory.machine(host, time)
    const person = account?.person === undefined ? undefined : directory.person(account.person, time)
    const common = { time, action: o.action, pipeline: `${o.collector}/${o.source}` }
    return [
      ...(user !== undefined && ok !== false && isMissing((at) => directory.account(user, at))
        ? [{ ...common, kind: 'account' as const, name: user, unit: machine?.unit ?? network }]
        : []),
      ...(host !== undefined && isMissing((at) => directory.machine(host, at))
        ? [{ ...common, kind: 'machine' as const, name: host, unit: person?.unit ?? account?.unit ?? network }]
        : []),
    ]
  })
  const sorted = <T>(values: readonly T[]): T[] => [...new Set(values)].sort()
  return [...Map.groupBy(acts, ({ kind, name }) => `${kind}|${name}`)]
    .map(([key, own]) => {
      const units = sorted(own.flatMap(({ unit }) => unit ?? []))
      const times = own.map(({ time }) => Math.floor(time / STEP) * STEP)
      const { kind, name } = own[0]!
      return {
        key,
        one: {
          ...{ kind, name, first: Math.min(...times), last: Math.max(...times) },
          acts: sorted(own.map(({ action }) => action)),
          pipelines: sorted(own.map(({ pipeline }) => pipeline)),
          days: new Set(own.map(({ time }) => localDate(time))).size,
          ...(units.length === 1 && { unit: units[0]! }),
        },
      }
    })
    .sort((a, b) => b.one.last - a.one.last || (a.key < b.key ? -1 : 1))
    .map(({ one }) => one)
}

test('the same list in any order, with second deliveries and restarts between, and what all acts together say', () => {
  let found = 0
  fc.assert(
    fc.property(
      stream.chain((events) =>
        fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }), fc.subarray(events)),
      ),
      ([events, shuffled, twice]) => {
        const expected = slowly(events)
        expect(after(events)).toEqual(expected)
        expect(after([...twice, ...shuffled])).toEqual(expected)
        found += expected.length
      },
    ),
    { numRuns: 200 },
  )
  expect(found).toBeGreaterThan(400)
})

test('whom another version of the directory knows as of the last act is missing no more; whom it drops is, from then on', () => {
  let known = directory
  const unlisted = createUnlisted(createState(), () => known)
  for (const host of ['pc-la', 'pc-moi', 'pc-b']) unlisted.accept(at(START, ev('power.on', { host })))
  expect(unlisted.list().map(({ name }) => name)).toEqual(['pc-la', 'pc-moi'])

  known = directoryOf({
    machines: [
      { id: 'pc-la', unit: 'xa-a', role: 'workstation', secrets: false, agent: true },
      { id: 'pc-moi', unit: 'xa-a', role: 'workstation', secrets: false, agent: true, from: '2026-03-03' },
    ],
  })
  unlisted.relist()
  expect(unlisted.list().map(({ name }) => name)).toEqual(['pc-moi'])
  unlisted.accept(at(START, ev('power.on', { host: 'pc-b' })))
  expect(unlisted.counts()).toEqual({ accounts: 0, machines: 2, leftOut: 0 })
})

test('a machine that bears the name of another commune’s is told with both units, until the directory sees it otherwise', () => {
  const by = (unit: string) => ({
    pipelines: [{ collector: 'c-b', source: 'windows', unit, rhythm: '1h', hours: 'always' as const }],
  })
  let known = directoryOf(by('xa-b'))
  const unlisted = createUnlisted(createState(), () => known)
  for (const user of ['admin@pc-01', 'bich@tinh'])
    unlisted.accept(known.identified(at(START, ev('activity', { collector: 'c-b', user }))))
  unlisted.accept(known.identified(at(START, ev('power.on', { host: 'pc-la' }))))
  expect(unlisted.namesakes()).toEqual([
    { name: 'pc-01~xa-b', told: 'pc-01', unit: 'xa-a', pipelines: ['c-b/windows'], last: START },
  ])
  expect(unlisted.list().map(({ name }) => name)).toEqual(['admin@pc-01~xa-b', 'pc-01~xa-b', 'pc-la'])
  unlisted.relist()
  expect(unlisted.list()).toHaveLength(3)

  known = directoryOf(by('tinh'))
  unlisted.relist()
  expect(unlisted.namesakes()).toEqual([])
  expect(unlisted.list().map(({ name }) => name)).toEqual(['pc-la'])
})

test('a name is kept so long after its last act, and so many of its days are counted', () => {
  const unlisted = createUnlisted(createState(), () => directory)
  for (const [host, days] of [
    ['pc-la', [0, 1, 1, 40]],
    ['pc-cu', [0]],
  ] as const)
    for (const day of days) unlisted.accept(at(START + day * DAY, ev('power.on', { host })))
  unlisted.forget(START)
  expect(unlisted.list()).toMatchObject([
    { name: 'pc-la', first: START, days: 3 },
    { name: 'pc-cu', days: 1 },
  ])
  unlisted.forget(START + DAY)
  expect(unlisted.list()).toMatchObject([{ name: 'pc-la', first: START, last: START + 40 * DAY, days: 2 }])
})

test('names out of logs fill no memory: what has no room is counted', () => {
  const unlisted = createUnlisted(createState(), () => directory)
  for (let i = 0; i < MOST_UNLISTED + 7; i++) unlisted.accept(at(START, ev('power.on', { host: `pc-la-${i}` })))
  expect(unlisted.counts()).toEqual({ accounts: 0, machines: MOST_UNLISTED, leftOut: 7 })
  unlisted.accept(at(START + HOUR, ev('power.on', { host: 'pc-la-3' })))
  expect(unlisted.list()[0]).toMatchObject({ name: 'pc-la-3', last: START + HOUR })
})

test('an act that says what the last one said is not saved again', () => {
  const state = createState()
  const unlisted = createUnlisted(state, () => directory)
  unlisted.accept(at(START, ev('login', { user: 'la@tinh' })))
  expect(state.drain()).toHaveLength(1)
  unlisted.accept(at(START + 1, ev('login', { user: 'la@tinh' })))
  unlisted.accept(at(START + 2, ev('login')))
  expect(state.drain()).toEqual([])
})
