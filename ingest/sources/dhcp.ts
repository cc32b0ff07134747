import type { Observation } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { macOf } from '../formats/mac.ts'
import { readSyslog } from '../formats/syslog.ts'
import type { LineContext, Source } from '../source.ts'
import { leased } from './lease.ts'
import { lineOrigin, observe, refuse } from './observe.ts'

const ID = 'dhcp'

const MAC = '([0-9a-fA-F]{2}(?:[:-][0-9a-fA-F]{2}){5})'
const ADDRESS = '(\\d{1,3}(?:\\.\\d{1,3}){3})'

/**
 * What gives an address away: ISC's `DHCPACK on … to …` (an acknowledgement `to` an address answers who has one already), dnsmasq's, and
 * Kea's. Address, MAC, and a name where the client told one.
 */
const GIVEN: readonly { readonly pattern: RegExp; readonly macFirst?: boolean }[] = [
  { pattern: new RegExp(`^DHCPACK on ${ADDRESS} to ${MAC}(?: \\(([^()]{1,255})\\))?`) },
  { pattern: new RegExp(`^(?:\\d{1,10} )?DHCPACK\\([^()\\s]{1,64}\\) ${ADDRESS} ${MAC}(?: (\\S{1,255}))?`) },
  {
    pattern: new RegExp(
      `\\bDHCP4_LEASE_ALLOC \\[hwtype=\\d{1,3} ${MAC}\\][^\\n]{0,300}? lease ${ADDRESS} has been allocated`,
    ),
    macFirst: true,
  },
]

/** Leases of ISC dhcpd (pfSense, OPNsense), dnsmasq and Kea over syslog or from a file. Only an acknowledgement gives an address. */
export const dhcp: Source = {
  id: ID,
  title: { vi: 'DHCP: ISC, dnsmasq, Kea', en: 'DHCP: ISC, dnsmasq, Kea' },
  parser: 1,
  assumed: false,
  yields: ['address.lease', 'other'],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const { at, app, message } = readSyslog(line.trimEnd(), context.received, context.zone)
    if (app === undefined && at === undefined)
      return refuse('malformed', 'Dòng không có phần đầu syslog (thời gian, máy, chương trình) của máy chủ DHCP.')
    const origin = lineOrigin(
      ID,
      at ?? context.received,
      context,
      app === undefined ? {} : { provider: app.toLowerCase() },
    )
    for (const { pattern, macFirst } of GIVEN) {
      const [, first, second, name] = pattern.exec(message) ?? []
      if (first === undefined) continue
      const [ip, mac] = macFirst ? [second, first] : [first, second]
      return ok([leased(origin, ip, macOf(mac), name) ?? observe(origin, 'other', {})])
    }
    return ok([observe(origin, 'other', {})])
  },

  samples: {
    'ISC gives an address': {
      line: '<190>Mar  2 08:00:00 fw-01 dhcpd[64305]: DHCPACK on 192.0.2.56 to 4C:55:41:A0:FA:99 (PC-01) via eth0.60',
      zone: '+07:00',
      received: '2026-03-02T01:00:05Z',
      yields: [
        {
          ...{ action: 'address.lease', at: Date.UTC(2026, 2, 2, 1), host: 'pc-01', ip: '192.0.2.56' },
          mac: '4c:55:41:a0:fa:99',
        },
      ],
    },
    'to a device without a name: it is called by its MAC address': {
      line: 'Mar  2 08:00:00 fw-01 dhcpd: DHCPACK on 192.0.2.56 to 4c:55:41:a0:fa:99 via eth0',
      yields: [{ action: 'address.lease', host: '4c:55:41:a0:fa:99', ip: '192.0.2.56' }],
    },
    dnsmasq: {
      line: 'Mar  2 08:00:00 router dnsmasq-dhcp[1]: DHCPACK(br0) 192.0.2.23 4c:55:41:a0:fa:99 pc-02',
      yields: [{ action: 'address.lease', host: 'pc-02', ip: '192.0.2.23' }],
    },
    Kea: {
      line: 'Mar  2 08:00:00 fw-01 kea-dhcp4[7]: INFO DHCP4_LEASE_ALLOC [hwtype=1 4c:55:41:a0:fa:99], cid=[no info], tid=0x1: lease 192.0.2.5 has been allocated for 3600 seconds',
      yields: [{ action: 'address.lease', host: '4c:55:41:a0:fa:99', ip: '192.0.2.5' }],
    },
    'an offer gives nothing': {
      line: 'Mar  2 08:00:00 fw-01 dhcpd: DHCPOFFER on 192.0.2.56 to 4c:55:41:a0:fa:99 (PC-01) via eth0',
      yields: [{ action: 'other', provider: 'dhcpd' }],
    },
    'nor does an answer to one that has an address': {
      line: 'Mar  2 08:00:00 fw-01 dhcpd: DHCPACK to 192.0.2.56 (4c:55:41:a0:fa:99) via eth0',
      yields: [{ action: 'other' }],
    },
    'no log line at all': { line: 'xin chào', yields: 'malformed' },
  },
}
