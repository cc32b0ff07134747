import type { TLSSocket } from 'node:tls'

/*
 * Why a handshake failed, by the codes of Node and OpenSSL (https://nodejs.org/api/tls.html#x509-certificate-error-codes).
 */

const SAID: Readonly<Record<string, string>> = {
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE: 'không đưa chứng thư',
  CERT_HAS_EXPIRED: 'chứng thư đã hết hạn',
  CERT_NOT_YET_VALID: 'chứng thư chưa đến ngày có hiệu lực',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'chứng thư do CA khác ký',
  SELF_SIGNED_CERT_IN_CHAIN: 'chứng thư do CA khác ký',
  UNABLE_TO_GET_ISSUER_CERT: 'chứng thư do CA khác ký',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'chứng thư do CA khác ký',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'chứng thư do CA khác ký',
  CERT_SIGNATURE_FAILURE: 'chứng thư do CA khác ký',
  ERR_SSL_HTTP_REQUEST: 'gọi bằng http, không phải https',
  ERR_SSL_WRONG_VERSION_NUMBER: 'không phải TLS',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'TLS cũ hơn 1.2',
  ERR_TLS_HANDSHAKE_TIMEOUT: 'không bắt tay xong trong 10 giây',
  ECONNRESET: 'bên kia ngắt giữa chừng',
}

/** The other side's own alert: it is our certificate that it does not take. */
const NOT_TRUSTED = /^ERR_SSL_.*ALERT_.*(CERTIFICATE|UNKNOWN_CA)/

/** One Vietnamese clause with the code behind it. A certificate that is not taken ends its connection without an error: the socket knows why. */
export const sayHandshake = (error: NodeJS.ErrnoException, { authorizationError: refused }: TLSSocket): string => {
  // Node has the code there, whatever its types say.
  const code = refused ? String(refused) : (error.code ?? error.message)
  if (NOT_TRUSTED.test(code)) return `bên kia không tin chứng thư của máy này (${code})`
  const said = SAID[code]
  return said === undefined ? code : `${said} (${code})`
}
