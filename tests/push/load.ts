import { signIn } from '../support/lines.ts'

const OFFICERS = 2_000
/** So many of the officers were written down as retired by mistake. */
const MISTAKEN = 50

const nameOf = (n: number): string => String(n).padStart(4, '0')
const each = (line: (name: string, n: number) => string): string =>
  Array.from({ length: OFFICERS }, (_, n) => line(nameOf(n), n)).join('')
const working = (name: string): string => `p-${name},Cán bộ ${name},xa-a,đang làm việc,,,2026-06-30\n`
const retired = (name: string): string => `p-${name},Cán bộ ${name},xa-a,nghỉ hưu,15/QĐ-UBND,2026-07-01,\n`

/** A commune whose officers have all retired: whoever signs in is found. */
export const everyoneRetired = (): Readonly<Record<string, string>> => ({
  'people.csv': PEOPLE + each((name) => working(name) + retired(name)),
  'accounts.csv': `tài khoản,cán bộ,loại\n${each((name) => `nv${name}@tinh,p-${name},cá nhân\n`)}`,
  'machines.csv': 'tên máy,đơn vị\npc-01,xa-a\npc-02,xa-a\npc-03,xa-a\n',
})

/** The registers after a decision says that some never retired: what was found of them is to be withdrawn. */
export const mistakeCorrected = (): Readonly<Record<string, string>> => ({
  'people.csv':
    PEOPLE +
    each((name, n) =>
      n < MISTAKEN ? `p-${name},Cán bộ ${name},xa-a,đang làm việc,,,\n` : working(name) + retired(name),
    ),
  'corrections.csv': `sổ,mã,văn bản,lý do\n${each((name, n) =>
    n < MISTAKEN ? `cán bộ,p-${name},16/QĐ-UBND,nhập nhầm người\n` : '',
  )}`,
})
const PEOPLE = 'mã,họ tên,đơn vị,trạng thái,quyết định,từ ngày,đến ngày\n'

/** The next lines at this moment: officers in turn, so that alerts are raised and, later on, grow. */
export const nextLines = (at: number, first: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => {
    const record = first + i
    return signIn({ at, record, user: `nv${nameOf(record % OFFICERS)}`, host: `pc-0${(record % 3) + 1}` })
  })
