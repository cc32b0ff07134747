import { describe, expect, test } from 'vitest'
import { loadCatalogue, loadRules } from '../../../detectors/load.ts'
import { play } from '../../../detectors/play.ts'
import { ev, every, type Happening, inOrder, type Rows, type Timeline } from '../../../detectors/timeline.ts'
import type { Source } from '../../../ingest/source.ts'
import { auditd } from '../../../ingest/sources/auditd.ts'
import { keycloak } from '../../../ingest/sources/keycloak.ts'
import { linuxAuth } from '../../../ingest/sources/linux-auth.ts'
import { postfix } from '../../../ingest/sources/postfix.ts'
import { sophos } from '../../../ingest/sources/sophos.ts'
import { wso2 } from '../../../ingest/sources/wso2.ts'
import { zimbra } from '../../../ingest/sources/zimbra.ts'
import { contextOf } from './support.ts'

const catalogue = loadCatalogue()
const rules = await loadRules()

/** What a line tells, without its own time: the timeline gives it one. */
const told = (source: Source, line: string): Happening => {
  const result = source.parse(line, contextOf())
  if (!result.ok) throw new Error(`${result.error.detail}: ${line}`)
  const {
    id: _id,
    at: _at,
    received: _received,
    digest: _digest,
    seq: _seq,
    collector: _collector,
    ...happening
  } = result.value[0]!
  // What is left of an observation is its action, its fields, and where it came from.
  return happening as Happening
}

/** An's accounts at the mail server, the single sign-on and a server of Linux. */
const own = (id: string) => ({ id, person: 'p-an', kind: 'personal', admin: false, enabled: true }) as const
const accounts: Rows = {
  accounts: ['an.nv@tinh.example', 'an.nv@keycloak-tinh', 'an.nv@wso2', 'an.nv@srv-01', 'an.nv@postfix'].map(own),
}

const alerts = (rule: string, beats: Timeline): number => {
  const found = rules.find(({ id }) => id === rule)
  if (!found) throw new Error(`no rule ${rule}`)
  return play(found, { with: accounts, beats }, { catalogue }).length
}

const BROWSER = 'ua=ZimbraWebClient - FF141 (Linux)/10.1;'
const mail = (protocol: string, ua = BROWSER, error = ''): Happening =>
  told(
    zimbra,
    `2026-03-02 08:00:00,253 ${error ? 'WARN ' : 'INFO '} [a] [${ua}] security - cmd=Auth; account=an.nv@tinh.example; protocol=${protocol};${error && ` error=${error};`}`,
  )
const submitted = (ok: boolean): Happening =>
  told(
    postfix,
    ok
      ? 'Mar  2 08:00:00 mail-01 postfix/smtpd[1]: A1B2C3D4E5: client=x[198.51.100.9], sasl_method=PLAIN, sasl_username=an.nv@tinh.example'
      : 'Mar  2 08:00:00 mail-01 postfix/smtpd[1]: warning: x[198.51.100.9]: SASL PLAIN authentication failed: x, sasl_username=an.nv@tinh.example',
  )
const audit = (type: string, ok: boolean): Happening =>
  told(
    auditd,
    `node=srv-01 type=${type} msg=audit(1772413200.455:7): pid=1 msg='op=login acct="an.nv" exe="/usr/sbin/sshd" addr=198.51.100.9 terminal=ssh res=${ok ? 'success' : 'failed'}'`,
  )
const ssh = told(linuxAuth, 'Mar  2 08:00:00 srv-01 sshd[1]: Failed password for an.nv from 198.51.100.9 port 22 ssh2')
const sso = (type: string, details = ''): Happening =>
  told(keycloak, `{"time":1772413200000,"type":"${type}","realmId":"tinh","details":{"username":"an.nv"${details}}}`)
const vpn = told(
  sophos,
  'device="SFW" date=2026-03-02 time=08:00:00 timezone="+07" device_name="FW" log_id=062910617701 log_type="Event" log_component="SSL VPN Authentication" log_subtype="Authentication" status="Successful" user_name="an.nv@tinh.example" src_ip=203.0.113.9',
)
const identity = told(
  wso2,
  '[2026-03-02 08:00:00,781]  INFO {AUDIT_LOG}-  Initiator : an.nv@carbon.super | Action : Login | Target : x | Data : {} | Result : Success',
)
const night = (event: Happening): Timeline => [['22:40', event]]

describe('after hours (ACC-01a)', () => {
  test.each([
    ['in the page of the mail server', mail('soap')],
    ['through the single sign-on', sso('LOGIN')],
    ['in WSO2', identity],
  ])('somebody signs in %s', (_what, event) => expect(alerts('ACC-01a', night(event))).toBe(1))

  test.each([
    ['a telephone fetches mail', mail('imap')],
    ['Outlook’s connector does', mail('soap', 'ua=Zimbra-ZCO/10.1;')],
    ['a program keeps the secret', sso('LOGIN', ',"grant_type":"password"')],
    ['a session that is open renews its token', sso('CODE_TO_TOKEN')],
    ['a telephone hands mail in', submitted(true)],
    ['the kernel tells of what sshd tells', audit('USER_LOGIN', true)],
    ['a tunnel is no login', vpn],
  ])('but: %s', (_what, event) => expect(alerts('ACC-01a', night(event))).toBe(0))
})

describe('wrong secrets (ACC-11b)', () => {
  const wrong = mail('soap', BROWSER, 'authentication failed for [x], invalid password')

  test('five in the mail are five', () => expect(alerts('ACC-11b', every('30s', 5, '09:00', wrong))).toBe(1))

  test('four, each told by Postfix, too, are four', () => {
    const beats = inOrder(...every('30s', 4, '09:00', wrong), ...every('30s', 4, '09:00:01', submitted(false)))
    expect(alerts('ACC-11b', beats)).toBe(0)
  })

  test('four over ssh, each told twice by the kernel, are four', () => {
    const beats = inOrder(
      ...every('30s', 4, '09:00', ssh),
      ...every('30s', 4, '09:00:01', audit('USER_AUTH', false)),
      ...every('30s', 4, '09:00:02', audit('USER_LOGIN', false)),
    )
    expect(['ACC-11a', 'ACC-11b', 'ACC-11c'].map((rule) => alerts(rule, beats))).toEqual([0, 0, 0])
  })

  test('a directory that does not answer is nobody’s mistake', () => {
    const down = mail('soap', BROWSER, 'external LDAP auth failed, connection refused')
    expect(alerts('ACC-11b', every('30s', 9, '09:00', down))).toBe(0)
  })
})

test('a mailbox that was closed closes no account of the domain (ACC-04)', () => {
  const closed = told(
    zimbra,
    '2026-03-02 08:00:00,253 INFO  [a] [name=qt@tinh.example;] security - cmd=ModifyAccount; name=nghi@tinh.example; zimbraAccountStatus=closed;',
  )
  const overdue = (event: Happening): number => {
    const rule = rules.find(({ id }) => id === 'ACC-04')!
    const beats: Timeline = [['00:00'], ['+1 09:00', event], ['+3 17:30:02']]
    return play(rule, { on: '2026-02-01', beats }, { catalogue }).length
  }
  expect(closed).toMatchObject({ action: 'account.disable', user: 'nghi@tinh.example' })
  expect(overdue(closed)).toBe(1)
  expect(overdue(ev('account.disable', { user: 'nghi@tinh' }))).toBe(0)
})
