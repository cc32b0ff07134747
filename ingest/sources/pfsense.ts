import type { Observation } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { readSyslog } from '../formats/syslog.ts'
import type { LineContext, Source } from '../source.ts'
import { portOf, protocolOf } from './numbers.ts'
import { lineOrigin, observe, refuse } from './observe.ts'
import { addressOf } from './windows/names.ts'

const ID = 'pfsense'

/** Where the address and what follows it stand, by the version of IP: the columns between differ (pfSense, «Raw Filter Log Format»). */
const COLUMNS = {
  '4': { protocol: 16, from: 18, to: 19, toPort: 21 },
  '6': { protocol: 12, from: 15, to: 16, toPort: 18 },
} as const

const LET_IN = new Set(['pass', 'rdr', 'nat', 'binat'])
const WITH_PORTS = new Set(['tcp', 'udp', 'sctp'])

const isVersion = (written: string | undefined): written is keyof typeof COLUMNS => written === '4' || written === '6'

/**
 * The packet filter of pfSense and OPNsense (`filterlog`): CSV of a rule and a packet. OPNsense adds a label behind, which nobody asks for.
 */
export const pfsense: Source = {
  id: ID,
  title: { vi: 'Tường lửa pfSense, OPNsense (filterlog)', en: 'pfSense and OPNsense firewalls (filterlog)' },
  parser: 1,
  assumed: false,
  yields: ['net.connect', 'other'],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const { at, app, message } = readSyslog(line.trimEnd(), context.received, context.zone)
    if (app?.toLowerCase() !== 'filterlog') return refuse('malformed', 'Dòng không do chương trình «filterlog» ghi.')
    const cells = message.split(',')
    const [action, version] = [cells[6], cells[8]]
    if (action === undefined || !isVersion(version))
      return refuse('schema', 'Bản ghi filterlog thiếu cột hành động hoặc phiên bản IP (4 hay 6).')
    const origin = lineOrigin(ID, at ?? context.received, context, { code: action })
    const places = COLUMNS[version]
    const protocol = protocolOf(cells[places.protocol])
    const [ip, to] = [addressOf(cells[places.from]), addressOf(cells[places.to])]
    if (ip === undefined || to === undefined) return ok([observe(origin, 'other', { code: action })])
    const packet = observe(origin, 'net.connect', {
      ...{ ip, to, protocol },
      port: WITH_PORTS.has(protocol ?? '') ? portOf(cells[places.toPort]) : undefined,
      allowed: LET_IN.has(action),
    })
    return ok([packet])
  },

  samples: {
    'a packet that was blocked': {
      line: '<134>Mar  2 08:00:00 fw-01 filterlog[5]: 5,,,1000102433,em0,match,block,in,4,0x0,,128,24677,0,none,17,udp,186,192.0.2.119,198.51.100.9,17500,53,166',
      yields: [
        {
          ...{ action: 'net.connect', ip: '192.0.2.119', to: '198.51.100.9', port: 53, protocol: 'udp' },
          allowed: false,
        },
      ],
    },
    'one that was let through, of version 6': {
      line: 'Mar  2 08:00:00 fw-01 filterlog: 7,,,1000000105,em1,match,pass,out,6,0x00,0x1a2b,64,TCP,6,40,2001:db8::5,2001:db8::9,50000,443,0,S,1,,64240,,mss',
      yields: [
        { action: 'net.connect', ip: '2001:db8::5', to: '2001:db8::9', port: 443, protocol: 'tcp', allowed: true },
      ],
    },
    'one without ports': {
      line: 'Mar  2 08:00:00 fw-01 filterlog: 5,,,0,em0,match,block,in,4,0x0,,64,1,0,none,1,icmp,84,192.0.2.1,192.0.2.2,request,1,2,64',
      yields: [{ action: 'net.connect', protocol: 'icmp', allowed: false }],
    },
    'cut off': { line: 'Mar  2 08:00:00 fw-01 filterlog: 5,,,0,em0', yields: 'schema' },
    'another program': { line: 'Mar  2 08:00:00 fw-01 php-fpm[5]: /index.php: x', yields: 'malformed' },
  },
}
