/*
 * What must compile and what must not. `tsc` alone runs this file: an `@ts-expect-error` above a line that compiles is itself an error.
 */
import { is, on } from '../../detectors/meta.ts'
import { absence, distinct, match, sequence, threshold, volume } from '../../detectors/rule.ts'
import { entityOf } from '../../kernel/event.ts'

const text = { vi: 'x', en: 'x' }
const common = {
  id: 'ACC-01',
  version: 1,
  clause: 'ACC-01',
  title: text,
  say: text,
  respond: text,
  level: 'low',
  cases: { fires: {}, quiet: {} },
} as const
const login = { ...common, on: 'login', by: 'user' } as const
const failed = is<'login'>('sai', 'failed', (e) => !e.ok)

const weekly = is<'login', { weeks: number }>('a', 'a', (_, p) => p.weeks > 1)
const waiting = { ...common, by: 'user', after: on('login'), expect: on('logout'), carriers: [] } as const

/* Inference: `e` is the rule's own event, `p` (annotated, or in a method of the rule) the rule's own policy. */
export const good = [
  match({ ...common, policy: {}, on: 'login', by: 'user', sought: [is('a', 'a', (e) => e.ok && e.via === 'remote')] }),
  match({
    ...common,
    policy: {},
    on: 'login',
    by: 'user',
    excused: [is('a', 'a', (e) => e.facts.person?.it === true)],
  }),
  match({ ...login, policy: { days: 3 }, sought: [is('a', 'a', (e, p: { days: number }) => e.at > p.days)] }),
  match({
    ...common,
    policy: {},
    on: ['login', 'logout'],
    by: 'user',
    sought: [is<'login' | 'logout'>('a', 'a', (e) => e.user === 'a')],
  }),
  match({
    ...common,
    policy: {},
    on: ['login', 'logout'],
    by: 'user',
    sought: [is('a', 'a', (e) => e.action !== 'login' || e.ok)],
  }),
  match({ ...common, policy: {}, on: ['login'], by: 'user' }),
  match({ ...common, policy: {}, on: 'login', by: 'user', sought: [failed] }),
  threshold({
    ...common,
    policy: { count: 3, within: '5m' },
    on: 'login',
    by: 'user',
    some: is('a', 'a', (e) => e.ok),
  }),
  volume({ ...common, policy: { limit: 9 }, on: 'file.open', by: 'user', per: 'day', sum: (e) => (e.write ? 1 : 0) }),
  volume({ ...common, policy: { limit: 9 }, on: ['file.open', 'login'], by: 'user', per: 'day', sum: (e) => e.at }),
  distinct({
    ...common,
    policy: { count: 2, within: '8h', atOnce: '10m' },
    on: 'login',
    by: 'user',
    sought: [is('a', 'a', (e) => e.ok)],
    of: (e) => entityOf(e, 'host'),
    until: on('logout', [is('a', 'a', (e) => e.via === 'remote')]),
  }),
  sequence({
    ...common,
    policy: { within: '8h' },
    by: 'user',
    steps: [
      { ...on('login', [is('a', 'a', (e) => !e.ok)]), times: 5 },
      on('password.change', [is('a', 'a', (e) => e.ok)]),
    ],
    unless: on('media.scan', [is('a', 'a', (e) => e.clean)]),
  }),
  absence({
    ...common,
    policy: { days: 3 },
    by: 'host',
    after: on('malware.found', [is('a', 'a', (e) => !e.handled)]),
    expect: on('media.scan', [is('a', 'a', (e) => e.clean)]),
    due: (e, p) => (e.handled ? undefined : e.at + p.days),
    carriers: ['malware.found'],
  }),
]

export const bad = [
  // @ts-expect-error a login has no path
  match({ ...common, policy: {}, on: 'login', by: 'user', sought: [is('a', 'a', (e) => e.path === 'a')] }),
  // @ts-expect-error nor in a list's condition that names its actions
  match({ ...common, policy: {}, on: ['login'], by: 'user', sought: [is<'login'>('a', 'a', (e) => e.path === 'a')] }),
  // @ts-expect-error a condition about another action
  match({ ...common, policy: {}, on: 'login', by: 'user', sought: [is<'file.open'>('a', 'a', (e) => e.write)] }),
  // @ts-expect-error no such action
  match({ ...common, policy: {}, on: 'log-in', by: 'user' }),
  // @ts-expect-error no such action in a list
  match({ ...common, policy: {}, on: ['login', 'log-in'], by: 'user' }),
  // @ts-expect-error no such action in a step
  on('log-in'),
  // @ts-expect-error no such entity
  match({ ...common, policy: {}, on: 'login', by: 'colour' }),
  // @ts-expect-error a threshold counts
  threshold({ ...common, policy: { within: '10m' }, on: 'login', by: 'user' }),
  // @ts-expect-error within what?
  threshold({ ...common, policy: { count: 3 }, on: 'login', by: 'user' }),
  // @ts-expect-error not a duration
  threshold({ ...common, policy: { count: 3, within: '1 minute' }, on: 'login', by: 'user' }),
  // @ts-expect-error not a duration either
  sequence({ ...common, policy: { within: 5 }, by: 'user', steps: [on('login')] }),
  // @ts-expect-error a volume has a limit
  volume({ ...common, policy: {}, on: 'file.open', by: 'user', per: 'day', sum: () => 1 }),
  // @ts-expect-error a file.open has no ok
  volume({ ...common, policy: { limit: 2 }, on: 'file.open', by: 'user', per: 'day', sum: (e) => Number(e.ok) }),
  // @ts-expect-error ids are upper case
  match({ ...common, id: 'acc-01', policy: {}, on: 'login', by: 'user' }),
  // @ts-expect-error ids have a number
  match({ ...common, id: 'ACC', policy: {}, on: 'login', by: 'user' }),
  // @ts-expect-error five letters at most
  match({ ...common, id: 'ACC-01z', policy: {}, on: 'login', by: 'user' }),
  // @ts-expect-error the policy has days, not weeks
  match({ ...login, policy: { days: 3 }, sought: [is('a', 'a', (_, p: { weeks: number }) => p.weeks > 1)] }),
  // @ts-expect-error an unannotated policy promises no number
  match({ ...login, policy: { days: 3 }, sought: [is('a', 'a', (_, p) => p.weeks > 1)] }),
  // @ts-expect-error the number is not a text
  match({ ...login, policy: { days: 3 }, sought: [is('a', 'a', (_, p: { days: string }) => p.days === 'x')] }),
  // @ts-expect-error nor in a step
  sequence({ ...common, policy: { within: '8h' }, by: 'user', steps: [on('login', [weekly])] }),
  // @ts-expect-error nor in a deadline
  absence({ ...waiting, policy: { days: 3 }, due: (_, p) => p.weeks }),
]
