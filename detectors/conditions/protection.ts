import type { Observation } from '../../kernel/event.ts'
import { is, type LogEvent } from '../meta.ts'
import { byPersonsAccount } from './directory.ts'

/** The account of a person, local or of a domain ([MS-DTYP] 2.4.2.4); what Windows, its services and Group Policy do has another. */
const PERSONS_SID = /^S-1-(5-21|12-1)-/i

export const byPersonsHand = is<'protection.change'>(
  'do tài khoản của người thực hiện, không phải hệ thống hay chính sách miền',
  'by a person’s account, not by the system or by Group Policy',
  (e) => (e.user === undefined ? e.sid !== undefined && PERSONS_SID.test(e.sid) : byPersonsAccount.test(e, {})),
)

const isFirewall = ({ agent }: Pick<Observation<'protection.change'>, 'agent'>): boolean => agent === 'windows-firewall'

export const firewallOff = is<'protection.change'>(
  'tường lửa Windows bị tắt',
  'Windows’s firewall was switched off',
  (e) => isFirewall(e) && !e.on,
)

export const firewallOn = is<'protection.change'>(
  'tường lửa Windows được bật',
  'Windows’s firewall was switched on',
  (e) => isFirewall(e) && e.on,
)

/** What belongs to Windows itself, under the names it has had. */
const WINDOWS_OWN = /^(windows|microsoft) (defender|security|firewall)/i

const registered = ({ part, on }: Pick<Observation<'protection.change'>, 'part' | 'on'>): boolean =>
  part === 'security-center' && on

/** Where another product took over, Windows's own is off or snoozed: its being on says that no other guards the machine. */
export const windowsGuards = is<'protection.change'>(
  'Trung tâm bảo mật báo Windows Security đang bảo vệ máy',
  'Security Center tells that Windows Security guards the machine',
  (e) => registered(e) && WINDOWS_OWN.test(e.agent),
)

export const anotherGuards = is<'protection.change'>(
  'Trung tâm bảo mật báo sản phẩm khác đang bảo vệ máy',
  'Security Center tells that another product guards the machine',
  (e) => registered(e) && !WINDOWS_OWN.test(e.agent),
)

/** Two records about one profile of the firewall. */
export const samePart = (after: Observation, later: LogEvent): boolean =>
  after.action === 'protection.change' && later.action === 'protection.change' && after.part === later.part

type Old = { readonly days: number }

export const signaturesOld = is<'heartbeat', Old>(
  'mẫu nhận diện cũ quá số ngày cho phép',
  'signatures older than allowed',
  ({ age }, { days }) => age !== undefined && age > days,
)

export const renewed = is<'heartbeat' | 'protection.update', Old>(
  'mẫu nhận diện đã cập nhật',
  'the signatures were renewed',
  (e, { days }) => (e.action === 'heartbeat' ? e.age !== undefined && e.age <= days : e.ok),
)

export const sameAgent = (after: Observation, later: LogEvent): boolean =>
  after.action === 'heartbeat' && 'agent' in later && later.agent === after.agent

/** Windows's own signatures alone are told with their age: any other agent that is heard protects in its place. */
export const anotherAgent = is<'heartbeat' | 'protection.change'>(
  'phần mềm bảo vệ khác đang hoạt động',
  'another protection is at work',
  (e) => (e.action === 'heartbeat' ? e.agent !== 'defender' : anotherGuards.test(e, {})),
)
