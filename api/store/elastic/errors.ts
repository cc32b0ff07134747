import { errors } from '@elastic/elasticsearch'
import { type CertificateFault, certificateFault } from '../../../kernel/certificate-fault.ts'
import { type CodedError, coded, isCoded } from '../../../kernel/errors.ts'

const CERTIFICATE: Readonly<Record<CertificateFault, (cause: string) => string>> = {
  expired: (cause) =>
    `chứng chỉ của máy chủ đã hết hạn (${cause}): cấp chứng chỉ mới cho máy chủ ấy; nếu còn hạn thì đồng hồ máy này sai`,
  early: (cause) => `chứng chỉ của máy chủ chưa tới ngày dùng (${cause}): đồng hồ máy này, hoặc của nơi cấp, sai`,
  name: (cause) =>
    `chứng chỉ của máy chủ không ghi tên máy đang gọi (${cause}): elasticsearch.url phải dùng tên có trong chứng chỉ, hoặc cấp lại chứng chỉ có tên ấy`,
  issuer: (cause) =>
    `chứng chỉ của máy chủ không được tin (${cause}): elasticsearch.caFile phải là tệp CA đã cấp chứng chỉ ấy (không có thì là các CA của hệ thống)`,
}

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

/** An index that takes nothing, in Elasticsearch's words: «blocked by: [FORBIDDEN/8/index write (api)]». */
const BLOCK = /blocked by: \[(?:TOO_MANY_REQUESTS|FORBIDDEN)\/\d+\/([^\];]+)/
/** A disk that is too full: `cluster.routing.allocation.disk.watermark.flood_stage`. */
const FLOOD = /flood-stage|read-only-allow-delete/

/** What a block is and who takes it away; `undefined`: it is none. */
const blockOf = (said: string): string | undefined => {
  const block = BLOCK.exec(said)?.[1]
  if (block === undefined) return undefined
  return FLOOD.test(block)
    ? 'đĩa của Elasticsearch đã đầy quá mức flood_stage nên chỉ mục bị khóa, không ghi được: thêm đĩa hoặc giải phóng chỗ ở máy chủ ấy; khi còn dưới mức high, Elasticsearch tự mở khóa'
    : `chỉ mục bị khóa, không ghi được (${block}): ai đó đã đặt khóa ấy, hãy bỏ thiết đặt index.blocks.* (hoặc cluster.blocks.*) tương ứng`
}

/** Whether the client threw it, and no code of ours. */
export const isOfElastic = (error: unknown): boolean => error instanceof errors.ElasticsearchClientError

/** Nothing was said of who asks. */
const isAnonymous = (error: unknown): boolean =>
  error instanceof errors.ResponseError && error.meta.meta.request.params.headers?.['authorization'] === undefined

/** Node's words where a port speaks HTTP without TLS, and where it hangs up on who does. */
const [NO_TLS, HUNG_UP] = [
  /wrong version number|packet length too long|EPROTO/i,
  /ECONNRESET|socket hang up|other side closed/,
]

const unreached = (at: string, url: string, cause: string): string => {
  if (NO_TLS.test(cause))
    return `${at}: cổng này không dùng TLS mà elasticsearch.url bắt đầu bằng https: sửa thành http (chỉ trong máy này), hoặc bật TLS ở máy chủ`
  if (HUNG_UP.test(cause) && url.startsWith('http:'))
    return `${at}: máy chủ nhận kết nối rồi đóng ngay: cổng này có lẽ dùng TLS, khi ấy elasticsearch.url phải bắt đầu bằng https; nếu không thì xem máy chủ có đang chạy`
  return `không kết nối được tới ${at}: ${cause}; kiểm tra địa chỉ, mạng, và máy chủ có đang chạy không`
}

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
  if (status === 401 && isAnonymous(error))
    return coded('ELASTIC_DENIED', `${at} đòi khóa API mà cấu hình không có elasticsearch.apiKeyFile`, error)
  if (status === 401) return coded('ELASTIC_DENIED', `${at} không nhận ${credential}`, error)
  const blocked = blockOf(said)
  if (blocked !== undefined) return coded('ELASTIC_UNREACHABLE', `${at}: ${blocked}`, error)
  if (status === 403)
    return coded('ELASTIC_DENIED', `${at}: khóa API thiếu quyền${missingRight(said)}; xem docs/elasticsearch.md`, error)
  if (error instanceof errors.ProductNotSupportedError)
    return coded('ELASTIC_VERSION', `${at} không phải Elasticsearch bản 9 trở lên`, error)
  // Of our own, such as a full disk: Elasticsearch has no part in it.
  if (status === undefined && !isOfElastic(error))
    return coded('ELASTIC_UNREACHABLE', `không gửi được sang ${at}: ${said}`, error)
  const cause = causeOf(error)
  const fault = certificateFault(cause)
  if (fault) return coded('ELASTIC_UNREACHABLE', `${at}: ${CERTIFICATE[fault](cause)}`, error)
  if (status === undefined) return coded('ELASTIC_UNREACHABLE', unreached(at, url, cause), error)
  return coded('ELASTIC_UNREACHABLE', `${at} đang không nhận dữ liệu (${status}): ${said}`, error)
}
