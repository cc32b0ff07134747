import { type Action, doneBy } from '../../kernel/event.ts'
import { is } from '../meta.ts'

/* What one account does to another: for rules whose facts are those of the one that did it (`facts: 'actor'`). */

/** Groups by their SID, whatever their names are in the language of the machine: Administrators; Domain Admins and Enterprise Admins. */
const ADMINISTRATORS = /^S-1-5-(32-544|21-\d+-\d+-\d+-(512|519))$/i

export const toAdministrators = is<'group.add'>(
  'vào nhóm quản trị của máy hoặc của miền (nhận theo SID)',
  'to the administrators of a machine or of the domain, told by SID',
  ({ groupSid }) => ADMINISTRATORS.test(groupSid ?? ''),
)

/** The machine's own acts name nobody: Domain Admins when it joins the domain, what Group Policy and set-up put there. */
export const toldByWhom = is(
  'nhật ký ghi tài khoản đã thực hiện, không phải chính máy',
  'the log names the account that did it, which is not the machine’s',
  (event) => doneBy(event) !== undefined,
)

export const uponOrdinaryOfficer = is(
  'tài khoản được thêm là của cán bộ không phụ trách công nghệ thông tin (có trong sổ)',
  'the account added is of an officer who is not IT staff, by the register',
  ({ facts }) => facts.upon.person?.it === false,
)

export const uponRegisteredAdministrator = is(
  'sổ tài khoản ghi tài khoản được thêm là tài khoản quản trị',
  'the register has the account added as an administrator’s',
  ({ facts }) => facts.upon.account?.admin === true,
)

/**
 * A change of that person or machine; of a whole unit, whoever's it is, if IT staff carries it out. What is done to an account of another
 * unit may be approved there.
 */
export const approvedForAct = is<Action>(
  'đang thực hiện thay đổi đã được duyệt',
  'an approved change is being carried out',
  ({ facts }) =>
    [...facts.changes, ...facts.upon.changes].some(({ person, machine }) =>
      person === undefined && machine === undefined ? facts.person?.it === true : true,
    ),
)
