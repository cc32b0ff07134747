import type { ActOf } from '../acts.ts'
import { consoleTime } from './local.ts'

const said = { login: 'Đăng nhập', refused: 'Đăng nhập', logout: 'Đăng xuất' } as const

/**
 * One line of iOffice's access journal as CSV: time, login, action, object, client address, result, remark.
 * Assumed: no public format; columns as exports of such systems have them.
 */
export const iofficeLine = ({ account, what, object, ip }: ActOf<'app'>, at: number): string => {
  const action = what === 'action' ? (object ?? 'Xem văn bản đến') : said[what]
  const refused = what === 'refused'
  return [
    consoleTime(at),
    account.name,
    action,
    '',
    ip,
    refused ? 'Thất bại' : 'Thành công',
    refused ? 'Sai mật khẩu' : '',
  ].join(',')
}
