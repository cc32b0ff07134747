import type { Observation, Origin } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { domainOf } from '../formats/domain.ts'
import { readIso } from '../formats/iso.ts'
import { field, type JsonObject, objectBehind, text } from '../formats/json.ts'
import { timeReader } from '../formats/time.ts'
import type { LineContext, Source } from '../source.ts'
import { zeekKnows } from './known/zeek.ts'
import { jsonNames } from './known.ts'
import { countOf, portOf, protocolOf } from './numbers.ts'
import { lineOrigin, observe, refuse } from './observe.ts'
import { zeekSamples } from './samples/zeek.ts'
import { addressOf } from './windows/names.ts'

const ID = 'zeek'

const [FROM, TO, TO_PORT] = [field('id.orig_h'), field('id.resp_h'), field('id.resp_p')]
const epoch = timeReader('epoch-s')!

type Read = (record: JsonObject, origin: Origin) => Observation | undefined

const ends = (record: JsonObject) => ({
  ip: addressOf(text(FROM(record))),
  to: addressOf(text(TO(record))),
  port: portOf(text(TO_PORT(record))),
})

const dns: Read = (record, origin) => {
  const domain = domainOf(text(record['query']))
  if (domain === undefined) return undefined
  return observe(origin, 'dns.query', { ip: ends(record).ip, domain, type: text(record['qtype_name']) })
}

const http: Read = (record, origin) => {
  const domain = domainOf(text(record['host']))
  if (domain === undefined) return undefined
  return observe(origin, 'web.visit', {
    ip: ends(record).ip,
    url: text(record['uri']) ?? '/',
    domain,
    method: text(record['method']),
    answered: countOf(text(record['status_code'])),
    allowed: true,
    sent: countOf(text(record['request_body_len'])),
    fetched: countOf(text(record['response_body_len'])),
  })
}

/** `REJ`: the other side refused the connection. */
const connection: Read = (record, origin) =>
  observe(origin, 'net.connect', {
    ...ends(record),
    protocol: protocolOf(text(record['proto'])),
    app: text(record['service']),
    allowed: text(record['conn_state']) !== 'REJ',
    sent: countOf(text(record['orig_bytes'])),
    fetched: countOf(text(record['resp_bytes'])),
  })

const tls: Read = (record, origin) =>
  observe(origin, 'net.connect', {
    ...ends(record),
    domain: domainOf(text(record['server_name'])),
    app: 'tls',
    allowed: true,
  })

/** The notices of Zeek's own scripts that tell of an attack; others tell of certificates, of the sensor, of what is merely odd. */
const ATTACKS =
  /^(Scan::|Signatures::|Intel::|Heartbleed::|TeamCymruMalwareHashRegistry::|SSH::Password_Guessing|HTTP::SQL_Injection)/

const notice: Read = (record, origin) => {
  const threat = text(record['note'])
  if (threat === undefined || !ATTACKS.test(threat)) return undefined
  return observe(origin, 'attack.found', {
    ip: addressOf(text(record['src'])) ?? ends(record).ip,
    to: addressOf(text(record['dst'])) ?? ends(record).to,
    threat,
    category: text(record['msg']),
    blocked: false,
  })
}

/** Which log a record is of, by a name only that log has: Zeek writes it nowhere unless told to (`_path`). */
const LOGS: readonly (readonly [name: string, read: Read])[] = [
  ['qtype_name', dns],
  ['query', dns],
  ['status_code', http],
  ['uri', http],
  ['conn_state', connection],
  ['server_name', tls],
  ['cipher', tls],
  ['note', notice],
]

const readerOf = (record: JsonObject): Read | undefined => LOGS.find(([name]) => record[name] !== undefined)?.[1]

/**
 * Zeek's logs as JSON (`LogAscii::use_json=T`), one record a line: conn, dns, http, ssl and notice mean something. Which side is ours the
 * sensor does not say: `ip` is who began.
 */
export const zeek: Source = {
  id: ID,
  title: { vi: 'Zeek (JSON)', en: 'Zeek (JSON)' },
  parser: 1,
  assumed: false,
  yields: ['dns.query', 'web.visit', 'net.connect', 'attack.found', 'other'],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const record = context.json ?? objectBehind(line)
    if (!record) return refuse('malformed', 'Dòng không phải một đối tượng JSON hoàn chỉnh.')
    const written = text(record['ts'])
    if (written === undefined) return refuse('schema', 'Bản ghi Zeek thiếu trường «ts».')
    const at = epoch(written, 'UTC') ?? readIso(written, 'UTC')
    if (at === undefined) return refuse('time', 'Trường «ts» không phải số giây từ 1970 hay thời gian ISO 8601.')
    const origin = lineOrigin(ID, at, context)
    return ok([readerOf(record)?.(record, origin) ?? observe(origin, 'other', {})])
  },

  unknown(line) {
    const record = objectBehind(line)
    return record && readerOf(record) ? jsonNames(record, zeekKnows) : []
  },

  samples: zeekSamples,
}
