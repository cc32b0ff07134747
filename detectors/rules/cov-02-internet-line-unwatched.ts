import { owed } from '../conditions/duty.ts'
import { absence } from '../rule.ts'
import type { Beat, Case, Rows } from '../timeline.ts'

type Network = NonNullable<Rows['networks']>[number]
const line = (but: Partial<Network> = {}): Network => ({
  ...{
    cidr: '198.51.100.0/29',
    unit: 'xa-a',
    segment: 'office',
    nat: false,
    line: 'fpt-01',
    monitor: '-',
    from: '2026-03-02',
    ...but,
  },
})
/** Monday, 2 March, 00:00. */
const given = (rows: Rows, ...beats: Beat[]): Case => ({ with: rows, beats: [['00:00'], ...beats] })

export const rule = absence({
  id: 'COV-02',
  version: 1,
  clause: 'COV-02',
  title: { vi: 'Đường kết nối Internet chưa được giám sát', en: 'An Internet line that nothing watches' },
  say: {
    vi: 'Đường Internet {item} của {unit} chưa có nguồn nhật ký giám sát, quá {days} ngày làm việc ({due})',
    en: 'The Internet line {item} of {unit} has had no log watching it for more than {days} working days ({due})',
  },
  respond: {
    vi: 'Nối nhật ký của tường lửa hoặc thiết bị biên trên đường này vào hệ thống giám sát, khai nguồn rồi ghi vào sổ mạng; đường không dùng nữa thì đóng dòng',
    en: 'Bring the log of the firewall or edge device of the line and enter it; close the row of a line given up',
  },
  level: 'medium',
  policy: { days: 10 },

  ...owed('monitoring', {
    vi: 'sổ mạng ghi chưa có nguồn giám sát, hoặc nguồn không còn hiệu lực',
    en: 'the register says that nothing watches it, or names a pipeline that is not in force',
  }),
  due: ({ at, facts }, { days }) => facts.afterWorkingDays(days, at),

  cases: {
    fires: {
      'nothing watches it': { level: 'medium', names: [null], ...given({ networks: [line()] }, ['+14 17:30:02']) },
      'its pipeline was given up': given(
        {
          networks: [line({ from: '2026-01-01', monitor: 'c3/fortigate' })],
          pipelines: [
            { collector: 'c3', source: 'fortigate', unit: 'xa-a', rhythm: '1h', hours: 'always', to: '2026-03-02' },
          ],
        },
        ['+16 00:00'],
      ),
    },
    quiet: {
      'something else is owed': given({ systems: [{ id: 'khac', name: 'Khác', unit: 'xa-a', from: '2026-03-02' }] }, [
        '+60 00:00',
      ]),
      'it is watched': given({ networks: [line({ monitor: 'c1/windows' })] }, ['+30 00:00']),
      'nobody has said what watches it': given(
        {
          networks: [
            {
              cidr: '198.51.100.0/29',
              unit: 'xa-a',
              segment: 'office',
              nat: false,
              line: 'fpt-01',
              from: '2026-03-02',
            },
          ],
        },
        ['+30 00:00'],
      ),
      'not yet ten working days': given({ networks: [line()] }, ['+14 17:29']),
      'given up': given({ networks: [line({ to: '2026-03-10' })] }, ['+30 00:00']),
      'another pipeline took over the day after': given(
        {
          networks: [line({ to: '2026-03-09' }), line({ from: '2026-03-10', monitor: 'c1/windows' })],
        },
        ['+30 00:00'],
      ),
    },
  },
})
