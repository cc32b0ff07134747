import { describe, expect, test } from 'vitest'
import { linuxAuth } from '../../../ingest/sources/linux-auth.ts'
import { nxlog } from '../../../ingest/sources/nxlog.ts'
import { winlogbeat } from '../../../ingest/sources/winlogbeat.ts'
import type { Observation } from '../../../kernel/event.ts'
import { contextOf } from './support.ts'

const SECURITY = { channel: 'Security', provider_name: 'Microsoft-Windows-Security-Auditing' }
const system = (provider_name: string) => ({ channel: 'System', provider_name })
const AN = { TargetUserName: 'an.nv', TargetDomainName: 'TINH' }
const BY = { SubjectUserName: 'quantri', SubjectDomainName: 'TINH' }

/** One event through Winlogbeat. */
const read = (
  event_id: unknown,
  event_data: unknown = {},
  winlog: object = SECURITY,
  top: object = {},
): Observation => {
  const line = JSON.stringify({
    '@timestamp': '2026-03-02T01:00:00Z',
    winlog: { event_id, record_id: 1, computer_name: 'PC-01.tinh.example', event_data, ...winlog },
    ...top,
  })
  const result = winlogbeat.parse(line, contextOf())
  if (!result.ok) throw new Error(result.error.detail)
  return result.value[0] as Observation
}

