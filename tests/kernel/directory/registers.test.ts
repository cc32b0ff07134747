import { describe, expect, test } from 'vitest'
import { town } from '../../../detectors/timeline.ts'
import { directoryData, type Rows, withRows } from '../../../kernel/directory/data.ts'
import { registerObservations } from '../../../kernel/directory/registers.ts'
import { actions } from '../../../kernel/event.ts'
import { sayInstant } from '../../../kernel/time.ts'
import { at } from './town.ts'

const said = (rows: Rows) =>
  registerObservations(directoryData(rows)).map(
    (o) => `${sayInstant(o.at)} ${o.action} ${'user' in o ? o.user : 'host' in o ? o.host : ''}`,
  )
const person = (status: 'working' | 'retired' | 'transferred', from?: string, to?: string, unit = 'u') => ({
  id: 'p',
  name: 'N',
  unit,
  status,
  it: false,
  ...(from ? { from } : {}),
  ...(to ? { to } : {}),
})
const account = (more: object = {}) => ({
  id: 'a@tinh',
  person: 'p',
  kind: 'personal' as const,
  admin: false,
  enabled: true,
  ...more,
})

test('the town says that one account outlived its person', () => {
  expect(registerObservations(directoryData(town))).toEqual([
    expect.objectContaining({
      id: 'register/account.departed/nghi@tinh/2026-02-01',
      at: at('2026-02-01'),
      received: at('2026-01-20 08:00'),
      knownSince: at('2026-01-20 08:00'),
      source: 'register',
      collector: 'directory',
      action: 'account.departed',
      user: 'nghi@tinh',
      person: 'p-nghi',
      status: 'retired',
      decision: '12/QĐ-UBND',
    }),
  ])
})

test('what registers say is in the vocabulary of events', () => {
  const rows = withRows(town, {
    accounts: [account({ id: 'nghi@tinh', person: 'p-nghi', to: '2026-02-05' })],
    machines: [{ id: 'pc-09', unit: 'xa-a', role: 'laptop', secrets: false, agent: true, from: '2026-03-01' }],
    systems: [{ id: 's', name: 'S', unit: 'xa-a', from: '2026-03-02' }],
  })
  const all = registerObservations(directoryData(rows))
  expect(all.map(({ action }) => action)).toEqual([
    'account.departed',
    'account.closed',
    'machine.listed',
    'obligation.begun',
  ])
  for (const o of all) expect(actions[o.action].safeParse(o)).toMatchObject({ success: true })
  for (const o of all) expect(o.digest).toMatch(/^[\da-f]{32}$/)
})

describe('departures', () => {
  test.each<[string, Rows, string[]]>([
    [
      'one for each account',
      { people: [person('retired', '2026-02-01')], accounts: [account(), account({ id: 'b@tinh' })] },
      ['00:00 01/02/2026 account.departed a@tinh', '00:00 01/02/2026 account.departed b@tinh'],
    ],
    [
      'none while another post is held',
      {
        people: [person('transferred', '2026-02-01'), person('working', undefined, undefined, 'v')],
        accounts: [account()],
      },
      [],
    ],
    [
      'when the last post ends',
      {
        people: [person('transferred', '2026-02-01'), person('working', undefined, '2026-02-10', 'v')],
        accounts: [account()],
      },
      ['00:00 11/02/2026 account.departed a@tinh'],
    ],
    [
      'twice for who came back and left again',
      {
        people: [person('retired', '2026-02-01'), person('working', '2026-03-01', '2026-03-31')],
        accounts: [account()],
      },
      ['00:00 01/02/2026 account.departed a@tinh', '00:00 01/04/2026 account.departed a@tinh'],
    ],
    [
      'once for a departure copied to a merged unit',
      {
        people: [person('retired', '2026-02-01', '2026-02-28'), person('retired', '2026-03-01', undefined, 'v')],
        accounts: [account()],
      },
      ['00:00 01/02/2026 account.departed a@tinh'],
    ],
    [
      'none for an account closed before',
      { people: [person('retired', '2026-02-01')], accounts: [account({ to: '2026-01-31' })] },
      ['00:00 01/02/2026 account.closed a@tinh'],
    ],
    [
      'none for an account always closed',
      { people: [person('retired', '2026-02-01')], accounts: [account({ enabled: false })] },
      [],
    ],
    [
      'at the opening of an account given to who has left',
      { people: [person('retired', '2026-02-01')], accounts: [account({ from: '2026-02-15' })] },
      ['00:00 15/02/2026 account.departed a@tinh'],
    ],
    [
      'none for another’s account',
      { people: [person('retired', '2026-02-01')], accounts: [account({ person: 'q' })] },
      [],
    ],
  ])('%s', (_, rows, expected) => {
    expect(said(rows)).toEqual(expected)
  })
})

describe('closings', () => {
  test.each<[string, object[], string[]]>([
    ['at the instant after the last day', [{ to: '2026-02-05' }], ['00:00 06/02/2026 account.closed a@tinh']],
    [
      'from the row that says so',
      [{ to: '2026-02-05' }, { from: '2026-02-06', enabled: false }],
      ['00:00 06/02/2026 account.closed a@tinh'],
    ],
    [
      'of a row that knows no earlier one',
      [{ from: '2026-02-06', enabled: false }],
      ['00:00 06/02/2026 account.closed a@tinh'],
    ],
    ['not when a new row takes over', [{ to: '2026-02-05' }, { from: '2026-02-06', admin: true }], []],
    ['not without a date', [{ enabled: false }], []],
  ])('%s', (_, rows, expected) => {
    expect(said({ accounts: rows.map(account) })).toEqual(expected)
  })
})

test('reading a register again says nothing new', () => {
  const rows: Rows = { people: [person('retired', '2026-02-01')], accounts: [account()] }
  expect(registerObservations(directoryData(rows))).toEqual(registerObservations(directoryData(rows)))
})
