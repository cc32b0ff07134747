import { HOUR } from '../../kernel/time.ts'
import { notByOurClock } from '../conditions/clock.ts'
import { byOfficer, connectedMachine, markedTitle, onPaper, signedWithName } from '../conditions/secrecy.ts'
import { match } from '../rule.ts'
import { type Beat, ev, nextCommune } from '../timeline.ts'
import { connectedToMonday, connectionUnsaid, namedMat, notConnected } from '../timeline-documents.ts'

const MARKED = '[dấu-MẬT:0123456789abcdef]'
const print = (clock: string, but: object = {}): Beat => [
  clock,
  ev('document.print', { document: MARKED, printer: 'HP LaserJet 400', ...but }),
]
/** A title alone: a sign, and no violation until somebody has looked at the document. */
export const rule = match({
  id: 'DAT-06b',
  version: 1,
  clause: 'DAT-06',
  title: {
    vi: 'Nghi vấn in tài liệu mật trên máy kết nối Internet (theo tên tài liệu)',
    en: 'A title marked as secret printed on a connected machine',
  },
  say: {
    vi: '{user} in tài liệu có tên mang dấu mật {document} trên máy {host}, máy in {printer}, lúc {time}: nghi vấn, chỉ dựa vào tên',
    en: '{user} printed {document}, a title marked as secret, on {host}, printer {printer}, at {time}: by its title alone',
  },
  respond: {
    vi: 'Hỏi người in và xem bản in: tài liệu có đóng dấu mật hay chỉ nói về độ mật; nếu đúng là tài liệu mật thì giữ máy, bản in và báo người phụ trách bảo vệ bí mật nhà nước',
    en: 'Ask who printed it and look at the paper: is it a secret, or a text about secrecy? If it is one, keep machine and paper and tell the keeper of state secrets',
  },
  level: 'medium',
  limits: true,
  mitre: ['T1052'],
  policy: {},
  doubts: ['assumed'],
  shows: ['person', 'account', 'machine'],

  by: 'user',
  on: 'document.print',
  sought: [markedTitle, onPaper, byOfficer, connectedMachine],
  excused: [signedWithName, notByOurClock(connectedMachine)],

  cases: {
    fires: {
      'a marked title': { level: 'medium', names: ['p-an'], beats: [print('09:00')] },
      'of the highest degree, behind its drive, on a Saturday': {
        on: '2026-03-07',
        beats: [print('09:00', { document: 'E:\\[dấu-TUYỆT MẬT:0123456789abcdef]' })],
      },
      'three copies on a day are one alert': [print('09:00'), print('11:00'), print('15:00')],
      'at a shared counter it is still that officer': { names: ['p-an'], beats: [print('09:00', { host: 'quay-01' })] },
      'at a machine that is taken off the Internet the next day': {
        with: connectedToMonday,
        beats: [print('23:59')],
      },
    },
    quiet: {
      'hidden in doubt only': [print('09:00', { document: '[MẬT:0123456789abcdef]' })],
      'the title is not told': [print('09:00', { document: undefined })],
      'an ordinary title': [print('09:00', { document: 'Đổi mật khẩu.docx' })],
      'into a file': [print('09:00', { printer: 'Máy in A', path: 'F:\\a.pdf' })],
      'by a PDF printer': [print('09:00', { printer: 'Microsoft Print to PDF' })],
      'by facsimile': [print('09:00', { printer: 'Fax' })],
      'no printer is told': [print('09:00', { printer: undefined })],
      'at a machine for secrets': [print('09:00', { host: 'mat-01' })],
      'at a machine entered as not connected': { with: notConnected, beats: [print('09:00')] },
      'nobody has said whether the machine is connected': { with: connectionUnsaid, beats: [print('09:00')] },
      'the officer’s own name is Mật': { with: namedMat, beats: [print('09:00')] },
      'a clock hours behind: by ours, the machine is not connected any more': {
        with: connectedToMonday,
        beats: [print('22:00', { clock: 3 * HOUR })],
      },
      'a machine that no register knows': [print('09:00', { host: 'may-la' })],
      'at another commune’s machine of that name': { with: nextCommune, beats: [print('09:00', { collector: 'c-b' })] },
      'by a shared account: nobody knows who': [print('09:00', { user: 'nhom@tinh' })],
      'by an account of no register': [print('09:00', { user: 'la@tinh' })],
    },
  },
})
