import { type Action, doneBy } from '../../kernel/event.ts'
import { is } from '../meta.ts'
import { unitSays } from './word.ts'

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

/**
 * Groups by which Windows gives rights over machines, accounts or data, by SID ([MS-DTYP] 2.4.2.4). Neither Users and Domain Users, which every
 * account is put into, nor what an organisation makes itself: those are looked after by whoever they belong to.
 */
const WITH_RIGHTS =
  /^S-1-5-(32-(544|547|548|549|550|551|552|555|556|578|580)|21-\d+-\d+-\d+-(512|518|519|520|526|527))$/i

/** What gives somebody access or rights. */
export type Granting = 'account.create' | 'account.enable' | 'account.unlock' | 'group.add'

export const grantsAccess = is<Granting>(
  'tạo, mở khóa tài khoản hoặc đưa vào nhóm có quyền của Windows (nhận theo SID)',
  'an account created or opened, or put into a group with rights of Windows, told by SID',
  (event) => event.action !== 'group.add' || WITH_RIGHTS.test(event.groupSid ?? ''),
)

export const notOwnAccount = is<Granting>(
  'không phải tự phục vụ trên tài khoản của chính mình',
  'not self-service on the own account',
  (event) => event.action === 'group.add' || event.by !== event.user,
)

/** An account of no person, or of none that the register has, may be an administrator's. */
export const byOrdinaryOfficer = is(
  'người thực hiện là cán bộ đang công tác, không phụ trách công nghệ thông tin, bằng tài khoản cá nhân không phải quản trị (có trong sổ)',
  'by an officer in service who is not IT staff, with a personal account that the register does not have as an administrator’s',
  ({ facts: { account, person } }) =>
    account?.kind === 'personal' && !account.admin && person?.active === true && !person.it,
)

/** What the register does not say of an account may have been forgotten: only the unit can say that it was not. */
export const administratorsAreListed = unitSays(
  'administratorsListed',
  'đơn vị đã ghi vào sổ mọi tài khoản quản trị và mọi cán bộ phụ trách công nghệ thông tin',
  'the unit has entered every administrator’s account and marked all its IT staff',
)
