import { certificateFault } from '../../kernel/certificate-fault.ts'
import { type CodedError, coded, type ErrorCode, isCoded } from '../../kernel/errors.ts'
import { UNPACKABLE } from './codecs.ts'
import { isGroupless } from './patience.ts'

/** What was being done, for the sentence: which cluster, which topic, which consumer group, which `transactional.id`. */
export type Where = {
  readonly brokers: readonly string[]
  readonly topic?: string
  readonly group?: string
  readonly transaction?: string
}

type Facts = { readonly name: string; readonly type: string; readonly code: string; readonly message: string }

/** An error and what caused it, outermost first; kafkajs wraps what it gives up on, and puts several into one. */
const chainOf = (error: unknown): readonly Facts[] => {
  const facts: Facts[] = []
  for (let at = error; at instanceof Error && facts.length < 10; at = innerOf(at)) {
    const type = 'type' in at ? String(at.type) : ''
    const code = 'code' in at ? String(at.code) : ''
    facts.push({ name: at.name, type, code, message: at.message.replace(/^Connection error: /, '').trim() })
  }
  return facts
}

const innerOf = (error: Error): unknown =>
  'errors' in error && Array.isArray(error.errors) ? error.errors[0] : error.cause

/** OpenSSL and Node on certificates: https://nodejs.org/api/tls.html#x509-certificate-error-codes. */
const CERTIFICATE = /CERT|SELF_SIGNED|ERR_TLS|ERR_SSL|ISSUER|UNABLE_TO_VERIFY|EPROTO/
const RIGHT = /^(TOPIC|GROUP|CLUSTER|TRANSACTIONAL_ID)_AUTHORIZATION_FAILED$/
/** Node, of a connection that ended where its handshake should have been. */
const CUT_SHORT = /before secure TLS connection/

type Told = readonly [code: ErrorCode, sentence: string]

/**
 * Says in one sentence what a cluster refused: which, where, what to do. What is coded already stays; what is none of these is given
 * `BROKER_UNREACHABLE` with the client's own words.
 */
export const brokerTrouble = (error: unknown, where: Where): CodedError => {
  if (isCoded(error)) return error
  const chain = chainOf(error)
  const unfound = isGroupless(error) ? notFound(where) : undefined
  const [code, sentence] = unfound ?? refusalOf(chain, where) ?? topicFaultOf(chain, where) ?? absenceOf(chain, error)
  return coded(code, `Kafka ${where.brokers.join(', ')}: ${sentence}`, error)
}

/** What the administrator of the cluster, or ours, has to set right: rights, passwords, certificates. */
const refusalOf = (chain: readonly Facts[], where: Where): Told | undefined => {
  const right = chain.find(({ type }) => RIGHT.test(type))
  if (right) return ['BROKER_REFUSED', rightOf(right.type, where)]
  const types = new Set(chain.map(({ type }) => type))
  if (types.has('ILLEGAL_SASL_STATE'))
    return ['BROKER_REFUSED', 'cổng này không dùng SASL mà cấu hình có mục sasl: bỏ mục sasl, hoặc dùng cổng SASL.']
  if (types.has('UNSUPPORTED_SASL_MECHANISM'))
    return [
      'BROKER_REFUSED',
      'cổng này không nhận cơ chế SASL đã chọn: sửa sasl.mechanism, hoặc bật cơ chế ấy ở máy chủ.',
    ]
  if (chain.some(({ name }) => name === 'KafkaJSSASLAuthenticationError'))
    return ['BROKER_REFUSED', 'sai tên hoặc mật khẩu (mục sasl), hoặc tài khoản không có mật khẩu cho cơ chế đã chọn.']
  const certificate = chain.find(({ code, message }) => CERTIFICATE.test(code) || /certificate|SSL/i.test(message))
  return certificate && ['BROKER_REFUSED', certificateOf(certificate)]
}

