import { HOUR } from '../../kernel/time.ts'
import {
  administratorsAreListed,
  approvedForAct,
  toAdministrators,
  toldByWhom,
  uponOrdinaryOfficer,
  uponRegisteredAdministrator,
} from '../conditions/accounts.ts'
import { byOurClock, notByOurClock } from '../conditions/clock.ts'
import { byPersonsAccount, justImaged } from '../conditions/directory.ts'
import { approvedFor } from '../given.ts'
import { match } from '../rule.ts'
import { type Beat, type Cases, ev, nextCommune, type Rows } from '../timeline.ts'

const local = ev('group.add', { user: 'bich@tinh', by: 'an.nv@tinh', host: 'pc-02' })
const added = (clock: string, but: object = {}): Beat => [
  clock,
  ev('group.add', { user: 'bich@tinh', by: 'quan.tri@tinh', host: 'pc-02', ...but }),
]
const set = (imaged: string): Rows => ({
  machines: [{ id: 'pc-02', unit: 'xa-a', person: 'p-bich', role: 'workstation', secrets: false, agent: true, imaged }],
})
const it: Rows = {
  people: [{ id: 'p-bich', name: 'Trần Thị Bích', unit: 'xa-a', status: 'working', it: true }],
}
const domain = (rid: number): string => `S-1-5-21-1-2-3-${rid}`

/** Where the unit says that its registers have all its administrators and IT staff. */
const sureOf = (cases: Cases['fires']): Cases['fires'] =>
  Object.fromEntries(
    Object.entries(cases).map(([name, one]) => [
      name,
      { policy: { administratorsListed: true }, ...('beats' in one ? one : { beats: one }) },
    ]),
  )

/**
 * About the account added, by whoever added it: that one is named. A member whom no register knows may be IT staff, and so may one whose
 * row was never marked: judged only where the unit says that all are.
 */
