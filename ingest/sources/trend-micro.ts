import type { Observation, Origin } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { type CefRecord, readCef, saidTwice } from '../formats/cef.ts'
import { domainOfUrl } from '../formats/domain.ts'
import { readEventTime } from '../formats/event-time.ts'
import { readSyslog } from '../formats/syslog.ts'
import type { LineContext, Source } from '../source.ts'
import { trendKnows } from './known/cef.ts'
import { unknownOf } from './known.ts'
import { portOf } from './numbers.ts'
import { lineOrigin, observe, refuse } from './observe.ts'
import { trendSamples } from './samples/trend-micro.ts'
import { addressOf, hostOf, personOf } from './windows/names.ts'

const ID = 'trend-micro'

/** What an agent says it did and nothing is left to do; «Unable to clean file» and «File passed» are none of these. */
const HANDLED =
  /^(?:(?:file |message )?(?:cleaned|deleted|quarantined|blocked)(?: successfully)?|(?:file |message )?renamed|access denied|deny access|delete|quarantine|clean|block)$/i
const BLOCKED = /^(?:block(?:ed)?|den(?:y|ied)|reset|access denied|terminate[d]?)$/i
const PASSED = /^(?:pass(?:ed)?|allow(?:ed)?|log(?:ged)?|detect(?:ed)?|detect only|monitor)$/i

/** What is read of a record; a second value of any of these may be a part of another that was not escaped. */
const READ: ReadonlySet<string> = new Set(
  'rt dhost dvchost shost duser suser filePath fname act request src dst dpt'.split(' '),
)

type Event = CefRecord & { readonly origin: Origin; readonly host: string | undefined }

const person = ({ extension, host = ID }: Event): string | undefined =>
  personOf(extension.get('duser') ?? extension.get('suser'), undefined, undefined, host)

const malware = (event: Event): Observation | undefined => {
  const { extension, origin, host, name } = event
  if (host === undefined || name === '') return undefined
  const folder = extension.get('filePath')
  const file = extension.get('fname')
  const path = folder === undefined ? file : file === undefined || folder.endsWith(file) ? folder : `${folder}${file}`
  return observe(origin, 'malware.found', {
    ...{ host, user: person(event), threat: name, path, agent: ID },
    handled: HANDLED.test(extension.get('act') ?? ''),
  })
}

/** Whether what was seen went through; undefined where the product's word for it is none we know. */
const allowedOf = ({ extension }: Event): boolean | undefined => {
  const act = extension.get('act') ?? ''
  return BLOCKED.test(act) ? false : PASSED.test(act) ? true : undefined
}

const site = (event: Event): Observation | undefined => {
  const { extension, origin, host } = event
  const url = extension.get('request')
  const domain = domainOfUrl(url ?? '')
  const allowed = allowedOf(event)
  if (url === undefined || domain === undefined || allowed === undefined) return undefined
  return observe(origin, 'web.visit', {
    ...{ host, user: person(event), ip: addressOf(extension.get('src')), url, domain, allowed },
  })
}

/** Calls home, intrusions, and behaviour the product takes for an attack. */
const attack = (event: Event): Observation | undefined => {
  const { extension, origin, host, name } = event
  const allowed = allowedOf(event)
  if (name === '' || allowed === undefined) return undefined
  return observe(origin, 'attack.found', {
    ...{ host, user: person(event), threat: name, severity: event.severity, blocked: !allowed },
    ...{ ip: addressOf(extension.get('src')), to: addressOf(extension.get('dst')), port: portOf(extension.get('dpt')) },
  })
}

/** By what the number of an event begins with: words in Apex Central, millions in Deep Security (both in its log reference). */
const BY_ID: readonly (readonly [RegExp, (event: Event) => Observation | undefined])[] = [
  [/^(?:AV|Spyware Detected|SPYWARE|BM):/i, malware],
  [/^(?:WB|URL):/i, site],
  [/^(?:CnC|NCIE|NVW|IPS):/i, attack],
  [/^4\d{6}$/, malware],
]

const meaning = (event: Event): Observation | undefined => BY_ID.find(([pattern]) => pattern.test(event.id))?.[1](event)

/** Trend Micro's Apex Central (formerly Control Manager), Vision One and Deep Security, in CEF. `rt` tells its zone. */
export const trendMicro: Source = {
  id: ID,
  title: { vi: 'Trend Micro (CEF)', en: 'Trend Micro (CEF)' },
  parser: 3,
  assumed: false,
  yields: ['malware.found', 'web.visit', 'attack.found', 'other'],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    // Some relays write the end of a line of Windows as `#015`.
    const text = line.trimEnd().replace(/#015$/, '')
    const record = readCef(text)
    if (record === undefined || !/^trend ?(?:micro|ai)/i.test(record.vendor))
      return refuse('malformed', 'Dòng không theo dạng CEF của Trend Micro.')
    const twice = saidTwice(record, READ)
    if (twice !== undefined) return refuse('malformed', twice)
    const { received, zone } = context
    const written = record.extension.get('rt')
    const at = written === undefined ? readSyslog(text, received, zone).at : readEventTime(written, received, zone)
    if (written !== undefined && at === undefined)
      return refuse('time', `Trường «rt» có giá trị «${written.slice(0, 60)}», không phải thời gian đọc được.`)
    const origin = lineOrigin(ID, at ?? received, context, { code: record.id, provider: record.product })
    const { extension } = record
    const named = extension.get('dhost') ?? extension.get('dvchost') ?? extension.get('shost')
    const host = named === undefined ? undefined : hostOf(named) || undefined
    // What the server says of a machine that may be off names no machine.
    return ok([
      meaning({ ...record, origin, host }) ?? observe(origin, 'other', { code: record.id, provider: record.product }),
    ])
  },

  unknown(line) {
    const record = readCef(line)
    const isRead = record && BY_ID.some(([pattern]) => pattern.test(record.id))
    return isRead ? unknownOf(record.extension.keys(), trendKnows) : []
  },

  samples: trendSamples,
}
