import { type CodedError, coded, isCoded } from '../../kernel/errors.ts'

/** What was being done, for the sentence: which cluster, which topic, which consumer group. */
export type Where = { readonly brokers: readonly string[]; readonly topic?: string; readonly group?: string }

type Facts = { readonly name: string; readonly type: string; readonly code: string; readonly message: string }

/** An error and what caused it, outermost first; kafkajs wraps what it gives up on, and puts several into one. */
const chainOf = (error: unknown): readonly Facts[] => {
  const facts: Facts[] = []
  for (let at = error; at instanceof Error && facts.length < 10; at = innerOf(at)) {
    const type = 'type' in at ? String(at.type) : ''
    const code = 'code' in at ? String(at.code) : ''
    facts.push({ name: at.name, type, code, message: at.message })
  }
  return facts
}

const innerOf = (error: Error): unknown =>
  'errors' in error && Array.isArray(error.errors) ? error.errors[0] : error.cause

/** OpenSSL and Node on certificates: https://nodejs.org/api/tls.html#x509-certificate-error-codes. */
const CERTIFICATE = /CERT|SELF_SIGNED|ERR_TLS|ERR_SSL|ISSUER|UNABLE_TO_VERIFY|EPROTO/
const AWAY = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ECONNRESET|EPIPE)$/
const RIGHT = /^(TOPIC|GROUP|CLUSTER|TRANSACTIONAL_ID)_AUTHORIZATION_FAILED$/

/**
 * Says in one sentence what a cluster refused: which, where, what to do. What is coded already stays; what is none of these is given
 * `BROKER_UNREACHABLE` with the client's own words.
 */
export const brokerTrouble = (error: unknown, { brokers, topic, group }: Where): CodedError => {
  if (isCoded(error)) return error
  const chain = chainOf(error)
  const cluster = `Kafka ${brokers.join(', ')}`
  const has = (test: (facts: Facts) => boolean): Facts | undefined => chain.find(test)

  const right = has(({ type }) => RIGHT.test(type))
  if (right) return coded('BROKER_REFUSED', `${cluster}: ${rightOf(right.type, topic, group)}`, error)
  if (has(({ name }) => name === 'KafkaJSSASLAuthenticationError'))
    return coded(
      'BROKER_REFUSED',
      `${cluster}: sai tên hoặc mật khẩu (mục sasl), hoặc máy chủ không nhận cơ chế này.`,
      error,
    )
  const certificate = has(({ code, message }) => CERTIFICATE.test(code) || /certificate|SSL/i.test(message))
  if (certificate)
    return coded(
      'BROKER_REFUSED',
      `${cluster}: không lập được kết nối TLS (${certificate.message.replace(/^Connection error: /, '').trim()}): kiểm tra tls.ca, tên máy trong chứng thư, hạn dùng, và cổng này có phải cổng TLS không.`,
      error,
    )
  const missing = has(({ type }) => type === 'UNKNOWN_TOPIC_OR_PARTITION')
  if (missing)
    return coded('BROKER_TOPIC', `${cluster}: không có chủ đề «${topic ?? '?'}»: hãy tạo chủ đề này trước.`, error)
  const codec = has(({ name }) => name === 'KafkaJSNotImplemented')
  if (codec)
    return coded(
      'BROKER_TOPIC',
      `${cluster}: chủ đề «${topic ?? '?'}» có lô nén bằng kiểu không đọc được (${codec.message}): đặt compression.type=zstd cho chủ đề, hoặc gzip, zstd ở bên gửi.`,
      error,
    )
  const large = has(({ type }) => /TOO_LARGE/.test(type))
  if (large)
    return coded(
      'BROKER_TOPIC',
      `${cluster}: chủ đề «${topic ?? '?'}» không nhận một lô lớn đến thế: tăng max.message.bytes của chủ đề.`,
      error,
    )
  const away = has(({ code }) => AWAY.test(code)) ?? chain.at(-1)
  return coded(
    'BROKER_UNREACHABLE',
    `${cluster}: không nối được (${away?.message ?? error}): kiểm tra địa chỉ, tường lửa, máy chủ có đang chạy, và cổng này có đúng là cổng TLS hay không (mục tls).`,
    error,
  )
}

const rightOf = (type: string, topic: string | undefined, group: string | undefined): string => {
  if (type.startsWith('GROUP')) return `thiếu quyền READ trên nhóm đọc «${group ?? '?'}»: hãy cấp ACL.`
  if (type.startsWith('TOPIC'))
    return `thiếu quyền trên chủ đề «${topic ?? '?'}» (đọc cần READ, ghi cần WRITE, tạo cần CREATE): hãy cấp ACL.`
  return 'thiếu quyền trên cụm máy chủ (CREATE để tạo chủ đề, DESCRIBE_CONFIGS để xem thiết đặt): hãy cấp ACL, hoặc tạo sẵn chủ đề.'
}
