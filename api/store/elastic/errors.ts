import { errors } from '@elastic/elasticsearch'
import { type CodedError, coded, isCoded } from '../../../kernel/errors.ts'

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes, and what a name that does not fit gives. */
const CERTIFICATE =
  /SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|CERT_|ALTNAME|DEPTH_ZERO|self.signed certificate|unable to (verify|get)/i

/** What the network said, at whatever depth the client has put it. */
const causeOf = (error: unknown): string => {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++)
    if ('code' in at && typeof at.code === 'string' && !isCoded(at)) return `${at.code}: ${at.message}`
  return error instanceof Error ? error.message : String(error)
}

/** The right that is missing, in Elasticsearch's words: «action [...] is unauthorized ... privileges [...]». */
const missingRight = (message: string): string => {
  const action = /action \[([^\]]+)\]/.exec(message)?.[1]
  const privileges = /privileges \[([^\]]+)\]/.exec(message)?.[1]
  return `${action === undefined ? '' : ` (${action})`}${privileges === undefined ? '' : `; một trong các quyền: ${privileges}`}`
}

const statusOf = (error: unknown): number | undefined =>
  error instanceof errors.ResponseError
    ? error.statusCode
    : error instanceof Error && 'statusCode' in error
      ? Number(error.statusCode)
      : undefined

/** Whether the client threw it, and no code of ours. */
export const isOfElastic = (error: unknown): boolean => error instanceof errors.ElasticsearchClientError

const API_KEY = 'khóa API: kiểm tra elasticsearch.apiKeyFile, khóa có thể sai hoặc đã bị thu hồi'

/**
 * What went wrong with Elasticsearch as one sentence that says which, where and what to do; `credential` is what it was asked with. Coded errors
 * are given back as they are.
 */
export const elasticError = (error: unknown, url: string, credential = API_KEY): CodedError => {
  if (isCoded(error)) return error
  const at = `Elasticsearch (${url})`
  const status = statusOf(error)
  const said = error instanceof Error ? error.message : String(error)
  if (status === 401) return coded('ELASTIC_DENIED', `${at} không nhận ${credential}`, error)
  if (status === 403)
    return coded('ELASTIC_DENIED', `${at}: khóa API thiếu quyền${missingRight(said)}; xem docs/elasticsearch.md`, error)
  if (error instanceof errors.ProductNotSupportedError)
    return coded('ELASTIC_VERSION', `${at} không phải Elasticsearch bản 9 trở lên`, error)
  // Of our own, such as a full disk: Elasticsearch has no part in it.
  if (status === undefined && !isOfElastic(error))
    return coded('ELASTIC_UNREACHABLE', `không gửi được sang ${at}: ${said}`, error)
  const cause = causeOf(error)
  if (CERTIFICATE.test(cause))
    return coded(
      'ELASTIC_UNREACHABLE',
      `${at}: chứng chỉ của máy chủ không được tin (${cause}): kiểm tra elasticsearch.caFile và tên máy trong elasticsearch.url`,
      error,
    )
  if (status === undefined)
    return coded(
      'ELASTIC_UNREACHABLE',
      `không kết nối được tới ${at}: ${cause}; kiểm tra địa chỉ, mạng, và máy chủ có đang chạy không`,
      error,
    )
  return coded('ELASTIC_UNREACHABLE', `${at} đang không nhận dữ liệu (${status}): ${said}`, error)
}
