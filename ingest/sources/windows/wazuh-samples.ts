import type { Sample } from '../../source.ts'

type Values = Readonly<Record<string, unknown>>

/** The part of a record that is the Windows event; no real person, machine or address. */
const win = (eventID: string, content: Values, system: Values = {}): Values => ({
  ...content,
  system: {
    providerName: 'Microsoft-Windows-Security-Auditing',
    eventID,
    level: '0',
    task: '12544',
    keywords: '0x8020000000000000',
    systemTime: '2026-03-02T01:00:00.1234567Z',
    eventRecordID: '7',
    channel: 'Security',
    computer: 'PC-01.tinh.example',
    severityValue: 'AUDIT_SUCCESS',
    message: '"An account was successfully logged on."',
    ...system,
  },
})

/** As the manager files it. */
const alert = (data: Values, decoder = 'windows_eventchannel'): string =>
  JSON.stringify({
    timestamp: '2026-03-02T08:00:02.500+0700',
    rule: { level: 3, description: 'Windows logon success.', id: '60106', groups: ['windows'] },
    agent: { id: '011', name: 'PC-01', ip: '192.0.2.7' },
    manager: { name: 'siem-01' },
    id: '1772413202.1',
    decoder: { name: decoder },
    data,
    location: 'EventChannel',
  })

const AN = { targetUserName: 'An.NV', targetDomainName: 'TINH', targetUserSid: 'S-1-5-21-1-2-3-1105' }
const login = { action: 'login', user: 'an.nv@tinh', host: 'pc-01', ok: true, via: 'interactive' }
const eventdata = { ...AN, logonType: '2', ipAddress: '127.0.0.1', targetLogonId: '0x5f' }

/** What the Wazuh source reads, by example. */
export const wazuhSamples: Readonly<Record<string, Sample>> = {
  'a person logs in at the machine': {
    line: alert({ win: win('4624', { eventdata }) }),
    yields: [{ ...login, id: 'pc-01/security/7/1772413200', at: Date.UTC(2026, 2, 2, 1, 0, 0, 123), seq: 7 }],
  },
  'the event alone, as tools hand it on': {
    line: JSON.stringify({ win: win('4624', { eventdata }) }),
    yields: [login],
  },
  'a phone: backslashes doubled, entities inside the JSON': {
    line: alert({
      win: win('6416', {
        eventdata: {
          deviceId: String.raw`USB\\VID_1234&amp;PID_5678&amp;MI_00\\6&amp;161d18cc&amp;0&amp;0000`,
          className: 'WPD',
        },
      }),
    }),
    yields: [
      {
        action: 'media.attach',
        kind: 'phone',
        device: String.raw`pc-01/usb\vid_1234&pid_5678&mi_00\6&161d18cc&0&0000`,
      },
    ],
  },
  'the audit log was cleared: UserData under its own name': {
    line: alert({
      win: win(
        '1102',
        { logFileCleared: { subjectUserName: 'an.nv', subjectDomainName: 'TINH' } },
        { providerName: 'Microsoft-Windows-Eventlog' },
      ),
    }),
    yields: [{ action: 'log.clear', host: 'pc-01', user: 'an.nv@tinh', log: 'Security' }],
  },
  'Sysmon’s own time is the time of the act': {
    line: alert({
      win: win(
        '5',
        { eventdata: { utcTime: '2026-03-02 01:00:00.500' } },
        {
          providerName: 'Microsoft-Windows-Sysmon',
          channel: 'Microsoft-Windows-Sysmon/Operational',
          systemTime: '2026-03-01T18:00:00Z',
        },
      ),
    }),
    yields: [{ action: 'other', at: Date.UTC(2026, 2, 2, 1, 0, 0, 500), host: 'pc-01', code: '5' }],
  },
  'an alert about something else says nothing of a machine’s life': {
    line: alert({ vulnerability: { cve: 'CVE-2026-0001' } }, 'json'),
    yields: [{ action: 'other', provider: 'json', at: Date.UTC(2026, 2, 2, 1, 0, 2, 500) }],
  },
  'no machine': { line: alert({ win: win('4624', {}, { computer: '' }) }), yields: 'schema' },
  'a time that is none': { line: alert({ win: win('4624', {}, { systemTime: 'hôm qua' }) }), yields: 'time' },
  'JSON of something else': { line: '{"hello":"world"}', yields: 'schema' },
  'not JSON': { line: 'win=4624', yields: 'malformed' },
}
