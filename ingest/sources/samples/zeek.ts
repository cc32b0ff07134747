import type { Sample } from '../../source.ts'

/** A record of one of Zeek's logs; no real address. */
const record = (more: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({
    ...{ ts: 1_772_413_200.305988, uid: 'CMdzit1AMNsmfAIiQc', 'id.orig_h': '192.0.2.7', 'id.orig_p': 36_844 },
    ...{ 'id.resp_h': '198.51.100.9', 'id.resp_p': 443, ...more },
  })

const ends = { ip: '192.0.2.7', to: '198.51.100.9', port: 443 }

/** What the source of Zeek reads, by example. */
export const zeekSamples: Readonly<Record<string, Sample>> = {
  'conn.log': {
    line: record({ proto: 'tcp', service: 'ssl', orig_bytes: 62, resp_bytes: 141, conn_state: 'SF' }),
    yields: [
      {
        ...{ action: 'net.connect', at: 1_772_413_200_305, ...ends, protocol: 'tcp', app: 'ssl', allowed: true },
        ...{ sent: 62, fetched: 141 },
      },
    ],
  },
  'behind a header of syslog': {
    line: `<134>Mar  2 08:00:01 fw-01 zeek[812]: ${record({ proto: 'tcp', conn_state: 'REJ' })}`,
    yields: [{ action: 'net.connect', allowed: false }],
  },
  'conn.log, refused by the other side': {
    line: record({ proto: 'tcp', conn_state: 'REJ' }),
    yields: [{ action: 'net.connect', allowed: false }],
  },
  'dns.log': {
    line: record({ proto: 'udp', query: 'A.example', qclass: 1, qtype: 1, qtype_name: 'A', rcode_name: 'NOERROR' }),
    yields: [{ action: 'dns.query', ip: '192.0.2.7', domain: 'a.example', type: 'A' }],
  },
  'http.log': {
    line: record({ method: 'GET', host: 'a.example', uri: '/b', status_code: 200, response_body_len: 9 }),
    yields: [{ action: 'web.visit', domain: 'a.example', url: '/b', answered: 200, fetched: 9 }],
  },
  'ssl.log': {
    line: record({ version: 'TLSv13', cipher: 'TLS_AES_128_GCM_SHA256', server_name: 'a.example' }),
    yields: [{ action: 'net.connect', ...ends, domain: 'a.example', app: 'tls' }],
  },
  'notice.log': {
    line: record({ note: 'Scan::Port_Scan', msg: '192.0.2.7 scanned', src: '192.0.2.7', dst: '198.51.100.9' }),
    yields: [{ action: 'attack.found', threat: 'Scan::Port_Scan', ip: '192.0.2.7', blocked: false }],
  },
  'a notice of something merely odd': {
    line: record({ note: 'SSL::Invalid_Server_Cert', msg: 'x' }),
    yields: [{ action: 'other' }],
  },
  'with times as text': {
    line: record({ ts: '2026-03-02T01:00:00.305988Z', conn_state: 'SF' }),
    yields: [{ action: 'net.connect', at: 1_772_413_200_305 }],
  },
  'another log': { line: record({ depth: 0, mime_type: 'text/html' }), yields: [{ action: 'other' }] },
  'a time that is none': { line: record({ ts: 'hôm qua' }), yields: 'time' },
  'JSON of something else': { line: '{"hello":"world"}', yields: 'schema' },
  'not JSON': { line: '#separator \\x09', yields: 'malformed' },
}
