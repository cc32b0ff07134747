import { owed } from '../conditions/duty.ts'
import { absence } from '../rule.ts'
import type { Beat, Case, Rows } from '../timeline.ts'

type System = NonNullable<Rows['systems']>[number]
const system = (but: Partial<System> = {}): System => ({
  ...{ id: 'cong', name: 'Cổng dịch vụ công', unit: 'xa-a', level: '3', decision: '5/QĐ', from: '2026-03-02' },
  ...{ web: 'c1/windows', sensor: 'c1/windows', firewall: 'c1/windows', ...but },
})
/** Monday, 2 March, 00:00. */
const given = (rows: Rows, ...beats: Beat[]): Case => ({ with: rows, beats: [['00:00'], ...beats] })

export const rule = absence({
  id: 'COV-01',
  version: 1,
  clause: 'COV-01',
  title: {
    vi: 'Hệ thống từ cấp độ 3 thiếu nguồn nhật ký bắt buộc',
    en: 'A system of level 3 or higher lacks a required log',
  },
  say: {
    vi: 'Hệ thống cấp độ 3 trở lên của {unit} thiếu nguồn nhật ký «{item}», quá {days} ngày làm việc ({due})',
    en: 'A system of level 3 or higher of {unit} lacks a log, «{item}», for more than {days} working days ({due})',
  },
  respond: {
    vi: 'Lắp hoặc nối nguồn nhật ký còn thiếu vào hệ thống giám sát, khai nguồn trong pipelines.csv rồi ghi vào sổ hệ thống',
    en: 'Bring the missing log, declare its pipeline and enter it with the system',
  },
  level: 'medium',
  policy: { days: 10 },

  ...owed('logs', {
    vi: 'sổ ghi chưa có nguồn nhật ký, hoặc nguồn không còn hiệu lực',
    en: 'the register says there is none, or names a pipeline that is not in force',
  }),
  due: ({ at, facts }, { days }) => facts.afterWorkingDays(days, at),

  cases: {
    fires: {
      'no firewall tells of it': {
        level: 'medium',
        names: [null],
        ...given({ systems: [system({ firewall: '-' })] }, ['+14 17:30:02']),
      },
      'nothing tells of it, three times': {
        names: [null, null, null],
        ...given({ systems: [system({ web: '-', sensor: '-', firewall: '-' })] }, ['+15 00:00']),
      },
      'the pipeline was given up': given(
        {
          systems: [system({ from: '2026-01-01', web: 'c3/nginx' })],
          pipelines: [
            { collector: 'c3', source: 'nginx', unit: 'xa-a', rhythm: '1h', hours: 'always', to: '2026-03-02' },
          ],
        },
        ['+16 00:00'],
      ),
      'of level 5': given({ systems: [system({ level: '5', sensor: '-' })] }, ['+15 00:00']),
    },
    quiet: {
      'all three are brought': given({ systems: [system()] }, ['+30 00:00']),
      'of level 2': given({ systems: [system({ level: '2', firewall: '-' })] }, ['+30 00:00']),
      'without a level': given(
        { systems: [{ id: 'cong', name: 'Cổng', unit: 'xa-a', firewall: '-', from: '2026-03-02' }] },
        ['+30 00:00'],
      ),
      'nobody has said what brings its logs': given(
        { systems: [{ id: 'cong', name: 'Cổng', unit: 'xa-a', level: '3', decision: '5/QĐ', from: '2026-03-02' }] },
        ['+30 00:00'],
      ),
      'not yet ten working days': given({ systems: [system({ firewall: '-' })] }, ['+14 17:29']),
      'brought in time': given(
        { systems: [system({ firewall: '-', to: '2026-03-10' }), system({ from: '2026-03-11' })] },
        ['+30 00:00'],
      ),
    },
  },
})
