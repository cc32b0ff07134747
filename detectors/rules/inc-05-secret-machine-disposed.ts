import { owed } from '../conditions/duty.ts'
import { absence } from '../rule.ts'
import type { Beat, Case, Rows } from '../timeline.ts'

type Machine = NonNullable<Rows['machines']>[number]
const secret = (but: Partial<Machine> = {}): Machine => ({
  ...{
    id: 'mat-09',
    unit: 'xa-a',
    role: 'workstation',
    person: 'p-an',
    secrets: true,
    agent: true,
    from: '2025-01-01',
    to: '2026-03-01',
    ...but,
  },
})
/** A record of another machine: the unit keeps such records. */
const keeping: NonNullable<Rows['records']>[number] = {
  kind: 'wipe',
  unit: 'xa-a',
  machine: 'mat-01',
  done: '2026-01-10',
}
const wiped = (done: string): NonNullable<Rows['records']>[number] => ({ ...keeping, machine: 'mat-09', done })
/** Monday, 2 March, 00:00. */
const given = (rows: Rows, ...beats: Beat[]): Case => ({ with: rows, beats: [['00:00'], ...beats] })

export const rule = absence({
  id: 'INC-05',
  version: 1,
  clause: 'INC-05',
  title: {
    vi: 'Thanh lý máy soạn thảo văn bản mật mà chưa ghi việc xóa, hủy ổ cứng',
    en: 'A machine for secrets left the register without a record of its disk',
  },
  say: {
    vi: 'Máy soạn thảo văn bản mật {host} của {unit} ra khỏi sổ từ {time}, quá {days} ngày làm việc sổ chưa ghi việc xóa dữ liệu hoặc hủy ổ cứng ({due})',
    en: 'The machine for secrets {host} of {unit} left the register at {time}; after {days} working days no record says that its disk was wiped or destroyed ({due})',
  },
  respond: {
    vi: 'Xác minh máy và ổ cứng đang ở đâu; lập biên bản xóa dữ liệu hoặc hủy ổ cứng và ghi vào sổ; nếu máy chuyển đơn vị thì ghi dòng mới cho máy từ ngày chuyển',
    en: 'Find out where machine and disk are; have the disk wiped or destroyed and enter it; enter a new row, with its first day, for a machine that has moved',
  },
  level: 'high',
  policy: { days: 10 },
  shows: ['machine'],
  ...owed('wipe', {
    vi: 'máy mật đã ra khỏi sổ mà chưa có biên bản xóa, hủy ổ cứng',
    en: 'a machine for secrets that left the register without a record of its disk',
  }),
  due: ({ at, facts }, { days }) => facts.afterWorkingDays(days, at),

  cases: {
    fires: {
      'no record after ten working days': {
        level: 'high',
        names: [null],
        ...given({ machines: [secret()], records: [keeping] }, ['+14 17:30:02']),
      },
      'a record of another machine': given(
        { machines: [secret()], records: [keeping, { ...keeping, machine: 'mat-02' }] },
        ['+15 00:00'],
      ),
      'the disk of a namesake was wiped': given(
        {
          machines: [secret(), secret({ unit: 'xa-b' })],
          records: [keeping, { ...wiped('2026-03-05'), unit: 'xa-b' }],
        },
        ['+15 00:00'],
      ),
      'a namesake is still in use': given(
        { machines: [secret(), secret({ unit: 'xa-b', to: undefined })], records: [keeping] },
        ['+15 00:00'],
      ),
      'the wipe of 2020 was of another machine of this name': given(
        { machines: [secret()], records: [keeping, wiped('2020-05-04')] },
        ['+15 00:00'],
      ),
    },
    quiet: {
      'something else is owed': given({ systems: [{ id: 'khac', name: 'Khác', unit: 'xa-a', from: '2026-03-02' }] }, [
        '+60 00:00',
      ]),
      'wiped before it went': given({ machines: [secret()], records: [keeping, wiped('2026-02-20')] }, ['+30 00:00']),
      'wiped in time': given({ machines: [secret()], records: [keeping, wiped('2026-03-13')] }, ['+30 00:00']),
      'moved to another unit': given(
        { machines: [secret(), secret({ unit: 'xa-b', from: '2026-03-02', to: undefined })], records: [keeping] },
        ['+30 00:00'],
      ),
      'moved within the days allowed': given(
        { machines: [secret(), secret({ unit: 'xa-b', from: '2026-03-12', to: undefined })], records: [keeping] },
        ['+30 00:00'],
      ),
      'wiped by the province': given(
        { machines: [secret()], records: [keeping, { ...wiped('2026-03-05'), unit: 'tinh' }] },
        ['+30 00:00'],
      ),
      'wiped under an older row of the same machine': given(
        {
          machines: [secret({ to: '2026-02-22' }), secret({ from: '2026-02-23' })],
          records: [keeping, wiped('2026-02-20')],
        },
        ['+30 00:00'],
      ),
      'the province wiped one disk: that obliges no commune': given(
        { machines: [secret()], records: [{ ...keeping, unit: 'tinh' }] },
        ['+30 00:00'],
      ),
      'not for secrets': given({ machines: [secret({ secrets: false })], records: [keeping] }, ['+30 00:00']),
      'no such records are kept': given({ machines: [secret()] }, ['+30 00:00']),
      'another unit keeps them': given({ machines: [secret()], records: [{ ...keeping, unit: 'xa-b' }] }, [
        '+30 00:00',
      ]),
      'left before the records were kept': given(
        {
          machines: [secret({ to: '2026-01-31' })],
          records: [{ ...keeping, known: Date.UTC(2026, 1, 10) } as typeof keeping],
        },
        ['+30 00:00'],
      ),
      'not yet ten working days': given({ machines: [secret()], records: [keeping] }, ['+14 17:29']),
    },
  },
})
