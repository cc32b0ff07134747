import type { ActOf } from '../acts.ts'
import { consoleTime } from './local.ts'

const said = { login: 'Đăng nhập', refused: 'Đăng nhập', logout: 'Đăng xuất' } as const

/**
 * One line of the one-stop system's journal as CSV: time, account, action, file number, client address, status.
 * Assumed: no public format.
 */
export const tthcLine = ({ account, what, object, ip }: ActOf<'app'>, at: number): string => {
  const action = what === 'action' ? (object ?? 'Tra cứu hồ sơ') : said[what]
  const file = what === 'action' ? `H00.${account.unit}.${Math.floor(at / 60_000) % 100_000}` : ''
  return [consoleTime(at), account.name, action, file, ip, what === 'refused' ? 'Thất bại' : 'Thành công'].join(',')
}
