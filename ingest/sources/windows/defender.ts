import { observe } from '../observe.ts'
import { volumeOf } from './media.ts'
import { personOf } from './names.ts'
import type { Reader } from './record.ts'

const AGENT = 'defender'

/** `file:_E:\a.exe; containerfile:_…`: the first path, without the scheme Defender puts before it. */
const firstPath = (written: string | undefined): string | undefined =>
  written
    ?.split(';')[0]
    ?.trim()
    .replace(/^[a-z]+:_/i, '')

const isDone = (code: string | undefined): boolean => code !== undefined && /^(0x)?0+$/.test(code)

const ACTED = new Set(['1007', '1117'])

/** Actions that leave the malware where it is, by number (MPTHREAT_ACTION: allow, user-defined, none) and, where that is missing, by name. */
const LEAVES = new Set(['6', '8', '9'])
const LEAVES_NAMED = /^(allow(ed)?|ignore( always)?|user[ -]?defined|no[ -]?action|not applicable)$/i

/** Acted upon without an error, by an action that ends it, is handled; an action that no field tells is one. */
const isHandled = ({ code, get }: Parameters<Reader>[1]): boolean => {
  if (!ACTED.has(code) || !isDone(get('Error Code'))) return false
  const action = get('Action ID')
  return action === undefined ? !LEAVES_NAMED.test(get('Action Name') ?? get('Action') ?? '') : !LEAVES.has(action)
}

/** 1006, 1015, 1116 found; 1007, 1117 acted upon; 1008, 1118, 1119 acted upon in vain. */
export const malware: Reader = (origin, event) => {
  const threat = event.get('Threat Name') ?? event.get('Threat ID')
  if (threat === undefined) return undefined
  return observe(origin, 'malware.found', {
    host: event.host,
    user: personOf(event.get('Detection User') ?? event.get('User'), event.get('Domain'), undefined, event.host),
    threat,
    path: firstPath(event.get('Path')),
    handled: isHandled(event),
    agent: AGENT,
  })
}

const VERSIONS = [
  'Security intelligence Version',
  'AV security intelligence version',
  'AV signature version',
  'Signature Version',
]

/** Days; the greatest number of 32 bits where it is not known. */
const ageOf = (written: string | undefined): number | undefined =>
  /^\d{1,5}$/.test(written ?? '') ? Number(written) : undefined

/** 1150 (healthy) and 1151 (hourly health report). The states that 1151 names are localised. */
export const healthy: Reader = (origin, event) =>
  observe(origin, 'heartbeat', {
    host: event.host,
    agent: AGENT,
    version: VERSIONS.map((name) => event.get(name)).find((version) => version !== undefined),
    age: event.code === '1151' ? ageOf(event.get('Last AV security intelligence age')) : undefined,
  })

/**
 * 1000 (scan began) and 1001 (scan ended) of a drive other than the system's. `clean` says that this record names no threat:
 * a finding is a record of its own (1116).
 */
export const scanned: Reader = (origin, event) => {
  const drive = (event.get('Scan Resources') ?? '')
    .split(/[;,\s]+/)
    .map((part) => volumeOf(part.replace(/^[a-z]+:_/i, '')))
    .find((volume) => volume !== undefined && volume !== 'C:')
  if (drive === undefined) return undefined
  return observe(origin, 'media.scan', { host: event.host, volume: drive, clean: true, agent: AGENT })
}
