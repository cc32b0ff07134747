import type { Observation, Origin } from '../../../kernel/event.ts'
import { domainOf, domainOfUrl } from '../../formats/domain.ts'
import { macOf } from '../../formats/mac.ts'
import { leased } from '../lease.ts'
import { countOf, portOf, protocolOf } from '../numbers.ts'
import { observe, table } from '../observe.ts'
import { accountOf, addressOf, hostOf } from '../windows/names.ts'

/** A value by FortiOS's name of it; `N/A` and the empty are absent. */
type Get = (name: string) => string | undefined
type Read = (origin: Origin, get: Get) => Observation | undefined

const REFUSED = /^(den(y|ied)|block(ed)?|drop(ped)?|reset.*|clear_session|redirect(ed)?|quarantine)$/i

/** Accounts of the device's own keep its name for their realm; those of a directory come as a UPN or with their domain. */
const userOf = (get: Get, name = 'user'): string | undefined =>
  accountOf(get(name) ?? get('unauthuser'), undefined, hostOf(get('devname') ?? get('devid') ?? ''))

const ends = (get: Get) => ({
  user: userOf(get),
  ip: addressOf(get('srcip')),
  to: addressOf(get('dstip')),
  port: portOf(get('dstport')),
  protocol: protocolOf(get('proto')),
})

/**
 * Traffic. A long session is told of again and again with what it has carried so far; what it carried since is `sentdelta`, and only that
 * may be added up.
 */
const traffic: Read = (origin, get) =>
  observe(origin, 'net.connect', {
    ...ends(get),
    domain: domainOf(get('hostname')),
    app: get('app') ?? get('service'),
    allowed: !REFUSED.test(get('action') ?? ''),
    sent: countOf(get('sentdelta') ?? get('sentbyte')),
    fetched: countOf(get('rcvddelta') ?? get('rcvdbyte')),
  })

/** Web filter. `sentbyte` here is what the traffic log tells too. */
const web: Read = (origin, get) => {
  const path = get('url') ?? '/'
  const domain = domainOf(get('hostname')) ?? domainOfUrl(path)
  if (domain === undefined) return undefined
  return observe(origin, 'web.visit', {
    user: userOf(get),
    ip: addressOf(get('srcip')),
    url: path.startsWith('/') ? `${domain}${path}` : path,
    domain,
    method: get('httpmethod'),
    allowed: !REFUSED.test(get('action') ?? ''),
    category: get('catdesc'),
  })
}

/** Application control: the same connection as in the traffic log, with the name of the application and without its bytes. */
const application: Read = (origin, get) =>
  observe(origin, 'net.connect', {
    ...ends(get),
    domain: domainOf(get('hostname')),
    app: get('app'),
    allowed: !REFUSED.test(get('action') ?? ''),
  })

/** A question, and an answer where it was refused: else it tells of the question again. */
const dns: Read = (origin, get) => {
  const domain = domainOf(get('qname'))
  if (domain === undefined || (get('eventtype') !== 'dns-query' && !REFUSED.test(get('action') ?? ''))) return undefined
  return observe(origin, 'dns.query', {
    user: userOf(get),
    ip: addressOf(get('srcip')),
    domain,
    type: get('qtype'),
    answer: get('ipaddr'),
  })
}

const attack =
  (name: string, category?: string): Read =>
  (origin, get) => {
    const threat = get(name) ?? get('msg')
    if (threat === undefined) return undefined
    const { ip, to, port, user } = ends(get)
    return observe(origin, 'attack.found', {
      ...{ user, ip, to, port, threat },
      category: category ?? get('attackid'),
      severity: get('severity') ?? get('crlevel') ?? get('level'),
      blocked: REFUSED.test(get('action') ?? ''),
    })
  }

const access =
  (what: string, ok: boolean, address: string): Read =>
  (origin, get) => {
    const user = userOf(get) ?? userOf(get, 'xauthuser')
    if (user === undefined) return undefined
    return observe(origin, 'session.event', { user, system: 'fortigate', ip: addressOf(get(address)), what, ok })
  }

/** Events by the last five digits of their log id (FortiOS Log Reference, «Event»). */
const byId = table<Read>({
  '26001': (origin, get) =>
    /^ack$/i.test(get('dhcp_msg') ?? '') ? leased(origin, get('ip'), macOf(get('mac')), get('hostname')) : undefined,
  '32001': access('admin-login', true, 'srcip'),
  '32002': access('admin-login', false, 'srcip'),
  '32003': access('admin-logout', true, 'srcip'),
  '39424': access('vpn-connect', true, 'remip'),
  '39425': access('vpn-disconnect', true, 'remip'),
  '39426': access('vpn-connect', false, 'remip'),
  '39947': access('vpn-connect', true, 'remip'),
  '39948': access('vpn-disconnect', true, 'remip'),
  '44546': (origin, get) => configured(origin, get),
  '44547': (origin, get) => configured(origin, get),
})

const configured: Read = (origin, get) =>
  observe(origin, 'config.change', {
    host: hostOf(get('devname') ?? get('devid') ?? '-'),
    user: userOf(get),
    system: 'fortigate',
    what: 'device-setting',
    item: [get('cfgpath'), get('cfgobj')].filter(Boolean).join(' ') || undefined,
    value: get('cfgattr'),
    process: get('ui'),
  })

const bySubtype = table<Read>({
  webfilter: web,
  'app-ctrl': application,
  dns,
  ips: attack('attack'),
  anomaly: attack('attack'),
  virus: attack('virus', 'malware'),
  waf: attack('attack', 'waf'),
})

/** Whether records of this kind mean something to us. */
export const isRead = (get: Get): boolean => {
  const type = get('type')
  if (type === 'traffic') return true
  return type === 'event' ? byId.has((get('logid') ?? '').slice(-5)) : bySubtype.has(get('subtype') ?? type ?? '')
}

/** What one record means; undefined: nothing to us. */
export const read: Read = (origin, get) => {
  const type = get('type')
  if (type === 'traffic') return traffic(origin, get)
  if (type === 'event') return byId.get((get('logid') ?? '').slice(-5))?.(origin, get)
  return bySubtype.get(get('subtype') ?? type ?? '')?.(origin, get)
}
