import { HOUR } from '../../kernel/time.ts'
import { byOurClock } from '../conditions/clock.ts'
import { approvedChangeNamed, byPersonsAccount, justImaged } from '../conditions/directory.ts'
import { proofCleared } from '../conditions/logs.ts'
import { match } from '../rule.ts'
import { ev, type Rows } from '../timeline.ts'

const cleared = ev('log.clear', { log: 'Security' })
type Change = NonNullable<Rows['changes']>[number]
const approvedFor = (scope: Pick<Change, 'unit' | 'person' | 'machine'>, day = '2026-03-02'): Rows => ({
  changes: [{ id: 'tt-2', ...scope, document: '5/TTr', from: `${day}T08:00`, to: `${day}T12:00` }],
})
const approved = (day: string): Rows => approvedFor({ machine: 'pc-01' }, day)
const pc = (imaged: string): Rows => ({
  machines: [{ id: 'pc-01', unit: 'xa-a', person: 'p-an', role: 'workstation', secrets: false, agent: true, imaged }],
})

export const rule = match({
  id: 'INC-01a',
  version: 1,
  clause: 'INC-01',
  title: { vi: 'Xóa nhật ký an ninh của máy', en: 'The security log of a machine cleared' },
  say: {
    vi: '{user} xóa nhật ký {log} của máy {host} lúc {time}',
    en: '{user} cleared the log {log} of {host} at {time}',
  },
  respond: {
    vi: 'Giữ nguyên máy và bản nhật ký đã thu về; hỏi người thực hiện lý do và văn bản cho phép; tìm việc gì đã xảy ra trên máy trước lúc xóa',
    en: 'Keep the machine and the logs collected from it; ask who did it why and by what decision; look for what happened there before',
  },
  level: 'serious',
  mitre: ['T1070.001'],
  policy: { newDays: 3 },
  doubts: ['assumed'],
  shows: ['person', 'account', 'machine'],

  by: 'user',
  on: 'log.clear',
  sought: [proofCleared, byPersonsAccount],
  excused: [approvedChangeNamed, justImaged, byOurClock(approvedChangeNamed), byOurClock(justImaged)],

  cases: {
    fires: {
      'by an officer': { level: 'serious', names: ['p-an'], beats: [['09:00', cleared]] },
      'by an administrator, without an approved change': [
        ['09:00', ev('log.clear', { log: 'Security', user: 'quan.tri@tinh' })],
      ],
      'by an account of the machine itself, which no register knows': {
        names: [null],
        beats: [['09:00', ev('log.clear', { log: 'Security', user: 'administrator@pc-01' })]],
      },
      'twice in a night is one alert': {
        on: '2026-03-01',
        beats: [
          ['23:00', cleared],
          ['+1 01:00', cleared],
        ],
      },
      'written in another case': [['09:00', ev('log.clear', { log: 'SECURITY' })]],
      'the approved change was the day before': { with: approved('2026-03-01'), beats: [['09:00', cleared]] },
      'set up on the third day before': { with: pc('2026-02-27'), beats: [['09:00', cleared]] },
      'imaged a month later still fires': { with: pc('2026-04-02'), beats: [['09:00', cleared]] },
      'the approved change is of the whole unit': {
        with: approvedFor({ unit: 'xa-a' }),
        beats: [['09:00', cleared]],
      },
      'the approved change is of that person, for another machine': {
        with: approvedFor({ person: 'p-an', machine: 'pc-02' }),
        beats: [['09:00', cleared]],
      },
      'the approved change is of another person at the machine': {
        with: approvedFor({ person: 'p-bich', machine: 'pc-01' }),
        beats: [['09:00', cleared]],
      },
      'a machine that no register knows': [['09:00', ev('log.clear', { log: 'Security', host: 'may-la' })]],
    },
    quiet: {
      'another log: INC-01b': [['09:00', ev('log.clear', { log: 'System' })]],
      'a log of a product’s own, as installers clear': [
        ['09:00', ev('log.clear', { log: 'Microsoft-Windows-Kernel-EventTracing/Admin' })],
      ],
      'by the machine itself': [['09:00', ev('log.clear', { log: 'Security', user: undefined })]],
      'by a service': [['09:00', ev('log.clear', { log: 'Security', user: 'dich.vu@tinh' })]],
      'in an approved change at the machine': { with: approved('2026-03-02'), beats: [['09:00', cleared]] },
      'a clock three hours behind: by ours, in an approved change': {
        with: approved('2026-03-02'),
        beats: [['06:00', ev('log.clear', { log: 'Security', clock: 3 * HOUR })]],
      },
      'in a change approved for that person, at no machine named': {
        with: approvedFor({ person: 'p-an' }),
        beats: [['09:00', cleared]],
      },
      'in a change approved for that person at the machine': {
        with: approvedFor({ person: 'p-an', machine: 'PC-01' }),
        beats: [['09:00', cleared]],
      },
      'set up two days ago': { with: pc('2026-02-28'), beats: [['09:00', cleared]] },
      'set up today': { with: pc('2026-03-02'), beats: [['09:00', cleared]] },
      'set up today by our clock, yesterday by its own': {
        with: pc('2026-03-03'),
        beats: [['09:00', ev('log.clear', { log: 'Security', clock: 24 * HOUR })]],
      },
    },
  },
})
