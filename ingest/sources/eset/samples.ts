import type { Sample } from '../../source.ts'

const record = (event_type: string, more: Readonly<Record<string, unknown>>): string =>
  `Mar  2 08:00:01 era-01 ERAServer[5032]: ${JSON.stringify({
    ...{ event_type, ipv4: '192.0.2.30', hostname: 'PC-01.tinh.example', source_uuid: 'x' },
    ...{ occured: '02-Mar-2026 01:00:00', severity: 'Warning', ...more },
  })}`

/** What the source of ESET reads, by example; no real machine, person or address. */
export const esetSamples: Readonly<Record<string, Sample>> = {
  'something is found and deleted': {
    line: record('Threat_Event', {
      ...{ threat_name: 'XF/Example.A', object_uri: 'file:///E:/a b.xls', action_taken: 'Deleted' },
      ...{ threat_handled: true, username: String.raw`TINH\An.NV` },
    }),
    yields: [
      {
        ...{ action: 'malware.found', at: Date.UTC(2026, 2, 2, 1), host: 'pc-01', user: 'an.nv@tinh', agent: 'eset' },
        ...{ threat: 'XF/Example.A', path: String.raw`E:\a b.xls`, handled: true },
      },
    ],
  },
  'found, and the word for it is text': {
    line: record('Threat_Event', { threat_name: 'XF/Example.A', threat_handled: 'false' }),
    yields: [{ action: 'malware.found', handled: false }],
  },
  'an attack over the network': {
    line: record('FirewallAggregated_Event', {
      ...{ event: 'Port scan', source_address: '203.0.113.4', target_address: '192.0.2.30', target_port: 445 },
      action: 'Blocked',
    }),
    yields: [{ action: 'attack.found', ip: '203.0.113.4', to: '192.0.2.30', port: 445, blocked: true }],
  },
  'a page that was blocked': {
    line: record('FilteredWebsites_Event', {
      object_uri: 'https://a.example/x',
      action_taken: 'Blocked',
      event: 'Games',
    }),
    yields: [{ action: 'web.visit', host: 'pc-01', domain: 'a.example', allowed: false, category: 'Games' }],
  },
  'what its server’s administrators do means nothing to us': {
    line: record('Audit_Event', { action: 'Login', result: 'Success' }),
    yields: [{ action: 'other', code: 'Audit_Event' }],
  },
  'the server is alive': {
    line: '<190>Mar  2 08:00:01 era-01 ERAServer[5032]: HEARTBEAT',
    yields: [{ action: 'other' }],
  },
  'cut off at eight kilobytes': { line: record('Threat_Event', {}).slice(0, 90), yields: 'malformed' },
  'a time that is none': { line: record('Threat_Event', { occured: 'hôm qua' }), yields: 'time' },
  'no type': { line: 'ERAServer: {"occured":"02-Mar-2026 01:00:00"}', yields: 'schema' },
}
