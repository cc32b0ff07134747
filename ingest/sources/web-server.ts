import type { Observation } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { type AccessLine, readAccess } from '../formats/clf.ts'
import { readIso } from '../formats/iso.ts'
import { monthOf } from '../formats/month.ts'
import { readSyslog } from '../formats/syslog.ts'
import type { LineContext, Source } from '../source.ts'
import { countOf } from './numbers.ts'
import { lineOrigin, observe, refuse } from './observe.ts'
import { accountOf, addressOf, hostOf } from './windows/names.ts'

const ID = 'web-server'

/** nginx and Apache write errors with a time of the machine's zone. */
const NGINX_ERROR = /^(\d{4})\/(\d{2})\/(\d{2}) (\d{2}:\d{2}:\d{2}) \[[a-z]+\] /
const APACHE_ERROR = /^\[[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?) (\d{4})\] \[/

const present = (value: string | undefined): string | undefined =>
  value === undefined || value === '-' || value === '' ? undefined : value

/** Whoever the server spoke to: the last address before identity and user; what a client says it forwards is only its word. */
const peerOf = ({ before }: AccessLine): string | undefined => {
  const peers = before.length > 2 ? before.slice(0, -2) : before
  return peers.map((peer) => addressOf(peer.replace(/,$/, ''))).findLast((address) => address !== undefined)
}

const REQUEST = /^([A-Za-z]{2,20}) (\S{1,16000})/

const served = (access: AccessLine, host: string | undefined, context: LineContext): Observation => {
  const { at, before, request, after } = access
  const origin = lineOrigin(ID, at, context)
  const [, method, url] = REQUEST.exec(request) ?? []
  // Apache's ssl_request_log has the time first, and then protocol and cipher where others have the user; and no status.
  const [user, status, bytes] = before.length > 2 && after.length > 1 ? [before.at(-1), after[0], after[1]] : []
  if (url === undefined) return observe(origin, 'other', { host })
  return observe(origin, 'web.serve', {
    host,
    // Where the name and its secret were refused, anybody may have written it.
    user: status === '401' ? undefined : accountOf(present(user), undefined, host ?? ID),
    ip: peerOf(access),
    url,
    method,
    answered: countOf(status),
    bytes: countOf(bytes ?? after[0]),
    referrer: present(after[2]),
    client: present(after[3]),
  })
}

/** The time of a line of an error log, epoch ms; undefined where it is none. */
const errorAt = (line: string, zone: string): number | undefined => {
  const [, year, month, day, time] = NGINX_ERROR.exec(line) ?? []
  if (year !== undefined) return readIso(`${year}-${month}-${day} ${time}`, zone)
  const [, name, date, clock, written] = APACHE_ERROR.exec(line) ?? []
  return readIso(`${written}-${String(monthOf(name)).padStart(2, '0')}-${date} ${clock}`, zone)
}

/**
 * Access and error logs of nginx and Apache, from a file or over syslog. Errors are signs of life: what was asked for stands in the access
 * log.
 */
export const webServer: Source = {
  id: ID,
  title: { vi: 'Máy chủ web nginx, Apache', en: 'nginx and Apache web servers' },
  parser: 1,
  assumed: false,
  yields: ['web.serve', 'other'],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const syslog = /^<\d{1,3}>|^[A-Z][a-z]{2} [ \d]\d /.test(line)
      ? readSyslog(line, context.received, context.zone)
      : undefined
    const body = syslog?.message ?? line
    const host = syslog?.host === undefined ? undefined : hostOf(syslog.host)
    const access = readAccess(body)
    if (access) return ok([served(access, host, context)])
    const at = errorAt(body, context.zone)
    if (at !== undefined) return ok([observe(lineOrigin(ID, at, context), 'other', { host })])
    return refuse('malformed', 'Dòng không theo dạng nhật ký truy cập hay nhật ký lỗi của nginx, Apache.')
  },

  samples: {
    'a page, combined': {
      line: '192.0.2.7 - - [02/Mar/2026:08:00:00 +0700] "GET /a?b=1 HTTP/1.1" 200 612 "https://a.example/" "Mozilla/5.0 (X11)"',
      yields: [
        {
          ...{ action: 'web.serve', at: Date.UTC(2026, 2, 2, 1), ip: '192.0.2.7', url: '/a?b=1', method: 'GET' },
          ...{ answered: 200, bytes: 612, referrer: 'https://a.example/', client: 'Mozilla/5.0 (X11)' },
        },
      ],
    },
    'over syslog, by a person with a name, refused': {
      line: '<190>Mar  2 08:00:00 web-01.tinh.example nginx: 192.0.2.7 - An.NV [02/Mar/2026:08:00:00 +0700] "POST /x HTTP/2.0" 403 -',
      yields: [{ action: 'web.serve', host: 'web-01', user: 'an.nv@web-01', answered: 403, method: 'POST' }],
    },
    'behind a proxy: the peer is who the server spoke to': {
      line: 'cong.example 203.0.113.5, 198.51.100.9 192.0.2.9 - - [02/Mar/2026:08:00:00 +0700] "GET / HTTP/1.1" 301 0 "-" "-"',
      yields: [{ action: 'web.serve', ip: '192.0.2.9', url: '/', answered: 301 }],
    },
    'a request that was none': {
      line: '192.0.2.7 - - [02/Mar/2026:08:00:00 +0700] "-" 408 - "-" "-"',
      yields: [{ action: 'other' }],
    },
    'an error of nginx': {
      line: '2026/03/02 08:00:00 [error] 6689#6689: *16 open() "/x" failed (2: No such file or directory)',
      zone: '+07:00',
      yields: [{ action: 'other', at: Date.UTC(2026, 2, 2, 1) }],
    },
    'an error of Apache': {
      line: '[Mon Mar 02 08:00:00.103786 2026] [core:error] [pid 11379] [client 192.0.2.7:1] AH00037: not allowed',
      zone: '+07:00',
      yields: [{ action: 'other', at: Date.UTC(2026, 2, 2, 1, 0, 0, 103) }],
    },
    'no line of a web server': { line: 'GET / HTTP/1.1', yields: 'malformed' },
  },
}
