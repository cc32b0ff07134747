import { localTime } from '../../kernel/time.ts'
import { owed } from '../conditions/duty.ts'
import { absence } from '../rule.ts'
import { type Beat, type Case, ev, type Rows } from '../timeline.ts'

type Machine = NonNullable<Rows['machines']>[number]
const machine = (but: Partial<Machine> = {}): Machine => ({
  ...{ id: 'pc-20', unit: 'xa-a', role: 'workstation', secrets: false, agent: true, from: '2026-03-02' },
  ...but,
})
/** Monday, 2 March: a machine comes into the register of a unit whose other machines are all given to somebody. */
const given = (rows: readonly Machine[], ...beats: Beat[]): Case => ({
  with: { machines: rows },
  beats: [['00:00'], ...beats],
})

export const rule = absence({
  id: 'HRS-03',
  version: 1,
  clause: 'HRS-03',
  title: { vi: 'Máy tính chưa phân công người quản lý, sử dụng', en: 'A machine that is given to nobody' },
  say: {
    vi: 'Sổ máy của {unit} chưa ghi máy {host} giao cho ai, quá hạn {days} ngày làm việc ({due})',
    en: 'The register of {unit} does not say to whom {host} is given, past the deadline of {days} working days ({due})',
  },
  respond: {
    vi: 'Yêu cầu đơn vị phân công người quản lý, sử dụng máy và ghi vào sổ máy; máy dùng chung thì ghi đúng loại máy, máy không dùng nữa thì đóng dòng',
    en: 'Have the unit assign the machine and enter it; give a shared machine its role, close the row of one no longer in use',
  },
  level: 'low',
  policy: { days: 10 },
  shows: ['machine'],

  ...owed('assignment', { vi: 'máy cá nhân chưa giao cho ai', en: 'a machine for one person that is given to nobody' }),
  due: ({ at, facts }, { days }) => facts.afterWorkingDays(days, at),

  cases: {
    fires: {
      'given to nobody after ten working days': {
        level: 'low',
        names: [null],
        ...given([machine()], ['+14 17:30:02']),
      },
      'a laptop': given([machine({ role: 'laptop' })], ['+15 00:00']),
      'given to somebody a second too late is told, and over': given(
        [machine({ to: '2026-03-16' }), machine({ person: 'p-an', from: '2026-03-17' })],
        ['+16 00:00'],
      ),
      'entered late: counted from the entry': given(
        [machine({ from: '2026-01-05', known: localTime('2026-03-02', '10:00') } as Partial<Machine>)],
        ['+14 17:30:02'],
      ),
      'what other logs tell of it changes nothing': given(
        [machine()],
        ['+1 08:00', ev('login', { host: 'pc-20' })],
        ['+15 00:00'],
      ),
    },
    quiet: {
      'not yet ten working days': given([machine()], ['+14 17:29']),
      'entered late, and the days since have not passed': given(
        [machine({ from: '2026-01-05', known: localTime('2026-03-05', '10:00') } as Partial<Machine>)],
        ['+17 00:00'],
      ),
      'given to somebody on the last day': given(
        [machine({ to: '2026-03-15' }), machine({ person: 'p-an', from: '2026-03-16' })],
        ['+20 00:00'],
      ),
      'still with somebody who has left: HRS-04': given([machine({ person: 'p-nghi' })], ['+20 00:00']),
      'given to somebody': given([machine({ person: 'p-an' })], ['+20 00:00']),
      'shared at a counter': given([machine({ role: 'shared' })], ['+20 00:00']),
      'a kiosk': given([machine({ role: 'kiosk' })], ['+20 00:00']),
      'a meeting room': given([machine({ role: 'meeting' })], ['+20 00:00']),
      'a server': given([machine({ role: 'server' })], ['+20 00:00']),
      'taken out of use': given([machine({ to: '2026-03-06' })], ['+20 00:00']),
      'Tết is no working time': {
        on: '2026-02-09',
        with: { machines: [machine({ from: '2026-02-09' })] },
        beats: [['00:00'], ['+16 00:00']],
      },
      'a unit that has not filled the column in': given(
        ['pc-21', 'pc-22'].map((id) => machine({ id, unit: 'xa-b' })),
        ['+20 00:00'],
      ),
      'a unit that is filling the column in': given(
        [machine({ id: 'pc-21', unit: 'xa-b', person: 'p-an' }), machine({ id: 'pc-22', unit: 'xa-b' })],
        ['+20 00:00'],
      ),
    },
  },
})