describe('what breaks a naive parser (log-formats 0), one by one', () => {
  test.each([4624, '4624', { '#text': 4624, '#attributes': { Qualifiers: 0 } }])('an event id may be %j', (id) => {
    expect(read(id, { ...AN, LogonType: '2' })).toMatchObject({ action: 'login', code: '4624' })
  })

  test.each([
    ['4625', 'Application', 'Microsoft-Windows-EventSystem'],
    ['104', 'Microsoft-Windows-RemoteDesktopServices-RdpCoreTS/Operational', 'Microsoft-Windows-RdpCoreTS'],
    ['1001', 'Application', 'Windows Error Reporting'],
    [
      '2003',
      'Microsoft-Windows-Windows Firewall With Advanced Security/Firewall',
      'Microsoft-Windows-Windows Firewall',
    ],
    ['400', 'Windows PowerShell', 'PowerShell'],
    ['12', 'Microsoft-Windows-Sysmon/Operational', 'Microsoft-Windows-Sysmon'],
    ['constructor', 'Security', 'Microsoft-Windows-Security-Auditing'],
  ])('%s of %s means nothing to us', (code, channel, provider_name) => {
    expect(read(code, { ...AN }, { channel, provider_name })).toMatchObject({ action: 'other', code, host: 'pc-01' })
  })

  test('a channel may be written in any case, and the record is the same', () => {
    const one = read(4624, { ...AN, LogonType: '2' })
    const two = read(4624, { ...AN, LogonType: '2' }, { ...SECURITY, channel: 'SECURITY' })
    expect(two).toEqual(one)
  })

  test('UserData stands in for EventData: children and attributes', () => {
    const cleared = { SubjectUserName: 'an.nv', SubjectDomainName: 'PC-01', Channel: 'Application' }
    const user_data = { LogFileCleared: { '@xmlns': 'x', ...cleared } }
    expect(read(104, {}, { ...system('Microsoft-Windows-Eventlog'), user_data })).toMatchObject({
      action: 'log.clear',
      log: 'Application',
      user: 'an.nv@pc-01',
    })
  })

  test('unnamed data are param1 to paramN', () => {
    const Binary = [...'BkavService/4'].map((char) => `${char.charCodeAt(0).toString(16)}00`).join('')
    expect(read(7036, { Data: ['Dịch vụ Bkav', 'x'], Binary }, system('Service Control Manager'))).toMatchObject({
      action: 'heartbeat',
      agent: 'bkav',
    })
    expect(read(7036, { param1: 'BkavService', param2: 'stopped' }, system('Service Control Manager'))).toMatchObject({
      ...{ action: 'service.state', service: 'BkavService', running: false },
    })
  })

  test.each(['Threat Name', 'Threat_Name', 'threatName'])('a name may be written «%s»', (name) => {
    const defender = {
      channel: 'Microsoft-Windows-Windows Defender/Operational',
      provider_name: 'Microsoft-Windows-Windows Defender',
    }
    expect(read(1117, { [name]: 'EICAR', 'Error Code': '0x00000000' }, defender)).toMatchObject({
      threat: 'EICAR',
      handled: true,
    })
  })

  test.each([
    [{}, true],
    [{ 'Action ID': '1', 'Action Name': 'Clean' }, true],
    [{ 'Action ID': '2', 'Action Name': 'Cách ly' }, true],
    [{ 'Action ID': '3', 'Action Name': 'Remove' }, true],
    [{ 'Action ID': '10', 'Action Name': 'Block' }, true],
    [{ 'Action Name': 'Quarantine' }, true],
    [{ 'Action ID': '6', 'Action Name': 'Allow' }, false],
    [{ 'Action ID': '6', 'Action Name': 'Cho phép' }, false],
    [{ 'Action ID': '8', 'Action Name': 'User defined' }, false],
    [{ 'Action ID': '9', 'Action Name': 'Not Applicable' }, false],
    [{ 'Action Name': 'Allow' }, false],
    [{ 'Action Name': 'No action' }, false],
  ])('malware on which Defender took the action %o is handled: %s', (action, handled) => {
    const data = { 'Threat Name': 'W32.Example', 'Error Code': '0x00000000', ...action }
    const defender = {
      channel: 'Microsoft-Windows-Windows Defender/Operational',
      provider_name: 'Microsoft-Windows-Windows Defender',
    }
    expect(read(1117, data, defender)).toMatchObject({ action: 'malware.found', handled })
  })

  test('unresolved message numbers are translated where known and no error where not', () => {
    const flags = { ...AN, UserAccountControl: '\n\t\t%%2089\n\t\t%%2082\n\t\t%%9999' }
    expect(read(4738, { ...flags, ...BY })).toMatchObject({
      action: 'account.change',
      what: 'password-never-expires,password-not-required',
    })
  })

  test.each([
    ['2026-03-02 08:00:00', '+07:00'],
    ['2026-03-01 21:00:00', '-04:00'],
    ['2026-03-01 20:00:00', 'America/New_York'],
    ['2026-03-02T02:30:00.123456789+01:30', 'UTC'],
    ['2026-03-02T05:00:00+0400', 'UTC'],
  ])('%s of a sender at %s is 01:00 UTC', (EventTime, zone) => {
    const line = JSON.stringify({
      EventTime,
      Hostname: 'pc-01',
      EventID: 12,
      SourceName: 'Microsoft-Windows-Kernel-General',
      Channel: 'System',
    })
    const result = nxlog.parse(line, contextOf({ zone }))
    expect(result.ok && Math.floor((result.value[0]?.at ?? 0) / 1000) * 1000).toBe(Date.UTC(2026, 2, 2, 1))
  })

  test('a machine account is nobody at a logon, but a user where an account is created', () => {
    expect(read(4624, { TargetUserName: 'PC-01$', LogonType: '3' }).action).toBe('other')
    expect(read(4768, { TargetUserName: 'PC-01$@TINH', Status: '0x6' }).action).toBe('other')
    expect(read(4720, { TargetUserName: 'la$', TargetDomainName: 'TINH' })).toMatchObject({ user: 'la$@tinh' })
  })

  test.each([
    ['SYSTEM', 'NT AUTHORITY', 'S-1-5-18'],
    ['HỆ THỐNG', 'NT AUTHORITY', 'S-1-5-18'],
    ['DWM-3', 'Window Manager', 'S-1-5-90-0-3'],
    ['UMFD-0', 'Font Driver Host', 'S-1-5-96-0-0'],
    ['ANONYMOUS LOGON', 'NT AUTHORITY', 'S-1-5-7'],
    ['-', '-', 'S-1-0-0'],
  ])('%s is nobody', (TargetUserName, TargetDomainName, TargetUserSid) => {
    expect(read(4624, { TargetUserName, TargetDomainName, TargetUserSid, LogonType: '2' }).action).toBe('other')
  })

  test.each([
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['fe80::1%eth0', 'fe80::1'],
    ['-', undefined],
    ['LOCAL', undefined],
    ['', undefined],
    ['::1', undefined],
    ['127.0.0.1', undefined],
  ])('address %s is %s', (IpAddress, ip) => {
    const login = read(4624, { ...AN, LogonType: '3', IpAddress })
    expect('ip' in login ? login.ip : undefined).toBe(ip)
  })

  test.each([
    [{ TargetUserName: 'An.NV', TargetDomainName: 'TINH.EXAMPLE' }, 'an.nv@tinh'],
    [{ TargetUserName: 'An.NV', TargetDomainName: 'PC-01' }, 'an.nv@pc-01'],
    [{ TargetUserName: 'An.NV', TargetDomainName: '.' }, 'an.nv@pc-01'],
    [{ TargetUserName: 'An.NV', TargetDomainName: '' }, 'an.nv@pc-01'],
    [{ TargetUserName: 'an.nv@tinh.example', TargetDomainName: '' }, 'an.nv@tinh'],
    [{ TargetUserName: 'TINH\\an.nv', TargetDomainName: '-' }, 'an.nv@tinh'],
  ])('%j is %s', (data, user) => {
    expect(read(4625, { ...data, LogonType: '2' })).toMatchObject({ user })
  })

  test('a failed logon bears the null SID and is a person’s all the same', () => {
    expect(read(4625, { ...AN, TargetUserSid: 'S-1-0-0', LogonType: '2' })).toMatchObject({
      user: 'an.nv@tinh',
      ok: false,
    })
  })

  test('the collector’s name is not the machine’s', () => {
    expect(read(6005, {}, system('EventLog'), { host: { name: 'wec-01' } })).toMatchObject({
      action: 'power.on',
      host: 'pc-01',
    })
  })
})

