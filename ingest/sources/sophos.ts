import type { Observation } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { readIso } from '../formats/iso.ts'
import { readSpaced } from '../formats/spaced.ts'
import { offsetOf } from '../formats/zone-name.ts'
import type { LineContext, Source } from '../source.ts'
import { unknownOf } from './known.ts'
import { lineOrigin, observe, refuse } from './observe.ts'
import { sophosKnows } from './sophos/known.ts'
import { isRead, read } from './sophos/readers.ts'
import { sophosSamples } from './sophos/samples.ts'

const ID = 'sophos'

/**
 * Sophos Firewall (SFOS): key=value, in any syslog dress or none. From version 20 `timestamp` tells its offset; before, `timezone` is an
 * abbreviation, which counts only where it has one meaning (IST has three), and else the source's zone does.
 */
export const sophos: Source = {
  id: ID,
  title: { vi: 'Tường lửa Sophos (SFOS)', en: 'Sophos Firewall (SFOS)' },
  parser: 1,
  assumed: false,
  yields: ['net.connect', 'web.visit', 'attack.found', 'session.event', 'address.lease', 'other'],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const pairs = readSpaced(line)
    const get = (name: string): string | undefined => pairs.get(name)
    const [type, id] = [get('log_type'), get('log_id')]
    if (type === undefined || id === undefined)
      return refuse('schema', 'Dòng thiếu trường «log_type» hoặc «log_id» của Sophos Firewall.')
    const own = offsetOf(get('timezone')) ?? context.zone
    const at = readIso(get('timestamp') ?? `${get('date')} ${get('time')}`, own)
    if (at === undefined) return refuse('time', 'Dòng không có thời gian đọc được (timestamp, hoặc date và time).')
    const provider = [type, get('log_component'), get('log_subtype')].filter(Boolean).join('/')
    const origin = lineOrigin(ID, at, context, { code: id, provider })
    return ok([read(origin, get) ?? observe(origin, 'other', { code: id, provider })])
  },

  unknown(line) {
    const pairs = readSpaced(line)
    return isRead(pairs.get('log_type')) ? unknownOf(pairs.keys(), sophosKnows) : []
  },

  samples: sophosSamples,
}
