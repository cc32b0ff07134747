import type { Observation, Origin } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { readIso } from '../formats/iso.ts'
import { readKeyValue } from '../formats/keyvalue.ts'
import type { LineContext, Source } from '../source.ts'
import { fortigateKnows } from './fortigate/known.ts'
import { isRead, read } from './fortigate/readers.ts'
import { fortigateSamples } from './fortigate/samples.ts'
import { unknownOf } from './known.ts'
import { lineOrigin, observe, refuse } from './observe.ts'

const ID = 'fortigate'

/** One real line has a space in it: `time=12: 26:24`. */
const CLOCK = /(?:^|\s)time="?(\d{1,2}): ?(\d{2}):(\d{2})/

/**
 * `eventtime` is in seconds, milliseconds, microseconds or nanoseconds, by its digits; FortiOS before 6 has only date, time and, perhaps,
 * a zone of its own.
 */
const timeOf = (line: string, get: Get, zone: string): number | undefined => {
  const written = get('eventtime') ?? ''
  if (/^\d{10,19}$/.test(written)) return Math.floor(Number(written.slice(0, 13).padEnd(13, '0')))
  const [, hour, minute, second] = CLOCK.exec(line) ?? []
  const own = get('tz') ?? ''
  return readIso(`${get('date')} ${hour?.padStart(2, '0')}:${minute}:${second}`, /^[+-]\d{4}$/.test(own) ? own : zone)
}

type Get = (name: string) => string | undefined

/** What FortiOS 4 and 5 called it. */
const FORMER: ReadonlyMap<string, string> = new Map([
  ['srcip', 'src'],
  ['dstip', 'dst'],
  ['srcport', 'src_port'],
  ['dstport', 'dst_port'],
  ['devid', 'device_id'],
  ['logid', 'log_id'],
  ['action', 'status'],
  ['sentbyte', 'sent'],
  ['rcvdbyte', 'rcvd'],
])

const getOf =
  (pairs: ReadonlyMap<string, string>): Get =>
  (name) =>
    pairs.get(name) ?? pairs.get(FORMER.get(name) ?? '')

/** Without the priority, which FortiGate sets right before its first pair. */
const bare = (line: string): string => line.replace(/^\uFEFF?<\d{1,3}>/, '')

/** FortiGate's own key=value log, in any syslog dress or none. */
export const fortigate: Source = {
  id: ID,
  title: { vi: 'Tường lửa FortiGate', en: 'FortiGate firewall' },
  parser: 2,
  assumed: false,
  yields: [
    'net.connect',
    'web.visit',
    'dns.query',
    'attack.found',
    'session.event',
    'config.change',
    'address.lease',
    'other',
  ],

  parse(raw: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const line = bare(raw)
    const get = getOf(readKeyValue(line))
    const [type, id] = [get('type'), get('logid')]
    if (type === undefined || id === undefined || get('devid') === undefined)
      return refuse('schema', 'Dòng thiếu một trong các trường «type», «logid», «devid» của FortiGate.')
    const at = timeOf(line, get, context.zone)
    if (at === undefined) return refuse('time', 'Dòng không có thời gian đọc được (eventtime, hoặc date và time).')
    const told = lineOrigin(ID, at, context, { code: id, provider: [type, get('subtype')].filter(Boolean).join('/') })
    // Of one session, or by a clock of nanoseconds, the same line again is the same record, however often a relay brings it.
    const isOne = get('sessionid') !== undefined || (get('eventtime') ?? '').length > 13
    const origin: Origin = isOne ? { ...told, id: `${ID}/${get('devid')}/${context.digest}` } : told
    return ok([read(origin, get) ?? observe(origin, 'other', { code: id, provider: origin.provider })])
  },

  unknown(line) {
    const pairs = readKeyValue(bare(line))
    return isRead(getOf(pairs)) ? unknownOf(pairs.keys(), fortigateKnows) : []
  },

  samples: fortigateSamples,
}
