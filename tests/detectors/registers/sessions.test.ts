import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SESSION_AGE, sessionsRegister } from '../../../detectors/registers/sessions.ts'
import type { Fields, Observation } from '../../../kernel/event.ts'
import { byTime } from '../../../kernel/event.ts'
import { HOUR, MINUTE } from '../../../kernel/time.ts'
import { act, clock, fed } from '../../support/feed.ts'
import { observe } from '../../support/kinds.ts'

const an = { user: 'an.nv', host: 'pc-01', system: 'windows' }
const login = (text: string, but: Partial<Fields<'login'>> = {}) =>
  act(text, 'login', { ...an, ok: true, via: 'interactive', ...but })
const logout = (text: string, but: Partial<Fields<'logout'>> = {}) => act(text, 'logout', { ...an, ...but })
const signedIn = (when: string, ...events: Observation[]) =>
  fed(sessionsRegister, events).signedIn('pc-01', clock(when))

const HERE = { user: 'an.nv', remote: false }
const THERE = { user: 'an.nv', remote: true }
const AWAY = { ...HERE, away: true }

describe('who is signed in', () => {
  test.each<[string, { user: string; remote: boolean; away?: boolean } | undefined, string, Observation[]]>([
    ['nobody, of whom nothing was heard', undefined, '09:00', []],
    ['who logged on at the console', HERE, '09:00', [login('08:00')]],
    ['from the very moment of the log-on', HERE, '08:00', [login('08:00')]],
    ['and not before', undefined, '07:59:59', [login('08:00')]],
    ['at that machine alone', undefined, '09:00', [login('08:00', { host: 'pc-02' })]],
    ['nobody, where the log-on failed', undefined, '09:00', [login('08:00', { ok: false })]],
    ['nobody, for a share', undefined, '09:00', [login('08:00', { via: 'network' })]],
    ['nobody, for a service', undefined, '09:00', [login('08:00', { via: 'service' })]],
    ['nobody, for a log-on that names no machine', undefined, '09:00', [login('08:00', { host: undefined })]],
    ['who came by Remote Desktop, from elsewhere', THERE, '09:00', [login('08:00', { via: 'remote' })]],
    ['who unlocked at the console', HERE, '09:00', [login('08:00', { via: 'unlock' })]],
    [
      'who unlocked from an address, from elsewhere',
      THERE,
      '09:00',
      [login('08:00', { via: 'unlock', ip: '192.0.2.9' })],
    ],
    ['who unlocked from a machine, from elsewhere', THERE, '09:00', [login('08:00', { via: 'unlock', from: 'pc-02' })]],
    ['a console log-on that names an address is at the console', HERE, '09:00', [login('08:00', { ip: '127.0.0.1' })]],
    ['until the log-out, that moment included', HERE, '12:00', [login('08:00'), logout('12:00')]],
    ['and not after it', undefined, '12:00:01', [login('08:00'), logout('12:00')]],
    ['the log-off of an unlock ends nothing', HERE, '13:00', [login('08:00'), logout('12:00', { via: 'unlock' })]],
    ['nor does that of a share', HERE, '13:00', [login('08:00'), logout('12:00', { via: 'network' })]],
    ['that of Remote Desktop does', undefined, '13:00', [login('08:00'), logout('12:00', { via: 'remote' })]],
    ['another’s log-out ends nothing', HERE, '13:00', [login('08:00'), logout('12:00', { user: 'bich' })]],
    ['a shut-down ends it', undefined, '13:00', [login('08:00'), act('12:00', 'power.off', { host: 'pc-01' })]],
    ['sleep does not', HERE, '13:00', [login('08:00'), act('12:00', 'power.off', { host: 'pc-01', sleep: true })]],
    [
      'a boot does: what ran before is over',
      undefined,
      '13:00',
      [login('08:00'), act('12:00', 'power.on', { host: 'pc-01' })],
    ],
    ['another machine’s boot does not', HERE, '13:00', [login('08:00'), act('12:00', 'power.on', { host: 'pc-02' })]],
    ['sixteen hours, unrenewed', HERE, '+1 00:00', [login('08:00')]],
    ['and no moment longer', undefined, '+1 00:00:01', [login('08:00')]],
    ['sixteen hours from the last renewal', HERE, '+1 07:00', [login('08:00'), login('15:00', { via: 'unlock' })]],
    ['nobody, where two are', undefined, '10:00', [login('08:00'), login('09:00', { user: 'bich' })]],
    [
      'the one who is left',
      HERE,
      '11:00',
      [login('08:00'), login('09:00', { user: 'bich' }), logout('10:00', { user: 'bich' })],
    ],
    [
      'as it was the day before, whatever came since',
      HERE,
      '11:00',
      [login('08:00'), logout('12:00'), login('+1 10:00', { user: 'bich' })],
    ],
    ['one who logged on twice is one', HERE, '10:00', [login('08:00'), login('09:00')]],
    ['two stays of one account are one person', HERE, '12:00', [login('08:00'), logout('12:00'), login('12:00')]],
  ])('%s', (_, who, when, events) => {
    expect(signedIn(when, ...events)).toEqual(who)
  })

  test('a reconnection says where the session is looked at from, and begins none', () => {
    const connect = (text: string, from?: string) =>
      act(text, 'session.connect', { user: 'an.nv', host: 'pc-01', from })
    expect(signedIn('10:00', connect('09:00'))).toBeUndefined()
    expect(signedIn('10:00', login('08:00'), connect('09:00', 'pc-02'))).toEqual(THERE)
    expect(signedIn('11:00', login('08:00', { via: 'remote' }), connect('10:00'))).toEqual(HERE)
    expect(signedIn('+1 00:30', login('08:00'), connect('09:00'))).toEqual(HERE)
  })
})

