import type { Observation } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { domainOf } from '../formats/domain.ts'
import { readIso } from '../formats/iso.ts'
import { monthOf } from '../formats/month.ts'
import { readSyslog } from '../formats/syslog.ts'
import type { LineContext, Source } from '../source.ts'
import { lineOrigin, observe, refuse } from './observe.ts'
import { addressOf } from './windows/names.ts'

const ID = 'name-server'

/** BIND's own file: `25-Oct-2019 01:22:19.421 queries: info: …`, in the machine's zone. */
const BIND_TIME = /^(\d{1,2})-([A-Z][a-z]{2})-(\d{4}) (\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?) /
/** Unbound's own file: seconds since 1970. */
const UNBOUND_TIME = /^\[(\d{9,11})\] unbound\[\d{1,10}:\d{1,4}\] /

/** `client @0x7f 192.0.2.7#53211 (a.example): view x: query: a.example IN A + (192.0.2.53)`. */
const BIND =
  /\bclient (?:@0x[0-9a-f]{1,16} )?([0-9a-fA-F.:]{2,45})(?:%\w{1,16})?#\d{1,5}(?: \([^)]{0,300}\))?: (?:view [^:\s]{1,64}: )?query: (\S{1,300}) \S{1,8} (\S{1,16})/
/** `info: 192.0.2.7 a.example. A IN`, and the same with result and duration where answers are logged. */
const UNBOUND = /(?:^|\s)info: ([0-9a-fA-F.:]{2,45}) (\S{1,300}\.) ([A-Z0-9]{1,16}) (?:IN|CH|HS|ANY)(?:\s|$)/

type Head = { readonly at: number; readonly message: string; readonly app: string | undefined }

const headOf = (line: string, { received, zone }: LineContext): Head | undefined => {
  const [whole, day, month, year, time] = BIND_TIME.exec(line) ?? []
  if (whole !== undefined) {
    const date = `${year}-${String(monthOf(month)).padStart(2, '0')}-${day?.padStart(2, '0')}`
    const at = readIso(`${date} ${time}`, zone)
    return at === undefined ? undefined : { at, message: line.slice(whole.length), app: 'named' }
  }
  const [head, seconds] = UNBOUND_TIME.exec(line) ?? []
  if (head !== undefined) return { at: Number(seconds) * 1000, message: line.slice(head.length), app: 'unbound' }
  const syslog = readSyslog(line, received, zone)
  return syslog.at === undefined && syslog.app === undefined
    ? undefined
    : { at: syslog.at ?? received, message: syslog.message, app: syslog.app?.toLowerCase() }
}

/** Questions that BIND (`querylog yes`) and Unbound (`log-queries: yes`) were asked, from their own files or over syslog. */
export const nameServer: Source = {
  id: ID,
  title: { vi: 'Máy chủ tên miền BIND, Unbound', en: 'BIND and Unbound name servers' },
  parser: 1,
  assumed: false,
  yields: ['dns.query', 'other'],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const head = headOf(line.trimEnd(), context)
    if (!head) return refuse('malformed', 'Dòng không có phần đầu của BIND, Unbound hay syslog.')
    const { at, message, app } = head
    const origin = lineOrigin(ID, at, context, app === undefined ? {} : { provider: app })
    const [, client, name, type] = BIND.exec(message) ?? UNBOUND.exec(message) ?? []
    const domain = domainOf(name)
    if (domain === undefined) return ok([observe(origin, 'other', {})])
    return ok([observe(origin, 'dns.query', { ip: addressOf(client), domain, type })])
  },

  samples: {
    'BIND’s own file': {
      line: '02-Mar-2026 08:00:00.421 queries: info: client @0x7f00aa 192.0.2.7#51364 (a.example): query: A.Example IN TXT + (192.0.2.53)',
      zone: '+07:00',
      yields: [
        {
          action: 'dns.query',
          at: Date.UTC(2026, 2, 2, 1, 0, 0, 421),
          ip: '192.0.2.7',
          domain: 'a.example',
          type: 'TXT',
        },
      ],
    },
    'BIND’s own file without category and severity': {
      line: '02-Mar-2026 08:00:00.123 client @0x7f 192.0.2.7#53211 (a.example): query: a.example IN A + (192.0.2.53)',
      yields: [{ action: 'dns.query', ip: '192.0.2.7', domain: 'a.example', type: 'A' }],
    },
    'with severity alone': {
      line: '02-Mar-2026 08:00:00.123 info: client 192.0.2.7#53211 (a.example): query: a.example IN A + (192.0.2.53)',
      yields: [{ action: 'dns.query', domain: 'a.example' }],
    },
    'BIND over syslog, with a view': {
      line: '<30>Mar  2 08:00:00 dns-01 named[464]: client 192.0.2.7#1036 (a.example): view noi-bo: query: a.example IN A +E(0) (192.0.2.53)',
      yields: [{ action: 'dns.query', domain: 'a.example', type: 'A', provider: 'named' }],
    },
    'Unbound’s own file': {
      line: '[1772413200] unbound[2541:0] info: 192.0.2.7 a.example. AAAA IN',
      yields: [{ action: 'dns.query', at: 1_772_413_200_000, ip: '192.0.2.7', domain: 'a.example', type: 'AAAA' }],
    },
    'Unbound over syslog': {
      line: 'Mar  2 08:00:00 fw-01 unbound[2541]: [2541:0] info: 192.0.2.7 a.example. A IN NOERROR 0.01 0 44',
      yields: [{ action: 'dns.query', domain: 'a.example' }],
    },
    'a transfer that was refused is no question': {
      line: '02-Mar-2026 02:03:13.739 security: error: client 192.0.2.7#53274 (a.example): zone transfer ‘a.example/AXFR/IN’ denied',
      yields: [{ action: 'other', provider: 'named' }],
    },
    'its own counters': {
      line: 'Mar  2 08:00:05 fw-01 unbound: [2541:0] info: server stats for thread 0: 3 queries, 2 answers from cache',
      yields: [{ action: 'other' }],
    },
    'no line of a name server': { line: 'a.example. A IN', yields: 'malformed' },
  },
}
