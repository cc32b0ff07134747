import type { Observation } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { readCef } from '../formats/cef.ts'
import { readEventTime } from '../formats/event-time.ts'
import { readLeef } from '../formats/leef.ts'
import { readSyslog } from '../formats/syslog.ts'
import type { LineContext, Source } from '../source.ts'
import { cefKnows, leefKnows } from './known/cef.ts'
import { unknownOf } from './known.ts'
import { lineOrigin, observe, refuse } from './observe.ts'

const ID = 'cef'

/** What stands in the header of either format, and the time the device itself tells. */
type Head = {
  readonly vendor: string
  readonly product: string
  readonly id: string
  readonly time?: string | undefined
}

const headOf = (line: string): Head | undefined => {
  const cef = readCef(line)
  if (cef) return { ...cef, time: cef.extension.get('rt') ?? cef.extension.get('start') ?? cef.extension.get('end') }
  const leef = readLeef(line)
  return leef && { ...leef, time: leef.attributes.get('devTime') }
}

/**
 * CEF and LEEF of a product that no source of ours knows. Their keys are common, the meaning of an event's number is its maker's: so a line
 * shows that its source speaks, and of what, and accuses nobody. A mapped table (`format: cef`, `leef`) gives the numbers their meaning.
 */
export const cef: Source = {
  id: ID,
  title: { vi: 'CEF, LEEF của sản phẩm khác', en: 'CEF and LEEF of other products' },
  parser: 1,
  assumed: false,
  yields: ['other'],
  picks: true,

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const text = line.trimEnd()
    const head = headOf(text)
    if (!head) return refuse('malformed', 'Dòng không có phần đầu CEF hay LEEF đầy đủ (hãng, sản phẩm, phiên bản, mã).')
    const { received, zone } = context
    const at = head.time === undefined ? readSyslog(text, received, zone).at : readEventTime(head.time, received, zone)
    if (head.time !== undefined && at === undefined)
      return refuse(
        'time',
        `Thời gian «${head.time.slice(0, 60)}» của CEF, LEEF không đọc được, hoặc tên múi giờ có nhiều nghĩa.`,
      )
    const more = { code: head.id, provider: `${head.vendor} ${head.product}`.trim() }
    return ok([observe(lineOrigin(ID, at ?? received, context, more), 'other', more)])
  },

  unknown(line) {
    const cef = readCef(line)
    if (cef) return unknownOf(cef.extension.keys(), cefKnows)
    const leef = readLeef(line)
    return leef ? unknownOf(leef.attributes.keys(), leefKnows) : []
  },

  samples: {
    'CEF with the device’s own time': {
      line: String.raw`<134>Mar  2 08:00:05 gw-01 CEF:0|Example|Gateway|1.0|4\|2|Đăng nhập|5|rt=1772413200000 src=192.0.2.7 msg=a\=b c`,
      zone: '+07:00',
      yields: [{ action: 'other', at: 1_772_413_200_000, code: '4|2', provider: 'Example Gateway' }],
    },
    'a time in words, with a zone': {
      line: 'CEF:0|Example|Gateway|1.0|7|x|Low|start=Mar 02 2026 08:00:00.250 GMT+07:00 src=192.0.2.7',
      yields: [{ action: 'other', at: Date.UTC(2026, 2, 2, 1, 0, 0, 250) }],
    },
    'no time of its own: the header’s': {
      line: 'Mar  2 08:00:00 gw-01 CEF:0|Example|Gateway|1.0|7|x|Low|src=192.0.2.7',
      zone: '+07:00',
      yields: [{ action: 'other', at: Date.UTC(2026, 2, 2, 1) }],
    },
    'LEEF 1.0, in the device’s local time': {
      line: 'LEEF:1.0|Example|EDR|2.4|exec|devTime=2026-03-02 08:00:00.692466\tdevTimeFormat=yyyy-MM-dd HH:mm:ss.SSS\tusrName=an.nv',
      zone: '+07:00',
      yields: [{ action: 'other', at: Date.UTC(2026, 2, 2, 1, 0, 0, 692), code: 'exec', provider: 'Example EDR' }],
    },
    'LEEF 2.0 with a delimiter of its own': {
      line: '<13>1 2026-03-02T08:00:09+07:00 gw-01 edr - - - LEEF:2.0|Example|EDR|2.4|exec|x5E|devTime=1772413200000^usrName=an.nv',
      yields: [{ action: 'other', at: 1_772_413_200_000 }],
    },
    'a zone whose name means several': {
      line: 'CEF:0|Example|Gateway|1.0|7|x|Low|rt=Mar 02 2026 08:00:00 IST',
      yields: 'time',
    },
    'cut off in its header': { line: 'CEF:0|Example|Gateway', yields: 'malformed' },
  },
}
