import { expect, test } from 'vitest'
import { type Covered, coverOf } from '../../../deploy/elastic/cover.ts'
import { loadCatalogue, loadRules } from '../../../detectors/load.ts'
import type { Alert } from '../../../kernel/alert.ts'
import { directoryData } from '../../../kernel/directory/data.ts'
import { createDirectory } from '../../../kernel/directory/directory.ts'
import type { Action } from '../../../kernel/event.ts'
import { DAY, HOUR, localTime, MINUTE } from '../../../kernel/time.ts'
import { nightLogin } from '../../support/alerts.ts'

const [rules, catalogue] = [await loadRules(), loadCatalogue()]
const DAY_OF = '2026-03-04'
const NOW = localTime(DAY_OF, '16:00')

const data = directoryData({
  units: [
    { id: 'tinh', name: 'Tỉnh' },
    { id: 'xa-a', name: 'Xã A', parent: 'tinh', monitored: '2026-01-01' },
    { id: 'xa-b', name: 'Xã B', parent: 'tinh' },
  ],
  people: [
    { id: 'p-an', name: 'Nguyễn Văn An', unit: 'xa-a', status: 'working', it: false },
    { id: 'p-cu', name: 'Lê Cũ', unit: 'xa-a', status: 'retired', it: false, from: '2026-02-01' },
  ],
  accounts: [
    { id: 'an@tinh', person: 'p-an', kind: 'personal', admin: true, enabled: true, passwordSet: '2026-03-01' },
    { id: 'chung@tinh', unit: 'xa-a', kind: 'group', admin: false, enabled: true, passwordSet: '2025-11-01' },
    { id: 'cu@tinh', person: 'p-cu', kind: 'personal', admin: false, enabled: true },
    { id: 'khoa@tinh', unit: 'xa-a', kind: 'personal', admin: false, enabled: false },
  ],
  machines: ['pc-01', 'pc-02', 'pc-03', 'pc-04', 'pc-05'].map((id) => ({
    ...{ id, unit: 'xa-a', role: 'workstation' as const, secrets: false },
    agent: id !== 'pc-05',
  })),
  directives: [{ doc: 'CB', unit: 'tinh' }],
  pipelines: [{ collector: 'c1', source: 'bkav', unit: 'xa-a', rhythm: '1h', hours: 'always' }],
})
const base: Covered = {
  ...{ day: DAY_OF, watermark: NOW, isSample: false, rules, catalogue, data },
  directory: createDirectory(data),
  yields: new Map<string, readonly Action[]>([
    ['bkav', ['heartbeat', 'malware.found', 'media.scan']],
    ['windows', ['login', 'logout']],
  ]),
  since: () => Number.NEGATIVE_INFINITY,
  overrides: [],
  alerts: [],
  indeterminate: [],
  heardIn: () => new Set(['c1/bkav']),
  seen: new Map([
    ['pc-01', NOW - 5 * MINUTE],
    ['pc-02', NOW - HOUR],
    ['pc-03', NOW - 2 * DAY],
  ]),
}
/** The word of the unit above that scans are delivered, for each rule of MED-02. */
const delivered: Covered['overrides'] = ['MED-02a', 'MED-02b'].map((rule) => ({
  ...{ unit: 'tinh', rule, basis: 'x' },
  set: { scansLogged: true },
}))
const all = (but: Partial<Covered> = {}) => coverOf({ ...base, ...but })
const clauseIn = (clause: string, but: Partial<Covered> = {}) =>
  all(but).find(({ fields }) => fields['vonggac.clause.id'] === clause)?.fields
const unitIn = (but: Partial<Covered> = {}) =>
  all(but).find(({ fields }) => fields['event.dataset'] === 'vonggac.unit')?.fields

/** An alert of EPP-01 about a machine of xã A. */
const unprotected = (machine: string, first: number, ended?: number): Alert => {
  const alert = nightLogin(first)
  return {
    ...alert,
    id: machine,
    rule: { ...alert.rule, id: 'EPP-01' },
    clause: { ...alert.clause, id: 'EPP-01' },
    subject: { machine, unit: { id: 'xa-a', name: 'Xã A', path: ['tinh', 'xa-a'] } },
    ...(ended !== undefined && { ended }),
  }
}
const login = (at: number): Alert => {
  const alert = nightLogin(at)
  return { ...alert, subject: { ...alert.subject, unit: { id: 'xa-a', name: 'Xã A', path: ['tinh', 'xa-a'] } } }
}

