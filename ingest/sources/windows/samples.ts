import type { Sample } from '../../source.ts'
import { type Parts, winlog as winlogOf } from './sample.ts'
import { systemSamples } from './samples-system.ts'

const SECURITY = { channel: 'Security', provider_name: 'Microsoft-Windows-Security-Auditing' }

const winlog = (event_id: number, event_data: unknown, parts: Parts = SECURITY): string =>
  winlogOf(event_id, event_data, parts)

const AN = { TargetUserName: 'An.NV', TargetDomainName: 'TINH', TargetUserSid: 'S-1-5-21-1-2-3-1105' }
const ADMIN = {
  SubjectUserName: 'Quantri',
  SubjectDomainName: 'TINH',
  SubjectUserSid: 'S-1-5-21-1-2-3-500',
}
const STICK = String.raw`USBSTOR\Disk&Ven_Example&Prod_Stick&Rev_1.00\AA11BB22CC33&0`
const DEFENDER = {
  channel: 'Microsoft-Windows-Windows Defender/Operational',
  provider_name: 'Microsoft-Windows-Windows Defender',
}
const login = { action: 'login', user: 'an.nv@tinh', host: 'pc-01', system: 'windows' }

/** What the Winlogbeat source reads, by example: its documentation and its tests. */
export const winlogbeatSamples: Readonly<Record<string, Sample>> = {
  'a person logs in at the machine': {
    line: winlog(4624, {
      ...AN,
      LogonType: '2',
      IpAddress: '127.0.0.1',
      WorkstationName: 'PC-01',
      TargetLogonId: '0x5F',
    }),
    yields: [{ ...login, id: 'pc-01/security/7/1772413200', ok: true, via: 'interactive', session: '0x5f' }],
  },
  'the administrator’s elevated login is the one that counts': {
    line: winlog(4624, { ...AN, LogonType: '2', TargetLinkedLogonId: '0x51', ElevatedToken: '%%1842' }),
    yields: [{ ...login, ok: true, elevated: true }],
  },
  'its filtered twin of the same second does not': {
    line: winlog(4624, { ...AN, LogonType: '2', TargetLinkedLogonId: '0x52', ElevatedToken: '%%1843' }),
    yields: [{ action: 'other', host: 'pc-01', code: '4624' }],
  },
  'the machine account is nobody': {
    line: winlog(4624, { TargetUserName: 'PC-01$', TargetDomainName: 'TINH', LogonType: '3' }),
    yields: [{ action: 'other', host: 'pc-01' }],
  },
  'a wrong password over the network from another machine': {
    line: winlog(4625, {
      ...AN,
      LogonType: '3',
      SubStatus: '0xC000006A',
      Status: '0xc000006d',
      IpAddress: '::ffff:192.0.2.7',
      WorkstationName: 'PC-02',
    }),
    yields: [
      { ...login, ok: false, via: 'network', automatic: true, refusal: 'bad-password', ip: '192.0.2.7', from: 'pc-02' },
    ],
  },
  'an account created with a dollar sign is a user': {
    line: winlog(4720, { ...ADMIN, TargetUserName: 'backup$', TargetDomainName: 'TINH' }),
    yields: [{ action: 'account.create', user: 'backup$@tinh', by: 'quantri@tinh' }],
  },
  'a member joins the administrators, known by SID alone': {
    line: winlog(4732, {
      ...ADMIN,
      MemberName: '-',
      MemberSid: 'S-1-5-21-1-2-3-1002',
      TargetUserName: 'Quản trị viên',
      TargetSid: 'S-1-5-32-544',
    }),
    yields: [{ action: 'group.add', user: 's-1-5-21-1-2-3-1002@pc-01', groupSid: 'S-1-5-32-544' }],
  },
  'a stick is plugged in': {
    line: winlog(6416, { DeviceId: STICK, ClassName: 'DiskDrive' }),
    yields: [{ action: 'media.attach', device: 'aa11bb22cc33', kind: 'storage', vendor: 'Example', model: 'Stick' }],
  },
  'the same stick arrives as a portable device': {
    line: winlog(
      2003,
      {},
      {
        channel: 'Microsoft-Windows-DriverFrameworks-UserMode/Operational',
        provider_name: 'Microsoft-Windows-DriverFrameworks-UserMode',
        user_data: {
          xml_name: 'UMDFHostDeviceArrivalBegin',
          instance: String.raw`SWD\WPDBUSENUM\_??_USBSTOR#DISK&VEN_EXAMPLE&PROD_STICK&REV_1.00#AA11BB22CC33&0#{53f56307-b6bf-11d0-94f2-00a0c91efb8b}`,
        },
      },
    ),
    yields: [{ action: 'media.attach', device: 'aa11bb22cc33', kind: 'storage' }],
  },
  'a remote sign-in raises a monitor, which is no medium': {
    line: winlog(6416, { DeviceId: String.raw`DISPLAY\Default_Monitor\1&2`, ClassName: 'Monitor' }),
    yields: [{ action: 'other' }],
  },
  'the antivirus is alive': {
    line: winlog(1151, { AV_security_intelligence_version: '1.2.3.4' }, DEFENDER),
    yields: [{ action: 'heartbeat', host: 'pc-01', agent: 'defender', version: '1.2.3.4' }],
  },
  'the antivirus found something': {
    line: winlog(
      1116,
      {
        Threat_Name: 'Virus:DOS/EICAR_Test_File',
        Path: String.raw`file:_E:\a.com`,
        Detection_User: String.raw`TINH\an.nv`,
      },
      DEFENDER,
    ),
    yields: [
      {
        action: 'malware.found',
        threat: 'Virus:DOS/EICAR_Test_File',
        path: String.raw`E:\a.com`,
        user: 'an.nv@tinh',
        handled: false,
      },
    ],
  },
  'the same id of another provider means nothing to us': {
    line: winlog(4625, { ...AN }, { channel: 'Application', provider_name: 'Microsoft-Windows-EventSystem' }),
    yields: [{ action: 'other', host: 'pc-01', code: '4625', provider: 'Microsoft-Windows-EventSystem' }],
  },
  'Winlogbeat 6, flat': {
    line: JSON.stringify({
      '@timestamp': '2026-03-02T01:00:00.000Z',
      event_id: 4634,
      log_name: 'Security',
      source_name: 'Microsoft-Windows-Security-Auditing',
      record_number: '8',
      computer_name: 'PC-01.tinh.example',
      event_data: { ...AN, LogonType: '2', TargetLogonId: '0x5f' },
    }),
    yields: [{ action: 'logout', user: 'an.nv@tinh', host: 'pc-01', session: '0x5f', seq: 8 }],
  },
  ...systemSamples,
  'cut off in transit': { line: winlog(4624, AN).slice(0, 60), yields: 'malformed' },
  'a JSON record of something else': { line: '{"hello":"world"}', yields: 'schema' },
  'a time that is none': { line: winlog(4624, AN).replace('2026-03-02T', 'yesterday '), yields: 'time' },
}
