import { HOUR } from '../../kernel/time.ts'
import { notByOurClock } from '../conditions/clock.ts'
import { byOfficer, connectedMachine, markedFileUsed, signedWithName } from '../conditions/secrecy.ts'
import { match } from '../rule.ts'
import { type Beat, ev, nextCommune } from '../timeline.ts'
import { connectedToMonday, connectionUnsaid, namedMat, notConnected } from '../timeline-documents.ts'

const MARKED = 'C:\\[dấu-MẬT:0123456789abcdef]'
const WORD = 'C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE'
const saved = (clock: string, but: object = {}): Beat => [
  clock,
  ev('file.change', { user: 'an.nv@tinh', path: MARKED, process: WORD, ...but }),
]
const opened = (clock: string, but: object = {}): Beat => [
  clock,
  ev('file.open', { path: 'E:\\[dấu-TỐI MẬT:0123456789abcdef]', process: WORD, ...but }),
]

/** A name alone: a sign, and no violation until somebody has looked at the document. */
export const rule = match({
  id: 'DAT-01b',
  version: 1,
  clause: 'DAT-01',
  title: {
    vi: 'Nghi vấn có tài liệu mật trên máy kết nối Internet (theo tên tệp)',
    en: 'A file name marked as secret on a connected machine',
  },
  say: {
    vi: '{user} soạn thảo, mở hoặc lưu tệp có tên mang dấu mật {path} trên máy {host} lúc {time}: nghi vấn, chỉ dựa vào tên tệp',
    en: '{user} wrote, opened or kept {path}, a name marked as secret, on {host} at {time}: by its name alone',
  },
  respond: {
    vi: 'Hỏi cán bộ và xem tệp ngay tại máy, không chép ra: là tài liệu mật hay chỉ nói về độ mật; nếu đúng thì ngắt mạng, giữ máy và báo người phụ trách bảo vệ bí mật nhà nước',
    en: 'Ask, and look at the file on the spot without copying it: a secret, or a text about secrecy? If it is one, take the machine off the network and tell the keeper of state secrets',
  },
  level: 'medium',
  limits: true,
  mitre: ['T1074.001'],
  policy: {},
  doubts: ['assumed'],
  shows: ['person', 'account', 'machine'],

  by: 'user',
  on: ['file.change', 'file.open'],
  sought: [markedFileUsed, byOfficer, connectedMachine],
  excused: [signedWithName, notByOurClock(connectedMachine)],

  cases: {
    fires: {
      'saved with Word': { level: 'medium', names: ['p-an'], beats: [saved('09:00')] },
      'copied with the Explorer': [saved('09:00', { process: 'C:\\Windows\\explorer.exe' })],
      'opened from a stick, on a Sunday': { on: '2026-03-08', beats: [opened('09:00')] },
      'saved all day is one alert': [saved('09:00'), saved('10:00'), opened('16:00')],
      'the name of the officer is Mật, the degree is another': {
        with: namedMat,
        beats: [saved('09:00', { path: 'C:\\[dấu-TUYỆT MẬT:0123456789abcdef]' })],
      },
      'at a machine that is taken off the Internet the next day': { with: connectedToMonday, beats: [saved('23:59')] },
    },
    quiet: {
      'hidden in doubt only': [saved('09:00', { path: 'C:\\[MẬT:0123456789abcdef]' })],
      'an ordinary name': [saved('09:00', { path: 'C:\\mật khẩu wifi.txt' })],
      'received: a mail client put it there': [saved('09:00', { process: 'C:\\x\\OUTLOOK.EXE' })],
      'received: a chat program put it there': [saved('09:00', { process: 'C:\\x\\Zalo.exe' })],
      'which program is not told': [saved('09:00', { process: undefined })],
      deleted: [saved('09:00', { what: 'deleted' })],
      'looked at for a thumbnail': [opened('09:00', { process: 'C:\\Windows\\explorer.exe' })],
      'by the anti-malware': [opened('09:00', { process: 'C:\\x\\MsMpEng.exe' })],
      'at a machine for secrets': [saved('09:00', { host: 'mat-01' })],
      'at a machine entered as not connected': { with: notConnected, beats: [saved('09:00')] },
      'nobody has said whether the machine is connected': { with: connectionUnsaid, beats: [saved('09:00')] },
      'the officer’s own name is Mật': { with: namedMat, beats: [saved('09:00')] },
      'a clock hours behind: by ours, the machine is not connected any more': {
        with: connectedToMonday,
        beats: [saved('22:00', { clock: 3 * HOUR })],
      },
      'a machine that no register knows': [saved('09:00', { host: 'may-la' })],
      'at another commune’s machine of that name': { with: nextCommune, beats: [saved('09:00', { collector: 'c-b' })] },
      'nobody is named': [saved('09:00', { user: undefined })],
      'by a shared account: nobody knows who': [saved('09:00', { user: 'nhom@tinh' })],
    },
  },
})
