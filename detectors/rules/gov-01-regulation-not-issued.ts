import { localTime } from '../../kernel/time.ts'
import { owed } from '../conditions/duty.ts'
import { absence } from '../rule.ts'
import type { Beat, Case, Rows } from '../timeline.ts'

type RecordRow = NonNullable<Rows['records']>[number] & { readonly known?: number }
const monday = localTime('2026-03-02', '00:00')
const regulation = (but: Partial<RecordRow> = {}): RecordRow => ({
  ...{ kind: 'regulation', unit: 'xa-a', due: '2026-03-31', known: monday, ...but },
})
/** Monday, 2 March, 00:00. */
const given = (rows: Rows, ...beats: Beat[]): Case => ({ with: rows, beats: [['00:00'], ...beats] })

export const rule = absence({
  id: 'GOV-01',
  version: 1,
  clause: 'GOV-01',
  title: { vi: 'Quy chế phải ban hành đã quá hạn', en: 'A regulation that is overdue' },
  say: {
    vi: '{unit} chưa ban hành quy chế quản lý, sử dụng máy tính một cửa, quá hạn ghi trong sổ ({due})',
    en: '{unit} has not issued its regulation, past the day the register gives ({due})',
  },
  respond: {
    vi: 'Đôn đốc đơn vị ban hành quy chế và ghi ngày, số văn bản vào sổ; nếu hạn được gia hạn thì sửa hạn kèm văn bản',
    en: 'Have the regulation issued and entered; enter a new day with its paper where it was put off',
  },
  level: 'low',
  policy: { days: 5 },

  ...owed('regulation', {
    vi: 'quy chế có hạn mà sổ chưa ghi ngày ban hành',
    en: 'a regulation with a day, and no date of issue',
  }),
  /** After the day the register gives, and no sooner than these working days after its entry. */
  due: ({ at, received, until, facts }, { days }) =>
    Math.max(until ?? at, facts.afterWorkingDays(days, received) ?? at),

  cases: {
    fires: {
      'not issued by the day': { level: 'low', names: [null], ...given({ records: [regulation()] }, ['+30 00:00:01']) },
      'entered on the day it was due': given({ records: [regulation({ due: '2026-03-02' })] }, ['+7 17:30:02']),
      'issued later, entered then': given({ records: [regulation({ due: '2026-03-10', done: '2026-03-20' })] }, [
        '+20 00:00',
      ]),
    },
    quiet: {
      'something else is owed': given({ systems: [{ id: 'khac', name: 'Khác', unit: 'xa-a', from: '2026-03-02' }] }, [
        '+60 00:00',
      ]),
      issued: given({ records: [regulation({ done: '2026-03-31', document: '1/QĐ' })] }, ['+60 00:00']),
      'issued before it was entered': given({ records: [regulation({ done: '2026-01-31', document: '1/QĐ' })] }, [
        '+60 00:00',
      ]),
      'the day has not passed': given({ records: [regulation()] }, ['+29 23:59']),
      'entered late, five working days not over': given({ records: [regulation({ due: '2026-02-01' })] }, ['+7 17:29']),
      'nobody has said that it owes one': given({ records: [regulation({ unit: 'xa-b', done: '2026-03-05' })] }, [
        '+60 00:00',
      ]),
      'no text binds that asks for it': given(
        {
          records: [regulation()],
          units: [{ id: 'xa-a', name: 'Xã A', monitored: '2025-01-01' }],
          directives: [{ doc: 'PT', unit: 'xa-a', from: '2025-01-01' }],
        },
        ['+60 00:00'],
      ),
    },
  },
})
