import { HOUR } from '../../kernel/time.ts'
import { closedLogin } from '../conditions/closed.ts'
import { withoutAdminRights } from '../conditions/login.ts'
import { match } from '../rule.ts'
import { ev, type Rows, takenOnAgain } from '../timeline.ts'

const nghi = ev('login', { user: 'nghi@tinh' })
const retired = {
  id: 'p-nghi',
  name: 'Vũ Văn Nghi',
  unit: 'xa-a',
  status: 'retired',
  it: false,
  from: '2026-02-01',
} as const
const handover = (until: string): Rows => ({ people: [{ ...retired, decision: '12/QĐ-UBND', handover: until }] })

/** Names the account, never the person: a departed officer may be the victim of whoever has the password now. */
export const rule = match({
  id: 'ACC-03a',
  version: 1,
  clause: 'ACC-03',
  title: {
    vi: 'Đăng nhập thành công bằng tài khoản của người đã nghỉ, chuyển công tác hoặc đã bị khóa',
    en: 'Successful login with the account of a departed officer, or a disabled one',
  },
  say: {
    vi: 'Tài khoản {user} của người đã nghỉ, chuyển công tác hoặc đã bị khóa đăng nhập được {system} lúc {time}',
    en: 'The account {user}, whose holder has departed or which is disabled, logged in to {system} at {time}',
  },
  respond: {
    vi: 'Khóa tài khoản ngay, kết thúc các phiên đang mở; tìm ai ngồi ở máy nguồn lúc đó; đối chiếu quyết định với bộ phận tổ chức, nếu sổ sai thì sửa sổ',
    en: 'Disable the account and end its sessions; find out who sat at the source; check the decision with the personnel office and mend the register if it is wrong',
  },
  level: 'high',
  mitre: ['T1078'],
  policy: {},
  doubts: ['assumed'],
  shows: ['account', 'person', 'machine', 'origin'],

  by: 'user',
  on: closedLogin.on,
  sought: [...closedLogin.sought, withoutAdminRights],
  excused: closedLogin.excused,

  cases: {
    fires: {
      'a clock that is wrong by hours, a month after it all': [
        ['09:00', ev('login', { user: 'nghi@tinh', clock: 3 * HOUR })],
      ],
      'late, or by a clock that is behind: closed in either case': [
        ['09:00', ev('login', { user: 'nghi@tinh', clock: 'open' })],
      ],
      'a month after retirement': { level: 'high', beats: [['09:00', nghi]] },
      'the first minute of the first day': { on: '2026-02-01', beats: [['00:00', nghi]] },
      'over the network, as a stored password does': [['09:00', ev('login', { user: 'nghi@tinh', via: 'network' })]],
      'an account the register has disabled, its holder in service': {
        with: {
          accounts: [{ id: 'bich@tinh', person: 'p-bich', kind: 'personal', admin: false, enabled: false }],
        },
        beats: [['09:00', ev('login', { user: 'bich@tinh' })]],
      },
      'the hand-over ended yesterday': { with: handover('2026-03-01'), beats: [['09:00', nghi]] },
      'many a day are one alert': [
        ['08:00', nghi],
        ['09:00', nghi],
        ['16:00', nghi],
      ],
    },
    quiet: {
      'a clock three hours behind: by ours, taken on again': {
        on: '2026-03-01',
        with: takenOnAgain,
        beats: [['23:00', ev('login', { user: 'nghi@tinh', clock: 3 * HOUR })]],
      },
      'an officer in service': [['09:00', ev('login')]],
      'the last day of service': { on: '2026-01-31', beats: [['23:59:59', nghi]] },
      'the last day of a dated hand-over': { with: handover('2026-03-02'), beats: [['23:59:59', nghi]] },
      'transferred, and at work in the new unit': {
        with: {
          people: [
            { ...retired, status: 'transferred' },
            { id: 'p-nghi', name: 'Vũ Văn Nghi', unit: 'xa-b', status: 'working', it: false, from: '2026-02-01' },
          ],
        },
        beats: [['09:00', nghi]],
      },
      'on maternity leave': {
        with: { people: [{ ...retired, status: 'maternity' }] },
        beats: [['09:00', nghi]],
      },
      'seconded elsewhere': {
        with: { people: [{ ...retired, status: 'seconded' }] },
        beats: [['09:00', nghi]],
      },
      'an account the register does not know': [['09:00', ev('login', { user: 'la@tinh' })]],
      'a service account that stands in the name of somebody departed': {
        with: {
          accounts: [{ id: 'nghi@tinh', person: 'p-nghi', kind: 'service', admin: false, enabled: true, unit: 'xa-a' }],
        },
        beats: [['09:00', nghi]],
      },
      'a failure is left to ACC-03c': [['09:00', ev('login', { user: 'nghi@tinh', ok: false, refusal: 'disabled' })]],
      'administrator rights are left to ACC-03b': [['09:00', ev('login', { user: 'nghi@tinh', elevated: true })]],
    },
  },
})
