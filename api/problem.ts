import { STATUS_CODES } from 'node:http'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { isCoded } from '../kernel/errors.ts'

/** The closed list of what a request can be told went wrong. */
export const problemCodes = [
  'BAD_REQUEST',
  'NOT_FOUND',
  'HOST_REFUSED',
  'CROSS_SITE',
  'MEDIA_TYPE',
  'CHANGED',
  'NOT_NOW',
  'INTERNAL',
] as const
export type ProblemCode = (typeof problemCodes)[number]

/** RFC 9457. `code` is stable and for programs, `detail` is one Vietnamese sentence and for people. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.enum(problemCodes),
})
export type Problem = z.infer<typeof Problem>

const statuses: Readonly<Record<ProblemCode, number>> = {
  BAD_REQUEST: 400,
  NOT_FOUND: 404,
  HOST_REFUSED: 421,
  CROSS_SITE: 403,
  MEDIA_TYPE: 415,
  CHANGED: 409,
  NOT_NOW: 503,
  INTERNAL: 500,
}

/** Answers with a problem document. */
export const refuse = (reply: FastifyReply, code: ProblemCode, detail: string): FastifyReply => {
  const status = statuses[code]
  const problem: Problem = {
    type: `urn:vonggac:problem:${code.toLowerCase().replace('_', '-')}`,
    title: STATUS_CODES[status] ?? code,
    status,
    detail,
    code,
  }
  return reply
    .code(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer((value: unknown) => JSON.stringify(value))
    .send(problem)
}

/** Another server's affair, or a file somebody altered: it is told as it is, and may pass. */
const ELSEWHERE = /^(ELASTIC_|REPORT_DAMAGED$)/

/** A refused query is the caller's, anything else is ours: logged, and told without its inside. */
export const onError = (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const faults = error.validation.map(({ instancePath, message }) =>
      instancePath ? `tham số «${instancePath.slice(1).replaceAll('/', '.')}»: ${message}` : message,
    )
    return refuse(reply, 'BAD_REQUEST', `Yêu cầu không hợp lệ: ${faults.join('; ')}.`)
  }
  if (isCoded(error) && error.code === 'BAD_ARGUMENT') {
    return refuse(reply, 'BAD_REQUEST', `Yêu cầu không hợp lệ: ${error.message}.`)
  }
  if (isCoded(error) && ELSEWHERE.test(error.code)) {
    request.log.warn({ err: error }, 'what a request asks for cannot be read at present')
    return refuse(reply, 'NOT_NOW', `Chưa đọc được lúc này: ${error.message}.`)
  }
  if (!isResponseSerializationError(error) && error.statusCode !== undefined && error.statusCode < 500) {
    return refuse(
      reply,
      'BAD_REQUEST',
      `Yêu cầu không hợp lệ: ${error.statusCode === 413 ? 'quá lớn' : 'không đọc được'}.`,
    )
  }
  request.log.error({ err: error }, 'request failed')
  return refuse(reply, 'INTERNAL', 'Máy chủ gặp lỗi khi xử lý yêu cầu; chi tiết nằm trong nhật ký của máy chủ.')
}
