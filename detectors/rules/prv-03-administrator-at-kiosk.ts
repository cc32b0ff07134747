import { HOUR } from '../../kernel/time.ts'
import { byOurClock, notByOurClock } from '../conditions/clock.ts'
import { approvedChange } from '../conditions/directory.ts'
import { byHand, succeeded, withAdminRights } from '../conditions/login.ts'
import { is } from '../meta.ts'
import { match } from '../rule.ts'
import { type Beat, ev, nextCommune, type Rows } from '../timeline.ts'

const kiosk = is(
  'tại máy công cộng (ki-ốt) có trong sổ',
  'at a registered kiosk',
  ({ facts }) => facts.machine?.role === 'kiosk',
)
/** An alert goes to the unit of whoever logged in: only where that is the kiosk’s own does it reach the one that answers. */
const ofItsUnit = is(
  'tài khoản thuộc đơn vị của máy, hoặc không có trong sổ',
  'the account is of the machine’s unit, or in no register',
  ({ facts }) => facts.unit !== undefined && facts.unit.id === facts.machine?.unit,
)
const admin = ev('login', { user: 'administrator@kiosk-01', host: 'kiosk-01', elevated: true })
/** The IT officer of the commune itself, with an administrator’s account. */
const staff: Rows = {
  people: [{ id: 'p-qtx', name: 'Mai Văn Quý', unit: 'xa-a', status: 'working', it: true }],
  accounts: [{ id: 'qt.xa@tinh', person: 'p-qtx', kind: 'personal', admin: true, enabled: true }],
}
const approved: Rows = {
  ...staff,
  changes: [{ id: 'tt-1', person: 'p-qtx', document: '3/TTr', from: '2026-03-02T08:00', to: '2026-03-02T12:00' }],
}
const entered = (clock: string, but: object = {}): Beat => [
  clock,
  ev('login', { user: 'qt.xa@tinh', host: 'kiosk-01', ...but }),
]

/** About the kiosk: the unit answers for what accounts it has. */
export const rule = match({
  id: 'PRV-03',
  version: 1,
  clause: 'PRV-03',
  title: {
    vi: 'Đăng nhập có quyền quản trị trên máy tính công cộng',
    en: 'Administrator rights used on a public kiosk',
  },
  say: {
    vi: 'Tài khoản {user} đăng nhập máy công cộng {host} lúc {time} với quyền quản trị, không trong thay đổi đã duyệt',
    en: '{user} logged in to the kiosk {host} at {time} with administrator rights, outside any approved change',
  },
  respond: {
    vi: 'Gỡ hoặc khóa tài khoản quản trị trên máy công cộng, kiểm tra máy có bị cài thêm gì; việc bảo trì phải có thay đổi được duyệt trước',
    en: 'Remove or disable the administrator account, see what was installed; maintenance needs a change approved beforehand',
  },
  level: 'high',
  mitre: ['T1078.003'],
  policy: {},
  doubts: ['assumed'],
  shows: ['account', 'machine'],

  by: 'host',
  on: 'login',
  sought: [succeeded, byHand, withAdminRights, kiosk, ofItsUnit],
  excused: [approvedChange, byOurClock(approvedChange), notByOurClock(kiosk), notByOurClock(withAdminRights)],

  cases: {
    fires: {
      'the machine’s own administrator': { level: 'high', names: [null], beats: [['09:00', admin]] },
      'an administrator of the unit, without an approved change': { with: staff, beats: [entered('09:00')] },
      'an officer whose log-on carried an elevated token': [
        ['09:00', ev('login', { host: 'kiosk-01', elevated: true })],
      ],
      'by remote desktop': { with: staff, beats: [entered('09:00', { via: 'remote' })] },
      'again and again on a day is one alert': [
        ['09:00', admin],
        ['11:00', admin],
        ['16:00', admin],
      ],
      'on a Sunday, after the approved change': {
        on: '2026-03-08',
        with: approved,
        beats: [entered('09:00')],
      },
    },
    quiet: {
      'the account of the kiosk': [['07:10', ev('login', { user: 'kiosk@tinh', host: 'kiosk-01', elevated: false })]],
      refused: [
        ['09:00', ev('login', { user: 'administrator@kiosk-01', host: 'kiosk-01', elevated: true, ok: false })],
      ],
      'a service of the machine': [
        ['09:00', ev('login', { user: 'administrator@kiosk-01', host: 'kiosk-01', elevated: true, via: 'service' })],
      ],
      'over the network, for a share': { with: staff, beats: [entered('09:00', { elevated: true, via: 'network' })] },
      'an administrator of another unit, who does not answer for the kiosk': [
        ['09:00', ev('login', { user: 'quan.tri@tinh', host: 'kiosk-01' })],
      ],
      'in an approved change': {
        with: approved,
        beats: [entered('09:00')],
      },
      'a clock three hours behind: by ours, in an approved change': {
        with: approved,
        beats: [entered('06:00', { clock: 3 * HOUR })],
      },
      'a clock three hours behind: by ours, no kiosk any more': {
        on: '2026-03-01',
        with: {
          ...staff,
          machines: [
            { id: 'kiosk-01', unit: 'xa-a', role: 'kiosk', secrets: false, agent: true, to: '2026-03-01' },
            { id: 'kiosk-01', unit: 'xa-a', role: 'workstation', secrets: false, agent: true, from: '2026-03-02' },
          ],
        },
        beats: [entered('23:00', { clock: 3 * HOUR })],
      },
      'a clock three hours behind: by ours, no administrator any more': {
        on: '2026-03-01',
        with: {
          ...staff,
          accounts: [
            { id: 'qt.xa@tinh', person: 'p-qtx', kind: 'personal', admin: true, enabled: true, to: '2026-03-01' },
            { id: 'qt.xa@tinh', person: 'p-qtx', kind: 'personal', admin: false, enabled: true, from: '2026-03-02' },
          ],
        },
        beats: [entered('23:00', { clock: 3 * HOUR })],
      },
      'at an ordinary machine': { with: staff, beats: [entered('09:00', { host: 'pc-01' })] },
      'at a shared counter': { with: staff, beats: [entered('09:00', { host: 'quay-01' })] },
      'whether it carried a token is not known': [['09:00', ev('login', { host: 'kiosk-01' })]],
      'another commune’s machine of that name': {
        with: { ...staff, ...nextCommune },
        beats: [entered('09:00', { collector: 'c-b' })],
      },
    },
  },
})
