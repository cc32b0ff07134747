import { owed } from '../conditions/duty.ts'
import { absence } from '../rule.ts'
import type { Beat, Case, Rows } from '../timeline.ts'

type Person = NonNullable<Rows['people']>[number]
const gone: Person = {
  id: 'p-nghi',
  name: 'Vũ Văn Nghi',
  unit: 'xa-a',
  status: 'retired',
  it: false,
  from: '2026-02-01',
}
const token: NonNullable<Rows['devices']>[number] = { id: 'tk-01', unit: 'xa-a', person: 'p-nghi', kind: 'token' }
/** Sunday, 1 February: the departure takes effect. */
const given = (people: readonly Person[], ...beats: Beat[]): Case => ({
  on: '2026-02-01',
  with: { people },
  beats: [['00:00'], ...beats, ['+30 00:00']],
})

/**
 * From the effect of the decision to the day the unit reported it, as the register says. When the row itself was entered says nothing: whoever
 * keeps the register may have been late, or has put right a slip of the pen.
 */
export const rule = absence({
  id: 'ACC-17',
  version: 1,
  clause: 'ACC-17',
  title: {
    vi: 'Báo cáo chậm việc cán bộ nghỉ, chuyển công tác',
    en: 'A departure that was reported late',
  },
  say: {
    vi: '{unit} báo cáo ngày {item} việc cán bộ nghỉ hoặc chuyển công tác từ {time}, quá hạn {days} ngày làm việc ({due})',
    en: '{unit} reported on {item} a departure that took effect at {time}, past the deadline of {days} working days ({due})',
  },
  respond: {
    vi: 'Nhắc đơn vị báo cáo ngay khi có quyết định; kiểm tra trong thời gian chậm tài khoản của người đó có được dùng không',
    en: 'Remind the unit to report at once; see whether the accounts were used in the meantime',
  },
  level: 'low',
  policy: { days: 3 },

  ...owed('report', { vi: 'việc nghỉ, chuyển công tác phải báo cáo', en: 'a departure that has to be reported' }),
  due: ({ at, facts }, { days }) => facts.afterWorkingDays(days, at),

  cases: {
    fires: {
      'reported on the fourth working day': {
        level: 'low',
        names: [null],
        ...given([{ ...gone, reported: '2026-02-05' }]),
      },
      'reported after two weeks, entered the same day': given([{ ...gone, reported: '2026-02-16' }]),
      'of two posts the last one ended': given([
        { ...gone, status: 'transferred', unit: 'xa-b', from: '2026-01-01' },
        { ...gone, from: '2026-02-01', reported: '2026-02-20' },
      ]),
    },
    quiet: {
      'reported on the third working day': given([{ ...gone, reported: '2026-02-04' }]),
      'reported before it took effect': given([{ ...gone, reported: '2026-01-20' }]),
      'nobody wrote down when it was reported': given([{ ...gone, decision: '12/QĐ-UBND' }]),
      'entered late, reported in time': given([
        { ...gone, reported: '2026-02-02', known: Date.UTC(2026, 1, 20) } as Person,
      ]),
      'reported in time, and the token not taken back: HRS-04': {
        ...{ on: '2026-02-01', with: { people: [{ ...gone, reported: '2026-02-02' }], devices: [token] } },
        beats: [['00:00'], ['+30 00:00']],
      },
      'has died': given([{ ...gone, status: 'deceased', reported: '2026-02-20' }]),
      'at work in another unit': given([
        { ...gone, status: 'transferred', reported: '2026-02-20' },
        { ...gone, unit: 'xa-b', status: 'working' },
      ]),
      'on leave to have a child': given([{ ...gone, status: 'maternity', reported: '2026-02-20' }]),
      'Tết is no working time': {
        on: '2026-02-13',
        with: { people: [{ ...gone, from: '2026-02-13', reported: '2026-02-25' }] },
        beats: [['00:00'], ['+30 00:00']],
      },
    },
  },
})
