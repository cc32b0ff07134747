import type { Sample } from '../../source.ts'

/** A record of eve.json; no real address. */
const eve = (event_type: string, more: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({
    timestamp: '2026-03-02T08:00:00.836744+0700',
    flow_id: 2_191_386_088_856,
    in_iface: 'eth0',
    event_type,
    src_ip: '192.0.2.7',
    src_port: 32_858,
    dest_ip: '198.51.100.9',
    dest_port: 443,
    proto: 'TCP',
    ...more,
  })

const ends = { ip: '192.0.2.7', to: '198.51.100.9', port: 443 }

/** What the source of Suricata reads, by example. */
export const suricataSamples: Readonly<Record<string, Sample>> = {
  'behind a header of syslog': {
    line: `<134>Mar  2 08:00:01 fw-01 suricata[812]: ${eve('flow', { app_proto: 'tls' })}`,
    yields: [{ action: 'net.connect', ip: '192.0.2.7', app: 'tls' }],
  },
  'an alert': {
    line: eve('alert', {
      alert: { action: 'blocked', signature_id: 2_013_028, signature: 'ET POLICY a', category: 'Leak', severity: 2 },
    }),
    yields: [
      {
        ...{ action: 'attack.found', at: Date.UTC(2026, 2, 2, 1, 0, 0, 836), ...ends, threat: 'ET POLICY a' },
        ...{ category: 'Leak', severity: '2', blocked: true },
      },
    ],
  },
  'a question': {
    line: eve('dns', { dns: { type: 'query', id: 1, rrname: 'A.example', rrtype: 'A' } }),
    yields: [{ action: 'dns.query', ip: '192.0.2.7', domain: 'a.example', type: 'A' }],
  },
  'a question as Suricata 8 writes it': {
    line: eve('dns', { dns: { version: 3, type: 'request', queries: [{ rrname: 'a.example', rrtype: 'AAAA' }] } }),
    yields: [{ action: 'dns.query', domain: 'a.example', type: 'AAAA' }],
  },
  'its answer is no second one': {
    line: eve('dns', { dns: { type: 'answer', rrname: 'a.example', rcode: 'NOERROR' } }),
    yields: [{ action: 'other', code: 'dns' }],
  },
  'a page': {
    line: eve('http', { http: { hostname: 'a.example', url: '/b', http_method: 'GET', status: 200, length: 9 } }),
    yields: [{ action: 'web.visit', domain: 'a.example', url: '/b', answered: 200, allowed: true, fetched: 9 }],
  },
  'an encrypted connection': {
    line: eve('tls', { tls: { sni: 'a.example', version: 'TLS 1.3' } }),
    yields: [{ action: 'net.connect', ...ends, domain: 'a.example', app: 'tls', protocol: 'tcp', allowed: true }],
  },
  'a flow that ended': {
    line: eve('flow', { app_proto: 'ssh', flow: { bytes_toserver: 110, bytes_toclient: 20 } }),
    yields: [{ action: 'net.connect', ...ends, app: 'ssh', sent: 110, fetched: 20 }],
  },
  'its own counters': { line: eve('stats', { stats: { uptime: 5 } }), yields: [{ action: 'other', code: 'stats' }] },
  'a time that is none': { line: eve('alert', { timestamp: 'hôm qua' }), yields: 'time' },
  'JSON of something else': { line: '{"hello":"world"}', yields: 'schema' },
  'not JSON': { line: 'event_type=alert', yields: 'malformed' },
}
