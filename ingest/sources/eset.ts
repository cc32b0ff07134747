import type { Observation, Origin } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { domainOfUrl } from '../formats/domain.ts'
import { type JsonObject, objectBehind, text } from '../formats/json.ts'
import { monthOf } from '../formats/month.ts'
import { instantOf } from '../formats/zone.ts'
import type { LineContext, Source } from '../source.ts'
import { esetKnows } from './eset/known.ts'
import { esetSamples } from './eset/samples.ts'
import { jsonNames } from './known.ts'
import { portOf } from './numbers.ts'
import { lineOrigin, observe, refuse, table } from './observe.ts'
import { addressOf, hostOf, personOf } from './windows/names.ts'

const ID = 'eset'

/** `occured` (with one r): `21-Jun-2021 09:46:15`, always UTC. */
const TIME = /^(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d{2}):(\d{2}):(\d{2})$/
const timeOf = (written: string): number | undefined => {
  const [, day, month, year, hour, minute, second] = TIME.exec(written) ?? []
  if (year === undefined) return undefined
  const date = { year: Number(year), month: monthOf(month), day: Number(day) }
  return instantOf({ ...date, hour: Number(hour), minute: Number(minute), second: Number(second) }, 'UTC')
}

type Read = (record: JsonObject, origin: Origin, host: string) => Observation | undefined

/** Booleans may be written as text, or be empty. */
const isTrue = (value: unknown): boolean => /^(true|1)$/i.test(text(value) ?? '')

/** `file:///C:/a%20b.exe` as Windows writes it. */
const pathOf = (uri: string | undefined): string | undefined => {
  const path = /^file:\/\/\/([a-z]:\/.*)$/is.exec(uri ?? '')?.[1]
  return path === undefined ? uri : path.replaceAll('/', '\\')
}

const person = (record: JsonObject, host: string): string | undefined =>
  personOf(text(record['username']) ?? text(record['account']), undefined, undefined, host)

const threat: Read = (record, origin, host) => {
  const name = text(record['threat_name'])
  if (name === undefined) return undefined
  return observe(origin, 'malware.found', {
    host,
    user: person(record, host),
    threat: name,
    path: pathOf(text(record['object_uri'])),
    handled: isTrue(record['threat_handled']),
    agent: ID,
  })
}

const attack: Read = (record, origin, host) => {
  const found = text(record['threat_name']) ?? text(record['event'])
  if (found === undefined) return undefined
  return observe(origin, 'attack.found', {
    host,
    user: person(record, host),
    ip: addressOf(text(record['source_address'])),
    to: addressOf(text(record['target_address'])),
    port: portOf(text(record['target_port'])),
    threat: found,
    severity: text(record['severity']),
    blocked: /block/i.test(text(record['action']) ?? ''),
  })
}

const site: Read = (record, origin, host) => {
  const url = text(record['object_uri'])
  const domain = domainOfUrl(url ?? '')
  if (url === undefined || domain === undefined) return undefined
  return observe(origin, 'web.visit', {
    ...{ host, user: person(record, host), ip: addressOf(text(record['ipv4'])), url, domain },
    allowed: !/block/i.test(text(record['action_taken']) ?? text(record['action']) ?? ''),
    category: text(record['event']),
  })
}

const byType = table<Read>({
  Threat_Event: threat,
  FirewallAggregated_Event: attack,
  FilteredWebsites_Event: site,
})

/**
 * ESET PROTECT's export: JSON behind a header of syslog, or alone. What it says regularly is about its server («HEARTBEAT»), so no silence
 * of an agent is known by it.
 */
export const eset: Source = {
  id: ID,
  title: { vi: 'ESET PROTECT (JSON)', en: 'ESET PROTECT (JSON)' },
  parser: 1,
  assumed: false,
  yields: ['malware.found', 'attack.found', 'web.visit', 'other'],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    if (!line.includes('{') && /\bHEARTBEAT\b/.test(line))
      return ok([observe(lineOrigin(ID, context.received, context), 'other', {})])
    const record = objectBehind(line)
    if (!record) return refuse('malformed', 'Dòng không chứa một đối tượng JSON hoàn chỉnh của ESET PROTECT.')
    const type = text(record['event_type'])
    const written = text(record['occured'])
    if (type === undefined || written === undefined)
      return refuse('schema', `Bản ghi ESET PROTECT thiếu trường «${type === undefined ? 'event_type' : 'occured'}».`)
    const at = timeOf(written)
    if (at === undefined)
      return refuse('time', 'Trường «occured» không theo dạng ngày-tháng-năm giờ:phút:giây (21-Jun-2021 09:46:15).')
    const origin = lineOrigin(ID, at, context, { code: type })
    const host = hostOf(text(record['hostname']) ?? '')
    // What the server says of a machine that may be off names no machine.
    const observation = host === '' ? undefined : byType.get(type)?.(record, origin, host)
    return ok([observation ?? observe(origin, 'other', { code: type })])
  },

  unknown(line) {
    const record = objectBehind(line)
    return record && byType.has(text(record['event_type']) ?? '') ? jsonNames(record, esetKnows) : []
  },

  samples: esetSamples,
}
