import type { Observation } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { type CefRecord, readCef, saidTwice } from '../formats/cef.ts'
import { readSyslog } from '../formats/syslog.ts'
import { timeReader } from '../formats/time.ts'
import type { LineContext, Source } from '../source.ts'
import { kasperskySamples } from './kaspersky/samples.ts'
import { kasperskyKnows, kasperskyParamsKnows } from './known/cef.ts'
import { unknownOf } from './known.ts'
import { lineOrigin, observe, refuse } from './observe.ts'
import { hostOf, personOf } from './windows/names.ts'

const ID = 'kaspersky'

/** One event, whichever of the exports brought it. `get`: a value by the key of the syslog export, or that of CEF. */
type Event = {
  readonly type: string
  readonly at: number
  readonly get: (syslog: string, cef: string) => string | undefined
}

/** What became of what was found, by type. */
const FOUND: ReadonlyMap<string, boolean> = new Map([
  ['GNRL_EV_VIRUS_FOUND', false],
  ['GNRL_EV_VIRUS_FOUND_BY_KSN', false],
  ['GNRL_EV_VIRUS_FOUND_AND_BLOCKED', true],
  ['GNRL_EV_SUSPICIOUS_OBJECT_FOUND', false],
  ['GNRL_EV_OBJECT_NOTCURED', false],
  ['GNRL_EV_OBJECT_CURED', true],
  ['GNRL_EV_OBJECT_DELETED', true],
  ['GNRL_EV_OBJECT_QUARANTINED', true],
  ['GNRL_EV_OBJECT_BLOCKED', true],
])

const epoch = timeReader('epoch-ms')!

const PARAM = /\s([A-Za-z0-9]{1,16})="((?:[^"\\]|\\.)*)"/g

/** The parameters of the element `event@23668` (RFC 5424, 6.3). */
const paramsOf = (structured: string): ReadonlyMap<string, string> =>
  new Map([...structured.matchAll(PARAM)].map(([, key = '', value = '']) => [key, value.replace(/\\(["\\\]])/g, '$1')]))

/** What is read of a record in CEF; a second value of any of these may be a part of another that was not escaped. */
const READ: ReadonlySet<string> = new Set('rt dhost cs1 duser suser filePath'.split(' '))

const fromCef = ({ vendor, extension, id }: CefRecord, received: number): Event | undefined => {
  if (!/^kaspersky ?lab$/i.test(vendor)) return undefined
  const at = epoch(extension.get('rt') ?? '', 'UTC') ?? received
  return { type: id, at, get: (_, key) => extension.get(key) }
}

const fromSyslog = (line: string, { received, zone }: LineContext): Event | undefined => {
  const { at, host, app, msgid, structured } = readSyslog(line, received, zone)
  if (structured === undefined || !structured.startsWith('[event@23668') || app === undefined) return undefined
  const params = paramsOf(structured)
  const type = params.get('et') ?? msgid
  if (type === undefined) return undefined
  return { type, at: at ?? received, get: (key) => params.get(key) ?? (key === 'hdn' ? host : undefined) }
}

const read = ({ type, at, get }: Event, context: LineContext): Observation => {
  const origin = lineOrigin(ID, at, context, { code: type })
  const computer = get('hdn', 'dhost')
  const host = computer === undefined ? undefined : hostOf(computer) || undefined
  const threat = get('p5', 'cs1')
  const handled = FOUND.get(type)
  // The server writes of machines that are off, too: only what a machine itself found shows it alive.
  if (host === undefined || threat === undefined || handled === undefined)
    return observe(origin, 'other', { code: type })
  return observe(origin, 'malware.found', {
    host,
    user: personOf(get('p7', 'duser') ?? get('p7', 'suser'), undefined, undefined, host),
    threat,
    path: get('p2', 'filePath'),
    handled,
    agent: ID,
  })
}

/**
 * Events of Kaspersky Security Center, as its export in CEF or in syslog (RFC 5424) writes them. It says nothing regularly of an agent
 * that is well, so no silence of an agent is known by it.
 */
export const kaspersky: Source = {
  id: ID,
  title: { vi: 'Kaspersky Security Center (CEF, syslog)', en: 'Kaspersky Security Center (CEF, syslog)' },
  parser: 2,
  assumed: false,
  yields: ['malware.found', 'other'],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const text = line.trimEnd()
    const isCef = text.includes('CEF:')
    const record = isCef ? readCef(text) : undefined
    const twice = record && saidTwice(record, READ)
    if (twice !== undefined) return refuse('malformed', twice)
    const event = isCef ? record && fromCef(record, context.received) : fromSyslog(text, context)
    if (!event) return refuse('malformed', 'Dòng không theo dạng CEF hay syslog của Kaspersky Security Center.')
    return ok([read(event, context)])
  },

  unknown(line) {
    const record = line.includes('CEF:') ? readCef(line) : undefined
    if (record) return FOUND.has(record.id) ? unknownOf(record.extension.keys(), kasperskyKnows) : []
    const { structured, msgid } = readSyslog(line, 0, 'UTC')
    const params = structured?.startsWith('[event@23668') ? paramsOf(structured) : undefined
    return params && FOUND.has(params.get('et') ?? msgid ?? '') ? unknownOf(params.keys(), kasperskyParamsKnows) : []
  },

  samples: kasperskySamples,
}
