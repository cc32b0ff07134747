import * as accounts from './accounts.ts'
import * as logon from './logon.ts'
import * as media from './media.ts'
import * as power from './power.ts'
import * as protection from './protection.ts'
import type { Readers } from './record.ts'
import * as session from './session.ts'
import * as settings from './settings.ts'
import * as software from './software.ts'
import * as uses from './uses.ts'

/** The audit of the Security log, by id. */
export const SECURITY: Readers = {
  '4608': power.poweredOn,
  '4609': power.poweredOff,
  '4616': settings.timeChanged,
  '4624': logon.loggedOn,
  '4625': logon.logonFailed,
  '4634': session.loggedOff,
  '4647': session.loggedOff,
  '4648': session.active,
  '4657': settings.registryValue,
  '4663': media.fileOpened,
  '4672': session.privileged,
  '4688': session.active,
  '4697': software.serviceInstalled,
  '4698': settings.task('task-created'),
  '4699': settings.task('task-deleted'),
  '4700': settings.task('task-enabled'),
  '4701': settings.task('task-disabled'),
  '4702': settings.task('task-updated'),
  '4719': settings.auditPolicy,
  '4720': accounts.account('account.create'),
  '4722': accounts.account('account.enable'),
  '4723': accounts.password,
  '4724': accounts.password,
  '4725': accounts.account('account.disable'),
  '4726': accounts.account('account.delete'),
  '4728': accounts.membership('group.add'),
  '4729': accounts.membership('group.remove'),
  '4732': accounts.membership('group.add'),
  '4733': accounts.membership('group.remove'),
  '4738': accounts.changed,
  '4739': settings.domainPolicy,
  '4740': accounts.lockedOut,
  '4756': accounts.membership('group.add'),
  '4757': accounts.membership('group.remove'),
  '4767': accounts.account('account.unlock'),
  '4768': logon.kerberosFailed,
  '4771': logon.kerberosFailed,
  '4776': logon.ntlmFailed,
  '4778': session.connection('session.connect'),
  '4779': session.connection('session.disconnect'),
  '4781': accounts.renamed,
  '4800': session.lock('session.lock'),
  '4801': session.lock('session.unlock'),
  '4946': settings.firewallRule('firewall-rule-added'),
  '4947': settings.firewallRule('firewall-rule-changed'),
  '4948': settings.firewallRule('firewall-rule-deleted'),
  '4950': protection.firewallAudited,
  '5140': uses.shared,
  '5145': uses.shared,
  '5152': uses.blocked,
  '5157': uses.blocked,
  '6416': media.recognised,
}
