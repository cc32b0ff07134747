import { localTime } from '../../kernel/time.ts'
import { lockedOut } from '../conditions/directory.ts'
import { is, on } from '../meta.ts'
import { absence } from '../rule.ts'
import { type Beat, type Case, ev, type Happening, type Rows } from '../timeline.ts'

type People = NonNullable<Rows['people']>
const gone = {
  id: 'p-nghi',
  name: 'Vũ Văn Nghi',
  unit: 'xa-a',
  status: 'retired',
  it: false,
  from: '2026-02-01',
  known: localTime('2026-01-20', '08:00'),
} as const
const people = (...rows: People): Rows => ({ people: rows })
/** Sunday, 1 February: the first day of nghi's retirement; the register itself says so at midnight. */
const on1st = (...beats: Beat[]): Case => ({ on: '2026-02-01', beats: [['00:00'], ...beats] })
const given = (rows: Rows, ...beats: Beat[]): Case => ({ on: '2026-02-01', with: rows, beats: [['00:00'], ...beats] })
const closing = (action: 'account.disable' | 'account.delete'): Happening => ev(action, { user: 'nghi@tinh' })

/**
 * The directory's own row begins and ends it, so no pipeline can be dead: a register is always there to be read, and where
 * the controllers' logs (4725, 4726) are delivered too, they only ever excuse. Nobody is accused but the unit, whose
 * register still shows the account open: no sign of life is asked.
 */
export const rule = absence({
  id: 'ACC-04',
  version: 1,
  clause: 'ACC-04',
  title: {
    vi: 'Tài khoản của người đã nghỉ hoặc chuyển công tác chưa bị khóa',
    en: 'Account of a departed officer still enabled past the deadline',
  },
  say: {
    vi: 'Tài khoản {user} của người đã nghỉ hoặc chuyển công tác vẫn chưa bị khóa, quá hạn {days} ngày làm việc ({due})',
    en: 'The account {user} of a departed officer is still open, past the deadline of {days} working days ({due})',
  },
  respond: {
    vi: 'Yêu cầu đơn vị khóa tài khoản ở mọi hệ thống và ghi ngày khóa vào sổ tài khoản; nếu có quyết định bàn giao hoặc nhận lại việc, ghi vào sổ cán bộ',
    en: 'Have the unit disable the account in every system and date it in the register; enter a hand-over or a return if there is one',
  },
  level: 'medium',
  mitre: ['T1078'],
  policy: { days: 3 },
  needs: ['closures'],
  shows: ['account', 'person'],

  by: 'user',
  after: on(
    'account.departed',
    [
      is(
        'tài khoản cá nhân còn mở trong sổ',
        'a personal account, open in the register',
        ({ facts }) => facts.account?.kind === 'personal' && facts.account.enabled,
      ),
    ],
    [is('đã khóa trước ngày nghỉ', 'closed before the departure', ({ facts }) => facts.closedSince !== undefined)],
  ),
  expect: on(['account.disable', 'account.delete', 'account.lock', 'account.closed'], [], [lockedOut]),
  lifeless: true,
  carriers: [],

  /** Three working days after the latest of effect, entry and the end of a dated hand-over; nothing if the person is back by then. */
  due({ at, knownSince, facts }, { days }) {
    const until = facts.person?.departed?.handoverUntil
    const handedOver = until === undefined ? at : localTime(until, '23:59:59')
    const due = facts.afterWorkingDays(days, Math.max(at, knownSince, handedOver))
    return due !== undefined && facts.personAt(due)?.departed !== undefined ? due : undefined
  },

  cases: {
    fires: {
      'still open after three working days': {
        level: 'medium',
        on: '2026-02-01',
        beats: [['00:00'], ['+3 17:30:02']],
      },
      'disabled a second after the deadline': on1st(['+3 17:30:01', closing('account.disable')], ['+5 00:00']),
      'the decision was entered late': given(
        people({ ...gone, known: localTime('2026-02-10', '09:00') }),
        ['+9 12:00'],
        ['+12 18:00'],
      ),
      'only locked out by wrong passwords': on1st(
        ['+1 09:00', ev('account.lock', { user: 'nghi@tinh' })],
        ['+4 00:00'],
      ),
      'another account was disabled': on1st(['+1 09:00', ev('account.disable', { user: 'bich@tinh' })], ['+4 00:00']),
      'the hand-over ended and three working days passed': given(people({ ...gone, handover: '2026-02-10' }), [
        '+12 18:00',
      ]),
      'disabled before, and enabled again': {
        on: '2026-01-30',
        beats: [
          ['09:00', closing('account.disable')],
          ['10:00', ev('account.enable', { user: 'nghi@tinh' })],
          ['+6 00:00'],
        ],
      },
    },
    quiet: {
      'disabled the next day': on1st(['+1 09:00', closing('account.disable')], ['+10 00:00']),
      'disabled at the deadline': on1st(['+3 17:30', closing('account.disable')], ['+10 00:00']),
      deleted: on1st(['+1 09:00', closing('account.delete')], ['+10 00:00']),
      'locked by the administrator of an application': on1st(
        ['+1 09:00', ev('account.lock', { user: 'nghi@tinh', system: 'sso' })],
        ['+10 00:00'],
      ),
      'closed in the register': given(
        {
          accounts: [
            { id: 'nghi@tinh', person: 'p-nghi', kind: 'personal', admin: false, enabled: true, to: '2026-02-02' },
          ],
        },
        ['+10 00:00'],
      ),
      'disabled two days before the departure': {
        on: '2026-01-30',
        beats: [['09:00', closing('account.disable')], ['+12 00:00']],
      },
      'not yet three working days': on1st(['+3 17:29']),
      'the decision was entered late, and three working days have not passed since': given(
        people({ ...gone, known: localTime('2026-02-10', '09:00') }),
        ['+12 17:00'],
      ),
      'a hand-over still runs': given(people({ ...gone, handover: '2026-02-27' }), ['+26 00:00']),
      'at work in another unit': given(people(gone, { ...gone, unit: 'xa-b', status: 'working' }), ['+10 00:00']),
      seconded: given(people({ ...gone, status: 'seconded' }), ['+10 00:00']),
      'taken on again before the deadline': given(
        people({ ...gone, to: '2026-02-02' }, { ...gone, status: 'working', from: '2026-02-03' }),
        ['+10 00:00'],
      ),
      'Tết is no working time': {
        on: '2026-02-13',
        with: people({ ...gone, from: '2026-02-13' }),
        beats: [['00:00'], ['+9 23:00']],
      },
      'a service account': given(
        {
          accounts: [{ id: 'nghi@tinh', person: 'p-nghi', kind: 'service', admin: false, enabled: true, unit: 'xa-a' }],
        },
        ['+10 00:00'],
      ),
    },
  },
})