export const rule = match({
  id: 'PRV-02',
  version: 1,
  clause: 'PRV-02',
  title: {
    vi: 'Thêm cán bộ không phụ trách CNTT vào nhóm quản trị',
    en: 'An officer who is not IT staff added to administrators',
  },
  say: {
    vi: '{by} thêm tài khoản {user} vào nhóm quản trị «{group}» trên {host} lúc {time}, không trong thay đổi đã duyệt',
    en: '{by} added {user} to the administrators «{group}» on {host} at {time}, outside any approved change',
  },
  respond: {
    vi: 'Hỏi người đã thêm về văn bản cho phép; nếu không có, đưa tài khoản ra khỏi nhóm quản trị và xem máy đã bị cài, đổi gì từ lúc đó; nếu có, nhập thay đổi vào sổ',
    en: 'Ask whoever added it by what decision; if there is none, take the account out of the group and see what was changed there since; if there is, enter it',
  },
  level: 'high',
  mitre: ['T1098.007'],
  policy: { administratorsListed: false, newDays: 3 },
  doubts: ['assumed'],
  facts: 'actor',
  shows: ['person', 'account', 'upon', 'machine'],

  by: 'user',
  on: 'group.add',
  sought: [administratorsAreListed, toAdministrators, toldByWhom, byPersonsAccount, uponOrdinaryOfficer],
  excused: [
    uponRegisteredAdministrator,
    approvedForAct,
    justImaged,
    notByOurClock(uponOrdinaryOfficer),
    byOurClock(uponRegisteredAdministrator),
    byOurClock(approvedForAct),
    byOurClock(justImaged),
  ],

  cases: {
    fires: sureOf({
      'by an administrator, who answers': { level: 'high', names: ['p-qt'], beats: [added('09:00')] },
      'by an officer with rights at a colleague’s machine': { names: ['p-an'], beats: [['09:00', local]] },
      'an officer adds himself': {
        names: ['p-an'],
        beats: [added('09:00', { user: 'an.nv@tinh', by: 'an.nv@tinh', host: 'pc-01' })],
      },
      'by the machine’s own administrator, whom no register knows': {
        names: [null],
        beats: [added('09:00', { by: 'administrator@pc-02' })],
      },
      'to the domain’s administrators': [added('09:00', { host: 'dc-01', groupSid: domain(512) })],
      'to the enterprise’s': [added('09:00', { host: 'dc-01', groupSid: domain(519) })],
      'under the group’s Vietnamese name': [added('09:00', { group: 'Quản trị viên' })],
      'twice a day by one is one alert': [added('09:00'), added('22:00', { groupSid: domain(512) })],
      'by two is one alert each': { names: ['p-an', 'p-qt'], beats: [['09:00', local], added('10:00')] },
      'on a Sunday, when nothing is approved': {
        on: '2026-03-08',
        with: approvedFor({ machine: 'pc-02' }),
        beats: [added('09:00')],
      },
      'a change of the whole unit, and an officer who is not IT staff': {
        with: approvedFor({ unit: 'xa-a' }),
        beats: [['09:00', local]],
      },
      'a change of another machine': { with: approvedFor({ machine: 'pc-03' }), beats: [added('09:00')] },
      'set up on the third day before': { with: set('2026-02-27'), beats: [added('09:00')] },
      'set up a month later': { with: set('2026-04-02'), beats: [added('09:00')] },
      late: [added('09:00', { received: Date.UTC(2026, 2, 4) })],
    }),
    quiet: {
      'a unit that does not say whom its registers have': [added('09:00')],
      ...sureOf({
        'IT staff as the one added': { with: it, beats: [added('09:00')] },
        'an administrator by the register of accounts': {
          with: { accounts: [{ id: 'bich@tinh', person: 'p-bich', kind: 'personal', admin: true, enabled: true }] },
          beats: [added('09:00')],
        },
        'the machine joins the domain: Domain Admins, by itself': [
          added('09:00', { user: 'domain admins@tinh', by: undefined }),
        ],
        'whoever is added by SID alone, or by a name that no register has': [
          added('09:00', { user: `${domain(1_002).toLowerCase()}@pc-02` }),
          added('09:01', { user: 'trần thị bích@tinh' }),
        ],
        'by set-up or Group Policy, which the log does not name': [added('09:00', { by: undefined })],
        'by a service': [added('09:00', { by: 'dich.vu@tinh' })],
        'Users, Remote Desktop Users, a group of the domain': [
          added('09:00', { groupSid: 'S-1-5-32-545' }),
          added('09:01', { groupSid: 'S-1-5-32-555' }),
          added('09:02', { groupSid: domain(513) }),
          added('09:03', { groupSid: domain(1_544) }),
          added('09:04', { groupSid: undefined }),
        ],
        'in a change approved for the machine': { with: approvedFor({ machine: 'PC-02' }), beats: [added('09:00')] },
        'in a change approved for the administrator': {
          with: approvedFor({ person: 'p-qt' }),
          beats: [added('09:00')],
        },
        'in a change of the unit of the one added, by IT staff': {
          with: approvedFor({ unit: 'xa-a' }),
          beats: [added('09:00')],
        },
        'a clock three hours behind: by ours, in an approved change': {
          with: approvedFor({ machine: 'pc-02' }),
          beats: [added('06:00', { clock: 3 * HOUR })],
        },
        'a clock a day behind: by ours, IT staff': {
          with: {
            people: [
              { id: 'p-bich', name: 'Trần Thị Bích', unit: 'xa-a', status: 'working', it: false, to: '2026-03-02' },
              { id: 'p-bich', name: 'Trần Thị Bích', unit: 'xa-a', status: 'working', it: true, from: '2026-03-03' },
            ],
          },
          beats: [added('09:00', { clock: 24 * HOUR })],
        },
        'a clock a day behind: by ours, registered as an administrator’s': {
          with: {
            accounts: [
              { id: 'bich@tinh', person: 'p-bich', kind: 'personal', admin: false, enabled: true, to: '2026-03-02' },
              { id: 'bich@tinh', person: 'p-bich', kind: 'personal', admin: true, enabled: true, from: '2026-03-03' },
            ],
          },
          beats: [added('09:00', { clock: 24 * HOUR })],
        },
        'set up two days ago': { with: set('2026-02-28'), beats: [added('09:00')] },
        'set up today by our clock, yesterday by its own': {
          with: set('2026-03-03'),
          beats: [added('09:00', { clock: 24 * HOUR })],
        },
        'another commune’s machine of that name, whose own administrator has the name of ours': {
          with: {
            ...nextCommune,
            accounts: [{ id: 'bich@pc-02', person: 'p-bich', kind: 'personal', admin: false, enabled: true }],
          },
          beats: [added('09:00', { user: 'bich@pc-02', by: 'administrator@pc-02', collector: 'c-b' })],
        },
        'taken out again: another event': [['09:00', ev('group.remove', { user: 'bich@tinh' })]],
      }),
    },
  },
})
