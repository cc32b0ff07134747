import { owed } from '../conditions/duty.ts'
import { absence } from '../rule.ts'
import type { Beat, Case, Rows } from '../timeline.ts'

type Person = NonNullable<Rows['people']>[number]
const newcomer = (but: Partial<Person> = {}): Person => ({
  ...{ id: 'p-moi', name: 'Lý Văn Mới', unit: 'xa-a', status: 'probation', it: false, from: '2026-03-02', ...but },
})
const session = (
  done: string,
  but: Partial<NonNullable<Rows['records']>[number]> = {},
): NonNullable<Rows['records']>[number] => ({
  ...{ kind: 'training', unit: 'xa-a', done, ...but },
})
/** Monday, 2 March, 00:00. */
const given = (rows: Rows, ...beats: Beat[]): Case => ({ with: rows, beats: [['00:00'], ...beats] })

export const rule = absence({
  id: 'GOV-02',
  version: 1,
  clause: 'GOV-02',
  title: { vi: 'Người mới nhận việc chưa được quán triệt, tập huấn', en: 'Newcomers who were not briefed' },
  say: {
    vi: '{unit}: trong {item} người nhận việc ngày {time} có người chưa được quán triệt, tập huấn về an toàn thông tin, quá {days} ngày làm việc ({due})',
    en: '{unit}: of {item} who began on {time} some were not briefed within {days} working days ({due})',
  },
  respond: {
    vi: 'Tổ chức quán triệt cho người mới và ghi vào sổ; xem sổ tập huấn để biết còn ai',
    en: 'Brief the newcomers and enter it; the register of training shows who is left',
  },
  level: 'low',
  policy: { days: 30 },

  ...owed('training', {
    vi: 'người mới nhận việc mà sổ chưa ghi đã được quán triệt',
    en: 'newcomers whom the register does not show as briefed',
  }),
  due: ({ at, facts }, { days }) => facts.afterWorkingDays(days, at),

  cases: {
    fires: {
      'not briefed after thirty working days': {
        level: 'low',
        names: [null],
        ...given({ people: [newcomer()], records: [session('2026-02-01')] }, ['+42 17:30:02']),
      },
      'two of one day are one alert': given(
        { people: [newcomer(), newcomer({ id: 'p-moi-2' })], records: [session('2026-02-01')] },
        ['+60 00:00'],
      ),
      'only the other one was briefed': given(
        {
          people: [newcomer(), newcomer({ id: 'p-moi-2' })],
          records: [session('2026-02-01'), session('2026-03-05', { person: 'p-moi' })],
        },
        ['+60 00:00'],
      ),
      'the register is kept by the unit above': given(
        { people: [newcomer()], records: [session('2026-02-01', { unit: 'tinh' })] },
        ['+60 00:00'],
      ),
    },
    quiet: {
      'something else is owed': given(
        { machines: [{ id: 'pc-20', unit: 'xa-a', role: 'laptop', secrets: false, agent: true, from: '2026-03-02' }] },
        ['+60 00:00'],
      ),
      'briefed alone': given(
        { people: [newcomer()], records: [session('2026-02-01'), session('2026-03-05', { person: 'p-moi' })] },
        ['+60 00:00'],
      ),
      'briefed with the whole unit': given(
        { people: [newcomer()], records: [session('2026-02-01'), session('2026-04-10')] },
        ['+60 00:00'],
      ),
      'briefed with the whole province': given(
        { people: [newcomer()], records: [session('2026-02-01'), session('2026-04-10', { unit: 'tinh' })] },
        ['+60 00:00'],
      ),
      'not yet thirty working days': given({ people: [newcomer()], records: [session('2026-02-01')] }, ['+42 17:29']),
      'no register of training is kept': given({ people: [newcomer()] }, ['+60 00:00']),
      'another unit keeps one': given({ people: [newcomer()], records: [session('2026-02-01', { unit: 'xa-b' })] }, [
        '+60 00:00',
      ]),
      'was there before the register': given(
        { people: [newcomer({ from: '2026-01-05' })], records: [session('2026-02-01')] },
        ['+60 00:00'],
      ),
      'a change of status is no beginning': given(
        {
          people: [newcomer({ from: '2026-01-05', to: '2026-03-01' }), newcomer({ status: 'working' })],
          records: [session('2026-02-01')],
        },
        ['+60 00:00'],
      ),
      'left again': given({ people: [newcomer({ to: '2026-03-20' })], records: [session('2026-02-01')] }, [
        '+60 00:00',
      ]),
    },
  },
})
