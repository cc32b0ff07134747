import type { Sample } from '../../source.ts'

const record = (id: string, name: string, extension: string): string =>
  `CEF:0|Trend Micro|Apex Central|2019|${id}|${name}|3|deviceExternalId=1 rt=Mar 02 2026 01:00:00 GMT+00:00 ${extension}`

/** What the source of Trend Micro reads, by example; no real machine, person or address. */
export const trendSamples: Readonly<Record<string, Sample>> = {
  'something is found and quarantined': {
    line: `<134>Mar  2 08:00:03 apex-01 ${record('AV:File quarantined', 'X97M_EXAMPLE.A', String.raw`cnt=1 dhost=PC-01 duser=TINH\\An.NV act=File quarantined filePath=C:\\Users\\an\\ fname=a b.xls`)}`,
    zone: '+07:00',
    yields: [
      {
        ...{ action: 'malware.found', at: Date.UTC(2026, 2, 2, 1), host: 'pc-01', user: 'an.nv@tinh', handled: true },
        ...{ threat: 'X97M_EXAMPLE.A', path: String.raw`C:\Users\an\a b.xls`, agent: 'trend-micro' },
      },
    ],
  },
  'a name of a file that was not escaped accuses nobody': {
    line: record(
      'AV:File blocked',
      'X97M_EXAMPLE.A',
      String.raw`dhost=PC-01 fname=a suser=TINH\giam.doc .exe act=Blocked suser=TINH\an.nv`,
    ),
    yields: 'malformed',
  },
  'a key that nobody reads may come again': {
    line: record('AV:File blocked', 'X97M_EXAMPLE.A', 'dhost=PC-01 act=Blocked msg=a msg=b'),
    yields: [{ action: 'malware.found', handled: true }],
  },
  'found, and nothing could be done': {
    line: `${record('AV:Unable to clean file', 'X97M_EXAMPLE.A', 'dhost=PC-01 act=Unable to clean file')}#015`,
    yields: [{ action: 'malware.found', handled: false }],
  },
  'blocked before it ran': {
    line: record('AV:File blocked', 'X97M_EXAMPLE.A', 'dhost=PC-01 act=Blocked'),
    yields: [{ action: 'malware.found', handled: true }],
  },
  'passed is not handled': {
    line: record('AV:File passed', 'X97M_EXAMPLE.A', 'dhost=PC-01 act=File passed'),
    yields: [{ action: 'malware.found', handled: false }],
  },
  'a page that was blocked': {
    line: record('WB:7', '7', 'src=192.0.2.30 dhost=PC-01 act=Block request=http://a.example/x?b\\=1'),
    yields: [{ action: 'web.visit', host: 'pc-01', ip: '192.0.2.30', domain: 'a.example', allowed: false }],
  },
  'a call home that was only watched': {
    line: record('CnC:Pass', 'CnC Callback', 'shost=PC-01 src=192.0.2.30 dst=198.51.100.9 dpt=443 act=Pass'),
    yields: [
      { action: 'attack.found', host: 'pc-01', ip: '192.0.2.30', to: '198.51.100.9', port: 443, blocked: false },
    ],
  },
  'Deep Security': {
    line: String.raw`CEF:0|Trend Micro|Deep Security Agent|20.0|4000000|Eicar_test_file|6|rt=1772413200000 dvchost=srv-01.tinh.example filePath=C:\\a\\eicar.exe act=Delete`,
    yields: [{ action: 'malware.found', host: 'srv-01', handled: true, path: String.raw`C:\a\eicar.exe` }],
  },
  'an event that means nothing to us': {
    line: record('PML:Terminate', 'x', 'dhost=PC-01 act=Terminate'),
    yields: [{ action: 'other', code: 'PML:Terminate', provider: 'Apex Central' }],
  },
  'a word for what was done that nobody knows': {
    line: record('WB:7', '7', 'dhost=PC-01 act=99 request=http://a.example/'),
    yields: [{ action: 'other', code: 'WB:7' }],
  },
  'a time that is none': {
    line: 'CEF:0|Trend Micro|Apex Central|2019|AV:x|y|3|rt=hôm qua dhost=PC-01',
    yields: 'time',
  },
  'of another maker': { line: 'CEF:0|Example|X|1|2|3|4|a=b', yields: 'malformed' },
}