test('a clause that its text binds and a living source brings is assessed; units that are not watched are not spoken of', () => {
  expect(clauseIn('EPP-01')).toMatchObject({
    '@timestamp': '2026-03-03T22:00:00.000Z',
    'vonggac.coverage.state': 'assessed',
    'vonggac.coverage.assessed': 1,
    'vonggac.coverage.not_assessable': 0,
    'organization.id': 'xa-a',
    'vonggac.unit.path': ['tinh', 'xa-a'],
  })
  expect(new Set(all().map(({ fields }) => fields['organization.id']))).toEqual(new Set(['xa-a']))
})

test.each<readonly [what: string, clause: string, but: Partial<Covered>, reason: string]>([
  [
    'no text binds',
    'EPP-01',
    { directory: createDirectory(directoryData({ ...data, directives: [] } as never)) },
    'not-bound',
  ],
  ['no source brings it', 'ACC-01', {}, 'no-source'],
  [
    'its source is read for it since that day',
    'EPP-01',
    { since: (_, action) => (action === 'heartbeat' ? localTime(DAY_OF, '08:00') : -Infinity) },
    'no-source',
  ],
  ['its source said nothing that day', 'EPP-01', { heardIn: () => new Set<string>() }, 'silent'],
])('a clause cannot be assessed where %s', (_, clause, but, reason) => {
  expect(clauseIn(clause, but)).toMatchObject({
    'vonggac.coverage.state': 'not-assessable',
    'vonggac.coverage.reason': reason,
    'vonggac.coverage.assessed': 0,
    'vonggac.coverage.not_assessable': 1,
  })
})

test('every step of a sequence needs a source of its own, and one of several that is silent leaves it partly judged', () => {
  const pipeline = (collector: string, source: string) =>
    ({ collector, source, unit: 'xa-a', rhythm: '1h', hours: 'always' }) as const
  const rows = [pipeline('c1', 'bkav'), pipeline('c2', 'windows'), pipeline('c3', 'windows')]
  const yields = new Map<string, readonly Action[]>([
    ['bkav', ['media.attach']],
    ['windows', ['file.open']],
  ])
  const told = (from: readonly (typeof rows)[number][], ...spoke: readonly string[]) => {
    const directory = createDirectory(directoryData({ ...data, pipelines: from } as never))
    const fields = clauseIn('MED-02', { yields, directory, overrides: delivered, heardIn: () => new Set(spoke) })
    return [fields?.['vonggac.coverage.state'], fields?.['vonggac.coverage.reason']]
  }
  expect(told(rows.slice(0, 1), 'c1/bkav')).toEqual(['not-assessable', 'no-source'])
  expect(told(rows, 'c1/bkav')).toEqual(['not-assessable', 'silent'])
  expect(told(rows, 'c1/bkav', 'c2/windows')).toEqual(['partly', 'silent'])
  expect(told(rows, 'c1/bkav', 'c2/windows', 'c3/windows')).toEqual(['assessed', undefined])
})

test('where the unit’s policy keeps the rule silent, or the rules leave something out, a living source is not enough', () => {
  const yields = new Map<string, readonly Action[]>([['bkav', ['media.attach', 'file.open', 'malware.found']]])
  const state = (clause: string, overrides: Covered['overrides'] = []) => {
    const fields = clauseIn(clause, { yields, overrides })
    return [fields?.['vonggac.coverage.state'], fields?.['vonggac.coverage.reason']]
  }
  expect(state('MED-02')).toEqual(['not-assessable', 'policy'])
  expect(state('MED-02', delivered)).toEqual(['assessed', undefined])
  expect(state('MED-02', delivered.slice(0, 1))).toEqual(['partly', 'policy'])
  expect(catalogue.get('EPP-06')?.leftOut).toBeDefined()
  expect(state('EPP-06')).toEqual(['partly', 'rule'])
  expect(clauseIn('EPP-06', { yields, heardIn: () => new Set<string>() })).toMatchObject({
    'vonggac.coverage.state': 'not-assessable',
    'vonggac.coverage.reason': 'silent',
  })
})