/** Whose certificate is at fault, and in what. */
const certificateOf = ({ code, message }: Facts): string => {
  const fault = certificateFault(`${code} ${message}`)
  switch (fault) {
    case 'expired':
      return `chứng thư TLS của máy chủ đã hết hạn (${message}): cấp chứng thư mới cho máy chủ ấy; nếu còn hạn thì đồng hồ máy này sai.`
    case 'early':
      return `chứng thư TLS của máy chủ chưa tới ngày dùng (${message}): đồng hồ máy này, hoặc của nơi cấp, sai.`
    case 'name':
      return `chứng thư TLS của máy chủ không ghi tên máy đang gọi (${message}): mục brokers, và advertised.listeners của máy chủ, phải dùng tên có trong chứng thư; hoặc cấp lại chứng thư có tên ấy.`
    case 'issuer':
      return `chứng thư TLS của máy chủ không do CA mà cấu hình tin cấp (${message}): tls.ca phải là tệp CA đã cấp chứng thư ấy (không có tls.ca thì là các CA của hệ thống).`
    case undefined:
      return `không lập được kết nối TLS (${message}): kiểm tra tls.ca, tls.cert và tls.key nếu máy chủ đòi, và cổng này có phải cổng TLS không.`
    default:
      return fault satisfies never
  }
}

const topicFaultOf = (chain: readonly Facts[], { topic = '?' }: Where): Told | undefined => {
  if (chain.some(({ type }) => type === 'UNKNOWN_TOPIC_OR_PARTITION'))
    return ['BROKER_TOPIC', `không có chủ đề «${topic}»: hãy tạo chủ đề này trước.`]
  const packed = chain.find(({ name }) => name === UNPACKABLE)
  if (packed)
    return [
      'BROKER_TOPIC',
      `chủ đề «${topic}» có lô không giải nén được (${packed.message}): bên gửi hoặc chủ đề bị hỏng; không dòng nào bị bỏ qua.`,
    ]
  return chain.some(({ type }) => /TOO_LARGE/.test(type))
    ? ['BROKER_TOPIC', `chủ đề «${topic}» không nhận một lô lớn đến thế: tăng max.message.bytes của chủ đề.`]
    : undefined
}

/** Nobody answers, or hangs up. Whether the door is another than the configuration says only who hung up knows, so both are said. */
const absenceOf = (chain: readonly Facts[], error: unknown): Told => {
  if (chain.some(({ message }) => CUT_SHORT.test(message)))
    return [
      'BROKER_UNREACHABLE',
      'máy chủ đóng kết nối trước khi lập xong TLS: cổng này có lẽ không dùng TLS (bỏ mục tls, hoặc dùng cổng TLS); nếu đúng cổng thì xem máy chủ có đang chạy.',
    ]
  if (chain.some(({ name }) => name === 'KafkaJSConnectionClosedError'))
    return [
      'BROKER_UNREACHABLE',
      'máy chủ nhận kết nối rồi đóng ngay: cổng này có lẽ đòi TLS (mục tls) hoặc SASL (mục sasl) mà cấu hình không có; nếu đúng cổng thì xem máy chủ có đang chạy.',
    ]
  return [
    'BROKER_UNREACHABLE',
    `không nối được (${chain.at(-1)?.message ?? error}): kiểm tra địa chỉ, tường lửa, và máy chủ có đang chạy.`,
  ]
}

/** The client asked long enough who keeps a group or a transaction; without the right to it the cluster says nobody. */
const notFound = ({ group, transaction }: Where): Told | undefined => {
  if (group !== undefined)
    return [
      'BROKER_REFUSED',
      `không dùng được nhóm đọc «${group}»: thiếu quyền READ trên nhóm này (hãy cấp ACL), hoặc cụm máy chủ chưa sẵn sàng.`,
    ]
  return transaction === undefined ? undefined : ['BROKER_REFUSED', noTransaction(transaction)]
}

const noTransaction = (transaction: string): string =>
  `không dùng được transactional.id «${transaction}»: thiếu quyền WRITE và DESCRIBE trên tên này (hãy cấp ACL), hoặc cụm máy chủ chưa sẵn sàng.`

const rightOf = (type: string, { topic = '?', group = '?', transaction = '?' }: Where): string => {
  if (type.startsWith('GROUP')) return `thiếu quyền READ trên nhóm đọc «${group}»: hãy cấp ACL.`
  if (type.startsWith('TRANSACTIONAL')) return noTransaction(transaction)
  if (type.startsWith('TOPIC'))
    return `thiếu quyền trên chủ đề «${topic}» (đọc cần READ, ghi cần WRITE, tạo cần CREATE, xem thiết đặt cần DESCRIBE_CONFIGS): hãy cấp ACL.`
  // An idempotent producer that may write no topic at all is refused by the cluster as such.
  return `thiếu quyền WRITE trên chủ đề «${topic}» (Kafka gọi là quyền trên cụm máy chủ): hãy cấp ACL.`
}
