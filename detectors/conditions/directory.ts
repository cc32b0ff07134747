import type { Action } from '../../kernel/event.ts'
import { addDays, localDate } from '../../kernel/time.ts'
import { is } from '../meta.ts'

/*
 * Conditions that several rules share. What a register does not know makes them false where they are sought, and true where
 * they excuse and guessing would accuse somebody.
 */

export const personalAccount = is(
  'tài khoản cá nhân có trong sổ',
  'a personal account of the register',
  ({ facts }) => facts.account?.kind === 'personal',
)

/** One that no register has may be a person's. */
export const byPersonsAccount = is(
  'do tài khoản của người thực hiện, không phải dịch vụ hay máy',
  'by a person’s account, not by a service or a machine',
  ({ facts: { account } }) => account?.kind !== 'service' && account?.kind !== 'machine',
)

export const activePerson = is(
  'người giữ tài khoản đang công tác',
  'the holder of the account is in service',
  ({ facts }) => facts.person?.active === true,
)

export const outsideHours = is(
  'ngoài giờ làm việc của đơn vị',
  'outside the working hours of the unit',
  ({ facts }) => facts.hours?.working === false,
)

export const onRoster = is(
  'có lịch trực, làm thêm, công tác hoặc làm thay',
  'on duty, overtime, a mission or standing in',
  ({ facts }) => facts.roster.some(({ kind }) => kind !== 'leave'),
)

export const standingIn = is('được phân công làm thay', 'standing in by the roster', ({ facts }) =>
  facts.roster.some(({ kind }) => kind === 'stand-in'),
)

export const itStaff = is('cán bộ phụ trách công nghệ thông tin', 'IT staff', ({ facts }) => facts.person?.it === true)

/** A change that names nobody is the work of the IT staff; one that names somebody, of that person. */
export const approvedChange = is(
  'đang thực hiện thay đổi đã được duyệt',
  'an approved change of that person is being carried out',
  ({ facts: { changes, person } }) =>
    changes.some((change) => (change.person === undefined ? person?.it === true : change.person === person?.id)),
)

export const approvedChangeHere = is(
  'máy đang trong thay đổi đã được duyệt',
  'an approved change is being carried out at the machine',
  ({ facts }) => facts.changes.length > 0,
)

/** Not a change of a whole unit: those of another machine or another person are no facts of the event. */
export const approvedChangeNamed = is(
  'đang thực hiện thay đổi đã được duyệt cho đúng máy này hoặc cho chính người này',
  'a change approved for this very machine or person is being carried out',
  ({ facts }) => facts.changes.some(({ machine, person }) => machine !== undefined || person !== undefined),
)

/** The day of an installation yet to come says nothing of the machine as it was. */
export const justImaged = is<Action, { readonly newDays: number }>(
  'máy vừa cài lại hoặc mới vào sổ',
  'a machine just imaged or just registered',
  ({ at, facts: { machine } }, { newDays }) => {
    const { imaged, from } = machine ?? {}
    if (imaged === undefined && from === undefined) return false
    const today = localDate(at)
    const since = addDays(today, -newDays)
    return [imaged, from].some((day) => day !== undefined && day > since && day <= today)
  },
)

/** Two posts, rehiring and secondment are settled by the directory; leave is no departure there. */
const departedHolder = is(
  'người giữ tài khoản đã nghỉ hoặc chuyển công tác',
  'the holder of the account has departed',
  ({ facts }) =>
    facts.account?.kind === 'personal' && facts.person?.departed !== undefined && !facts.person.departed.handover,
)

const closedInRegister = is(
  'tài khoản đã bị khóa trong sổ',
  'the account is disabled in the register',
  ({ facts }) => facts.account?.enabled === false,
)

export const departedOrClosed = is(
  'người giữ tài khoản đã nghỉ, chuyển công tác, hoặc tài khoản đã bị khóa',
  'the holder has departed or the account is disabled',
  (event) => departedHolder.test(event, {}) || closedInRegister.test(event, {}),
)

/** 4740: too many wrong passwords, open again by itself within the hour. Elsewhere a lock is an administrator's. */
export const lockedOut = is(
  'chỉ khóa tạm do sai mật khẩu nhiều lần',
  'only locked out by wrong passwords',
  (event) => event.action === 'account.lock' && event.system === 'windows',
)
