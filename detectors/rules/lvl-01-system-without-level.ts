import { owed } from '../conditions/duty.ts'
import { absence } from '../rule.ts'
import type { Beat, Case, Rows } from '../timeline.ts'

type System = NonNullable<Rows['systems']>[number]
const system = (but: Partial<System> = {}): System => ({
  ...{ id: 'mot-cua', name: 'Một cửa điện tử', unit: 'xa-a', from: '2026-03-02', ...but },
})
/** Monday, 2 March, 00:00. */
const given = (rows: Rows, ...beats: Beat[]): Case => ({ with: rows, beats: [['00:00'], ...beats] })

export const rule = absence({
  id: 'LVL-01',
  version: 1,
  clause: 'LVL-01',
  title: { vi: 'Hệ thống thông tin chưa xác định cấp độ', en: 'An information system without its level' },
  say: {
    vi: 'Hệ thống «{item}» của {unit} chưa ghi cấp độ, quá hạn {days} ngày làm việc ({due})',
    en: '«{item}» of {unit} has no level in the register, past the deadline of {days} working days ({due})',
  },
  respond: {
    vi: 'Lập hồ sơ đề xuất cấp độ, trình phê duyệt; khi có quyết định, ghi cấp độ và số quyết định vào sổ hệ thống',
    en: 'Have the level proposed and approved; enter it with the decision',
  },
  level: 'low',
  policy: { days: 30 },

  ...owed('level', { vi: 'hệ thống chưa có cấp độ', en: 'a system without a level' }),
  due: ({ at, facts }, { days }) => facts.afterWorkingDays(days, at),

  cases: {
    fires: {
      'no level': {
        level: 'low',
        names: [null],
        ...given({ systems: [system()] }, ['+42 17:30:02']),
      },
      'one row after the other: a duty that goes on': given(
        { systems: [system({ to: '2026-03-20' }), system({ from: '2026-03-21' })] },
        ['+42 17:30:02'],
      ),
    },
    quiet: {
      'something else is owed': given({ systems: [system({ level: '3', firewall: '-' })] }, ['+60 00:00']),
      'nobody wrote down by what decision': given({ systems: [system({ level: '2' })] }, ['+60 00:00']),
      approved: given({ systems: [system({ level: '2', decision: '5/QĐ' })] }, ['+60 00:00']),
      'approved on the last day': given(
        { systems: [system({ to: '2026-04-12' }), system({ level: '1', decision: '5/QĐ', from: '2026-04-13' })] },
        ['+60 00:00'],
      ),
      'not yet thirty working days': given({ systems: [system()] }, ['+42 17:29']),
      'no longer in use': given({ systems: [system({ to: '2026-03-20' })] }, ['+60 00:00']),
      'another unit of the same name of system': given(
        { systems: [system({ unit: 'xa-b', level: '1', decision: '5/QĐ' })] },
        ['+60 00:00'],
      ),
      'no text binds that asks for it': given(
        {
          systems: [system()],
          units: [{ id: 'xa-a', name: 'Xã A', monitored: '2025-01-01' }],
          directives: [{ doc: 'PT', unit: 'xa-a', from: '2025-01-01' }],
        },
        ['+60 00:00'],
      ),
    },
  },
})