describe('what Windows says in codes', () => {
  test.each([
    ['0xc000006a', 'bad-password'],
    ['0xC0000064', 'no-such-user'],
    ['0xc0000072', 'disabled'],
    ['0xc0000234', 'locked'],
    ['0xc0000071', 'expired'],
    ['0xc0000193', 'expired'],
    ['0xc0000224', 'expired'],
    ['0xc000006f', 'outside-hours'],
    ['0xc0000070', 'outside-hours'],
    ['0xc000015b', 'other'],
  ])('SubStatus %s is %s', (SubStatus, refusal) => {
    expect(read(4625, { ...AN, SubStatus, Status: '0xc000006d', LogonType: '2' })).toMatchObject({ ok: false, refusal })
  })

  test('Status decides where SubStatus is zero', () => {
    expect(read(4625, { ...AN, SubStatus: '0x0', Status: '0xc0000234' })).toMatchObject({ refusal: 'locked' })
  })

  test.each([
    [
      4771,
      { TargetUserName: 'an.nv', ServiceName: 'krbtgt/TINH', Status: '0x18' },
      { refusal: 'bad-password', user: 'an.nv@tinh' },
    ],
    [4768, { ...AN, Status: '0x6' }, { refusal: 'no-such-user', user: 'an.nv@tinh' }],
    [
      4776,
      { TargetUserName: 'an.nv', Workstation: 'PC-02', Status: '0xc000006a' },
      { refusal: 'bad-password', from: 'pc-02', user: 'an.nv@tinh' },
    ],
    [
      4776,
      { TargetUserName: 'an.nv', Workstation: 'PC-01', Status: '0xc0000234' },
      { refusal: 'locked', user: 'an.nv@pc-01' },
    ],
  ])('%i with a failure is a failed login', (code, data, expected) => {
    expect(read(code, data, { ...SECURITY, keywords: ['Audit Success'] })).toMatchObject({
      action: 'login',
      ok: false,
      ...expected,
    })
  })

  test.each([
    [4768, { ...AN, Status: '0x0' }],
    [4776, { TargetUserName: 'an.nv', Status: '0x0' }],
    [4771, { ...AN, Status: '0x19' }],
  ])('%i without one is no login at a machine', (code, data) => {
    expect(read(code, data).action).toBe('other')
  })

  test.each([
    ['2', 'interactive', undefined],
    ['3', 'network', true],
    ['4', 'batch', true],
    ['5', 'service', true],
    ['7', 'unlock', undefined],
    ['8', 'network', undefined],
    ['9', 'network', undefined],
    ['10', 'remote', undefined],
    ['11', 'interactive', undefined],
    ['12', 'remote', undefined],
    ['13', 'unlock', undefined],
  ])('logon type %s is %s', (LogonType, via, automatic) => {
    const login = read(4624, { ...AN, LogonType })
    expect(login).toMatchObject({ via })
    expect('automatic' in login ? login.automatic : undefined).toBe(automatic)
  })

  test.each([
    [4722, 'account.enable'],
    [4725, 'account.disable'],
    [4726, 'account.delete'],
    [4767, 'account.unlock'],
    [4723, 'password.change'],
    [4724, 'password.change'],
  ])('%i is %s by the Subject', (code, action) => {
    expect(read(code, { ...AN, ...BY })).toMatchObject({ action, user: 'an.nv@tinh', by: 'quantri@tinh' })
  })

  test('a refused password change is one, by keyword bits in any language', () => {
    expect(read(4724, AN, { ...SECURITY, keywords: ['0x8010000000000000'] })).toMatchObject({ ok: false })
    expect(read(4724, AN, SECURITY, { event: { outcome: 'failure' } })).toMatchObject({ ok: false })
  })

  test('a lockout names the calling machine in the place of the domain', () => {
    const data = {
      TargetUserName: 'an.nv',
      TargetDomainName: 'PC-09',
      SubjectUserName: 'DC-01$',
      SubjectDomainName: 'TINH',
    }
    expect(read(4740, data)).toMatchObject({ action: 'account.lock', user: 'an.nv@tinh', from: 'pc-09' })
  })

  test('a renamed account is the old one', () => {
    const data = { OldTargetUserName: 'an.nv', NewTargetUserName: 'x', TargetDomainName: 'TINH', ...BY }
    expect(read(4781, data)).toMatchObject({ action: 'account.change', user: 'an.nv@tinh', what: 'renamed:x@tinh' })
  })

  test.each([
    [4728, 'group.add'],
    [4732, 'group.add'],
    [4756, 'group.add'],
    [4729, 'group.remove'],
    [4733, 'group.remove'],
    [4757, 'group.remove'],
  ])('%i is %s of the member', (code, action) => {
    const data = { MemberName: 'CN=an\\,nv,OU=x,DC=tinh,DC=example', TargetUserName: 'G', TargetSid: 'S-1-5-32-544' }
    expect(read(code, data)).toMatchObject({ action, user: 'an,nv@tinh', group: 'G', groupSid: 'S-1-5-32-544' })
  })

  test.each([
    ['User32', 1074, 'power.off'],
    ['EventLog', 6005, 'power.on'],
    ['EventLog', 6006, 'power.off'],
    ['EventLog', 6008, 'power.on'],
    ['EventLog', 6013, 'other'],
    ['Microsoft-Windows-Kernel-General', 12, 'power.on'],
    ['Microsoft-Windows-Kernel-General', 13, 'power.off'],
    ['Microsoft-Windows-Kernel-Power', 41, 'power.on'],
    ['Microsoft-Windows-Kernel-Power', 42, 'power.off'],
  ])('%s %i is %s', (provider, code, action) => {
    expect(read(code, {}, system(provider))).toMatchObject({ action, host: 'pc-01' })
  })

  test('a locked screen, a session left and joined', () => {
    expect(read(4800, AN)).toMatchObject({ action: 'session.lock', user: 'an.nv@tinh' })
    expect(read(4801, AN)).toMatchObject({ action: 'session.unlock' })
    const session = { AccountName: 'an.nv', AccountDomain: 'TINH', ClientName: 'PC-02', ClientAddress: '192.0.2.7' }
    expect(read(4778, session)).toMatchObject({ action: 'session.connect', ip: '192.0.2.7', from: 'pc-02' })
    expect(read(4779, { ...session, ClientAddress: 'LOCAL' })).not.toHaveProperty('ip')
  })

  test('a process is an activity of the person it runs as', () => {
    const started = {
      SubjectUserName: 'PC-01$',
      SubjectUserSid: 'S-1-5-18',
      NewProcessName: String.raw`C:\a\EXCEL.EXE`,
    }
    expect(read(4688, { ...started, ...AN })).toMatchObject({
      action: 'activity',
      user: 'an.nv@tinh',
      what: 'excel.exe',
    })
    expect(read(4688, { ...started, TargetUserName: '-' }).action).toBe('other')
  })

  test('special privileges belong to a person or nobody', () => {
    expect(read(4672, { SubjectUserName: 'an.nv', SubjectDomainName: 'TINH' })).toMatchObject({
      action: 'privilege',
      ok: true,
    })
    expect(read(4672, { SubjectUserName: 'SYSTEM', SubjectDomainName: 'NT AUTHORITY' }).action).toBe('other')
  })
})

