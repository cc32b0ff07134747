import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import type { Intake } from '../intake.ts'
import { decodeBody, tooLarge } from './body.ts'
import { type BulkItem, readBulk } from './bulk-body.ts'
import { type Collector, defaultSource } from './collectors.ts'
import { esError, licenseAnswer, rootAnswer, SETUP_PATHS, versionFor, xpackAnswer } from './es-answers.ts'
import { handOver, type NotNow } from './hand-over.ts'
import { BODY_LIMIT, bytesOf, type HttpInputOptions, isTooLarge, mustWait, RETRY_AFTER, takeBytes } from './http.ts'

export type BulkInputOptions = HttpInputOptions & {
  /** The Elasticsearch version shown to clients; each Beat's own unless told. */
  readonly version?: string
}

/** As Elasticsearch says it when its queues or its disks are full, which every client takes for «later». */
const WAIT: Readonly<Record<NotNow, readonly [type: string, reason: string]>> = {
  BACKPRESSURE: [
    'es_rejected_execution_exception',
    'Hệ thống đang quá tải hoặc chưa ghi được nhật ký; hãy gửi lại sau.',
  ],
  DISK_FULL: ['cluster_block_exception', 'Ổ đĩa của hệ thống đã đầy; chưa nhận tài liệu nào, hãy gửi lại sau.'],
}

const fail = (reply: FastifyReply, status: number, type: string, reason: string): FastifyReply =>
  reply.code(status).send(esError(status, type, reason))

const askToWait = (reply: FastifyReply, why: NotNow): FastifyReply =>
  fail(reply.header('retry-after', RETRY_AFTER), 429, ...WAIT[why])

const done = (item: BulkItem, fallback: string | undefined, rest: object) => ({
  [item.action]: {
    _index: item.index ?? fallback ?? 'vong-gac',
    ...(item.id === undefined ? {} : { _id: item.id }),
    ...rest,
  },
})

/** Kept in quarantine: the client must not send it again, and a 4xx other than 429 tells it so (libbeat drops it). */
const refusedItem = ({ detail }: Pick<Refusal, 'detail'>) => ({
  status: 400,
  error: { type: 'mapper_parsing_exception', reason: detail },
})
const CREATED = { _version: 1, result: 'created', status: 201 }
const NOT_A_LOG = { detail: 'Chỉ nhận hành động create và index: nhật ký không sửa, không xóa.' }

const isLog = ({ action }: BulkItem): boolean => action === 'create' || action === 'index'

/** Hands the documents to the intake; gives back which items it refused. */
const deliver = async (
  intake: Intake,
  collector: Collector,
  items: readonly BulkItem[],
): Promise<Result<ReadonlyMap<BulkItem, Refusal>, NotNow>> => {
  const logs = items.filter(isLog)
  const lines = logs.flatMap(({ document }) => (document ? [document] : []))
  const about = { collector: collector.id, source: defaultSource(collector) }
  const result = await handOver(intake, { ...about, lines, soon: true })
  if (!result.ok) return result
  return ok(new Map(result.value.refused.map(({ index, refusal }) => [logs[index]!, refusal] as const)))
}

/** Per item and in order (libbeat reads them by position: outputs/elasticsearch/client.go, bulkCollectPublishFails). */
const bulkAnswer = (
  items: readonly BulkItem[],
  refusals: ReadonlyMap<BulkItem, Refusal>,
  index: string | undefined,
) => {
  const answers = items.map((item) => {
    const refusal = isLog(item) ? refusals.get(item) : NOT_A_LOG
    return done(item, index, refusal ? refusedItem(refusal) : CREATED)
  })
  return { took: 0, errors: refusals.size > 0 || !items.every(isLog), items: answers }
}

/**
 * The part of Elasticsearch's API that the Elasticsearch output of Beats, Logstash and others speaks: `GET /`, license,
 * setup look-ups and writes, and `POST /_bulk`, whose documents go to the intake. Register it under a prefix (the
 * client's `path` setting). Answers a bulk request only once every document is durable or in quarantine.
 */
export const bulkInput: FastifyPluginAsync<BulkInputOptions> = async (app, options) => {
  const { intake, gate, bodyLimit = BODY_LIMIT, inflatedLimit = 4 * (options.bodyLimit ?? BODY_LIMIT) } = options
  const senders = new WeakMap<FastifyRequest, Collector>()
  takeBytes(app, bodyLimit)

  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-elastic-product', 'Elasticsearch')
    const sender = gate.admit(request.headers.authorization)
    if (!sender.ok) {
      const { message } = sender.error
      return fail(reply.header('www-authenticate', 'Basic realm="vong-gac"'), 401, 'security_exception', message)
    }
    senders.set(request, sender.value)
  })

  app.setErrorHandler((error, _request, reply) => {
    if (!isTooLarge(error)) throw error
    return fail(reply, 413, 'content_too_long_exception', tooLarge(bodyLimit, 'gửi lên').message)
  })

  app.get('/', async (request) => rootAnswer(versionFor(request.headers['user-agent'], options.version)))
  app.get('/_license', async () => licenseAnswer)
  app.get('/_xpack', async () => xpackAnswer)
  for (const url of SETUP_PATHS) {
    app.get(url, async (_request, reply) => fail(reply, 404, 'resource_not_found_exception', 'not kept here'))
    app.put(url, { bodyLimit }, async () => ({ acknowledged: true }))
    app.delete(url, async () => ({ acknowledged: true }))
  }

  // Only documents wait; a Beat that starts up under pressure still gets its answers.
  const onRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const wait = await mustWait(intake, senders.get(request)!)
    if (wait) await askToWait(reply, wait)
  }
  for (const url of ['/_bulk', '/:index/_bulk']) {
    app.route<{ Params: { index?: string } }>({
      method: ['POST', 'PUT'],
      url,
      bodyLimit,
      onRequest,
      async handler(request, reply) {
        const body = await decodeBody(bytesOf(request), request.headers['content-encoding'], inflatedLimit)
        if (!body.ok) return fail(reply, body.error.status, 'parse_exception', body.error.message)
        const read = readBulk(body.value)
        if (!read.ok) return fail(reply, 400, 'illegal_argument_exception', read.error)
        const result = await deliver(intake, senders.get(request)!, read.value)
        return result.ok ? bulkAnswer(read.value, result.value, request.params.index) : askToWait(reply, result.error)
      },
    })
  }
}
