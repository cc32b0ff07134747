import type { Known, Row } from '../../kernel/directory/rows.ts'
import { entityOf, type Observation } from '../../kernel/event.ts'
import { is, type LogEvent } from '../meta.ts'
import { remoteAddress } from './login.ts'
import { spanOf } from './span.ts'

type MachineRow = Known<Row<'machines'>>

/** Machines that belong to nobody in particular: several people at one of them, or one at several, mean nothing. */
const COMMON_ROLES = new Set(['shared', 'meeting', 'kiosk', 'diskless', 'display', 'server'])

/** Whether a machine is one officer's own place of work. */
export const isPersonalMachine = (machine: MachineRow | undefined): machine is MachineRow =>
  machine !== undefined && !COMMON_ROLES.has(machine.role)

/** An act in an application is made at the machine it came from; any other, at the machine that wrote it down. */
export const seatOf = (event: LogEvent): MachineRow | undefined =>
  entityOf(event, 'host') === undefined || ('system' in event && event.system !== 'windows' && event.system !== 'linux')
    ? event.facts.origin
    : event.facts.machine

/** Console or lock screen; a log-on by RDP also unlocks, but then names the address it came from. */
export const reachedFromElsewhere = is(
  'phiên được mở từ máy khác (RDP)',
  'the session was reached from another machine (RDP)',
  (event) =>
    event.facts.signedIn?.remote === true ||
    (event.action === 'login' &&
      event.via !== 'application' &&
      (event.via === 'remote' || event.from !== undefined || remoteAddress(event) !== undefined)),
)

/** Only a console log-on tells that by itself; for the rest the sessions register must know. */
export const sessionOpenedThere = is(
  'phiên đã mở ngay tại máy đó',
  'the session is known to have been opened at that machine',
  (event) => (event.action === 'login' && event.via === 'interactive') || event.facts.signedIn?.remote === false,
)

export const atPersonalMachine = is(
  'tại máy trạm có trong sổ, không phải máy dùng chung, phòng họp, ki-ốt, không ổ cứng',
  'at a registered workstation, not a shared, meeting-room, kiosk or diskless one',
  (event) => isPersonalMachine(seatOf(event)),
)

/** The machine a log-on was made at: where it came from, else the console's own. A share's or RDP's that names no origin: unknown. */
const madeAt = (event: LogEvent<'login'>): MachineRow | undefined =>
  event.facts.origin ??
  (remoteAddress(event) === undefined && event.from === undefined && event.via !== 'network' && event.via !== 'remote'
    ? event.facts.machine
    : undefined)

/** Services and tasks run on the machine itself; of its clients only an application can say that they retry by themselves. */
const retriesAtHome = ({ via, automatic }: LogEvent<'login'>): boolean =>
  via === 'service' || via === 'batch' || (via === 'application' && automatic === true)

/**
 * What the account's holder works at, or what retries there with a stored password. That a program made a log-on over the network
 * excuses nothing by itself: guessing is done by programs.
 */
const isOwnSource = (event: LogEvent<'login'>): boolean => {
  if (retriesAtHome(event)) return true
  const holder = event.facts.account?.person
  return holder !== undefined && madeAt(event)?.person === holder
}

/**
 * A source that is known not to be the holder's: a machine of the register that is not assigned to the holder, or an
 * address outside every registered network. An address of the office that nobody can place (no lease) is neither.
 */
const isStrangeSource = (event: LogEvent<'login'>): boolean => {
  if (isOwnSource(event)) return false
  if (madeAt(event) !== undefined) return true
  return remoteAddress(event) !== undefined && event.facts.network === undefined
}

/** A machine no register knows, or an address outside every registered network. */
const isUnknownSource = (event: LogEvent<'login'>): boolean =>
  event.facts.origin === undefined &&
  (event.from !== undefined || (remoteAddress(event) !== undefined && event.facts.network === undefined))

/** Over the network from nobody knows where a program may as well be an attacker's. */
export const retriesByItself = is<'login'>(
  'điện thoại, phần mềm thư, tác vụ hoặc dịch vụ tự thử lại',
  'a phone, mail client, task or service retries by itself',
  (event) => retriesAtHome(event) || ((event.automatic === true || event.via === 'network') && !isUnknownSource(event)),
)

type Settling = { readonly settle: string }

/** A password stored somewhere fails by itself for a while after a change, reset or unlock. */
const isSettling = ({ at, facts }: LogEvent, { settle }: Settling): boolean =>
  facts.credentialChange !== undefined && at - facts.credentialChange <= spanOf(settle)

export const fromStrangeSource = is<'login', Settling>(
  'từ máy hoặc địa chỉ không phải của người giữ tài khoản, không phải do mật khẩu cũ còn lưu',
  'from a machine or address that is not the holder’s, and not an old stored password',
  (event, policy) => isStrangeSource(event) && !isSettling(event, policy),
)

export const fromOwnOrUnknownSource = is<'login', Settling>(
  'từ máy của người giữ tài khoản, không rõ nguồn, hoặc vừa đổi mật khẩu, mở khóa',
  'from the holder’s own machine, from nobody knows where, or just after a change or unlock',
  (event, policy) => !fromStrangeSource.test(event, policy),
)

/** Kerberos tickets and pre-authentication, NTLM validation: what a domain controller writes about a log-on made elsewhere. */
const CONTROLLER = new Set(['4768', '4771', '4776'])
/**
 * Which log tells of a log-in. A controller names no more than an address, and where nobody can place that, the act may be one that
 * another log tells, too.
 */
export const logOfLogin = ({ code }: Observation): string => (CONTROLLER.has(code ?? '') ? 'controller' : 'own')

/** The sources that read a Windows machine's own log. */
const OWN_LOGS = new Set(['winlogbeat', 'nxlog'])

/** One wrong password is a 4625 at the machine and one of these at the controller: the machine's own says where and how. */
export const toldByItsMachine = is<'login'>(
  'bản ghi của máy chủ miền về lần đăng nhập mà máy nguồn tự ghi và gửi nhật ký',
  'a domain controller’s record of a log-in that the machine it came from logs and delivers itself',
  ({ code, facts }) => CONTROLLER.has(code ?? '') && facts.originSources.some((source) => OWN_LOGS.has(source)),
)
