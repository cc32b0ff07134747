import { describe, expect, test } from 'vitest'
import { directoryData, type Rows } from '../../../kernel/directory/data.ts'
import { dutyName, type Obligation, owedBefore, unitOwing, unitsTelling } from '../../../kernel/directory/duties.ts'
import { registerObservations } from '../../../kernel/directory/registers.ts'
import type { DirectoryData } from '../../../kernel/directory/rows.ts'
import { actions } from '../../../kernel/event.ts'
import { sayInstant } from '../../../kernel/time.ts'
import { at } from './town.ts'

const owedIn = (rows: Rows) =>
  registerObservations(directoryData(rows)).filter(({ action }) => action.startsWith('obligation.'))
const said = (rows: Rows): readonly string[] =>
  owedIn(rows).map((o) => `${sayInstant(o.at)} ${o.action} ${'duty' in o ? o.duty : ''}`)
const telling = (rows: Rows, obligation: Obligation): readonly string[] => [
  ...unitsTelling(directoryData(rows), obligation).keys(),
]

type Machine = NonNullable<Rows['machines']>[number]
const machine = (id: string, but: Partial<Machine & { known: number }> = {}): Machine => ({
  ...{ id, unit: 'u', role: 'workstation', secrets: false, agent: true },
  ...but,
})
const person = (status: 'working' | 'retired', but: object = {}): NonNullable<Rows['people']>[number] => ({
  ...{ id: 'p', name: 'N', unit: 'u', status, it: false },
  ...but,
})

test('what is owed is in the vocabulary of events, and names its unit and nobody', () => {
  const all = owedIn({ systems: [{ id: 's', name: 'S', unit: 'u', from: '2026-03-02', to: '2026-03-05' }] })
  expect(all.map(({ action }) => action)).toEqual(['obligation.begun', 'obligation.met'])
  for (const o of all) {
    expect(actions[o.action].safeParse(o)).toMatchObject({ success: true })
    expect(o).toMatchObject({ unit: 'u', duty: 'u/level/s', source: 'register', collector: 'directory' })
    expect(o).not.toHaveProperty('person')
  }
})

test('a unit’s name is told from the duty, whatever stands in it', () => {
  for (const unit of ['xa-a', 'xa/a', 'xã A 100%'])
    expect(unitOwing(dutyName({ unit, of: 'a/b' }, 'return'))).toBe(unit)
})

describe('systems without a level', () => {
  test.each<[string, object, string[]]>([
    ['from its date on', { from: '2026-03-02' }, ['00:00 02/03/2026 obligation.begun u/level/s']],
    [
      'from its entry on, where that is later',
      { from: '2026-03-02', known: at('2026-03-04 09:00') },
      ['09:00 04/03/2026 obligation.begun u/level/s'],
    ],
    [
      'never, where it was given up before it was entered',
      { from: '2026-03-02', to: '2026-03-03', known: at('2026-03-04 09:00') },
      [],
    ],
    ['never, where only the decision is not written down', { from: '2026-03-02', level: '2' }, []],
  ])('%s', (_, but, expected) => {
    expect(said({ systems: [{ id: 's', name: 'S', unit: 'u', ...but }] })).toEqual(expected)
  })
})

describe('disks of machines for secrets', () => {
  const units = ['t', 'u', 'v'].map((id) => ({ id, name: id, ...(id !== 't' && { parent: 't' }) }))
  const secret = (but: object = {}): Machine =>
    machine('mat', { secrets: true, from: '2025-01-01', to: '2026-03-01', ...but })
  const wipe = (unit: string, done: string, of = 'mat') => ({ kind: 'wipe' as const, unit, machine: of, done })
  const kept = wipe('u', '2026-01-10', 'other')
  const begun = '00:00 02/03/2026 obligation.begun u/wipe/mat/2026-03-02'
  test.each<[string, Machine[], NonNullable<Rows['records']>, string[]]>([
    ['owed once it has left', [secret()], [kept], [begun]],
    ['not where only the unit above keeps records', [secret()], [wipe('t', '2026-01-10', 'other')], []],
    ['not met by a namesake’s', [secret()], [kept, wipe('v', '2026-03-05')], [begun]],
    ['not met by one before the machine came', [secret()], [kept, wipe('u', '2020-01-05')], [begun]],
    ['not hidden by a namesake', [secret(), secret({ unit: 'v', to: undefined })], [kept], [begun]],
    [
      'not where it goes on elsewhere',
      [secret(), secret({ unit: 'v', from: '2026-03-02', to: undefined })],
      [kept],
      [],
    ],
    [
      'met by the unit above',
      [secret()],
      [kept, wipe('t', '2026-03-05')],
      [begun, '00:00 05/03/2026 obligation.met u/wipe/mat/2026-03-02'],
    ],
  ])('%s', (_, machines, records, expected) => {
    expect(said({ units, machines, records })).toEqual(expected)
  })

  test('a unit is told of by its own records alone', () => {
    expect(telling({ units, records: [wipe('t', '2026-03-05')] }, 'wipe')).toEqual(['t'])
  })
})

