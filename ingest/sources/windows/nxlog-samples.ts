import type { Sample } from '../../source.ts'

/** A record as NXLog's im_msvistalog writes it; no real person, machine or address. */
const record = (EventID: number, data: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({
    EventTime: '2026-03-02 08:00:00',
    Hostname: 'PC-01.tinh.example',
    host: 'relay-01',
    port: 514,
    EventID,
    SourceName: 'Microsoft-Windows-Security-Auditing',
    Channel: 'security',
    RecordNumber: 9,
    EventType: 'AUDIT_SUCCESS',
    Severity: 'INFO',
    ...data,
  })

const AN = { TargetUserName: 'An.NV', TargetDomainName: 'TINH.EXAMPLE', TargetUserSid: 'S-1-5-21-1-2-3-1105' }

/** What the NXLog source reads, by example. */
export const nxlogSamples: Readonly<Record<string, Sample>> = {
  'a person logs in through remote desktop; the time is the sender’s': {
    line: record(4624, {
      ...AN,
      LogonType: '10',
      IpAddress: '192.0.2.7',
      TargetLogonId: '0x5f',
      ElevatedToken: '%%1842',
    }),
    zone: '+07:00',
    yields: [
      {
        action: 'login',
        id: 'pc-01/security/9/1772413200',
        at: Date.UTC(2026, 2, 2, 1),
        user: 'an.nv@tinh',
        host: 'pc-01',
        via: 'remote',
        ip: '192.0.2.7',
        ok: true,
        elevated: true,
      },
    ],
  },
  'a password policy refuses a new password': {
    line: record(4723, { ...AN, SubjectUserName: 'an.nv', SubjectDomainName: 'TINH', EventType: 'AUDIT_FAILURE' }),
    yields: [{ action: 'password.change', user: 'an.nv@tinh', by: 'an.nv@tinh', ok: false }],
  },
  'a phone, with XML entities inside the JSON': {
    line: record(6416, {
      DeviceId: String.raw`USB\VID_1234&amp;PID_5678&amp;MI_00\6&amp;161d18cc&amp;0&amp;0000`,
      ClassName: 'WPD',
    }),
    yields: [
      {
        action: 'media.attach',
        kind: 'phone',
        device: String.raw`pc-01/usb\vid_1234&pid_5678&mi_00\6&161d18cc&0&0000`,
      },
    ],
  },
  'Sysmon’s own time is the time of the act': {
    line: record(3, {
      SourceName: 'Microsoft-Windows-Sysmon',
      Channel: 'Microsoft-Windows-Sysmon/Operational',
      UtcTime: '2026-03-02 01:00:00.500',
      EventTime: '2026-03-01 20:00:00',
    }),
    yields: [{ action: 'other', at: Date.UTC(2026, 2, 2, 1, 0, 0, 500), host: 'pc-01', code: '3' }],
  },
  'the audit log was cleared; the account stands only in the message': {
    line: record(1102, {
      SourceName: 'Microsoft-Windows-Eventlog',
      Message: 'The audit log was cleared.\r\nSubject:\r\n\tAccount Name:\tan.nv\r\n\tDomain Name:\tPC-01\r\n',
    }),
    yields: [{ action: 'log.clear', host: 'pc-01', user: 'an.nv@pc-01', log: 'Security' }],
  },
  'a time that is none': { line: record(4624, { EventTime: 'hôm qua' }), yields: 'time' },
  'no machine': { line: record(4624, { Hostname: '' }), yields: 'schema' },
  'not JSON': { line: 'EventID=4624', yields: 'malformed' },
}
