import { DAY, type Instant } from '../../kernel/time.ts'
import { readIso } from './iso.ts'
import { monthOf } from './month.ts'
import { instantOf } from './zone.ts'

/** What a syslog header says; a part that is not there is absent. `message` is the rest of the line. */
export type SyslogLine = {
  /** Facility × 8 + severity, 0 to 191. */
  readonly pri?: number
  readonly at?: Instant
  readonly host?: string
  readonly app?: string
  readonly pid?: string
  readonly msgid?: string
  readonly structured?: string
  readonly message: string
}

const PRI = /^<(\d{1,3})>/
const BSD_TIME = /^([A-Z][a-z]{2}) {1,2}(\d{1,2})(?: (\d{4}))? (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?:? /
const ISO_TIME = /^(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?) /
// A tag ends in a colon; brackets hold the process id; `su(pam_unix)[12]:` keeps its parenthesis. CEF and LEEF are no programs,
// and a key=value or JSON body is no name.
const TAG = /^(?!CEF:|LEEF:)([^\s:[\](){}="]{1,96}(?:\([^\s:()]{0,48}\))?)(?:\[([^\]\s]{1,32})\])?: ?/
// A colon may stand inside (an IPv6 address) but not at the end, which would be a tag.
const HOST = /^(?!CEF:|LEEF:)((?:[^\s:[\](){}="]|:(?=\S)){1,255}) /
const RFC5424 = /^1 (\S+) (\S+) (\S+) (\S+) (\S+) /

const known = (value: string | undefined): string | undefined => (value === '-' || value === '' ? undefined : value)

const present = (line: { [K in keyof SyslogLine]: SyslogLine[K] | undefined } & { message: string }): SyslogLine =>
  // The cast drops `undefined` members, which the filter has just removed.
  Object.fromEntries(Object.entries(line).filter(([, value]) => value !== undefined)) as SyslogLine

/** RFC 3164 has no year: the year of reception, minus one when that would lie more than a day in the future. */
const bsdTime = (part: RegExpExecArray, received: Instant, zone: string): Instant | undefined => {
  const month = monthOf(part[1])
  if (month === 0) return undefined
  const civil = {
    month,
    day: Number(part[2]),
    hour: Number(part[4]),
    minute: Number(part[5]),
    second: Number(part[6]),
    ms: Number((part[7] ?? '').padEnd(3, '0').slice(0, 3)),
  }
  if (part[3] !== undefined) return instantOf({ year: Number(part[3]), ...civil }, zone)
  // One day ahead covers the first hours of a year in a zone ahead of UTC.
  const year = new Date(received + DAY).getUTCFullYear()
  const at = instantOf({ year, ...civil }, zone)
  // 29 February received in the year after it does not exist in that year.
  return at === undefined || at > received + DAY ? instantOf({ year: year - 1, ...civil }, zone) : at
}

/** Structured data of RFC 5424 (6.3): `-`, or elements in brackets whose quoted values may hold escaped `]` and `"`. */
const structuredEnd = (line: string): number => {
  if (!line.startsWith('[')) return line.startsWith('-') ? 1 : 0
  let quoted = false
  for (let index = 0; index < line.length; index++) {
    const char = line[index]
    if (quoted && char === '\\') index++
    else if (char === '"') quoted = !quoted
    else if (!quoted && char === ']' && line[index + 1] !== '[') return index + 1
  }
  return 0
}

const rfc5424 = (part: RegExpExecArray, rest: string, zone: string): Omit<SyslogLine, 'pri'> => {
  const end = structuredEnd(rest)
  return present({
    at: readIso(part[1] ?? '', zone),
    host: known(part[2]),
    app: known(part[3]),
    pid: known(part[4]),
    msgid: known(part[5]),
    structured: known(rest.slice(0, end)),
    message: rest.slice(end).replace(/^ (\uFEFF)?/, ''),
  })
}

/** Host and tag, or a tag alone (a local file of a single machine, a device that sends none). */
const afterTime = (rest: string, timed: boolean): Omit<SyslogLine, 'pri' | 'at'> => {
  const host = timed ? HOST.exec(rest) : undefined
  const body = host ? rest.slice(host[0].length) : rest
  const tag = TAG.exec(body)
  return present({
    host: known(host?.[1]),
    app: tag?.[1],
    pid: tag?.[2],
    message: tag ? body.slice(tag[0].length) : body,
  })
}

/**
 * Splits one syslog line: RFC 5424, RFC 3164, rsyslog with an ISO time, each with or without `<pri>`, or no header at all.
 * `received` (epoch ms) supplies the missing year, `zone` (IANA name or offset) the missing zone. Total: whatever is not a
 * header stays in `message`.
 */
export const readSyslog = (line: string, received: Instant, zone: string): SyslogLine => {
  const clean = line.replace(/^\uFEFF/, '')
  const pri = PRI.exec(clean)
  const priority = pri && Number(pri[1]) <= 191 ? { pri: Number(pri[1]) } : {}
  const rest = pri ? clean.slice(pri[0].length) : clean
  const modern = RFC5424.exec(rest)
  if (modern && (modern[1] === '-' || readIso(modern[1] ?? '', zone) !== undefined))
    return { ...priority, ...rfc5424(modern, rest.slice(modern[0].length), zone) }
  const bsd = BSD_TIME.exec(rest)
  const iso = bsd ? undefined : ISO_TIME.exec(rest)
  const at = bsd ? bsdTime(bsd, received, zone) : iso ? readIso(iso[1] ?? '', zone) : undefined
  const header = at === undefined ? '' : ((bsd ?? iso)?.[0] ?? '')
  return {
    ...priority,
    ...(at === undefined ? {} : { at }),
    ...afterTime(rest.slice(header.length), at !== undefined),
  }
}
