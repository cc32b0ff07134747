import { byOurClock } from '../conditions/clock.ts'
import { approvedChangeNamed, byPersonsAccount, justImaged } from '../conditions/directory.ts'
import { mainLogCleared } from '../conditions/logs.ts'
import { logCleared } from '../given.ts'
import { match } from '../rule.ts'
import { ev } from '../timeline.ts'

const cases = logCleared('System', 'SYSTEM', 'high')

export const rule = match({
  id: 'INC-01b',
  version: 1,
  clause: 'INC-01',
  title: { vi: 'Xóa nhật ký chính của máy', en: 'A main log of a machine cleared' },
  say: {
    vi: '{user} xóa nhật ký {log}, một nhật ký chính của máy {host}, lúc {time}',
    en: '{user} cleared {log}, a main log of {host}, at {time}',
  },
  respond: {
    vi: 'Giữ nguyên máy và bản nhật ký đã thu về; hỏi người thực hiện lý do và văn bản cho phép; tìm việc gì đã xảy ra trên máy trước lúc xóa',
    en: 'Keep the machine and the logs collected from it; ask who did it why and by what decision; look for what happened there before',
  },
  level: 'high',
  mitre: ['T1070.001'],
  policy: { newDays: 3 },
  doubts: ['assumed'],
  shows: ['person', 'account', 'machine'],

  by: 'user',
  on: 'log.clear',
  sought: [mainLogCleared, byPersonsAccount],
  excused: [approvedChangeNamed, justImaged, byOurClock(approvedChangeNamed), byOurClock(justImaged)],

  cases: {
    fires: cases.fires,
    quiet: {
      'the security log: INC-01a': [['09:00', ev('log.clear', { log: 'Security' })]],
      ...cases.quiet,
    },
  },
})
