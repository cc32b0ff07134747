/*
 * Why a receiver could not be spoken with, by the codes of Node (https://nodejs.org/api/errors.html#common-system-errors,
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes) and of OpenSSL's alerts.
 */

const SAID: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'không chương trình nào nghe ở địa chỉ này (nơi nhận chưa chạy, hoặc sai cổng)',
  ENOTFOUND: 'không tìm thấy tên máy',
  EAI_AGAIN: 'không hỏi được tên máy (DNS không trả lời)',
  ETIMEDOUT: 'không trả lời (tường lửa, hoặc máy tắt)',
  EHOSTUNREACH: 'không có đường mạng tới máy ấy',
  ENETUNREACH: 'không có đường mạng tới máy ấy',
  ECONNRESET: 'kết nối bị ngắt giữa chừng (tường lửa, hoặc nơi nhận không nhận chứng thư của bên này)',
  EPIPE: 'kết nối bị ngắt giữa chừng',
  EPROTO: 'không bắt tay được TLS (cổng này có phải HTTPS không)',
  ERR_SSL_WRONG_VERSION_NUMBER: 'cổng này không phải HTTPS',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'cổng này không phải HTTPS',
  CERT_HAS_EXPIRED: 'chứng thư của nơi nhận đã hết hạn',
  CERT_NOT_YET_VALID: 'chứng thư của nơi nhận chưa đến ngày có hiệu lực (kiểm tra đồng hồ)',
  ERR_TLS_CERT_ALTNAME_INVALID: 'chứng thư của nơi nhận không ghi tên máy này',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'chứng thư của nơi nhận không do CA trong tệp «ca» ký',
  SELF_SIGNED_CERT_IN_CHAIN: 'chứng thư của nơi nhận không do CA trong tệp «ca» ký',
  UNABLE_TO_GET_ISSUER_CERT: 'chứng thư của nơi nhận không do CA trong tệp «ca» ký',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'chứng thư của nơi nhận không do CA trong tệp «ca» ký',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'chứng thư của nơi nhận không do CA trong tệp «ca» ký',
  CERT_SIGNATURE_FAILURE: 'chứng thư của nơi nhận không do CA trong tệp «ca» ký',
}

/** The other side's own alert: it does not take what we showed of ourselves. */
const NOT_LET_IN = /^ERR_SSL_.*ALERT_.*(CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)/

/** One Vietnamese clause with the code behind it; of an error that nobody has met, its own words. */
export const sayConnection = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'không trả lời trong một phút'
  const code = 'code' in error ? String(error.code) : ''
  if (NOT_LET_IN.test(code)) return `nơi nhận không nhận chứng thư của bên này (${code})`
  const said = SAID[code]
  if (said !== undefined) return `${said} (${code})`
  return code === '' || error.message.includes(code) ? error.message : `${error.message} (${code})`
}
