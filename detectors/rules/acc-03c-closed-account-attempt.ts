import { HOUR } from '../../kernel/time.ts'
import { closedAttempt } from '../conditions/closed.ts'
import { retriesByItself } from '../conditions/place.ts'
import { match } from '../rule.ts'
import { ev, takenOnAgain } from '../timeline.ts'

const refused = ev('login', { user: 'nghi@tinh', ok: false, refusal: 'disabled' })

export const rule = match({
  id: 'ACC-03c',
  version: 1,
  clause: 'ACC-03',
  title: {
    vi: 'Thử đăng nhập bằng tài khoản của người đã nghỉ, chuyển công tác hoặc đã bị khóa',
    en: 'Attempt to log in with the account of a departed officer, or a disabled one',
  },
  say: {
    vi: 'Có người thử đăng nhập {system} bằng tài khoản {user} đã nghỉ, chuyển công tác hoặc đã bị khóa lúc {time}, không thành công',
    en: 'Somebody tried to log in to {system} with {user}, departed or disabled, at {time}, and failed',
  },
  respond: {
    vi: 'Tìm máy nguồn và người ngồi ở đó lúc ấy để hỏi lý do; bảo đảm tài khoản đã khóa ở mọi hệ thống',
    en: 'Find the source and ask who sat there; make sure the account is disabled in every system',
  },
  level: 'medium',
  mitre: ['T1078'],
  policy: {},
  doubts: ['assumed'],
  needs: ['leases'],
  shows: ['account', 'person', 'machine', 'origin'],

  by: 'user',
  on: closedAttempt.on,
  sought: closedAttempt.sought,
  excused: [retriesByItself, ...closedAttempt.excused],

  cases: {
    fires: {
      'a clock that is wrong by hours, a month after it all': [
        ['09:00', ev('login', { user: 'nghi@tinh', ok: false, refusal: 'bad-password', clock: 3 * HOUR })],
      ],
      'late, or by a clock that is behind: closed in either case': [
        ['09:00', ev('login', { user: 'nghi@tinh', ok: false, refusal: 'bad-password', clock: 'open' })],
      ],
      'a program tries from an address outside every network': [
        [
          '09:00',
          ev('login', {
            user: 'nghi@tinh',
            ok: false,
            via: 'network',
            automatic: true,
            ip: '203.0.113.50',
            refusal: 'bad-password',
          }),
        ],
      ],
      'a program tries from a machine nobody knows': [
        [
          '09:00',
          ev('login', {
            user: 'nghi@tinh',
            ok: false,
            via: 'network',
            automatic: true,
            from: 'stranger',
            refusal: 'bad-password',
          }),
        ],
      ],
      'typed at a machine': { level: 'medium', beats: [['09:00', refused]] },
      'a wrong password for a retired officer’s account': [
        ['09:00', ev('login', { user: 'nghi@tinh', ok: false, refusal: 'bad-password' })],
      ],
      'the source itself says the account is disabled': [
        ['09:00', ev('login', { user: 'bich@tinh', ok: false, refusal: 'disabled' })],
      ],
      'again and again is one alert': [
        ['09:00', refused],
        ['09:01', refused],
        ['15:00', refused],
      ],
    },
    quiet: {
      'a clock three hours behind: by ours, taken on again': {
        on: '2026-03-01',
        with: takenOnAgain,
        beats: [['23:00', ev('login', { user: 'nghi@tinh', ok: false, refusal: 'bad-password', clock: 3 * HOUR })]],
      },
      'a wrong password of an officer in service': [['09:00', ev('login', { ok: false, refusal: 'bad-password' })]],
      'the last day of service': {
        on: '2026-01-31',
        beats: [['23:59:59', ev('login', { user: 'nghi@tinh', ok: false, refusal: 'bad-password' })]],
      },
      'a phone tries by itself: ACC-03d': [
        ['09:00', ev('login', { user: 'nghi@tinh', ok: false, refusal: 'disabled', automatic: true })],
      ],
      'a mapped drive tries by itself: ACC-03d': [
        ['09:00', ev('login', { user: 'nghi@tinh', ok: false, refusal: 'disabled', via: 'network' })],
      ],
      'a success is left to ACC-03a': [['09:00', ev('login', { user: 'nghi@tinh' })]],
    },
  },
})
