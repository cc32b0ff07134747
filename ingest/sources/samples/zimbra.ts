import type { Sample } from '../../source.ts'

const BROWSER = 'ua=ZimbraWebClient - FF141 (Linux)/10.1.2_GA;'
const line = (context: string, message: string, level = 'INFO '): string =>
  `2026-03-02 08:00:00,253 ${level} [qtp1-8921:https://a/service/soap/AuthRequest] [${context}] security - ${message}`

/** What the source of Zimbra reads, by example; no real machine, person or address. */
export const zimbraSamples: Readonly<Record<string, Sample>> = {
  'somebody signs in, in a browser': {
    line: line(
      `name=an.nv@tinh.example;oip=192.0.2.7;${BROWSER}`,
      'cmd=Auth; account=An.NV@tinh.example; protocol=soap;',
    ),
    zone: '+07:00',
    yields: [
      {
        ...{
          action: 'login',
          at: Date.UTC(2026, 2, 2, 1, 0, 0, 253),
          user: 'an.nv@tinh.example',
          ip: '192.0.2.7',
          ok: true,
        },
        ...{ via: 'application', system: 'zimbra', code: 'Auth' },
      },
    ],
  },
  'a telephone comes by itself': {
    line: line(
      'ip=192.0.2.1;oip=198.51.100.9;via=192.0.2.1(nginx/1.24);ua=Zimbra/10;',
      'cmd=Auth; account=an.nv@tinh.example; protocol=imap;',
    ),
    yields: [{ action: 'login', automatic: true, ok: true, ip: '198.51.100.9' }],
  },
  'a wrong secret': {
    line: line(
      `oip=203.0.113.7, 192.0.2.7;${BROWSER}`,
      'cmd=Auth; account=an.nv@tinh.example; protocol=soap; error=authentication failed for [an.nv@tinh.example], invalid password;',
      'WARN ',
    ),
    yields: [{ action: 'login', ok: false, refusal: 'bad-password', ip: '192.0.2.7' }],
  },
  'nobody of that name, known at the proxy alone': {
    line: line(
      `ip=192.0.2.1;${BROWSER}`,
      'cmd=Auth; account=abc@tinh.example; protocol=soap; error=authentication failed for [abc@tinh.example], account not found;',
      'WARN ',
    ),
    yields: [{ action: 'login', ok: false, refusal: 'no-such-user', user: 'abc@tinh.example' }],
  },
  'the directory did not answer: nobody’s secret was wrong': {
    line: line(
      `oip=192.0.2.7;${BROWSER}`,
      'cmd=Auth; account=an.nv@tinh.example; protocol=soap; error=authentication failed for [an.nv@tinh.example], external LDAP auth failed, connection refused;',
      'WARN ',
    ),
    yields: [{ action: 'other', code: 'Auth' }],
  },
  'a browser’s own words are no message': {
    line: line(
      'oip=192.0.2.7;ua=x] security - cmd=Auth; account=bich@tinh.example; [y;',
      'cmd=Auth; account=an.nv@tinh.example; protocol=imap;',
    ),
    yields: [{ action: 'login', user: 'an.nv@tinh.example' }],
  },
  'at the console of administrators': {
    line: line('oip=192.0.2.8;ua=ZimbraAdminConsole - Chrome;', 'cmd=AdminAuth; account=quan.tri@tinh.example;'),
    yields: [{ action: 'login', elevated: true, ok: true }],
  },
  'a password is set by another': {
    line: line('name=quan.tri@tinh.example;oip=192.0.2.8;', 'cmd=SetPassword; name=an.nv@tinh.example;'),
    yields: [{ action: 'password.change', user: 'an.nv@tinh.example', by: 'quan.tri@tinh.example', ok: true }],
  },
  'and could not be': {
    line: line(
      'name=an.nv@tinh.example;',
      'cmd=ChangePassword; account=an.nv@tinh.example; error=invalid password;',
      'WARN ',
    ),
    yields: [{ action: 'password.change', user: 'an.nv@tinh.example', ok: false }],
  },
  'an account is closed': {
    line: line(
      'name=quan.tri@tinh.example;',
      'cmd=ModifyAccount; name=an.nv@tinh.example; zimbraAccountStatus=closed;',
    ),
    yields: [{ action: 'account.disable', user: 'an.nv@tinh.example', by: 'quan.tri@tinh.example' }],
  },
  'something else of it is set': {
    line: line('name=quan.tri@tinh.example;', 'cmd=ModifyAccount; name=an.nv@tinh.example; zimbraMailQuota=0;'),
    yields: [{ action: 'account.change', user: 'an.nv@tinh.example' }],
  },
  'another’s mailbox is opened': {
    line: line('name=quan.tri@tinh.example;', 'cmd=DelegateAuth; accountId=x-1; accountName=an.nv@tinh.example;'),
    yields: [{ action: 'privilege', user: 'quan.tri@tinh.example', target: 'an.nv@tinh.example', ok: true }],
  },
  'mailbox.log': {
    line: '2026-03-02 08:00:00,253 INFO  [LmtpServer-1] [name=an.nv@tinh.example;mid=2;ip=192.0.2.1;] mailop - Adding Message: id=257',
    yields: [{ action: 'other', code: 'mailop' }],
  },
  'a line of a stack': { line: '\tat com.zimbra.cs.account.Provisioning', yields: 'malformed' },
  'a day that is none': { line: '2026-02-30 08:00:00,253 INFO  [a] [] security - cmd=Auth;', yields: 'time' },
}
