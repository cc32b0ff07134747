import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { digestOf } from '../intake/judge.ts'
import type { Intake, Outcome } from '../intake.ts'
import { type BodyFault, decodeBody, piecesOf, tooLarge } from './body.ts'
import { type Collector, type Gate, sourceFor } from './collectors.ts'
import type { RawLine } from './gather.ts'
import { handOver, type NotNow } from './hand-over.ts'
import { joinRows, type QuotesOf } from './join-rows.ts'

export type HttpInputOptions = {
  readonly intake: Intake
  readonly gate: Gate
  /** Of which sources a row may be several lines; without it of none. */
  readonly quotesOf?: QuotesOf
  /** Largest body as sent; 32 MiB unless told. */
  readonly bodyLimit?: number
  /** Largest body after inflation; four times `bodyLimit` unless told. */
  readonly inflatedLimit?: number
}

export const BODY_LIMIT = 32 * 1024 * 1024
/** What a sender that was turned away is asked to wait, in seconds. */
export const RETRY_AFTER = 5

const WAIT: Readonly<Record<NotNow, { status: 429 | 507; message: string }>> = {
  BACKPRESSURE: {
    status: 429,
    message: `Hệ thống đang quá tải hoặc chưa ghi được nhật ký, chưa nhận lần gửi này; hãy gửi lại sau ${RETRY_AFTER} giây.`,
  },
  DISK_FULL: {
    status: 507,
    message: 'Ổ đĩa của hệ thống đã đầy, chưa nhận dòng nào của lần gửi này; hãy giữ lại và gửi lại sau.',
  },
}

const sourceInQuery: BodyFault = {
  status: 400,
  code: 'SOURCE_IN_QUERY',
  message: 'Tên nguồn ghi vào đường dẫn: /ingest/<nguồn>, không phải ?source=. Chưa nhận dòng nào của lần gửi này.',
}

/** Bodies of any content type arrive as bytes: clients name them as they like, and decoding is the intake's. */
export const takeBytes = (app: Parameters<FastifyPluginAsync>[0], bodyLimit: number): void => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body))
}

/** The body of a request to a plugin that called `takeBytes`. */
export const bytesOf = (request: FastifyRequest): Buffer =>
  Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)

export const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'

const refuse = (reply: FastifyReply, fault: BodyFault): FastifyReply =>
  reply.code(fault.status).send({ code: fault.code, message: fault.message })

const askToWait = (reply: FastifyReply, why: NotNow): FastifyReply => {
  const { status, message } = WAIT[why]
  return reply.code(status).header('retry-after', RETRY_AFTER).send({ code: why, message })
}

/** Why a sender has to wait, before its body is read. An empty delivery takes nothing and says the reason. */
export const mustWait = async (intake: Intake, { id }: Collector): Promise<NotNow | undefined> => {
  if (!intake.pressed) return undefined
  const probe = await handOver(intake, { collector: id, source: 'auto', lines: [], soon: true })
  return probe.ok ? undefined : probe.error
}

/**
 * Equal lines of one body are as many events: two wrong passwords within a second may write the same line twice. The first has no
 * place, the n-th is `(n)`: a body sent again folds into the first delivery line by line, and so do the lines that a growing file sent
 * again and again, or a batch cut otherwise, has in common with what was sent before. Line numbers would count those twice.
 * The bracket keeps n from being read as the order inside a second (`lineSeq`).
 */
export const placesOf = (digests: readonly string[]): readonly string[] => {
  const seen = new Map<string, number>()
  return digests.map((digest) => {
    const nth = (seen.get(digest) ?? 0) + 1
    seen.set(digest, nth)
    return nth === 1 ? '' : `(${nth})`
  })
}

/** The answer: refused lines are in quarantine, so nothing is to be sent again. */
const answerOf = ({ accepted, refused }: Outcome, pieces: readonly RawLine[]) => ({
  accepted,
  refused: refused.map(({ index, refusal }) => ({ line: pieces[index]?.number ?? index + 1, ...refusal })),
})

/**
 * `POST /ingest/:source?`: log lines as NDJSON, a JSON array, one JSON object or plain text, gzip allowed. Answers only
 * once every line is durable or in quarantine: 200 `{ accepted, refused: [{ line, reason, detail }] }`. Otherwise nothing
 * was taken: 400, 401, 403, 413, 415, 429 and 507 (with Retry-After) as `{ code, message }`. A CSV heading line names the columns
 * of the rows after it in the same body. The place of a line is which of its equals in the body it is (see `placesOf`).
 */
export const httpInput: FastifyPluginAsync<HttpInputOptions> = async (app, options) => {
  const {
    intake,
    gate,
    quotesOf,
    bodyLimit = BODY_LIMIT,
    inflatedLimit = 4 * (options.bodyLimit ?? BODY_LIMIT),
  } = options
  const senders = new WeakMap<FastifyRequest, Collector>()
  takeBytes(app, bodyLimit)

  // Before the body is read: a stranger, or a sender who has to wait, costs no memory.
  app.addHook('onRequest', async (request, reply) => {
    const sender = gate.admit(request.headers.authorization)
    if (!sender.ok) return reply.code(401).header('www-authenticate', 'Bearer').send(sender.error)
    const wait = await mustWait(intake, sender.value)
    if (wait) return askToWait(reply, wait)
    senders.set(request, sender.value)
  })

  app.setErrorHandler((error, _request, reply) => {
    if (isTooLarge(error)) return refuse(reply, tooLarge(bodyLimit, 'gửi lên'))
    throw error
  })

  type Named = { Params: { source?: string }; Querystring: { source?: unknown } }
  app.post<Named>('/ingest/:source?', { bodyLimit }, async (request, reply) => {
    const collector = senders.get(request)!
    // Overlooked, it would have all of this read by the collector's first source.
    if (request.query.source !== undefined) return refuse(reply, sourceInQuery)
    const source = sourceFor(collector, request.params.source || undefined)
    if (!source.ok) return reply.code(403).send(source.error)

    const body = await decodeBody(bytesOf(request), request.headers['content-encoding'], inflatedLimit)
    if (!body.ok) return refuse(reply, body.error)
    const pieces = joinRows(piecesOf(body.value), body.value, quotesOf?.(source.value), true).rows
    if (pieces.length === 0) {
      return refuse(reply, { status: 400, code: 'EMPTY_BODY', message: 'Nội dung gửi lên không có dòng nhật ký nào.' })
    }

    const lines = pieces.map(({ line }) => line)
    const digests = lines.map(digestOf)
    const places = placesOf(digests)
    const place = (index: number): string => places[index] ?? ''
    const digest = (index: number): string | undefined => digests[index]
    const delivery = {
      collector: collector.id,
      source: source.value,
      lines,
      place,
      digest,
      text: {},
      soon: true as const,
    }
    const result = await handOver(intake, delivery)
    return result.ok ? answerOf(result.value, pieces) : askToWait(reply, result.error)
  })
}
