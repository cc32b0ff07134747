import { HOUR } from '../../kernel/time.ts'
import {
  administratorsAreListed,
  approvedForAct,
  byOrdinaryOfficer,
  grantsAccess,
  notOwnAccount,
} from '../conditions/accounts.ts'
import { byOurClock, notByOurClock } from '../conditions/clock.ts'
import { justImaged, standingIn } from '../conditions/directory.ts'
import { imagedOn } from '../given.ts'
import { match } from '../rule.ts'
import { type Beat, type Case, ev, type Rows } from '../timeline.ts'

const created = (clock: string, but: object = {}): Beat => [
  clock,
  ev('account.create', { by: 'an.nv@tinh', host: 'pc-01', user: 'moi@pc-01', ...but }),
]
const added = (clock: string, but: object = {}): Beat => [
  clock,
  ev('group.add', { by: 'an.nv@tinh', host: 'pc-01', user: 's-1-5-21-1-2-3-1002@pc-01', ...but }),
]
type Given = Exclude<Case, readonly unknown[]>
/** Where the unit says that its register has every administrator. */
const sureOf = (beats: readonly Beat[], but: Omit<Given, 'beats' | 'policy'> = {}): Given => ({
  ...but,
  policy: { administratorsListed: true },
  beats,
})
type Account = NonNullable<Rows['accounts']>[number]
const an: Account = { id: 'an.nv@tinh', person: 'p-an', kind: 'personal', admin: false, enabled: true }
const inOffice: Account = { ...an, id: 'an.nv@ioffice', system: 'ioffice' }
const office = { by: 'an.nv@ioffice', user: 'bich@ioffice', host: undefined, system: 'ioffice' }
const during = { from: '2026-03-02T08:00', to: '2026-03-02T12:00' }
const approved: Rows = { changes: [{ id: 'tt-1', person: 'p-an', document: '3/TTr', ...during }] }

/**
 * About the account that was created, opened or given rights, by whoever did it: that one is named. Who an administrator is only the register
 * says, so a unit says first that its register has them all; an account of the sort that no register has may be an administrator's own.
 */
