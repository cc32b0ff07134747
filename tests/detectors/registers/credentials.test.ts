import { expect, test } from 'vitest'
import { credentialsRegister } from '../../../detectors/registers/credentials.ts'
import type { Observation } from '../../../kernel/event.ts'
import { act, clock, fed } from '../../support/feed.ts'

const an = { user: 'an.nv', system: 'windows' }
const changed = (text: string, ok = true) => act(text, 'password.change', { ...an, ok })
const last = (when: string, ...events: Observation[]) =>
  fed(credentialsRegister, events).credentialChange('an.nv', clock(when))

test.each<[string, string | undefined, string, Observation[]]>([
  ['none, of which nothing was heard', undefined, '09:00', []],
  ['a change of the password', '08:00', '09:00', [changed('08:00')]],
  ['not one that failed', undefined, '09:00', [changed('08:00', false)]],
  ['an unlocking', '08:00', '09:00', [act('08:00', 'account.unlock', an)]],
  ['an enabling', '08:00', '09:00', [act('08:00', 'account.enable', an)]],
  ['its making', '08:00', '09:00', [act('08:00', 'account.create', an)]],
  ['not its disabling', undefined, '09:00', [act('08:00', 'account.disable', an)]],
  ['one of that very moment', '08:00', '08:00', [changed('08:00')]],
  ['none that is yet to come', undefined, '07:59:59', [changed('08:00')]],
  ['the latest of several', '08:30', '09:00', [changed('08:00'), changed('08:30')]],
  ['the latest of those that had been', '08:00', '08:29', [changed('08:00'), changed('08:30')]],
  ['one of two days ago', '08:00', '+2 08:00', [changed('08:00')]],
  ['none that is older', undefined, '+2 08:00:01', [changed('08:00')]],
  ['an earlier one still, asked a day back', '08:00', '+1 08:00', [changed('08:00'), changed('+2 08:00')]],
])('the last change of an account’s secret is %s', (_, at, when, events) => {
  expect(last(when, ...events)).toBe(at === undefined ? undefined : clock(at))
})

test('another account is another matter', () => {
  expect(fed(credentialsRegister, [changed('08:00')]).credentialChange('bich', clock('09:00'))).toBeUndefined()
})
