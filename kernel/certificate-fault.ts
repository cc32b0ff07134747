/** What is wrong with the certificate of who was called. */
export type CertificateFault = 'expired' | 'early' | 'name' | 'issuer'

const faults: readonly (readonly [RegExp, CertificateFault])[] = [
  [/CERT_HAS_EXPIRED|certificate has expired/i, 'expired'],
  [/CERT_NOT_YET_VALID|not yet valid/i, 'early'],
  [/ALTNAME|does not match certificate/i, 'name'],
  [
    /SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_(VERIFY|GET)|CERT_SIGNATURE_FAILURE|self.signed certificate|unable to (verify|get)/i,
    'issuer',
  ],
]

/** Which of them Node means by a code or sentence (https://nodejs.org/api/tls.html#x509-certificate-error-codes); `undefined`: none. */
export const certificateFault = (said: string): CertificateFault | undefined =>
  faults.find(([pattern]) => pattern.test(said))?.[1]