describe('what departed people still have', () => {
  const token = { id: 'tk-1', unit: 'u', person: 'p', kind: 'token' as const }
  const left = [person('working', { to: '2026-01-31' }), person('retired', { from: '2026-02-01' })]
  test.each<[string, Rows, string[]]>([
    [
      'from the departure on',
      { people: left, devices: [token] },
      ['00:00 01/02/2026 obligation.begun u/return/device/tk-1'],
    ],
    [
      'until it is taken back',
      { people: left, devices: [{ ...token, to: '2026-02-03' }] },
      [
        '00:00 01/02/2026 obligation.begun u/return/device/tk-1',
        '00:00 04/02/2026 obligation.met u/return/device/tk-1',
      ],
    ],
    [
      'after a hand-over',
      { people: [person('retired', { from: '2026-02-01', handover: '2026-02-05' })], devices: [token] },
      ['00:00 06/02/2026 obligation.begun u/return/device/tk-1'],
    ],
    [
      'once, where the departure is copied to a merged unit',
      {
        people: [
          person('retired', { from: '2026-02-01', to: '2026-02-28' }),
          person('retired', { from: '2026-03-01', unit: 'v' }),
        ],
        machines: [machine('pc-1', { person: 'p' })],
      },
      ['00:00 01/02/2026 obligation.begun u/return/machine/pc-1'],
    ],
    [
      'until the person is back',
      {
        people: [
          ...left.slice(1).map((one) => ({ ...one, to: '2026-02-09' })),
          person('working', { from: '2026-02-10' }),
        ],
        devices: [token],
      },
      [
        '00:00 01/02/2026 obligation.begun u/return/device/tk-1',
        '00:00 10/02/2026 obligation.met u/return/device/tk-1',
      ],
    ],
  ])('%s', (_, rows, expected) => {
    expect(said(rows)).toEqual(expected)
  })
})

const list = (but: object) => ({ id: 's', name: 'S', unit: 'u', ...but })
describe('systems, lines and papers', () => {
  const pipelines: Rows['pipelines'] = [
    { collector: 'c', source: 'fw', unit: 'u', rhythm: '1h', hours: 'always', from: '2026-01-01', to: '2026-03-09' },
    { collector: 'c', source: 'fw', unit: 'u', rhythm: '1h', hours: 'always', from: '2026-03-20' },
  ]
  test.each<[string, Rows, string[]]>([
    [
      'a log that is not brought for ten days is owed for ten days, from the first that is not in the register on',
      { pipelines, systems: [list({ level: '3', decision: 'q', firewall: 'c/fw', from: '2026-01-01' })] },
      ['00:00 10/03/2026 obligation.begun u/logs/s/firewall', '00:00 20/03/2026 obligation.met u/logs/s/firewall'],
    ],
    [
      'a system that was never given a level, from row to row',
      {
        systems: [
          list({ from: '2026-01-01', to: '2026-01-31' }),
          list({ decision: 'q', from: '2026-02-01', known: 5e12 }),
        ],
      },
      ['00:00 01/01/2026 obligation.begun u/level/s'],
    ],
    [
      'two networks that share a line while both do',
      {
        networks: [
          { cidr: '192.0.2.0/26', unit: 'u', segment: 'camera', nat: false, line: 'l', from: '2026-01-01' },
          {
            cidr: '192.0.2.64/26',
            unit: 'u',
            segment: 'public',
            nat: false,
            line: 'l',
            from: '2026-02-01',
            to: '2026-02-09',
          },
        ],
      },
      ['00:00 01/02/2026 obligation.begun u/separation/l', '00:00 10/02/2026 obligation.met u/separation/l'],
    ],
  ])('%s', (_, rows, expected) => {
    expect(said(rows)).toEqual(expected)
  })
})

describe('departures to report', () => {
  test.each<[string, object, string[]]>([
    [
      'from its effect to the report',
      { reported: '2026-02-10' },
      [
        '00:00 01/02/2026 obligation.begun u/report/p/2026-02-01',
        '00:00 10/02/2026 obligation.met u/report/p/2026-02-01',
      ],
    ],
    ['nothing where nobody wrote down when', {}, []],
    ['nothing where it was told before', { reported: '2026-01-15' }, []],
    ['nothing of who has died', { reported: '2026-02-10', status: 'deceased' }, []],
  ])('%s', (_, but, expected) => {
    expect(said({ people: [person('retired', { from: '2026-02-01', ...but })] })).toEqual(expected)
  })
})

