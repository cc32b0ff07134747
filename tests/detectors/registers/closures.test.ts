import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CLOSURE_AGE, closuresRegister, isLockout } from '../../../detectors/registers/closures.ts'
import { byTime, type Observation } from '../../../kernel/event.ts'
import { DAY } from '../../../kernel/time.ts'
import { act, clock, fed } from '../../support/feed.ts'
import { observe } from '../../support/kinds.ts'

const an = { user: 'an.nv', system: 'windows' }
const since = (when: string, ...events: Observation[]) =>
  fed(closuresRegister, events).closedSince('an.nv', clock(when))
const disable = (text: string) => act(text, 'account.disable', an)
const lock = (text: string, code?: string) => act(text, 'account.lock', an, code === undefined ? {} : { code })

test.each<[string, string | undefined, string, Observation[]]>([
  ['not closed, of which nothing was heard', undefined, '09:00', []],
  ['closed by a disabling', '08:00', '09:00', [disable('08:00')]],
  ['by a deletion', '08:00', '09:00', [act('08:00', 'account.delete', an)]],
  ['by an administrator’s lock', '08:00', '09:00', [lock('08:00')]],
  ['not by a lock-out: wrong passwords decide nothing', undefined, '09:00', [lock('08:00', '4740')]],
  ['from that very moment', '08:00', '08:00', [disable('08:00')]],
  ['and not before', undefined, '07:59:59', [disable('08:00')]],
  ['until it is enabled', undefined, '10:00', [disable('08:00'), act('10:00', 'account.enable', an)]],
  ['or unlocked', undefined, '10:00', [disable('08:00'), act('10:00', 'account.unlock', an)]],
  ['or made anew', undefined, '10:00', [disable('08:00'), act('10:00', 'account.create', an)]],
  ['as it was then', '08:00', '09:00', [disable('08:00'), act('10:00', 'account.enable', an)]],
  ['since the first of several closings', '08:00', '12:00', [disable('08:00'), act('10:00', 'account.delete', an)]],
  [
    'since the closing after the last opening',
    '11:00',
    '12:00',
    [disable('08:00'), act('10:00', 'account.enable', an), disable('11:00')],
  ],
  ['thirty days', '08:00', '+30 08:00', [disable('08:00')]],
  ['and no moment longer', undefined, '+30 08:00:01', [disable('08:00')]],
  [
    'but a later closing still counts',
    '+20 08:00',
    '+31 08:00',
    [disable('08:00'), act('+20 08:00', 'account.delete', an)],
  ],
])('an account is %s', (_, from, when, events) => {
  expect(since(when, ...events)).toBe(from === undefined ? undefined : clock(from))
})

test('a lock-out is Windows 4740 alone', () => {
  expect([lock('08:00', '4740'), lock('08:00', '4725'), lock('08:00'), disable('08:00')].map(isLockout)).toEqual([
    true,
    false,
    false,
    false,
  ])
})

/** All of the thirty days before, looked through backwards from the moment. */
const closedSince = (events: readonly Observation[], at: number): number | undefined => {
  let first: number | undefined
  for (const o of events.filter((e) => e.at <= at && at - e.at <= CLOSURE_AGE).toReversed()) {
    if (o.action === 'account.enable') break
    first = o.at
  }
  return first
}

const turns = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 120 }), fc.boolean()), { minLength: 1, maxLength: 16, size: 'max' })
  .map((drawn) =>
    drawn
      .map(([day, closes], i) =>
        observe(`${i}`, closes ? 'account.disable' : 'account.enable', clock('08:00') + day * DAY, an, { seq: i }),
      )
      .sort(byTime),
  )

test('is what the thirty days before say, for whoever listened to no more than them', () => {
  let closed = 0
  fc.assert(
    fc.property(turns, fc.integer({ min: -10, max: 40 }), (events, later) => {
      const at = events.at(-1)!.at + later * DAY
      const expected = closedSince(events, at)
      expect(fed(closuresRegister, events).closedSince('an.nv', at)).toBe(expected)
      const late = events.filter((o) => o.at >= at - CLOSURE_AGE)
      expect(fed(closuresRegister, late).closedSince('an.nv', at)).toBe(expected)
      if (expected !== undefined) closed++
    }),
    { numRuns: 500 },
  )
  expect(closed).toBeGreaterThan(100)
})