describe('who is signed in, and not there', () => {
  const lock = (text: string, user = 'an.nv') => act(text, 'session.lock', { user, host: 'pc-01' })
  const unlock = (text: string, user = 'an.nv') => act(text, 'session.unlock', { user, host: 'pc-01' })
  const leave = (text: string) => act(text, 'session.disconnect', { user: 'an.nv', host: 'pc-01' })
  const connect = (text: string, from?: string) => act(text, 'session.connect', { user: 'an.nv', host: 'pc-01', from })
  test.each<[string, object | undefined, Observation[]]>([
    ['whose screen is locked', AWAY, [login('08:00'), lock('09:00')]],
    ['from the very moment', AWAY, [login('08:00'), lock('10:00')]],
    ['until it is unlocked', HERE, [login('08:00'), lock('09:00'), unlock('09:30')]],
    [
      'which a log-on of the unlock tells too',
      HERE,
      [login('08:00'), lock('09:00'), login('09:30', { via: 'unlock' })],
    ],
    ['who left the session for the log-on screen', AWAY, [login('08:00'), leave('09:00')]],
    ['until it is taken up again', HERE, [login('08:00'), leave('09:00'), connect('09:30')]],
    ['from elsewhere perhaps', THERE, [login('08:00'), leave('09:00'), connect('09:30', 'pc-02')]],
    [
      'an unlock does not say where from: that is as it was',
      THERE,
      [login('08:00', { via: 'remote' }), lock('09:00'), unlock('09:30')],
    ],
    ['another’s lock says nothing of the one', HERE, [login('08:00'), lock('09:00', 'bich')]],
    ['a lock begins no session', undefined, [lock('09:00')]],
    ['nor does an unlock', undefined, [unlock('09:00')]],
  ])('%s', (_, who, events) => {
    expect(signedIn('10:00', ...events)).toEqual(who)
  })

  test('a screen that is locked does not keep the session alive, nor does an unlock', () => {
    expect(signedIn('+1 00:00', login('08:00'), lock('20:00'), unlock('21:00'))).toEqual(HERE)
    expect(signedIn('+1 00:01', login('08:00'), lock('20:00'), unlock('21:00'))).toBeUndefined()
  })
})

/** Small worlds, so that people meet. */
const event = (index: number): fc.Arbitrary<Observation> =>
  fc
    .tuple(
      fc.integer({ min: 0, max: 60 }),
      fc.constantFrom('an', 'bich'),
      fc.constantFrom('in', 'out', 'boot', 'off', 'connect', 'lock', 'unlock', 'leave'),
    )
    .map(([hour, user, what]): Observation => {
      const at = clock('00:00') + hour * HOUR
      const fields = { user, host: 'pc-01', system: 'windows' }
      const origin = { seq: index }
      if (what === 'in') return observe(`${index}`, 'login', at, { ...fields, ok: true, via: 'interactive' }, origin)
      if (what === 'out') return observe(`${index}`, 'logout', at, fields, origin)
      if (what === 'boot') return observe(`${index}`, 'power.on', at, { host: 'pc-01' }, origin)
      if (what === 'off') return observe(`${index}`, 'power.off', at, { host: 'pc-01' }, origin)
      const here = { user, host: 'pc-01' }
      if (what === 'lock') return observe(`${index}`, 'session.lock', at, here, origin)
      if (what === 'unlock') return observe(`${index}`, 'session.unlock', at, here, origin)
      if (what === 'leave') return observe(`${index}`, 'session.disconnect', at, here, origin)
      return observe(`${index}`, 'session.connect', at, here, origin)
    })

/** Whether an account was there at a moment, and at the screen: all events up to it, one after the other. */
const stateOf = (events: readonly Observation[], user: string, when: number): { there: boolean; away: boolean } => {
  let [open, away] = [false, false]
  let [seen, logon, left] = [-Infinity, -Infinity, -Infinity]
  for (const { at, ...o } of events.filter((e) => e.at <= when)) {
    if (at - seen > SESSION_AGE) open = false
    const ends = o.action === 'power.on' || o.action === 'power.off'
    const mine = 'user' in o && o.user === user
    if (ends || (mine && o.action === 'logout')) {
      if (open) left = at
      open = false
    } else if (mine && o.action === 'login') {
      open = true
      away = false
      seen = at
      logon = at
    } else if (mine && open) {
      away = o.action === 'session.lock' || o.action === 'session.disconnect'
      if (o.action === 'session.connect' && at - logon <= SESSION_AGE) seen = at
    }
  }
  return { there: (open && when - seen <= SESSION_AGE) || left === when, away }
}

test('is what reading all events from the beginning says, asked at any moment of the last half hour', () => {
  let [one, none, away] = [0, 0, 0]
  const stories = fc
    .integer({ min: 1, max: 14 })
    .chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => event(i))))
  fc.assert(
    fc.property(stories, fc.constantFrom(0, MINUTE, 30 * MINUTE), (drawn, later) => {
      const events = [...drawn].sort(byTime)
      for (const [i, { at }] of events.entries()) {
        const past = events.slice(0, i + 1)
        const users = ['an', 'bich'].filter((user) => stateOf(past, user, at + later).there)
        const answer = fed(sessionsRegister, past).signedIn('pc-01', at + later)
        expect(answer?.user).toBe(users.length === 1 ? users[0] : undefined)
        if (answer) expect(answer.away ?? false).toBe(stateOf(past, answer.user, at + later).away)
        if (answer?.away) away++
        if (answer) one++
        else none++
      }
    }),
    { numRuns: 300 },
  )
  expect(Math.min(one, none)).toBeGreaterThan(300)
  expect(away).toBeGreaterThan(20)
})
