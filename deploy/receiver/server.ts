import Fastify, { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { z } from 'zod'
import { DayFigures } from '../../api/push/days.ts'
import { ENTRIES, MOST_BYTES, RECONCILIATIONS, Sent } from '../../api/push/wire.ts'
import { coded } from '../../kernel/errors.ts'
import type { Clock } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { SECOND } from '../../kernel/time.ts'
import { type Admitted, admit } from './admit.ts'
import { originOf, printOf, shownBy } from './origin.ts'
import { answerTo, type Refusal, reasons } from './reasons.ts'
import type { Receiver } from './settings.ts'
import { openStore } from './store.ts'
import { openTables } from './tables.ts'
import { takeEntries, takeReconciliation } from './take.ts'
import { watchConnections } from './watch.ts'

/** A handful of senders keep a connection each; more are turned away and counted. */
const MOST_CONNECTIONS = 128

export type Running = { readonly url: string; close(): Promise<void> }

/**
 * The receiver, listening: HTTPS that asks for a certificate, the two addresses of the wire, and everything refused, logged and counted. Throws `PORT_IN_USE`,
 * and `CONFIG_INVALID` for PEM files that do not fit together.
 */
export const startReceiver = async (config: Receiver, clock: Clock, log: Logger): Promise<Running> => {
  const db = openTables(config.data, false)
  const store = openStore(db)

  const refuse = (refusal: Refusal, times = 1): void => {
    const { reason, detail, sender, origin } = refusal
    log.warn({ reason, sender, times, detail, origin }, 'refused')
    store.within(() => store.refuse(refusal, clock.now(), times))
  }
  const answer = (reply: FastifyReply, refusal: Refusal): FastifyReply => {
    refuse({ ...refusal, origin: originOf(reply.request.raw.socket) })
    return reply.code(reasons[refusal.reason].status || 400).send(answerTo(refusal))
  }

  const app = secured(config)
  // The signature covers bytes: they are kept as they came.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) => done(null, body))
  app.setNotFoundHandler((_, reply) => answer(reply, { reason: 'INVALID', detail: 'không có địa chỉ này' }))
  app.setErrorHandler<FastifyError>((error, _, reply) => {
    const status = error.statusCode ?? 500
    if (status < 500) return answer(reply, { reason: status === 413 ? 'TOO_LARGE' : 'INVALID', detail: sayHttp(error) })
    log.error({ err: error }, 'a request failed; the sender sends it again')
    return reply.code(503).send({ detail: 'nơi nhận gặp lỗi; chưa nhận gì của yêu cầu này' })
  })

  const serve = <T extends { readonly sender: string; readonly receiver: string }>(
    path: string,
    schema: z.ZodType<T>,
    take: (admitted: Admitted<T>, now: number) => Result<object, Refusal>,
  ): void => {
    app.post(path, async (request, reply) => {
      const now = clock.now()
      const asked = {
        path,
        headers: request.headers,
        body: bodyOf(request),
        certificate: printOf(shownBy(request.raw.socket)),
        now,
      }
      const admitted = admit(config, asked, schema)
      const taken = admitted.ok ? take(admitted.value, now) : admitted
      if (taken.ok) return taken.value
      return answer(reply, { ...(admitted.ok && { sender: admitted.value.sender }), ...taken.error })
    })
  }
  const handed = { receiver: config.id, key: config.signingKey }

  serve(ENTRIES, Sent, ({ sender, request, body }, now) => {
    const taken = takeEntries(store, body.entries, { ...handed, sender, request, now })
    if (!taken.ok) return taken
    const { receipt, fresh } = taken.value
    log.info({ sender, through: receipt.through, count: receipt.count, fresh }, 'received')
    return ok(receipt)
  })
  serve(RECONCILIATIONS, DayFigures, ({ sender, request, body }, now) => {
    const compared = takeReconciliation(store, body, { ...handed, sender, request, now })
    if (!compared.ok) return compared
    const { answer: ours, matched } = compared.value
    if (matched) log.info({ sender, day: ours.day }, 'reconciled')
    else log.error({ sender, ours, theirs: body }, 'the figures of a day differ')
    return ok(ours)
  })

  const watch = watchConnections(app.server, refuse)
  app.server.maxConnections = MOST_CONNECTIONS
  app.addHook('onClose', async () => {
    watch.close()
    db.close()
  })
  await app.listen({ host: config.host, port: config.port }).catch(async (error: NodeJS.ErrnoException) => {
    await app.close()
    if (error.code !== 'EADDRINUSE') throw error
    throw coded('PORT_IN_USE', `cổng ${config.port} của ${config.host} đang có chương trình khác dùng`, error)
  })
  const address = app.server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  return { url: `https://${config.host}:${port}`, close: () => app.close() }
}

/** HTTPS for those who show a certificate that `ca` signed; a body is limited in size and in time. */
const secured = ({ cert, key, ca, patience }: Receiver) => {
  try {
    return Fastify({
      https: {
        ...{ cert, key, ca, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2' },
        ...{ handshakeTimeout: 10 * SECOND, connectionsCheckingInterval: SECOND },
        headersTimeout: patience,
      },
      bodyLimit: MOST_BYTES,
      requestTimeout: patience,
      keepAliveTimeout: 60 * SECOND,
      forceCloseConnections: true,
      logger: false,
    })
  } catch (error) {
    throw coded('CONFIG_INVALID', 'cert, key: chứng thư và khóa TLS không đi cùng nhau hoặc không đọc được', error)
  }
}

const bodyOf = ({ body }: FastifyRequest): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0))

/** Fastify's own errors (https://fastify.dev/docs/latest/Reference/Errors/), as far as a request can cause them here. */
const HTTP: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: `thân của yêu cầu hơn ${MOST_BYTES / 1024 / 1024} MiB`,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'cần content-type application/json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'yêu cầu không có thân',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'content-length khác độ dài của thân',
}
const sayHttp = ({ code }: FastifyError): string => HTTP[code] ?? `yêu cầu HTTP không đọc được (${code})`
