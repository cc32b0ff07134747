import { localTime } from '../../kernel/time.ts'
import { owed } from '../conditions/duty.ts'
import { absence } from '../rule.ts'
import type { Beat, Case, Rows } from '../timeline.ts'

const token: NonNullable<Rows['devices']>[number] = { id: 'tk-01', unit: 'xa-a', person: 'p-nghi', kind: 'token' }
const gone = { id: 'p-nghi', name: 'Vũ Văn Nghi', unit: 'xa-a', it: false } as const
/** Sunday, 1 February: the first day of nghi's retirement. */
const given = (rows: Rows, ...beats: Beat[]): Case => ({ on: '2026-02-01', with: rows, beats: [['00:00'], ...beats] })

/** Of machines and devices alike: the text asks for all assets. The unit that has them in its register answers. */
export const rule = absence({
  id: 'HRS-04',
  version: 1,
  clause: 'HRS-04',
  title: {
    vi: 'Chưa thu hồi thiết bị, chứng thư số của người đã nghỉ hoặc chuyển công tác',
    en: 'An asset that was not taken back from who has left',
  },
  say: {
    vi: 'Sổ của {unit} vẫn ghi «{item}» giao cho người đã nghỉ hoặc chuyển công tác, quá hạn thu hồi {days} ngày làm việc ({due})',
    en: 'By the register of {unit} «{item}» is still with somebody who has left, past the deadline of {days} working days ({due})',
  },
  respond: {
    vi: 'Yêu cầu đơn vị thu hồi và ghi vào sổ: đóng dòng hoặc giao cho người khác; chứng thư số thì đề nghị thu hồi, tạm dừng; nếu có quyết định bàn giao hoặc nhận lại việc, ghi vào sổ cán bộ',
    en: 'Have the unit take it back and close or reassign the row; revoke a certificate; enter a hand-over or a return if there is one',
  },
  level: 'medium',
  policy: { days: 5 },
  shows: ['machine', 'device'],

  ...owed('return', {
    vi: 'máy hoặc thiết bị còn giao cho người đã nghỉ, chuyển công tác',
    en: 'a machine or device still with somebody who has left',
  }),
  due: ({ at, facts }, { days }) => facts.afterWorkingDays(days, at),

  cases: {
    fires: {
      'a token not taken back after five working days': {
        level: 'medium',
        names: [null],
        ...given({ devices: [token] }, ['+5 17:30:02']),
      },
      'a laptop': given(
        { machines: [{ id: 'lap-1', unit: 'xa-a', person: 'p-nghi', role: 'laptop', secrets: false, agent: true }] },
        ['+6 00:00'],
      ),
      'the departure was entered late': given(
        {
          devices: [token],
          people: [{ ...gone, status: 'retired', from: '2026-02-01', known: localTime('2026-02-02', '09:00') }],
        },
        ['+9 00:00'],
      ),
      'the hand-over is over': given(
        { devices: [token], people: [{ ...gone, status: 'retired', from: '2026-02-01', handover: '2026-02-03' }] },
        ['+11 00:00'],
      ),
      'taken back a day too late: told, and over': given({ devices: [{ ...token, to: '2026-02-07' }] }, ['+8 00:00']),
    },
    quiet: {
      'taken back on the last day': given({ devices: [{ ...token, to: '2026-02-05' }] }, ['+10 00:00']),
      'not yet five working days': given({ devices: [token] }, ['+5 17:29']),
      'given to somebody else': given(
        {
          devices: [
            { ...token, to: '2026-02-03' },
            { ...token, person: 'p-an', from: '2026-02-04' },
          ],
        },
        ['+10 00:00'],
      ),
      'a hand-over still runs': given(
        { devices: [token], people: [{ ...gone, status: 'retired', from: '2026-02-01', handover: '2026-02-27' }] },
        ['+12 00:00'],
      ),
      'at work in another unit': given(
        {
          devices: [token],
          people: [
            { ...gone, status: 'transferred', from: '2026-02-01' },
            { ...gone, unit: 'xa-b', status: 'working', from: '2026-02-01' },
          ],
        },
        ['+10 00:00'],
      ),
      'on leave': given({ devices: [token], people: [{ ...gone, status: 'maternity', from: '2026-02-01' }] }, [
        '+10 00:00',
      ]),
      'taken on again': given(
        {
          devices: [token],
          people: [
            { ...gone, status: 'retired', from: '2026-02-01', to: '2026-02-03' },
            { ...gone, status: 'working', from: '2026-02-04' },
          ],
        },
        ['+10 00:00'],
      ),
      'something else is owed': given({ systems: [{ id: 'khac', name: 'Khác', unit: 'xa-a', from: '2026-02-01' }] }, [
        '+60 00:00',
      ]),
      'given to nobody': given({ devices: [{ id: 'tk-01', unit: 'xa-a', kind: 'token' }] }, ['+10 00:00']),
      'Tết is no working time': {
        on: '2026-02-13',
        with: { devices: [token], people: [{ ...gone, status: 'retired', from: '2026-02-13' }] },
        beats: [['00:00'], ['+11 00:00']],
      },
    },
  },
})
