import { clockRight } from '../conditions/clock.ts'
import { activePerson, personalAccount } from '../conditions/directory.ts'
import { changedWeekly, changesAreLogged, endOfNextWeek, inUse, passwordSet } from '../conditions/password.ts'
import { is, on } from '../meta.ts'
import { absence } from '../rule.ts'
import { type Beat, type Case, ev, type Happening, inOrder, type Rows } from '../timeline.ts'

const changed = (by?: string): Happening => ev('password.change', by === undefined ? {} : { by })
/** Log-ins at half past seven of the working days among these, counted from a Monday. */
const works = (...days: readonly number[]): Beat[] =>
  days.filter((day) => day % 7 < 5).map((day): Beat => [`+${day} 07:30`, ev('login')])
const days = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)
const judged = (...beats: Beat[]): Case => ({ policy: { changesLogged: true }, beats: inOrder(...beats) })
const given = (rows: Rows, ...beats: Beat[]): Case => ({
  policy: { changesLogged: true },
  with: rows,
  beats: inOrder(...beats),
})
const bound = (directives: NonNullable<Rows['directives']>): Rows => ({
  units: [{ id: 'xa-c', name: 'Xã C', monitored: '2025-01-01' }],
  people: [{ id: 'p-an', name: 'Nguyễn Văn An', unit: 'xa-c', status: 'working', it: false }],
  directives,
  pipelines: [{ collector: 'c1', source: 'windows', unit: 'xa-c', rhythm: '1h', hours: 'always' }],
})

/**
 * Counted from a change that was seen: where the logs do not reach back to the last one, nothing is said. Signs of use no more than five
 * days apart show that the officer was there in the week: leave ends the wait. The text must still bind when the account is used after
 * the deadline. The three months of the other texts are longer than the engine remembers whether its carriers spoke.
 */
