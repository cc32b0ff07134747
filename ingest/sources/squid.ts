import type { Observation } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { domainOfUrl } from '../formats/domain.ts'
import type { LineContext, Source } from '../source.ts'
import { countOf } from './numbers.ts'
import { lineOrigin, observe, refuse } from './observe.ts'
import { accountOf, addressOf } from './windows/names.ts'

const ID = 'squid'

const START = /(?:^|\s)\d{9,11}\.\d{3}\s/
const TIME = /^\d{9,11}\.\d{3}$/
const RESULT = /^([A-Z][A-Z_]{2,40})\/(\d{3})$/
const AUTHENTICATE = 407

/**
 * Squid's native access log (`logformat squid`): time, duration, client, result/status, bytes to the client, method, URL, user,
 * hierarchy/peer, type of content. The proxy asks everyone for a password first (407), which is no visit.
 */
export const squid: Source = {
  id: ID,
  title: { vi: 'Proxy Squid (access.log)', en: 'Squid proxy (access.log)' },
  parser: 1,
  assumed: false,
  yields: ['web.visit', 'other'],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    // A header of syslog, whose program may be `(squid-1)`, tells nothing more.
    const body = line.slice(START.exec(line)?.index ?? 0).trim()
    const [time = '', , client, result = '', bytes, method, url, user] = body.split(/\s+/)
    const [, code, status] = RESULT.exec(result) ?? []
    if (!TIME.test(time) || code === undefined || url === undefined)
      return refuse(
        'malformed',
        'Dòng không theo dạng nhật ký truy cập gốc của Squid (thời gian, máy khách, kết quả, địa chỉ).',
      )
    const origin = lineOrigin(ID, Math.round(Number(time) * 1000), context, { code })
    const domain = domainOfUrl(url)
    const answered = Number(status)
    if (domain === undefined || answered === AUTHENTICATE) return ok([observe(origin, 'other', { code })])
    const visit = observe(origin, 'web.visit', {
      user: user === '-' ? undefined : accountOf(user, undefined, ID),
      ip: addressOf(client),
      url,
      domain,
      method,
      answered,
      allowed: !code.includes('DENIED'),
      fetched: countOf(bytes),
    })
    return ok([visit])
  },

  samples: {
    'a page': {
      line: '1772413200.827    781 192.0.2.7 TCP_MISS/200 1785 GET http://www.a.example/b?c=1 an.nv HIER_DIRECT/198.51.100.9 text/html',
      yields: [
        {
          ...{
            action: 'web.visit',
            at: 1_772_413_200_827,
            ip: '192.0.2.7',
            user: 'an.nv@squid',
            domain: 'www.a.example',
          },
          ...{ method: 'GET', answered: 200, allowed: true, fetched: 1785 },
        },
      ],
    },
    'a tunnel that was refused': {
      line: '1772413200.001      0 192.0.2.7 TCP_DENIED/403 0 CONNECT chat.example:443 - HIER_NONE/- -',
      yields: [{ action: 'web.visit', domain: 'chat.example', allowed: false, answered: 403 }],
    },
    'over syslog, and with the domain of the account': {
      line: String.raw`<30>Mar  2 08:00:00 proxy-01 (squid-1)[77]: 1772413200.827 12 192.0.2.7 TCP_TUNNEL/200 9 CONNECT a.example:443 TINH\An.NV HIER_DIRECT/198.51.100.9 -`,
      yields: [{ action: 'web.visit', user: 'an.nv@tinh', domain: 'a.example' }],
    },
    'the question for a password is no visit': {
      line: '1772413200.827      0 192.0.2.7 TCP_DENIED/407 3900 GET http://a.example/ - HIER_NONE/- text/html',
      yields: [{ action: 'other', code: 'TCP_DENIED' }],
    },
    'no line of an access log': { line: '2026/03/02 08:00:00 kid1| Starting Squid Cache', yields: 'malformed' },
  },
}
