import type { Observation, Origin } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { readCsv } from '../formats/csv.ts'
import { readIso } from '../formats/iso.ts'
import { remember } from '../formats/remember.ts'
import type { LineContext, Source } from '../source.ts'
import { knowing, unknownOf } from './known.ts'
import { countOf } from './numbers.ts'
import { lineOrigin, observe, refuse, table } from './observe.ts'
import { addressOf } from './windows/names.ts'

const ID = 'exchange'

const FIELDS = '#Fields:'
const plain = (line: string): string => line.replace(/^\uFEFF/, '')

/** Columns by their names, of a `#Fields:` line. */
const columnsOf = remember(
  (heading): ReadonlyMap<string, number> =>
    new Map(
      (readCsv(plain(heading).slice(FIELDS.length), ',') ?? []).map((name, index) => [name.toLowerCase(), index]),
    ),
  64,
)

type Get = (name: string) => string | undefined

/** Several in one cell stand with semicolons between. */
const listOf = (written: string | undefined): readonly string[] =>
  (written ?? '').split(';').flatMap((one) => one.trim().toLowerCase() || [])

/** A message taken in by a server, from outside or from a mailbox; each server it passes says so again, with the same number. */
const received = (origin: Origin, get: Get): Observation =>
  observe(origin, 'mail.send', {
    ...{ system: ID, sender: get('sender-address')?.toLowerCase(), message: get('message-id') },
    ...{ recipients: countOf(get('recipient-count')) ?? listOf(get('recipient-address')).length },
    ...{ ip: addressOf(get('original-client-ip') ?? get('client-ip')) },
    ...{ subject: get('message-subject'), bytes: countOf(get('total-bytes')) },
  })

const delivered =
  (success: boolean) =>
  (origin: Origin, get: Get): readonly Observation[] =>
    listOf(get('recipient-address')).map((recipient, index) =>
      observe(index === 0 ? origin : { ...origin, id: `${origin.id}#${index}` }, 'mail.deliver', {
        ...{ system: ID, recipient, message: get('message-id'), subject: get('message-subject'), ok: success },
      }),
    )

const byEvent = table<(origin: Origin, get: Get) => readonly Observation[]>({
  RECEIVE: (origin, get) => [received(origin, get)],
  SEND: delivered(true),
  DELIVER: delivered(true),
  FAIL: delivered(false),
})

/** Columns of message tracking (Microsoft, «Message tracking», 2007 to 2019 and Subscription Edition). */
const knows = knowing(
  `date-time client-ip client-hostname server-ip server-hostname source-context connector-id source event-id internal-message-id message-id
  network-message-id recipient-address recipient-status total-bytes recipient-count related-recipient-address reference message-subject sender-address
  return-path message-info directionality tenant-id original-client-ip original-server-ip custom-data transport-traffic-type log-id schema-version`,
)

/** Message tracking of Exchange: CSV in UTC, columns by the `#Fields:` line before, which differs from version to version. */
export const exchange: Source = {
  id: ID,
  title: { vi: 'Exchange (theo dõi thư)', en: 'Exchange message tracking' },
  parser: 1,
  assumed: false,
  yields: ['mail.send', 'mail.deliver', 'other'],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    if (plain(line).startsWith('#')) return ok([])
    if (context.heading === undefined)
      return refuse('schema', 'Chưa thấy dòng «#Fields:» của Exchange; hãy gửi cả phần đầu của tệp.')
    const columns = columnsOf(context.heading)
    const cells = readCsv(line, ',')
    if (!cells || cells.length !== columns.size)
      return refuse(
        'malformed',
        `Dòng có ${cells?.length ?? 'dấu nháy không đóng, 0'} cột, dòng «#Fields:» có ${columns.size}.`,
      )
    const get: Get = (name) => cells[columns.get(name) ?? -1] || undefined
    const at = readIso(get('date-time') ?? '', 'UTC')
    if (at === undefined) return refuse('time', 'Cột «date-time» không phải thời gian ISO 8601.')
    const code = get('event-id')
    const origin = lineOrigin(ID, at, context, { provider: get('source') ?? ID, ...(code !== undefined && { code }) })
    const told = byEvent.get(code ?? '')?.(origin, get) ?? []
    return ok(told.length > 0 ? told : [observe(origin, 'other', { code })])
  },

  isHeading: (line) => plain(line).startsWith(FIELDS),

  unknown: (_line, heading) => (heading === undefined ? [] : unknownOf(columnsOf(heading).keys(), knows)),

  samples: {
    'the heading': { line: '\uFEFF#Fields: date-time,client-ip,event-id', yields: [] },
    'taken in from a mailbox': {
      line: '2026-03-02T01:00:00.250Z,192.0.2.7,,STOREDRIVER,RECEIVE,<1@tinh.example>,b@b.example;c@c.example,,1234,2,,"Báo cáo, tuần 9",An.NV@tinh.example',
      heading:
        '#Fields: date-time,client-ip,client-hostname,source,event-id,message-id,recipient-address,recipient-status,total-bytes,recipient-count,reference,message-subject,sender-address',
      yields: [
        {
          ...{
            action: 'mail.send',
            at: Date.UTC(2026, 2, 2, 1, 0, 0, 250),
            sender: 'an.nv@tinh.example',
            recipients: 2,
          },
          ...{ bytes: 1234, subject: 'Báo cáo, tuần 9', message: '<1@tinh.example>', ip: '192.0.2.7' },
        },
      ],
    },
    'sent on to two': {
      line: '2026-03-02T01:00:01Z,SMTP,SEND,<1@tinh.example>,b@b.example;C@c.example,x',
      heading: '#Fields: date-time,source,event-id,message-id,recipient-address,message-subject',
      yields: [
        { action: 'mail.deliver', recipient: 'b@b.example', ok: true },
        { action: 'mail.deliver', recipient: 'c@c.example', ok: true },
      ],
    },
    'could not be delivered': {
      line: '2026-03-02T01:00:01Z,ROUTING,FAIL,<1@tinh.example>,b@b.example',
      heading: '#Fields: date-time,source,event-id,message-id,recipient-address',
      yields: [{ action: 'mail.deliver', ok: false }],
    },
    'put off decides nothing': {
      line: '2026-03-02T01:00:01Z,SMTP,DEFER,<1@tinh.example>,b@b.example',
      heading: '#Fields: date-time,source,event-id,message-id,recipient-address',
      yields: [{ action: 'other', code: 'DEFER', provider: 'SMTP' }],
    },
    'what the file says of itself': { line: '#Software: Microsoft Exchange Server', yields: [] },
    'a row without its heading': { line: '2026-03-02T01:00:01Z,SMTP,SEND', yields: 'schema' },
    'a row that is cut off': {
      line: '2026-03-02T01:00:01Z,SMTP',
      heading: '#Fields: date-time,source,event-id',
      yields: 'malformed',
    },
    'a time that is none': {
      line: 'x,SMTP,SEND',
      heading: '#Fields: date-time,source,event-id',
      yields: 'time',
    },
  },
}