export const rule = absence({
  id: 'ACC-06a',
  version: 1,
  clause: 'ACC-06',
  title: { vi: 'Không đổi mật khẩu trong tuần', en: 'Password not changed within the week' },
  say: {
    vi: 'Mật khẩu máy tính của {user} đổi lần cuối lúc {time}; hết tuần sau đó ({due}) vẫn chưa đổi và tài khoản vẫn được dùng',
    en: 'The password of {user} was last changed at {time}; by the end of the week after ({due}) it was not, and the account is in use',
  },
  respond: {
    vi: 'Nhắc cán bộ đổi mật khẩu ngay; nếu nhiều người cùng quá hạn, đề nghị quản trị viên đặt hạn dùng mật khẩu trong chính sách miền',
    en: 'Have the officer change it now; if many are overdue, ask for a maximum age in the policy of the domain',
  },
  level: 'low',
  mitre: ['T1078'],
  policy: { changesLogged: false },
  doubts: ['assumed'],
  shows: ['person', 'account'],

  by: 'user',
  after: on('password.change', [
    passwordSet,
    changesAreLogged,
    changedWeekly,
    personalAccount,
    activePerson,
    clockRight,
  ]),
  expect: on('password.change', [passwordSet]),
  due: endOfNextWeek,
  atMost: '14d',
  alive: { on: on('login', [inUse, clockRight]), gap: '5d' },
  voids: on(
    ['login', 'password.change'],
    [
      is(
        'văn bản không còn ràng buộc, hoặc người giữ không còn công tác',
        'the text no longer binds, or the holder is no longer in service',
        ({ facts }) => !facts.bindings.includes('PT') || facts.person?.active !== true,
      ),
    ],
  ),
  // Lock-outs are told by the same logs of Windows machines, and by no application: theirs would hold the judgement back for nothing.
  carriers: ['account.lock'],

  cases: {
    fires: {
      'not changed in all of the next week': {
        ...judged(['09:00', changed()], ...works(...days(0, 14))),
        level: 'low',
      },
      'changed on the Monday after': judged(
        ['09:00', changed()],
        ...works(...days(0, 13)),
        ['+14 07:31', changed()],
        ['+14 08:00', ev('login')],
      ),
      'three weeks without are one alert': judged(['09:00', changed()], ...works(...days(0, 28))),
      'an attempt that was refused is no change': judged(['09:00', changed()], ...works(...days(0, 14)), [
        '+8 09:00',
        ev('password.change', { ok: false }),
      ]),
    },
    quiet: {
      'changed on the last second of the week': judged(['09:00', changed()], ...works(...days(0, 14)), [
        '+13 23:59:59',
        changed(),
      ]),
      'changed each week': judged(
        ['09:00', changed()],
        ...works(...days(0, 25)),
        ['+11 10:00', changed()],
        ['+17 10:00', changed()],
      ),
      'reset by the helpdesk': judged(['09:00', changed()], ...works(...days(0, 14)), [
        '+9 09:00',
        changed('quan.tri@tinh'),
      ]),
      'the last change is not known': judged(...works(...days(0, 21))),
      'the week is not over': judged(['09:00', changed()], ...works(...days(0, 13)), ['+13 23:00', ev('login')]),
      'on leave in the week': judged(['09:00', changed()], ...works(...days(0, 4), 14)),
      'not used since': judged(['09:00', changed()], ...works(0), ['+21 00:00']),
      'used by programs alone': judged(
        ['09:00', changed()],
        ...days(0, 16).map((day): Beat => [`+${day} 07:30`, ev('login', { via: 'network' })]),
      ),
      'the unit does not say that it delivers every change': inOrder(['09:00', changed()], ...works(...days(0, 14))),
      'Tết: nothing is asked of a week without a working day, though somebody was on duty': {
        ...judged(['09:00', changed()], ...works(...days(0, 21))),
        on: '2026-02-09',
      },
      'a service account': given(
        { accounts: [{ id: 'an.nv@tinh', kind: 'service', admin: false, enabled: true, unit: 'xa-a' }] },
        ['09:00', changed()],
        ...works(...days(0, 14)),
      ),
      'a group account in an officer’s name': given(
        { accounts: [{ id: 'an.nv@tinh', person: 'p-an', kind: 'group', admin: false, enabled: true }] },
        ['09:00', changed()],
        ...works(...days(0, 14)),
      ),
      'changed while retired, and taken on again the day after': given(
        {
          people: [
            { id: 'p-an', name: 'Nguyễn Văn An', unit: 'xa-a', status: 'retired', it: false, to: '2026-03-02' },
            { id: 'p-an', name: 'Nguyễn Văn An', unit: 'xa-a', status: 'working', it: false, from: '2026-03-03' },
          ],
        },
        ['09:00', changed()],
        ...works(...days(1, 14)),
      ),
      'the password of an application': judged(
        ['09:00', ev('password.change', { system: 'mail' })],
        ...works(...days(0, 14)),
      ),
      'only Cao Bằng binds, which asks for three months': given(
        bound([{ doc: 'CB', unit: 'xa-c', from: '2025-01-01' }]),
        ['09:00', changed()],
        ...works(...days(0, 14)),
      ),
      'the text ended before the week was over': given(
        bound([{ doc: 'PT', unit: 'xa-c', from: '2025-01-01', to: '2026-03-11' }]),
        ['09:00', changed()],
        ...works(...days(0, 14)),
      ),
      'the text ended, and then it was changed': given(
        bound([{ doc: 'PT', unit: 'xa-c', from: '2025-01-01', to: '2026-03-11' }]),
        ['09:00', changed()],
        ...works(...days(0, 9)),
        ['+9 20:00', ev('login')],
        ['+14 07:31', changed()],
      ),
      'the text binds only since after the change': given(
        bound([{ doc: 'PT', unit: 'xa-c', from: '2026-03-04' }]),
        ['09:00', changed()],
        ...works(...days(0, 14)),
      ),
      'the holder left in between': given(
        {
          people: [
            { id: 'p-an', name: 'Nguyễn Văn An', unit: 'xa-a', status: 'working', it: false, to: '2026-03-11' },
            { id: 'p-an', name: 'Nguyễn Văn An', unit: 'xa-a', status: 'retired', it: false, from: '2026-03-12' },
          ],
        },
        ['09:00', changed()],
        ...works(...days(0, 14)),
      ),
      'a clock that is wrong does not tell of the week': judged(
        ['09:00', ev('password.change', { clock: 3_600_000 })],
        ...works(...days(0, 14)),
      ),
    },
  },
})
