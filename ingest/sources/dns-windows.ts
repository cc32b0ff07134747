import type { Observation } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { DAY, type Instant } from '../../kernel/time.ts'
import { domainOf } from '../formats/domain.ts'
import { instantOf } from '../formats/zone.ts'
import type { LineContext, Source } from '../source.ts'
import { lineOrigin, observe, refuse } from './observe.ts'
import { addressOf } from './windows/names.ts'

const ID = 'dns-windows'

/** Date and time as the server's language has them, number of the thread, and what sort of entry it is. */
const ENTRY =
  /^(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4}) (\d{1,2}):(\d{2}):(\d{2})(?: (AM|PM|SA|CH))? ([0-9A-F]{3,5}) ([A-Z][A-Za-z]{1,15})\s*:?\s+(.*)$/s
/** Transport, direction, the other’s address, its number, an `R` where it is an answer, the sort of question, flags, type and name. */
const PACKET =
  /^(?:[0-9A-F]{8,16} )?(UDP|TCP) (Rcv|Snd) ([0-9a-fA-F.:]{2,45})\s+[0-9a-f]{1,4} (R| ) ([QNU?]) \[[^\]]{1,40}\]\s+(\S{1,16})\s+(\(\d{1,3}\)\S{0,400})/
const PROSE = /^(?:\s|DNS Server log|Log file wrap|Message logging key|$)/

type Part = readonly string[]

const dated = ([first = '', , second = '', third = '', hour = '', minute, sec, half]: Part) => {
  const full = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === 'PM' || half === 'CH' ? 12 : 0)
  const clock = { hour: full, minute: Number(minute), second: Number(sec) }
  const [a, b, c] = [Number(first), Number(second), Number(third)]
  if (first.length === 4) return [{ year: a, month: b, day: c, ...clock }]
  return third.length === 4
    ? [
        { year: c, month: a, day: b, ...clock },
        { year: c, month: b, day: a, ...clock },
      ]
    : []
}

/**
 * 3/2 is March or February, by the server's language, and the log does not say which. Of the two that may be meant, the day that lies
 * nearest before receipt counts (a day ahead may still be the server's zone): a log is delivered sooner than a month late.
 */
const timeOf = (part: Part, { received, zone }: LineContext): Instant | undefined => {
  const instants = dated(part).flatMap((civil) => instantOf(civil, zone) ?? [])
  const past = instants.filter((at) => at <= received + DAY)
  return past.length > 0 ? Math.max(...past) : instants[0]
}

/** `(3)www(7)example(0)`: each label behind its length. What does not add up is no name. */
const nameOf = (written: string): string | undefined => {
  const labels: string[] = []
  for (let rest = written; rest !== ''; ) {
    const [head, digits] = /^\((\d{1,2})\)/.exec(rest) ?? []
    if (head === undefined) return undefined
    const length = Number(digits)
    if (length === 0) return domainOf(labels.join('.'))
    labels.push(rest.slice(head.length, head.length + length))
    rest = rest.slice(head.length + length)
  }
  return undefined
}

/** What came to the server as a question. Its own questions to others, and every answer, tell of the same name again. */
const question = (message: string) => {
  const [, , direction, client, answer, opcode, type, written] = PACKET.exec(message) ?? []
  if (direction !== 'Rcv' || answer !== ' ' || opcode !== 'Q' || written === undefined) return undefined
  const domain = nameOf(written)
  return domain === undefined ? undefined : { ip: addressOf(client), domain, type }
}

/** The debug log of Windows' DNS server (dns.log): the server's local time, in its language's form, behind a key in prose. */
export const dnsWindows: Source = {
  id: ID,
  title: { vi: 'DNS của Windows Server (dns.log)', en: 'Windows DNS server (debug log)' },
  parser: 1,
  assumed: false,
  yields: ['dns.query', 'other'],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const text = line.replace(/^\uFEFF/, '').trimEnd()
    if (PROSE.test(text)) return ok([])
    const [whole, ...part] = ENTRY.exec(text) ?? []
    if (whole === undefined)
      return refuse('malformed', 'Dòng không theo dạng nhật ký gỡ lỗi DNS của Windows (ngày, giờ, luồng, loại).')
    const at = timeOf(part, context)
    if (at === undefined) return refuse('time', 'Ngày giờ ở đầu dòng không phải một ngày có thật.')
    const code = part[9] ?? ''
    const asked = code === 'PACKET' ? question(part[10] ?? '') : undefined
    const origin = lineOrigin(ID, at, context, { code })
    return ok([asked ? observe(origin, 'dns.query', asked) : observe(origin, 'other', { code })])
  },

  samples: {
    'a question, in American': {
      line: '3/2/2026 8:00:00 AM 0E70 PACKET  00000000033397A0 UDP Rcv 192.0.2.7       5b47   Q [0001   D   NOERROR] A      (3)www(7)Example(0)',
      zone: '+07:00',
      yields: [{ action: 'dns.query', at: Date.UTC(2026, 2, 2, 1), ip: '192.0.2.7', domain: 'www.example', type: 'A' }],
    },
    'in Vietnamese, the day first': {
      line: '02/03/2026 08:00:00 0E70 PACKET  00000000033397A0 UDP Rcv 192.0.2.7       5b47   Q [0001   D   NOERROR] AAAA   (1)a(7)example(0)',
      zone: '+07:00',
      yields: [{ action: 'dns.query', at: Date.UTC(2026, 2, 2, 1), domain: 'a.example', type: 'AAAA' }],
    },
    'the year first, over TCP, from IPv6': {
      line: '2026/03/02 8:00:00 0BE4 PACKET  000000149B80B390 TCP Rcv 2001:db8::7     ccfb   Q [0001   D   NOERROR] TXT    (1)a(7)example(0)',
      zone: '+07:00',
      yields: [{ action: 'dns.query', at: Date.UTC(2026, 2, 2, 1), ip: '2001:db8::7', type: 'TXT' }],
    },
    'its own question to another server': {
      line: '3/2/2026 8:00:00 AM 0E70 PACKET  00000000033397A0 UDP Snd 198.51.100.53   5b47   Q [0001   D   NOERROR] A      (7)example(0)',
      yields: [{ action: 'other', code: 'PACKET' }],
    },
    'an answer from another server': {
      line: '3/2/2026 8:00:00 AM 0E70 PACKET  00000000033397A0 UDP Rcv 198.51.100.53   5b47 R Q [8081   DR  NOERROR] A      (7)example(0)',
      yields: [{ action: 'other' }],
    },
    'another sort of entry': {
      line: '3/2/2026 8:00:00 AM 0E70 EVENT   The DNS server has started.',
      yields: [{ action: 'other', code: 'EVENT' }],
    },
    'a month that is none': {
      line: '31/31/2026 08:00:00 0E70 PACKET  00000000033397A0 UDP Rcv 192.0.2.7 5b47   Q [0001   D   NOERROR] A (1)a(0)',
      yields: 'time',
    },
    'no entry': { line: 'xin chào', yields: 'malformed' },
  },
}
