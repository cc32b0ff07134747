import { HOUR } from '../../kernel/time.ts'
import { closedAttempt } from '../conditions/closed.ts'
import { retriesByItself, toldByItsMachine } from '../conditions/place.ts'
import { match } from '../rule.ts'
import { ev, takenOnAgain } from '../timeline.ts'

export const rule = match({
  id: 'ACC-03d',
  version: 1,
  clause: 'ACC-03',
  title: {
    vi: 'Thiết bị hoặc tác vụ còn lưu mật khẩu của tài khoản đã nghỉ, chuyển công tác hoặc đã bị khóa',
    en: 'A device or task still holds the password of a departed or disabled account',
  },
  say: {
    vi: 'Tài khoản {user} đã nghỉ, chuyển công tác hoặc đã bị khóa còn được dùng để đăng nhập {system} không thành công lúc {time}; có thể do điện thoại, phần mềm thư hoặc tác vụ tự thử lại',
    en: 'The account {user}, departed or disabled, was still tried on {system} in vain at {time}; a phone, mail client or task may retry by itself',
  },
  respond: {
    vi: 'Tìm thiết bị hoặc tác vụ còn lưu mật khẩu, gỡ tài khoản khỏi đó',
    en: 'Find the device or task that holds the password and remove the account from it',
  },
  level: 'low',
  policy: {},
  doubts: ['assumed'],
  needs: ['leases'],
  shows: ['account', 'person', 'machine', 'origin'],

  by: 'user',
  on: closedAttempt.on,
  sought: [...closedAttempt.sought, retriesByItself],
  // Told once, by the machine it was tried at where that one speaks for itself.
  excused: [toldByItsMachine, ...closedAttempt.excused],

  cases: {
    fires: {
      'a clock that is wrong by hours, a month after it all': [
        [
          '09:00',
          ev('login', { user: 'nghi@tinh', ok: false, via: 'network', refusal: 'bad-password', clock: 3 * HOUR }),
        ],
      ],
      'late, or by a clock that is behind: closed in either case': [
        [
          '09:00',
          ev('login', { user: 'nghi@tinh', ok: false, via: 'network', refusal: 'bad-password', clock: 'open' }),
        ],
      ],
      'a phone synchronises mail': {
        level: 'low',
        beats: [
          [
            '09:00',
            ev('login', {
              user: 'nghi@tinh',
              ok: false,
              system: 'mail',
              via: 'application',
              automatic: true,
              refusal: 'disabled',
              host: undefined,
            }),
          ],
        ],
      },
      'a mapped drive all day long is one alert': Array.from({ length: 12 }, (_, i) => [
        `${String(8 + i).padStart(2, '0')}:00`,
        ev('login', { user: 'nghi@tinh', ok: false, via: 'network', refusal: 'disabled' }),
      ]),
      'a scheduled task': [['03:00', ev('login', { user: 'nghi@tinh', ok: false, via: 'batch', refusal: 'disabled' })]],
    },
    quiet: {
      'a clock three hours behind: by ours, taken on again': {
        on: '2026-03-01',
        with: takenOnAgain,
        beats: [
          [
            '23:00',
            ev('login', { user: 'nghi@tinh', ok: false, via: 'network', refusal: 'bad-password', clock: 3 * HOUR }),
          ],
        ],
      },
      'a stored password that still works: ACC-03a': [['09:00', ev('login', { user: 'nghi@tinh', via: 'network' })]],
      'typed at a machine is left to ACC-03c': [
        ['09:00', ev('login', { user: 'nghi@tinh', ok: false, refusal: 'disabled' })],
      ],
      'what the controller writes about a password typed at a machine that tells it itself: ACC-03c': {
        with: { pipelines: [{ collector: 'c1', source: 'winlogbeat', unit: 'xa-a', rhythm: '1h', hours: 'working' }] },
        beats: [
          [
            '09:00',
            ev('login', {
              user: 'nghi@tinh',
              host: 'dc-01',
              from: 'pc-02',
              ok: false,
              via: 'network',
              refusal: 'disabled',
              code: '4776',
            }),
          ],
        ],
      },
      'a task of an officer in service': [['03:00', ev('login', { ok: false, via: 'batch', refusal: 'bad-password' })]],
      'an account the register does not know, whose password is wrong': [
        ['09:00', ev('login', { user: 'la@tinh', ok: false, via: 'network', refusal: 'no-such-user' })],
      ],
    },
  },
})
