import { HOUR } from '../../kernel/time.ts'
import { closedLogin } from '../conditions/closed.ts'
import { withAdminRights } from '../conditions/login.ts'
import { match } from '../rule.ts'
import { ev, type Rows, takenOnAgain } from '../timeline.ts'

const left: Rows = {
  people: [{ id: 'p-qt', name: 'Hoàng Văn Quân', unit: 'tinh', status: 'resigned', it: true, from: '2026-02-01' }],
}
const admin = ev('login', { user: 'quan.tri@tinh' })

export const rule = match({
  id: 'ACC-03b',
  version: 1,
  clause: 'ACC-03',
  title: {
    vi: 'Đăng nhập thành công bằng tài khoản quản trị của người đã nghỉ, chuyển công tác hoặc đã bị khóa',
    en: 'Successful login with the administrator account of a departed officer, or a disabled one',
  },
  say: {
    vi: 'Tài khoản quản trị {user} của người đã nghỉ, chuyển công tác hoặc đã bị khóa đăng nhập được {system} lúc {time}',
    en: 'The administrator account {user}, whose holder has departed or which is disabled, logged in to {system} at {time}',
  },
  respond: {
    vi: 'Khóa tài khoản và thu hồi mọi phiên ngay; cô lập máy nguồn; rà soát mọi thay đổi tài khoản này đã làm từ ngày nghỉ; báo lãnh đạo và Công an tỉnh theo mức nghiêm trọng',
    en: 'Disable the account and end all sessions at once; isolate the source; review everything it has changed since the departure; report as serious',
  },
  level: 'serious',
  mitre: ['T1078'],
  policy: {},
  doubts: ['assumed'],
  shows: ['account', 'person', 'machine', 'origin'],

  by: 'user',
  on: closedLogin.on,
  sought: [...closedLogin.sought, withAdminRights],
  excused: closedLogin.excused,

  cases: {
    fires: {
      'a clock that is wrong by hours, a month after it all': [
        ['09:00', ev('login', { user: 'nghi@tinh', elevated: true, clock: 3 * HOUR })],
      ],
      'late, or by a clock that is behind: closed in either case': [
        ['09:00', ev('login', { user: 'nghi@tinh', elevated: true, clock: 'open' })],
      ],
      'an administrator who resigned': { level: 'serious', with: left, beats: [['02:00', admin]] },
      'an elevated token of a retired officer': {
        level: 'serious',
        beats: [['02:00', ev('login', { user: 'nghi@tinh', elevated: true })]],
      },
    },
    quiet: {
      'a clock three hours behind: by ours, taken on again': {
        on: '2026-03-01',
        with: takenOnAgain,
        beats: [['23:00', ev('login', { user: 'nghi@tinh', elevated: true, clock: 3 * HOUR })]],
      },
      'an administrator in service': [['09:00', admin]],
      'a retired officer without the rights is left to ACC-03a': [['09:00', ev('login', { user: 'nghi@tinh' })]],
      'a failure is left to ACC-03c': {
        with: left,
        beats: [['02:00', ev('login', { user: 'quan.tri@tinh', ok: false, refusal: 'disabled' })]],
      },
      'the last day of service': {
        on: '2026-01-31',
        with: {
          people: [
            { id: 'p-qt', name: 'Hoàng Văn Quân', unit: 'tinh', status: 'working', it: true, to: '2026-01-31' },
            ...left.people!,
          ],
        },
        beats: [['23:59:59', admin]],
      },
    },
  },
})