describe('Linux lines', () => {
  const linux = (line: string) => {
    const result = linuxAuth.parse(line, contextOf({ zone: '+07:00' }))
    if (!result.ok) throw new Error(result.error.detail)
    return result.value[0] as Observation
  }
  const HEAD = 'Mar  2 08:00:00 srv-01'

  test.each([
    [`${HEAD} sshd[1]: Failed publickey for an.nv from 192.0.2.7 port 1 ssh2`, { action: 'other' }],
    [`${HEAD} sshd[1]: Failed none for invalid user an from 192.0.2.7 port 1 ssh2`, { action: 'other' }],
    [
      `${HEAD} sshd[1]: Failed password for invalid user root from 10.1.2.3 port 22 ssh2 from 192.0.2.7 port 1 ssh2`,
      { action: 'login', user: 'root from 10.1.2.3 port 22 ssh2@srv-01', ip: '192.0.2.7', ok: false },
    ],
    [
      `${HEAD} sshd[1]: User an from 10.1.2.3 not allowed because x from 192.0.2.7 not allowed because not listed in AllowUsers`,
      { action: 'login', ip: '192.0.2.7', ok: false },
    ],
    [
      `${HEAD} sshd[1]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.7  user=an.nv`,
      { action: 'other' },
    ],
    [`${HEAD} sshd[1]: pam_unix(sshd:session): session opened for user an.nv by (uid=0)`, { action: 'other' }],
    [`${HEAD} sshd[1]: pam_unix(sshd:session): session closed for user an.nv`, { action: 'logout', via: 'remote' }],
    [
      `${HEAD} login[1]: pam_unix(login:session): session opened for user an.nv by LOGIN(uid=0)`,
      { action: 'login', via: 'interactive' },
    ],
    [
      `${HEAD} sshd[1]: error: maximum authentication attempts exceeded for an.nv from 192.0.2.7 port 1 ssh2`,
      { action: 'other' },
    ],
    [
      `${HEAD} sudo:  an.nv : TTY=pts/1 ; PWD=/home/an.nv ; USER=root ; COMMAND=/usr/bin/id`,
      { action: 'privilege', ok: true, what: '/usr/bin/id' },
    ],
    [
      `${HEAD} sudo:  an.nv : 3 incorrect password attempts ; TTY=pts/1 ; PWD=/ ; USER=root ; COMMAND=/bin/sh`,
      { action: 'privilege', ok: false },
    ],
    [`${HEAD} useradd[1]: add 'an.nv' to group 'sudo'`, { action: 'group.add', group: 'sudo', user: 'an.nv@srv-01' }],
    [
      `${HEAD} gpasswd[1]: user an.nv removed by root from group sudo`,
      { action: 'group.remove', group: 'sudo', by: 'root@srv-01' },
    ],
    [`${HEAD} userdel[1]: delete user 'an.nv'`, { action: 'account.delete' }],
    [`${HEAD} usermod[1]: lock user 'an.nv' password`, { action: 'account.disable' }],
    [`${HEAD} useradd[1]: failed adding user 'an.nv', data deleted`, { action: 'other' }],
    [`${HEAD} passwd[1]: password for 'an.nv' changed by 'root'`, { action: 'password.change', by: 'root@srv-01' }],
    [`${HEAD} chpasswd[1]: pam_unix(chpasswd:chauthtok): password changed for an.nv`, { action: 'password.change' }],
    [`${HEAD} systemd-logind[1]: New session 3 of user an.nv.`, { action: 'activity', user: 'an.nv@srv-01' }],
    [`${HEAD} kernel: usb 1-1: USB disconnect, device number 2`, { action: 'media.detach', device: 'srv-01/usb-1-1' }],
    ['Accepted password for an.nv from 192.0.2.7 port 1 ssh2', { action: 'login', user: 'an.nv@collector-01' }],
  ])('%s', (line, expected) => {
    expect(linux(line)).toMatchObject(expected)
  })

  test('a line with a mapped address and a name in capitals', () => {
    expect(
      linux(`${HEAD}.tinh.example sshd[1]: Accepted password for An.NV from ::ffff:192.0.2.7 port 1 ssh2`),
    ).toMatchObject({
      user: 'an.nv@srv-01',
      host: 'srv-01',
      ip: '192.0.2.7',
    })
  })
})
