import type { Observation } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { readIso } from '../formats/iso.ts'
import { remember } from '../formats/remember.ts'
import type { LineContext, Source } from '../source.ts'
import { knowing, unknownOf } from './known.ts'
import { countOf } from './numbers.ts'
import { lineOrigin, observe, refuse } from './observe.ts'
import { accountOf, addressOf, hostOf } from './windows/names.ts'

const ID = 'iis'

const FIELDS = '#Fields:'

/** Columns by their names, of a `#Fields:` line. Lines of a file come one after another, under the same heading. */
const columnsOf = remember(
  (heading): ReadonlyMap<string, number> =>
    new Map(
      heading
        .slice(FIELDS.length)
        .trim()
        .split(/\s+/)
        .map((name, index) => [name.toLowerCase(), index]),
    ),
  64,
)

/** Columns of IIS (Microsoft, «W3C Extended Log File Format»), and those its own extensions add. */
const knows = knowing(
  `date time s-sitename s-computername s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs-version cs(User-Agent) cs(Cookie)
  cs(Referer) cs-host sc-status sc-substatus sc-win#-status sc-bytes cs-bytes time-taken streamid crypt-protocol crypt-cipher crypt-hash
  crypt-keyexchange X-Forwarded-For X-ARR-SSL OriginalIP`,
)

/** W3C extended log of IIS: columns by the `#Fields:` line before, times in UTC, `+` for a space in a value. */
export const iis: Source = {
  id: ID,
  title: { vi: 'Máy chủ web IIS (W3C)', en: 'IIS web server (W3C)' },
  parser: 1,
  assumed: false,
  yields: ['web.serve', 'other'],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    if (line.startsWith('#')) return ok([])
    if (context.heading === undefined)
      return refuse('schema', 'Chưa thấy dòng «#Fields:» của IIS; hãy gửi cả phần đầu của tệp.')
    const columns = columnsOf(context.heading)
    const cells = line.trim().split(' ')
    if (cells.length !== columns.size)
      return refuse('malformed', `Dòng có ${cells.length} cột, dòng «#Fields:» có ${columns.size}.`)
    const get = (name: string): string | undefined => {
      const value = cells[columns.get(name) ?? -1]
      return value === '-' || value === '' ? undefined : value
    }
    const at = readIso(`${get('date')} ${get('time')}`, 'UTC')
    if (at === undefined)
      return refuse('time', 'Cột «date» và «time» không phải thời gian (năm-tháng-ngày giờ:phút:giây).')
    const computer = get('s-computername')
    const host = computer === undefined ? undefined : hostOf(computer)
    const origin = lineOrigin(ID, at, context)
    const [stem, query] = [get('cs-uri-stem'), get('cs-uri-query')]
    if (stem === undefined) return ok([observe(origin, 'other', { host })])
    const request = observe(origin, 'web.serve', {
      host,
      // Where the name and its secret were refused, anybody may have written it.
      user: get('sc-status') === '401' ? undefined : accountOf(get('cs-username'), undefined, host ?? ID),
      ip: addressOf(get('c-ip')),
      url: query === undefined ? stem : `${stem}?${query}`,
      method: get('cs-method'),
      answered: countOf(get('sc-status')),
      bytes: countOf(get('sc-bytes')),
      referrer: get('cs(referer)'),
      client: get('cs(user-agent)')?.replaceAll('+', ' '),
    })
    return ok([request])
  },

  isHeading: (line) => line.startsWith(FIELDS),

  unknown: (_line, heading) => (heading === undefined ? [] : unknownOf(columnsOf(heading).keys(), knows)),

  samples: {
    'the heading': {
      line: '#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status time-taken',
      yields: [],
    },
    'a page': {
      line: String.raw`2026-03-02 01:00:00 192.0.2.1 GET /a b=1 443 TINH\An.NV 192.0.2.7 Mozilla/5.0+(X11) 200 15`,
      heading:
        '#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status time-taken',
      yields: [
        {
          ...{ action: 'web.serve', at: Date.UTC(2026, 2, 2, 1), user: 'an.nv@tinh', ip: '192.0.2.7', url: '/a?b=1' },
          ...{ method: 'GET', answered: 200, client: 'Mozilla/5.0 (X11)' },
        },
      ],
    },
    'what the file says of itself': { line: '#Software: Microsoft Internet Information Services 10.0', yields: [] },
    'a row without its heading': { line: '2026-03-02 01:00:00 192.0.2.1 GET / - 443', yields: 'schema' },
    'a row that is cut off': {
      line: '2026-03-02 01:00:00 192.0.2.1',
      heading: '#Fields: date time s-ip c-ip',
      yields: 'malformed',
    },
    'a time that is none': { line: 'x 01:00:00', heading: '#Fields: date time', yields: 'time' },
  },
}