test('a source that owes nothing yet is not silent', () => {
  const early = localTime(DAY_OF, '06:59')
  expect(clauseIn('EPP-01', { heardIn: () => new Set<string>(), watermark: early })).toMatchObject({
    'vonggac.coverage.state': 'assessed',
  })
})

test('an alert makes the day violated, and counts people once; what was found was assessed', () => {
  const day = [login(localTime(DAY_OF, '20:00')), { ...login(localTime(DAY_OF, '21:00')), id: 'b' }]
  const other = { ...login(localTime('2026-03-04', '04:59')), id: 'c' }
  expect(clauseIn('ACC-01', { alerts: [...day, other], watermark: NOW + 12 * HOUR })).toMatchObject({
    'vonggac.coverage.state': 'violated',
    'vonggac.coverage.alerts': 2,
    'vonggac.coverage.person_days': 1,
    'vonggac.coverage.assessed': 1,
  })
})

test('an absence is of every day until it ended', () => {
  const since = NOW - 3 * DAY
  expect(clauseIn('EPP-01', { alerts: [unprotected('pc-01', since)] })).toMatchObject({ 'vonggac.coverage.alerts': 1 })
  expect(clauseIn('EPP-01', { alerts: [unprotected('pc-01', since, NOW - 2 * DAY)] })).toMatchObject({
    'vonggac.coverage.alerts': 0,
  })
})

test('what nobody can say of some makes a day partly assessed', () => {
  const one = { rule: 'EPP-01', entity: 'pc-01', from: NOW - HOUR, to: NOW, reason: 'gap' } as const
  expect(clauseIn('EPP-01', { indeterminate: [one, { ...one, from: NOW - 2 * HOUR }] })).toMatchObject({
    'vonggac.coverage.state': 'partly',
    'vonggac.coverage.reason': 'indeterminate',
    'vonggac.coverage.indeterminate': 1,
  })
  expect(clauseIn('EPP-01', { indeterminate: [{ ...one, from: NOW + DAY, to: NOW + DAY }] })).toMatchObject({
    'vonggac.coverage.state': 'assessed',
  })
})

test('machines: protected are those in use of which nothing says otherwise', () => {
  expect(unitIn()).toMatchObject({
    'vonggac.protection.expected': 4,
    'vonggac.protection.seen': 2,
    'vonggac.protection.protected': 2,
    'vonggac.protection.missing': 0,
    'vonggac.protection.unknown': 0,
    'vonggac.protection.never_seen': 1,
    'vonggac.protection.exempt': 1,
  })
  expect(
    unitIn({
      alerts: [unprotected('pc-02', NOW - 5 * HOUR)],
      indeterminate: [{ rule: 'EPP-01', entity: 'pc-01', from: NOW - HOUR, to: NOW, reason: 'pipeline' }],
    }),
  ).toMatchObject({
    'vonggac.protection.protected': 0,
    'vonggac.protection.missing': 1,
    'vonggac.protection.unknown': 1,
  })
})

test('where nobody judges, no machine is called protected', () => {
  expect(unitIn({ heardIn: () => new Set<string>() })).toMatchObject({
    'vonggac.protection.protected': 0,
    'vonggac.protection.unknown': 2,
  })
})

test('accounts in force and enabled, and the age of their passwords by the register', () => {
  expect(unitIn()).toMatchObject({
    'vonggac.accounts.total': 3,
    'vonggac.accounts.personal': 2,
    'vonggac.accounts.shared': 1,
    'vonggac.accounts.admin': 1,
    'vonggac.accounts.departed': 1,
    'vonggac.passwords.week': 1,
    'vonggac.passwords.quarter': 0,
    'vonggac.passwords.older': 1,
    'vonggac.passwords.unknown': 1,
    'vonggac.passwords.oldest_days': 123,
  })
})

test('of a day that is over nothing is said of machines, of one that has not begun nothing at all', () => {
  expect(unitIn({ day: '2026-03-03' })).toBeUndefined()
  expect(all({ day: '2026-03-03' }).length).toBeGreaterThan(0)
  expect(all({ day: '2026-03-05' })).toEqual([])
})
