import { describe, expect, test } from 'vitest'
import type { Source } from '../../../ingest/source.ts'
import { dnsWindows } from '../../../ingest/sources/dns-windows.ts'
import { keycloak } from '../../../ingest/sources/keycloak.ts'
import { mailboxOf } from '../../../ingest/sources/mailbox.ts'
import { postfix } from '../../../ingest/sources/postfix.ts'
import { zimbra } from '../../../ingest/sources/zimbra.ts'
import type { Observation } from '../../../kernel/event.ts'
import { contextOf } from './support.ts'

const read = (source: Source, line: string, sample: Parameters<typeof contextOf>[0] = {}): readonly Observation[] => {
  const result = source.parse(line, contextOf(sample))
  if (!result.ok) throw new Error(`${result.error.detail}: ${line}`)
  return result.value
}

describe('accounts of applications', () => {
  test.each([
    ['An.NV@Tinh.Example', 'an.nv@tinh.example'],
    [' an.nv ', 'an.nv@zimbra'],
    ['a@b@c', undefined],
    ['@b', undefined],
    ['a@', undefined],
    ['a b', undefined],
    ['-', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('«%s» is %s', (written, account) => expect(mailboxOf(written, 'zimbra')).toBe(account))
})

describe('Zimbra', () => {
  const refused = (error: string): Observation | undefined =>
    read(
      zimbra,
      `2026-03-02 08:00:00,253 WARN  [a] [oip=192.0.2.7;ua=ZimbraWebClient - FF;] security - cmd=Auth; account=an@a.example; protocol=soap; error=${error};`,
    )[0]

  test.each([
    ['authentication failed for [an@a.example], invalid password', 'bad-password'],
    ['authentication failed for [an@a.example], account not found', 'no-such-user'],
    ['authentication failed for [an@a.example], account lockout', 'locked'],
    ['authentication failed for [an@a.example], account(or domain) status is closed', 'disabled'],
    ['must change password', 'expired'],
    [
      'external LDAP auth failed, LDAP error: [LDAP: error code 49 - 80090308: LdapErr: DSID-0C, comment: AcceptSecurityContext error, data 52e, v3839]',
      'bad-password',
    ],
    [
      'external LDAP auth failed, LDAP error: [LDAP: error code 49 - 80090308: LdapErr: DSID-0C, comment: AcceptSecurityContext error, data 533, v3839]',
      'disabled',
    ],
  ])('«%s» is %s', (error, refusal) => expect(refused(error)).toMatchObject({ action: 'login', ok: false, refusal }))

  test.each([
    'external LDAP auth failed, connection refused',
    'system failure',
    'permission denied',
    'LDAP: error code 49 - data 9999',
  ])('«%s» is nobody’s wrong password', (error) => expect(refused(error)).toMatchObject({ action: 'other' }))

  test.each([
    ['ZimbraWebClient - FF141 (Linux)/10.1', 'soap', undefined],
    ['ZimbraWebClient - FF141 (Linux)/10.1', 'imap', true],
    ['zclient/6.0', 'soap', true],
    ['Zimbra-ZCO/10.1 (Windows)', 'soap', true],
    ['', 'pop3', true],
  ])('«%s» over %s: by itself %s', (ua, protocol, automatic) => {
    const line = `2026-03-02 08:00:00,253 INFO  [a] [oip=192.0.2.7;ua=${ua};] security - cmd=Auth; account=an@a.example; protocol=${protocol};`
    const [login] = read(zimbra, line)
    expect(login).toMatchObject({ action: 'login', ok: true })
    expect(login && 'automatic' in login ? login.automatic : undefined).toBe(automatic)
  })

  test('without an error, but as a warning, nothing was done', () => {
    const line = '2026-03-02 08:00:00,253 WARN  [a] [] security - cmd=Auth; account=an@a.example; protocol=soap;'
    expect(read(zimbra, line)).toMatchObject([{ action: 'other' }])
  })

  test('over syslog, and with an address of IPv6 in the name of a thread', () => {
    const line =
      '<22>Mar  2 08:00:01 mail-01 zimbra: 2026-03-02 08:00:00,253 INFO  [qtp-1:https://[::1]:8443/service] [oip=192.0.2.7;] security - cmd=Auth; account=an@a.example; protocol=imap;'
    expect(read(zimbra, line, { zone: '+07:00' })).toMatchObject([
      { action: 'login', at: Date.UTC(2026, 2, 2, 1, 0, 0, 253) },
    ])
  })
})

describe('Postfix', () => {
  const qmgr = (message: string) => read(postfix, `Mar  2 08:00:00 mail-01 postfix/qmgr[1]: ${message}`)[0]

  test('a sender in quotes cannot make the recipients fewer', () => {
    expect(
      qmgr('A1B2C3D4E5: from=<"x>, size=1, nrcpt=1 (queue active), "@a.example>, size=9, nrcpt=500 (queue active)'),
    ).toMatchObject({
      ...{ action: 'mail.send', recipients: 500, bytes: 9 },
    })
  })

  test('what was removed from the queue is no message more', () => {
    expect(qmgr('A1B2C3D4E5: removed')).toMatchObject({ action: 'other' })
  })

  test('an instance of another name, RFC 5424', () => {
    const line =
      '<22>1 2026-03-02T08:00:00+07:00 mail-01 postfix-ra/local 7 - - A1B2C3D4E5: to=<a@a.example>, relay=local, delay=0.1, dsn=2.0.0, status=sent (delivered to mailbox)'
    expect(read(postfix, line)).toMatchObject([{ action: 'mail.deliver', ok: true, at: Date.UTC(2026, 2, 2, 1) }])
  })
})

describe('Keycloak’s clock without a day', () => {
  test.each([
    ['08:00:00,000', '2026-03-02T01:02:00Z', '+07:00', Date.UTC(2026, 2, 2, 1)],
    // A little ahead of ours, and the day before where it would be far ahead.
    ['08:04:00,000', '2026-03-02T01:02:00Z', '+07:00', Date.UTC(2026, 2, 2, 1, 4)],
    ['23:00:00,000', '2026-03-02T01:02:00Z', '+07:00', Date.UTC(2026, 2, 1, 16)],
    ['00:30:00,000', '2026-03-01T17:40:00Z', '+07:00', Date.UTC(2026, 2, 1, 17, 30)],
    ['23:59:59,000', '2026-03-02T00:00:05Z', 'UTC', Date.UTC(2026, 2, 1, 23, 59, 59)],
  ])('%s received at %s in %s', (clock, received, zone, at) => {
    const line = `${clock} DEBUG [org.keycloak.events] (t) type=LOGIN, realmId=tinh, username=an.nv`
    expect(read(keycloak, line, { received, zone })[0]?.at).toBe(at)
  })
})

describe('the debug log of Windows’ name server', () => {
  const at = (time: string, received = '2026-03-05T00:00:00Z'): number | undefined =>
    read(
      dnsWindows,
      `${time} 0E70 PACKET  00000000033397A0 UDP Rcv 192.0.2.7 5b47   Q [0001   D   NOERROR] A (1)a(7)example(0)`,
      {
        received,
        zone: '+07:00',
      },
    )[0]?.at

  test.each([
    ['3/4/2026 8:00:00 AM', Date.UTC(2026, 2, 4, 1)],
    ['04/03/2026 08:00:00', Date.UTC(2026, 2, 4, 1)],
    ['04.03.2026 08:00:00', Date.UTC(2026, 2, 4, 1)],
    ['04/03/2026 8:00:00 SA', Date.UTC(2026, 2, 4, 1)],
    ['2/28/2026 8:00:00 PM', Date.UTC(2026, 1, 28, 13)],
    ['28/02/2026 8:00:00 CH', Date.UTC(2026, 1, 28, 13)],
    ['2026/03/04 12:00:00 AM', Date.UTC(2026, 2, 3, 17)],
  ])('%s', (written, instant) => expect(at(written)).toBe(instant))

  test.each([
    'Message logging key (for packets):',
    '\tField #  Information         Values',
    'DNS Server log file creation at 3/2/2026',
    'Log file wrap at 3/2/2026',
    '',
  ])('prose is no entry: %s', (line) => expect(read(dnsWindows, line)).toEqual([]))
})
