import type { Things } from '../../kernel/directory/lists.ts'
import { is, type LogEvent } from '../meta.ts'
import { byPersonsAccount } from './directory.ts'
import { onList } from './lists.ts'
import { unitSays } from './word.ts'

/** A program that somebody began (Sysmon 1, Security 4688), or a service that was put in place (7045, 4697). */
type Running = 'program.start' | 'activity' | 'service.install'

/** `"C:\a b\x.exe" --service`: the file alone. */
const fileOf = (path: string | undefined): string | undefined => /^"?(.{1,1000}?\.exe)\b/i.exec(path ?? '')?.[1] ?? path

const runs = (e: LogEvent<Running>): Things => {
  switch (e.action) {
    case 'program.start':
      return { path: e.path, product: e.product, sha256: e.hash }
    case 'activity':
      return { path: e.what }
    case 'service.install':
      return { path: fileOf(e.path), product: e.service }
    default:
      throw new Error(`no such action: ${JSON.stringify(e satisfies never)}`)
  }
}

export const remoteControl = onList<Running>(
  'remote-control',
  'là phần mềm điều khiển máy tính từ xa trong danh sách',
  'a remote-control tool of the list',
  runs,
)

export const approvedToRun = onList<Running>(
  'approved-software',
  'phần mềm trong danh mục được phép của đơn vị',
  'on the unit’s list of approved software',
  runs,
)

/** The name of a file, without its folders; one that is longer than any file's name is none. */
const nameIn = (path: string): string => path.slice(-256).split(/[\\/]/).at(-1) ?? ''

/** Whoever takes it off the machine does not use it. */
export const takenOff = is<'program.start' | 'activity'>(
  'đang gỡ phần mềm khỏi máy',
  'it is being removed',
  (e) =>
    /^un[\w-]*ins\w*\.exe$/i.test(nameIn(e.action === 'activity' ? e.what : e.path)) ||
    (e.action === 'program.start' && /(^|\s)[-/]{1,2}(uninstall|remove|silent-uninstall)\b/i.test(e.command ?? '')),
)

export const runByPerson = is<'program.start' | 'activity'>(
  'do tài khoản của người chạy, không phải dịch vụ hay máy',
  'run by a person’s account, not by a service or a machine',
  (e) => e.user !== undefined && byPersonsAccount.test(e, {}),
)

/** Where whoever reaches in finds secrets, or what the public entrusts to the office. */
const isExposed = ({ facts: { machine } }: LogEvent): boolean =>
  machine?.secrets === true || machine?.role === 'kiosk' || machine?.role === 'diskless'

export const exposed = is(
  'máy soạn thảo văn bản mật, máy công cộng hoặc máy không ổ cứng của một cửa',
  'a machine for secrets, a public one, or a diskless one of a one-stop centre',
  isExposed,
)

export const notExposed = is(
  'không phải máy soạn thảo văn bản mật, máy công cộng hoặc không ổ cứng',
  'no machine for secrets, no public and no diskless one',
  (e) => !isExposed(e),
)

export const approvedProduct = onList<'software.install'>(
  'approved-software',
  'phần mềm trong danh mục được phép của đơn vị',
  'on the unit’s list of approved software',
  ({ product }) => ({ product }),
)

/** What other software brings along, and what makes devices work: nobody chooses it, and no list names it all. */
const BROUGHT =
  /\b(redistributable|runtime|\.net|asp\.net|webview2|visual c\+\+|directx|odbc|ole db|sql server (native|[\d ]*(localdb|shared|setup))|driver|chipset|firmware|language pack|service pack|update|hotfix|kb\d{6,})\b/i

export const broughtAlong = is<'software.install'>(
  'trình điều khiển, thư viện dùng chung hoặc bản cập nhật',
  'a driver, a runtime or an update',
  ({ product }) => BROUGHT.test(product),
)

export const installedByPerson = is<'software.install'>(
  'cài xong, do tài khoản cá nhân thực hiện',
  'installed by a personal account',
  ({ ok, facts }) => ok && facts.account?.kind === 'personal',
)

/** Without a list that is kept whole, what is not on it proves nothing. */
export const approvedListKept = unitSays(
  'listKept',
  'đơn vị có danh mục phần mềm được phép và giữ đủ',
  'the unit keeps a whole list of approved software',
)