export const rule = match({
  id: 'ACC-13',
  version: 1,
  clause: 'ACC-13',
  title: {
    vi: 'Cấp, mở khóa tài khoản hoặc cấp quyền không phải do người quản trị',
    en: 'Account created, opened or given rights by someone who is no administrator',
  },
  say: {
    vi: '{by} tạo, mở khóa hoặc cấp quyền cho tài khoản {user} ({system}, {host}) lúc {time}; sổ không ghi {by} là tài khoản quản trị',
    en: '{by} created, opened or gave rights to {user} ({system}, {host}) at {time}; the register does not have {by} as an administrator',
  },
  respond: {
    vi: 'Hỏi người thực hiện và người quản trị; nếu không ai giao việc này, khóa tài khoản hoặc thu lại quyền vừa cấp và tìm vì sao người đó làm được; nếu được giao, ghi vào sổ tài khoản',
    en: 'Ask whoever did it and the administrator; if nobody gave the task, undo it and find out why it was possible; if somebody did, enter it in the register of accounts',
  },
  level: 'high',
  mitre: ['T1136', 'T1098'],
  policy: { administratorsListed: false, newDays: 3 },
  doubts: ['assumed'],
  facts: 'actor',
  shows: ['person', 'account', 'upon', 'machine'],

  by: 'user',
  on: ['account.create', 'account.enable', 'account.unlock', 'group.add'],
  sought: [administratorsAreListed, grantsAccess, notOwnAccount, byOrdinaryOfficer],
  excused: [
    standingIn,
    approvedForAct,
    justImaged,
    notByOurClock(byOrdinaryOfficer),
    byOurClock(standingIn),
    byOurClock(approvedForAct),
    byOurClock(justImaged),
  ],

  cases: {
    fires: {
      'an officer makes an account on his machine': { level: 'high', names: ['p-an'], ...sureOf([created('09:00')]) },
      'and puts it into Administrators, which Windows tells by SID': sureOf([added('09:00')]),
      himself: sureOf([added('09:00', { user: 'an.nv@tinh' })], { names: ['p-an'] }),
      'a colleague of another unit is opened again in the domain': sureOf([
        ['09:00', ev('account.enable', { by: 'an.nv@tinh', user: 'dich.vu@tinh' })],
      ]),
      unlocked: sureOf([['09:00', ev('account.unlock', { by: 'an.nv@tinh', user: 'bich@tinh' })]]),
      'in an application, by an account that is no administrator’s there': sureOf([created('09:00', office)], {
        with: { accounts: [inOffice] },
      }),
      'created and opened in a second is one alert': sureOf([
        created('09:00'),
        ['09:00:01', ev('account.enable', { by: 'an.nv@tinh', host: 'pc-01', user: 'moi@pc-01' })],
      ]),
      'at night': sureOf([created('23:00')]),
      'the change was approved for the morning': sureOf([created('12:00:01')], { with: approved }),
      'set up on the third day before': sureOf([created('09:00')], { with: imagedOn('2026-02-27') }),
      late: sureOf([created('09:00', { received: Date.UTC(2026, 2, 4) })]),
    },
    quiet: {
      'a unit that does not say its register has every administrator': [created('09:00')],
      'an administrator': sureOf([created('09:00', { by: 'quan.tri@tinh' })]),
      'IT staff by an account that is none’s': sureOf([created('09:00', { by: 'quan.tri@tinh' })], {
        with: { accounts: [{ id: 'quan.tri@tinh', person: 'p-qt', kind: 'personal', admin: false, enabled: true }] },
      }),
      'the administrator of the application': sureOf([created('09:00', office)], {
        with: { accounts: [{ ...inOffice, admin: true }] },
      }),
      'by the machine itself, or one who registers himself': sureOf([created('09:00', { by: undefined })]),
      'provisioning by a service': sureOf([created('09:00', { by: 'dich.vu@tinh' })]),
      'a shared account: who did it nobody knows': sureOf([created('09:00', { by: 'nhom@tinh' })]),
      'by an account that no register has, as the machine’s own administrator': sureOf([
        created('09:00', { by: 'administrator@pc-01' }),
      ]),
      'the own account': sureOf([['09:00', ev('account.unlock', { by: 'an.nv@tinh', user: 'an.nv@tinh' })]]),
      'what Windows does with every new account: Users, Domain Users': sureOf([
        added('09:00', { groupSid: 'S-1-5-32-545' }),
        added('09:01', { groupSid: 'S-1-5-21-1-2-3-513' }),
      ]),
      'a group that an officer looks after': sureOf([
        added('09:00', { groupSid: 'S-1-5-21-1-2-3-1544' }),
        added('09:01', { groupSid: undefined }),
      ]),
      'a reset, as a helpdesk makes it': sureOf([
        ['09:00', ev('password.change', { by: 'an.nv@tinh', user: 'bich@tinh' })],
      ]),
      'in an approved change': sureOf([created('08:00'), created('12:00')], { with: approved }),
      'standing in for the administrator': sureOf([created('09:00')], {
        with: { roster: [{ person: 'p-an', kind: 'stand-in', for: 'p-qt', ...during }] },
      }),
      'a clock three hours behind: by ours, in an approved change': sureOf([created('06:00', { clock: 3 * HOUR })], {
        with: approved,
      }),
      'a clock three hours behind: by ours, standing in': sureOf([created('06:00', { clock: 3 * HOUR })], {
        with: { roster: [{ person: 'p-an', kind: 'stand-in', for: 'p-qt', ...during }] },
      }),
      'a clock a day behind: by ours, IT staff': sureOf([created('09:00', { clock: 24 * HOUR })], {
        with: {
          people: [
            { id: 'p-an', name: 'Nguyễn Văn An', unit: 'xa-a', status: 'working', it: false, to: '2026-03-02' },
            { id: 'p-an', name: 'Nguyễn Văn An', unit: 'xa-a', status: 'working', it: true, from: '2026-03-03' },
          ],
        },
      }),
      'set up two days ago': sureOf([created('09:00')], { with: imagedOn('2026-02-28') }),
      'set up today by our clock, yesterday by its own': sureOf([created('09:00', { clock: 24 * HOUR })], {
        with: imagedOn('2026-03-03'),
      }),
      'a departed officer: ACC-03': sureOf([created('09:00', { by: 'nghi@tinh' })]),
    },
  },
})
