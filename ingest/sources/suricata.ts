import type { Observation, Origin } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { domainOf } from '../formats/domain.ts'
import { readIso } from '../formats/iso.ts'
import { isObject, type JsonObject, objectBehind, passing, text } from '../formats/json.ts'
import type { LineContext, Source } from '../source.ts'
import { suricataKnows } from './known/suricata.ts'
import { jsonNames } from './known.ts'
import { countOf, portOf, protocolOf } from './numbers.ts'
import { lineOrigin, observe, refuse, table } from './observe.ts'
import { suricataSamples } from './samples/suricata.ts'
import { addressOf } from './windows/names.ts'

const ID = 'suricata'

type Read = (record: JsonObject, origin: Origin) => Observation | undefined

const part = (record: JsonObject, name: string): JsonObject => {
  const value = record[name]
  return isObject(value) ? value : {}
}
const ends = (record: JsonObject) => ({
  ip: addressOf(text(record['src_ip'])),
  to: addressOf(text(record['dest_ip'])),
  port: portOf(text(record['dest_port'])),
})

const alert: Read = (record, origin) => {
  const found = part(record, 'alert')
  const threat = text(found['signature']) ?? text(found['signature_id'])
  if (threat === undefined) return undefined
  return observe(origin, 'attack.found', {
    ...ends(record),
    threat,
    category: text(found['category']),
    severity: text(found['severity']),
    blocked: text(found['action']) === 'blocked',
  })
}

/** `query` of Suricata 4 to 7, `request` and a list of queries of 8. An answer repeats its question and is no second one. */
const dns: Read = (record, origin) => {
  const asked = part(record, 'dns')
  const kind = text(asked['type'])
  const [first] = Array.isArray(asked['queries']) ? asked['queries'] : []
  const question = isObject(first) ? first : asked
  const domain = domainOf(text(question['rrname']))
  if ((kind !== 'query' && kind !== 'request') || domain === undefined) return undefined
  return observe(origin, 'dns.query', { ip: ends(record).ip, domain, type: text(question['rrtype']) })
}

const http: Read = (record, origin) => {
  const asked = part(record, 'http')
  const domain = domainOf(text(asked['hostname']))
  if (domain === undefined) return undefined
  return observe(origin, 'web.visit', {
    ip: ends(record).ip,
    url: text(asked['url']) ?? '/',
    domain,
    method: text(asked['http_method']),
    answered: countOf(text(asked['status'])),
    allowed: true,
    fetched: countOf(text(asked['length'])),
  })
}

const connection = (
  record: JsonObject,
  origin: Origin,
  more: { domain?: string | undefined; app?: string | undefined },
) => {
  const bytes = part(record, 'flow')
  return observe(origin, 'net.connect', {
    ...ends(record),
    protocol: protocolOf(text(record['proto'])),
    allowed: true,
    ...more,
    sent: countOf(text(bytes['bytes_toserver'])),
    fetched: countOf(text(bytes['bytes_toclient'])),
  })
}

const tls: Read = (record, origin) =>
  connection(record, origin, { domain: domainOf(text(part(record, 'tls')['sni'])), app: 'tls' })

const flow: Read = (record, origin) => connection(record, origin, { app: text(record['app_proto']) })

const byType = table<Read>({ alert, dns, http, tls, flow })

/**
 * Suricata's eve.json, a JSON object a line. Which side is ours the sensor does not say: `ip` is who began. Other types are signs of
 * life of the sensor.
 */
export const suricata: Source = {
  id: ID,
  title: { vi: 'Suricata (eve.json)', en: 'Suricata (eve.json)' },
  parser: 1,
  assumed: false,
  yields: ['attack.found', 'dns.query', 'web.visit', 'net.connect', 'other'],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const record = context.json ?? objectBehind(line)
    if (!record) return refuse('malformed', 'Dòng không phải một đối tượng JSON hoàn chỉnh.')
    const type = text(record['event_type'])
    if (type === undefined) return refuse('schema', 'Bản ghi Suricata thiếu trường «event_type».')
    const at = readIso(passing(record['timestamp']) ?? '', context.zone)
    if (at === undefined) return refuse('time', 'Trường «timestamp» không phải thời gian ISO 8601.')
    const origin = lineOrigin(ID, at, context, { code: type })
    return ok([byType.get(type)?.(record, origin) ?? observe(origin, 'other', { code: type })])
  },

  unknown(line) {
    const record = objectBehind(line)
    return record && byType.has(text(record['event_type']) ?? '') ? jsonNames(record, suricataKnows) : []
  },

  samples: suricataSamples,
}
