import type { X509Certificate } from 'node:crypto'
import { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'

/** The certificate that was shown in TLS. */
export const shownBy = (socket: unknown): X509Certificate | undefined =>
  socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined

/** SHA-256 (hex) of a certificate as the configuration has it; empty for none. */
export const printOf = (certificate: X509Certificate | undefined): string =>
  certificate?.fingerprint256.replaceAll(':', '').toLowerCase() ?? ''

/** Who is at the other end, in Vietnamese: the address (`known` where the socket has forgotten it), and the certificate with its subject and SHA-256 where one was shown. */
export const originOf = (socket: unknown, known?: string): string => {
  const address = (socket instanceof Socket ? socket.remoteAddress : undefined) ?? known ?? 'không rõ địa chỉ'
  const shown = shownBy(socket)
  if (!shown) return address
  const subject = shown.subject.split('\n').join(', ')
  return `${address}, chứng thư ${subject}, SHA-256 ${printOf(shown)}`
}
