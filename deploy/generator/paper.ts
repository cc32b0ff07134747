import type { LocalDate } from '../../kernel/time.ts'
import { localTime, MINUTE, SECOND } from '../../kernel/time.ts'
import type { Act, DocumentUse } from './acts.ts'
import type { Person, Province } from './model.ts'
import { random } from './random.ts'
import { atWork, counterShift } from './schedule.ts'

/** Titles that hold the word, and mark nothing: texts about secrecy, other senses, a name, the news, one that Windows does not tell. */
const TITLES = [
  'Microsoft Word - Bao cao thang.docx',
  'Danh mục bí mật nhà nước độ TUYỆT MẬT, TỐI MẬT.pdf',
  'Quy chế bảo vệ BMNN (MẬT).docx',
  'Hướng dẫn đổi MẬT KHẨU.docx',
  'Microsoft Word - MẬT_KHẨU_wifi.docx',
  'HỒ SƠ NGUYỄN VĂN MẬT.docx',
  'bao_cao_MẬT.docx',
  'MẬT ĐỘ DÂN SỐ.xlsx',
  'TUYỆT MẬT: hồ sơ một vụ án - Báo điện tử',
  'Mật ong rừng - bảng giá',
  'Print Document',
]

type Use = readonly [what: DocumentUse['what'], degree: DocumentUse['degree'], to?: string, more?: Partial<DocumentUse>]

/** What is done with documents at any desk: no secrets; or they came, or never went. */
const USES: readonly Use[] = [
  ['In', 'Nội bộ'],
  ['Gửi', 'Nội bộ', 'van.thu@tinh.example'],
  ['Gửi', 'Thường', 'cong.dan@gmail.com'],
  ['Đăng', 'Thường', 'www.facebook.com'],
  ['Nhận', 'Mật', 'zalo.me'],
  ['Gửi', 'Mật', 'zalo.me', { blocked: true }],
  ['Sao chép', 'Tối mật', '', { device: 'E0D55EA573F1', blocked: true }],
]

const ofUnits = (province: Province, date: LocalDate, fits: (person: Person) => boolean): readonly Person[] =>
  province.units.flatMap(
    (unit) =>
      province.people.find(
        (one) =>
          one.unit.id === unit.id && fits(one) && atWork(province, one, date) && !counterShift(province, one, date),
      ) ?? [],
  )

const MARKED = 'MẬT_phuong an.docx'

const atDesk = ({ pc: machine, account }: Person, at: number, title: string): Act[] => {
  if (!machine) return []
  return [
    { do: 'print', at, machine, account, title },
    // Nothing is on paper.
    { do: 'print', at: at + 3 * MINUTE, machine, account, title: MARKED, file: 'C:\\Users\\Public\\a.pdf' },
    // It came by chat; nobody has looked at it.
    {
      ...{ do: 'file', at: at + 7 * MINUTE, machine, account },
      ...{ path: `C:\\Users\\Public\\${MARKED}`, image: 'C:\\Program Files\\Zalo\\Zalo.exe' },
    },
    // A link among the documents used last.
    {
      ...{ do: 'file', at: at + 8 * MINUTE, machine, account },
      ...{ path: `C:\\Users\\Public\\Recent\\${MARKED}.lnk`, image: 'C:\\Windows\\explorer.exe' },
    },
    ...USES.map(
      ([what, degree, to, more], n): Act => ({
        ...{
          do: 'document',
          at: at + (20 + n) * MINUTE + 30 * SECOND,
          machine,
          account,
          what,
          degree,
          title: 'Lịch công tác.docx',
        },
        ...(to !== undefined && { to }),
        ...more,
      }),
    ),
  ]
}

const atSecretDesk = ({ pc: machine, account }: Person, at: number): Act[] => {
  if (!machine) return []
  return [
    { do: 'print', at, machine, account, title: MARKED },
    { do: 'document', at: at + MINUTE, machine, account, what: 'In', degree: 'Mật', title: 'Phương án.docx' },
    {
      ...{ do: 'file', at: at + 2 * MINUTE, machine, account },
      ...{ path: `D:\\${MARKED}`, image: 'C:\\Windows\\explorer.exe' },
    },
  ]
}

/** What is done with paper and documents on a working day, and is nobody's fault. */
export const paperwork = (province: Province, date: LocalDate): Act[] => {
  const dice = random(province.seed, 'paper', date)
  const plain = ofUnits(province, date, ({ pc }) => pc?.role === 'workstation' && !pc.secrets && pc.skew === 0)
  const secret = ofUnits(province, date, ({ pc }) => pc?.secrets === true && pc.role === 'workstation')
  return [
    ...plain.flatMap((one) => atDesk(one, localTime(date, '08:40') + dice.int(0, 60) * MINUTE, dice.pick(TITLES))),
    ...secret.flatMap((one) => atSecretDesk(one, localTime(date, '09:10') + dice.int(0, 60) * MINUTE)),
  ]
}
