import { DAY, localTime } from '../../kernel/time.ts'
import { owed } from '../conditions/duty.ts'
import { absence } from '../rule.ts'
import type { Beat, Case, Rows } from '../timeline.ts'

type Test = NonNullable<Rows['records']>[number]
const test = (done: string, but: Partial<Test> = {}): Test => ({
  ...{ kind: 'restore-test', unit: 'xa-a', system: 'mot-cua', done, ...but },
})
const systems: Rows['systems'] = [{ id: 'mot-cua', name: 'Một cửa điện tử', unit: 'xa-a' }]
/** Monday, 2 March, 00:00. */
const given = (rows: Rows, ...beats: Beat[]): Case => ({ with: rows, beats: [['00:00'], ...beats] })

export const rule = absence({
  id: 'INC-06',
  version: 1,
  clause: 'INC-06',
  title: { vi: 'Quá hạn kiểm tra khôi phục bản sao lưu', en: 'A test of backups is overdue' },
  say: {
    vi: 'Bản sao lưu của hệ thống «{item}» thuộc {unit} kiểm tra khôi phục lần cuối từ {time}, quá hạn {testDays} ngày ({due})',
    en: 'The backups of «{item}» of {unit} were last tested at {time}, past the deadline of {testDays} days ({due})',
  },
  respond: {
    vi: 'Khôi phục thử bản sao lưu mới nhất, đối chiếu tính toàn vẹn và ghi vào sổ',
    en: 'Restore the newest backup in a trial, check that it is whole, and enter it',
  },
  level: 'medium',
  policy: { testDays: 365, days: 10 },

  ...owed('restore-test', {
    vi: 'lần kiểm tra khôi phục gần nhất của hệ thống',
    en: 'the last test of a system’s backups',
  }),
  /** Counted from the test; but whoever has just entered it has some working days to do the next. */
  due: ({ at, received, facts }, { testDays, days }) =>
    Math.max(at + testDays * DAY, facts.afterWorkingDays(days, received) ?? at),

  cases: {
    fires: {
      'the last test was long ago, and entered ten working days ago': {
        on: '2025-03-02',
        with: { systems, records: [{ ...test('2025-03-02'), known: localTime('2026-03-02', '08:00') } as Test] },
        beats: [['00:00'], ['+379 17:30:02']],
      },
      'a year without another': {
        level: 'medium',
        names: [null],
        ...given({ systems, records: [test('2026-03-02')] }, ['+365 00:00:01']),
      },
      'the next came a day late': given({ systems, records: [test('2026-03-02'), test('2027-03-03')] }, ['+370 00:00']),
    },
    quiet: {
      'something else is owed': given({ systems: [{ id: 'khac', name: 'Khác', unit: 'xa-a', from: '2026-03-02' }] }, [
        '+400 00:00',
      ]),
      'the last test was long ago, and entered today': {
        on: '2025-03-02',
        with: { systems, records: [{ ...test('2025-03-02'), known: localTime('2026-03-02', '08:00') } as Test] },
        beats: [['00:00'], ['+379 17:29']],
      },
      'the next came on the last day': given({ systems, records: [test('2026-03-02'), test('2027-03-02')] }, [
        '+370 00:00',
      ]),
      'not yet a year': given({ systems, records: [test('2026-03-02')] }, ['+364 23:59']),
      'never tested, by a register that has no test': given({ systems }, ['+800 00:00']),
      'a system no longer in use': given(
        {
          systems: [{ id: 'mot-cua', name: 'Một cửa điện tử', unit: 'xa-a', to: '2026-06-30' }],
          records: [test('2026-03-02')],
        },
        ['+370 00:00'],
      ),
    },
  },
})
