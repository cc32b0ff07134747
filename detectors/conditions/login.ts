import { is, type LogEvent } from '../meta.ts'
import { departedOrClosed } from './directory.ts'

export const succeeded = is<'login'>('đăng nhập thành công', 'the login succeeded', ({ ok }) => ok)

export const failed = is<'login'>('đăng nhập không thành công', 'the login failed', ({ ok }) => !ok)

/** Service, batch and network log-ons are made by programs; token refresh and synchronisation say so themselves. */
export const byHand = is<'login'>(
  'do người thực hiện, không phải tác vụ, dịch vụ hay đồng bộ tự động',
  'made by a person, not by a task, a service or a synchronisation',
  ({ via, automatic }) => automatic !== true && via !== 'network' && via !== 'service' && via !== 'batch',
)

/** `elevated` is the token of this very log-on; the register speaks for sources that do not tell. */
export const withAdminRights = is(
  'có quyền quản trị',
  'with administrator rights',
  (event) => event.facts.account?.admin === true || ('elevated' in event && event.elevated === true),
)

export const withoutAdminRights = is(
  'không có quyền quản trị',
  'without administrator rights',
  (event) => event.facts.account !== undefined && !withAdminRights.test(event, {}),
)

/** The source's own word counts for a refused login: 4625 with sub-status 0xC0000072. */
export const departedClosedOrRefused = is<'login'>(
  'người giữ tài khoản đã nghỉ, chuyển công tác, hoặc tài khoản đã bị khóa',
  'the holder has departed or the account is disabled',
  (event) => departedOrClosed.test(event, {}) || (!event.ok && event.refusal === 'disabled'),
)

const LOOPBACK = /^(127\.|::1$|::ffff:127\.|-$|0\.0\.0\.0$|::$|fe80:)/i

/** The address another machine reached in from; loopback and the console are none. */
export const remoteAddress = (event: LogEvent<'login'>): string | undefined =>
  event.ip === undefined || LOOPBACK.test(event.ip) ? undefined : event.ip

/** Refused for another reason than the secret: ACC-03 has the closed accounts; the rest say nothing about guessing. */
export const wrongSecret = is<'login'>(
  'bị từ chối vì sai mật khẩu, sai tên tài khoản hoặc vì lý do không được ghi',
  'refused for a wrong password or user name, or for a reason that is not told',
  ({ ok, refusal }) => !ok && refusal !== 'disabled' && refusal !== 'expired' && refusal !== 'outside-hours',
)

export const fromAnotherMachine = is<'login'>(
  'đến từ địa chỉ của máy khác',
  'from the address of another machine',
  (event) => remoteAddress(event) !== undefined,
)

export const behindNat = is(
  'địa chỉ dùng chung (NAT, VPN, proxy) của nhiều máy',
  'an address shared by many machines (NAT, VPN, proxy)',
  ({ facts }) => facts.network?.nat === true,
)
