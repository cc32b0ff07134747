import type { Observation, Origin } from '../../../kernel/event.ts'
import { domainOfUrl } from '../../formats/domain.ts'
import { macOf } from '../../formats/mac.ts'
import { leased } from '../lease.ts'
import { countOf, portOf, protocolOf } from '../numbers.ts'
import { observe, table } from '../observe.ts'
import { accountOf, addressOf, hostOf } from '../windows/names.ts'

/** A value by SFOS's name of it; the empty and `-` are absent. */
type Get = (name: string) => string | undefined
type Read = (origin: Origin, get: Get) => Observation | undefined

/** SFOS's own words for what became of something; any other decides nothing. */
const LET_THROUGH = /^(?:allow(?:ed)?|accept(?:ed)?|detect(?:ed)?|warned)$/i
const STOPPED = /^(?:den(?:y|ied)|drop(?:ped)?|block(?:ed)?|reject(?:ed)?)$/i
const allowedOf = (get: Get): boolean | undefined => {
  const word = get('log_subtype') ?? ''
  return STOPPED.test(word) ? false : LET_THROUGH.test(word) ? true : undefined
}

/** Accounts of the device's own keep its name for their realm; those of a directory come as a UPN or with their domain. */
const userOf = (get: Get): string | undefined =>
  accountOf(get('user_name') ?? get('user'), undefined, hostOf(get('device_name') ?? 'sophos'))

const source = (get: Get): string | undefined => addressOf(get('src_ip') ?? get('sourceip'))
const target = (get: Get): string | undefined => addressOf(get('dst_ip') ?? get('destinationip'))

/** A connection that is let through is told of when it begins (`Start`) and when it ends, with its bytes: it counts once. */
const traffic: Read = (origin, get) => {
  const allowed = allowedOf(get)
  if (allowed && /^start$/i.test(get('con_event') ?? get('connevent') ?? '')) return undefined
  if (allowed === undefined || (source(get) === undefined && target(get) === undefined)) return undefined
  return observe(origin, 'net.connect', {
    ...{ user: userOf(get), ip: source(get), to: target(get), port: portOf(get('dst_port')), allowed },
    ...{ protocol: protocolOf(get('protocol')), app: get('app_name') ?? get('application') ?? get('application_name') },
    ...{ sent: countOf(get('bytes_sent') ?? get('sent_bytes')) },
    ...{ fetched: countOf(get('bytes_received') ?? get('recv_bytes')) },
  })
}

const web: Read = (origin, get) => {
  const url = get('url')
  const domain = domainOfUrl(url ?? get('domain') ?? '')
  const allowed = allowedOf(get)
  if (domain === undefined || allowed === undefined) return traffic(origin, get)
  return observe(origin, 'web.visit', {
    ...{ user: userOf(get), ip: source(get), url: url ?? domain, domain, allowed },
    ...{ answered: countOf(get('httpresponsecode') ?? get('http_status') ?? get('status_code')) },
    ...{ category: get('category') ?? get('http_category'), app: get('application_name') },
  })
}

const attack =
  (name: string, category: string): Read =>
  (origin, get) => {
    const threat = get(name)
    const allowed = allowedOf(get)
    if (threat === undefined || allowed === undefined) return undefined
    return observe(origin, 'attack.found', {
      ...{ user: userOf(get), ip: source(get), to: target(get), port: portOf(get('dst_port')), threat },
      ...{ category: get(category), severity: get('priority') ?? get('severity'), blocked: !allowed },
    })
  }

/** The web server's protection tells of every request, as the server behind it does; only what it refused is its own to tell. */
const guarded: Read = (origin, get) => {
  const threat = get('reason')
  if (threat === undefined || get('httpstatus') !== '403') return undefined
  return observe(origin, 'attack.found', { ip: source(get), threat, category: 'waf', blocked: true })
}

const ENTRY: ReadonlyMap<string, boolean> = new Map([
  ['successful', true],
  ['failed', false],
])

/** What people do at the device: its console, its own sign-in page, its tunnels. */
const event: Read = (origin, get) => {
  const component = get('log_component') ?? ''
  if (/^DHCP Server$/i.test(component))
    return /^renew|^lease/i.test(get('status') ?? '')
      ? leased(
          origin,
          get('ipaddress') ?? get('reported_ip'),
          macOf(get('client_physical_address')),
          get('client_host_name'),
        )
      : undefined
  const entered = ENTRY.get((get('status') ?? '').toLowerCase())
  const user = userOf(get)
  if (user === undefined || entered === undefined) return undefined
  const what = /^Admin$/i.test(get('log_subtype') ?? '')
    ? 'admin-login'
    : /VPN/i.test(component)
      ? 'vpn-connect'
      : /Authentication/i.test(component)
        ? 'authentication'
        : undefined
  // «Admin» is told of every setting that is saved, too; only the message says that somebody came in.
  if (what === undefined || (what === 'admin-login' && !/\blogged in\b|\blogin\b/i.test(get('message') ?? '')))
    return undefined
  return observe(origin, 'session.event', { user, system: 'sophos', ip: source(get), what, ok: entered })
}

const byType = table<Read>({
  Firewall: traffic,
  'Content Filtering': web,
  'Application Filter': traffic,
  IDP: attack('signature_msg', 'classification'),
  ATP: attack('threatname', 'eventtype'),
  'Anti-Virus': attack('virus', 'quarantine_reason'),
  WAF: guarded,
  Event: event,
})

/** Whether records of this type mean something to us. */
export const isRead = (type: string | undefined): boolean => byType.has(type ?? '')

/** What one record means; undefined: nothing to us. */
export const read: Read = (origin, get) => byType.get(get('log_type') ?? '')?.(origin, get)