describe('what was owed before its rows were edited', () => {
  const [early, late] = [at('2026-03-02 09:00'), at('2026-03-20 09:00')]
  const system = (but: object, known: number) =>
    directoryData({ systems: [list({ from: '2026-01-05', ...but })] }, known)
  const edited = (before: DirectoryData, after: DirectoryData): readonly string[] =>
    registerObservations({ ...after, owed: owedBefore(before, after) }).map((o) => `${sayInstant(o.at)} ${o.action}`)
  const begun = '09:00 02/03/2026 obligation.begun'
  const anew = '09:00 20/03/2026 obligation.begun'
  test.each<[string, DirectoryData, string[]]>([
    ['does not begin anew', system({ name: 'Tên mới' }, late), [begun]],
    ['ends when its row is closed', system({ to: '2026-03-14' }, late), [begun, '00:00 15/03/2026 obligation.met']],
    [
      'goes on where its row is closed and the next opened',
      directoryData({ systems: [list({ from: '2026-01-05', to: '2026-03-14' }), list({ from: '2026-03-15' })] }, late),
      [begun],
    ],
    ['is not owed once the row says that it was met', system({ level: '2', decision: 'q' }, late), []],
    ['another beginning is another duty', system({ from: '2026-01-06' }, late), [anew]],
  ])('%s', (_, after, expected) => {
    expect(edited(system({}, early), after)).toEqual(expected)
  })

  test('nor with the version after that, but where it was met between', () => {
    const [first, second] = [system({}, early), system({ name: 'Tên mới' }, late)]
    const secondAccepted = { ...second, owed: owedBefore(first, second) }
    expect(edited(secondAccepted, second)).toEqual([begun])
    expect(edited(system({ level: '2' }, late), second)).toEqual([anew])
  })
})

describe('what is written later', () => {
  const entered = at('2026-04-20 09:00')
  const accepted = (before: DirectoryData, after: DirectoryData): DirectoryData => ({
    ...after,
    owed: owedBefore(before, after),
  })
  const dutiesIn = (data: DirectoryData): readonly string[] =>
    registerObservations(data)
      .filter(({ action }) => action.startsWith('obligation.'))
      .map((o) => `${sayInstant(o.at)} ${o.action}`)

  test('a pipeline closed for a past day is owed for from the day it was closed', () => {
    const line = { cidr: '192.0.2.0/24', unit: 'u', segment: 'office' as const, nat: false, monitor: 'c/fw' }
    const pipeline = { collector: 'c', source: 'fw', unit: 'u', rhythm: '1h', hours: 'always' as const }
    const closed = directoryData({
      networks: [line],
      pipelines: [{ ...pipeline, to: '2026-03-01', known: entered }],
    })
    expect(dutiesIn(closed)).toEqual(['09:00 20/04/2026 obligation.begun'])
  })

  test('a corrected record of a wiped disk does not end that such records are kept', () => {
    const secret = machine('mat', { secrets: true, from: '2025-01-01', to: '2026-02-28' })
    const record = { kind: 'wipe' as const, unit: 'u', machine: 'other', done: '2026-01-10' }
    const first = directoryData({ machines: [secret], records: [record] }, at('2026-01-12'))
    const corrected = directoryData({
      machines: [{ ...secret, known: at('2026-01-12') }],
      records: [{ ...record, document: '2/BB', known: entered }],
    })
    expect(dutiesIn(first)).toEqual(['00:00 01/03/2026 obligation.begun'])
    expect(dutiesIn(corrected)).toEqual([])
    expect(dutiesIn(accepted(first, corrected))).toEqual(dutiesIn(first))
  })

  test('a system that is to be given up owes its tests until then', () => {
    const system = { id: 's', name: 'S', unit: 'u', level: '1' as const, to: '2026-12-31' }
    const test = { kind: 'restore-test' as const, unit: 'u', system: 's', done: '2025-01-10' }
    expect(dutiesIn(directoryData({ systems: [system], records: [test] }))).toEqual([
      '00:00 10/01/2025 obligation.begun',
      '00:00 01/01/2027 obligation.met',
    ])
  })

  test('a register tells since it was first known, however often its rows are edited', () => {
    const since = (data: DirectoryData) => unitsTelling(data, 'level').get('u')
    const first = directoryData({ systems: [list({})] }, at('2026-01-12'))
    const edited = directoryData({ systems: [list({ name: 'Tên mới' })] }, entered)
    expect([since(first), since(edited), since(accepted(first, edited))]).toEqual([
      at('2026-01-12'),
      entered,
      at('2026-01-12'),
    ])
  })
})
