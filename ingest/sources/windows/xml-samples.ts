import type { Sample } from '../../source.ts'

const SECURITY = 'Microsoft-Windows-Security-Auditing'

type Event = {
  readonly provider?: string
  readonly channel?: string
  readonly keywords?: string
  readonly content: string
  readonly more?: string
}

/** A record as the event log writes it; no real person, machine or address. */
const event = (
  id: number,
  { provider = SECURITY, channel = 'Security', keywords = '0x8020000000000000', content, more = '' }: Event,
): string =>
  `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='${provider}' ` +
  `Guid='{54849625-5478-4994-a5ba-3e3b0328c30d}'/><EventID Qualifiers='0'>${id}</EventID><Version>2</Version><Level>0</Level><Task>12544</Task>` +
  `<Keywords>${keywords}</Keywords><TimeCreated SystemTime='2026-03-02T01:00:00.1234567Z'/><EventRecordID>7</EventRecordID><Correlation/>` +
  `<Channel>${channel}</Channel><Computer>PC-01.tinh.example</Computer><Security/></System>${content}${more}</Event>`

const data = (values: Readonly<Record<string, string>>): string =>
  `<EventData>${Object.entries(values)
    .map(([name, value]) => `<Data Name='${name}'>${value}</Data>`)
    .join('')}</EventData>`

const AN = { TargetUserName: 'An.NV', TargetDomainName: 'TINH', TargetUserSid: 'S-1-5-21-1-2-3-1105' }
const login = { action: 'login', user: 'an.nv@tinh', host: 'pc-01', system: 'windows', ok: true, via: 'remote' }
const forwarded = event(4624, {
  content: data({ ...AN, LogonType: '10', IpAddress: '192.0.2.7' }),
  more: "<RenderingInfo Culture='en-US'><Message>An account was successfully logged on.</Message><Keywords><Keyword>Audit Success</Keyword></Keywords></RenderingInfo>",
})
const cleared = event(104, {
  provider: 'Microsoft-Windows-Eventlog',
  channel: 'System',
  content:
    "<UserData><LogFileCleared xmlns='http://manifests.microsoft.com/win/2004/08/windows/eventlog'><SubjectUserName>an.nv</SubjectUserName>" +
    '<SubjectDomainName>TINH</SubjectDomainName><Channel>Application</Channel><BackupPath></BackupPath></LogFileCleared></UserData>',
})
const arrived = event(2003, {
  provider: 'Microsoft-Windows-DriverFrameworks-UserMode',
  channel: 'Microsoft-Windows-DriverFrameworks-UserMode/Operational',
  content:
    "<UserData><UMDFHostDeviceArrivalBegin instance='SWD\\WPDBUSENUM\\_??_USBSTOR#DISK&amp;VEN_EXAMPLE&amp;PROD_STICK&amp;REV_1.00#AA11BB22CC33&amp;0#" +
    "{53f56307-b6bf-11d0-94f2-00a0c91efb8b}' lifetime='{00000000-0000-0000-0000-000000000001}'/></UserData>",
})

/** What the source of the event log's XML reads, by example. */
export const xmlSamples: Readonly<Record<string, Sample>> = {
  'a forwarded login, rendered': {
    line: forwarded,
    yields: [
      { ...login, id: 'pc-01/security/7/1772413200', at: Date.UTC(2026, 2, 2, 1, 0, 0, 123), ip: '192.0.2.7', seq: 7 },
    ],
  },
  'the same behind the header of a syslog sender': {
    line: `<14>1 2026-03-02T08:00:01+07:00 wec-01 Microsoft-Windows-Security-Auditing - - - ${forwarded}`,
    yields: [{ ...login, id: 'pc-01/security/7/1772413200' }],
  },
  'an export of two, one of them a refused password by the bits of its keywords': {
    line: `<?xml version="1.0" encoding="utf-8" standalone="yes"?><Events>${cleared}${event(4724, {
      keywords: '0x8010000000000000',
      content: data({ ...AN, SubjectUserName: 'Quantri', SubjectDomainName: 'TINH' }),
    })}</Events>`,
    yields: [
      { action: 'log.clear', host: 'pc-01', user: 'an.nv@tinh', log: 'Application' },
      { action: 'password.change', user: 'an.nv@tinh', by: 'quantri@tinh', ok: false },
    ],
  },
  'a stick, whose path stands in an attribute': {
    line: arrived,
    yields: [{ action: 'media.attach', device: 'aa11bb22cc33', kind: 'storage', host: 'pc-01' }],
  },
  'unnamed values': {
    line: event(7036, {
      provider: 'Service Control Manager',
      channel: 'System',
      content: '<EventData><Data>BkavService</Data><Data>running</Data></EventData>',
    }),
    yields: [{ action: 'heartbeat', host: 'pc-01', agent: 'bkav' }],
  },
  'the same id of another provider means nothing to us': {
    line: event(4625, { provider: 'Microsoft-Windows-EventSystem', channel: 'Application', content: data(AN) }),
    yields: [{ action: 'other', host: 'pc-01', code: '4625', provider: 'Microsoft-Windows-EventSystem' }],
  },
  'cut off in transit': { line: forwarded.slice(0, 300), yields: 'malformed' },
  'an event without its machine': { line: forwarded.replace(/<Computer>.*<\/Computer>/, ''), yields: 'schema' },
  'a time that is none': { line: forwarded.replace('2026-03-02T', 'yesterday '), yields: 'time' },
}
