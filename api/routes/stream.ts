import { PassThrough } from 'node:stream'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { AlertFilter } from '../../kernel/ports.ts'
import type { Deps } from '../deps.ts'
import type { Entry, Feed } from '../feed.ts'
import { matches } from '../filter.ts'
import { FilterQuery, filterOf } from '../query.ts'
import { AlertRow } from '../schemas.ts'

const HEARTBEAT = 15_000
const RETRY = 2_000
/** A reader that has this much unread is cut off; it comes back by itself and is told what it missed. */
const UNREAD_LIMIT = 4_000_000

const StreamQuery = FilterQuery.extend({
  after: z.coerce.number().int().min(0).optional().describe('«sequence» của danh sách đã đọc'),
})

const DESCRIPTION =
  'Server-Sent Events. «alert»: cảnh báo mới hoặc thay đổi (như một dòng của danh sách). «gone»: cảnh báo {id, revision} nay không ' +
  'còn khớp bộ lọc. «reset»: đã lỡ quá nhiều, hãy đọc lại danh sách. Nối lại bằng Last-Event-ID.'

const message = (event: string, sequence: number, data: unknown): string =>
  `id: ${sequence}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`

/** What a reader with this filter is told of an alert; a revised one that no longer passes may be on its screen. */
const tell = (filter: AlertFilter, { sequence, alert }: Entry): string => {
  if (matches(filter, alert)) return message('alert', sequence, AlertRow.parse(alert))
  const { id, revision } = alert
  return revision > 1 ? message('gone', sequence, { id, revision }) : ''
}

/** The stream one reader gets: what it missed, then what comes. */
const follow = (feed: Feed, filter: AlertFilter, after: number, heartbeat: number): PassThrough => {
  const out = new PassThrough()
  const send = (text: string): void => {
    if (text === '' || out.destroyed) return
    if (out.readableLength + out.writableLength > UNREAD_LIMIT) out.destroy()
    else out.write(text)
  }
  const missed = feed.since(after)
  send(`retry: ${RETRY}\n\n`)
  if (missed) for (const entry of missed) send(tell(filter, entry))
  else send(message('reset', feed.sequence(), {}))

  const stop = feed.subscribe((entries) => {
    for (const entry of entries) send(tell(filter, entry))
  })
  const beat = setInterval(() => send(': vẫn kết nối\n\n'), heartbeat)
  out.on('close', () => {
    clearInterval(beat)
    stop()
  })
  return out
}

/** `GET /alerts/stream`. */
export const stream: FastifyPluginAsyncZod<Deps & { readonly feed: Feed }> = async (app, { feed, heartbeat }) => {
  const open = new Set<PassThrough>()
  app.addHook('preClose', async () => {
    for (const out of open) out.end()
  })

  const schema = {
    summary: 'Luồng cảnh báo trực tiếp',
    description: DESCRIPTION,
    tags: ['alerts'],
    querystring: StreamQuery,
  }
  app.get('/alerts/stream', { schema }, async (request, reply) => {
    const { after, ...query } = request.query
    const resume = Number(request.headers['last-event-id'] ?? after ?? feed.sequence())
    const out = follow(feed, filterOf(query), resume, heartbeat ?? HEARTBEAT)
    open.add(out)
    out.on('close', () => open.delete(out))
    return reply.headers({ 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' }).send(out)
  })
}
