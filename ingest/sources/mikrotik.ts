import type { Observation, Origin } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { macOf } from '../formats/mac.ts'
import { readSyslog } from '../formats/syslog.ts'
import type { LineContext, Source } from '../source.ts'
import { leased } from './lease.ts'
import { portOf, protocolOf } from './numbers.ts'
import { lineOrigin, observe, refuse } from './observe.ts'
import { accountOf, addressOf, hostOf } from './windows/names.ts'

const ID = 'mikrotik'

/** Topics of RouterOS first, comma between: `system,info,account user admin …`, with or without a colon behind. */
const TOPICS = /^([a-z][a-z0-9-]{1,30}(?:,[a-z][a-z0-9-]{1,30}){1,6}):? (.*)$/s

type Line = { readonly origin: Origin; readonly host: string }
type Read = { readonly pattern: RegExp; readonly read: (match: RegExpExecArray, line: Line) => Observation | undefined }

const account =
  (what: string, ok: boolean): Read['read'] =>
  ([, user, from], { origin, host }) => {
    const written = accountOf(user, undefined, host)
    if (written === undefined) return undefined
    return observe(origin, 'session.event', { user: written, host, system: ID, ip: addressOf(from), what, ok })
  }

/** A rule's own words before the packet say what became of it; without such a word nobody knows. */
const REFUSED = /\b(drop|block|den(y|ied)|reject|chặn)/iu
const LET_IN = /\b(accept|allow|permit|cho phép)/iu

/** `BLOCKED input: in:wan out:(unknown 0), src-mac …, proto TCP (SYN), 192.0.2.1:1->192.0.2.2:2, len 40`. */
const packet: Read['read'] = ([, prefix = '', protocol, from, fromPort, to, toPort], { origin }) => {
  const allowed = REFUSED.test(prefix) ? false : LET_IN.test(prefix) ? true : undefined
  if (allowed === undefined) return undefined
  return observe(origin, 'net.connect', {
    ip: addressOf(from?.replace(/[[\]]/g, '')),
    to: addressOf(to?.replace(/[[\]]/g, '')),
    port: fromPort === undefined ? undefined : portOf(toPort),
    protocol: protocolOf(protocol),
    allowed,
  })
}

const RULES: readonly Read[] = [
  {
    // An identity may stand before the name of the server, and the name of the client behind the MAC address.
    pattern: /(?:^|\s)assigned (\d{1,3}(?:\.\d{1,3}){3}) (?:to|for) ([0-9A-F:]{17})(?: (\S{1,255}))?/,
    read: ([, ip, mac, name], { origin }) => leased(origin, ip, macOf(mac), name),
  },
  { pattern: /\blogin failure for user (.{0,128}?) from (\S{1,64}) via \S/, read: account('admin-login', false) },
  { pattern: /\buser (\S{1,128}) logged in from (\S{1,64}) via \S/, read: account('admin-login', true) },
  { pattern: /\buser (\S{1,128}) logged out from (\S{1,64}) via \S/, read: account('admin-logout', true) },
  {
    pattern:
      /^(.{0,128}?)(?:in:|connection-state:).{0,300}?\bproto ([A-Za-z0-9-]{1,16})(?: \([A-Z,]{1,40}\))?, (\[?[0-9a-fA-F.:]{2,45}?\]?)(?::(\d{1,5}))?->(\[?[0-9a-fA-F.:]{2,45}?\]?)(?::(\d{1,5}))?,/,
    read: packet,
  },
]

/**
 * MikroTik RouterOS over syslog. By itself it sends neither time nor name: then the moment of receipt counts, and the collector names the
 * device.
 */
export const mikrotik: Source = {
  id: ID,
  title: { vi: 'MikroTik RouterOS', en: 'MikroTik RouterOS' },
  parser: 1,
  assumed: false,
  yields: ['address.lease', 'session.event', 'net.connect', 'other'],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const header = readSyslog(line.trimEnd(), context.received, context.zone)
    const [, topics, message = ''] = TOPICS.exec(header.message) ?? []
    if (topics === undefined)
      return refuse('malformed', 'Dòng không bắt đầu bằng chủ đề của RouterOS (ví dụ «system,info,account»).')
    const origin = lineOrigin(ID, header.at ?? context.received, context, { code: topics })
    const host = hostOf(header.host ?? context.collector)
    for (const { pattern, read } of RULES) {
      const match = pattern.exec(message)
      const observation = match ? read(match, { origin, host }) : undefined
      if (observation) return ok([observation])
    }
    return ok([observe(origin, 'other', { host, code: topics })])
  },

  samples: {
    'an address is given': {
      line: '<30>Mar  2 08:00:00 router-01 dhcp,info dhcp1 assigned 192.0.2.45 for 48:A9:8A:00:00:01 PC-01',
      yields: [{ action: 'address.lease', ip: '192.0.2.45', mac: '48:a9:8a:00:00:01', host: 'pc-01' }],
    },
    'as version 6 writes it, without a header': {
      line: '<134>dhcp,info defconf assigned 192.0.2.45 to 48:A9:8A:00:00:01',
      yields: [{ action: 'address.lease', ip: '192.0.2.45', host: '48:a9:8a:00:00:01' }],
    },
    'given back': {
      line: '<134>dhcp,info defconf deassigned 192.0.2.45 for 48:A9:8A:00:00:01',
      yields: [{ action: 'other', host: 'collector-01', code: 'dhcp,info' }],
    },
    'an administrator': {
      line: '<134>system,info,account user admin logged in from 192.0.2.50 via winbox',
      yields: [
        { action: 'session.event', user: 'admin@collector-01', ip: '192.0.2.50', what: 'admin-login', ok: true },
      ],
    },
    'and one that failed': {
      line: 'Mar  2 08:00:00 router-01 system,error,critical login failure for user admin from 203.0.113.77 via ssh',
      yields: [{ action: 'session.event', user: 'admin@router-01', ip: '203.0.113.77', ok: false }],
    },
    'a packet that was dropped': {
      line: '<134>firewall,info BLOCKED input: in:wan out:(unknown 0), src-mac aa:bb:cc:00:00:01, proto TCP (SYN), 203.0.113.4:42845->198.51.100.1:24032, len 40',
      yields: [
        {
          ...{ action: 'net.connect', ip: '203.0.113.4', to: '198.51.100.1', port: 24_032, protocol: 'tcp' },
          allowed: false,
        },
      ],
    },
    'a packet of which its rule says nothing': {
      line: '<134>firewall,info input: in:wan out:(unknown 0), proto UDP, 203.0.113.4:1->198.51.100.1:2, len 40',
      yields: [{ action: 'other' }],
    },
    'no line of RouterOS': { line: 'Mar  2 08:00:00 srv-01 cron[5]: (root) CMD (true)', yields: 'malformed' },
  },
}
