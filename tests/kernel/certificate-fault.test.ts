import { expect, test } from 'vitest'
import { certificateFault } from '../../kernel/certificate-fault.ts'

test.each([
  ['CERT_HAS_EXPIRED: certificate has expired', 'expired'],
  ['CERT_NOT_YET_VALID: certificate is not yet valid', 'early'],
  ["ERR_TLS_CERT_ALTNAME_INVALID: Hostname/IP does not match certificate's altnames", 'name'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT: self-signed certificate', 'issuer'],
  ['SELF_SIGNED_CERT_IN_CHAIN: self-signed certificate in certificate chain', 'issuer'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE: unable to verify the first certificate', 'issuer'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unable to get local issuer certificate', 'issuer'],
  ['ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:9092', undefined],
])('%s', (said, fault) => {
  expect(certificateFault(said)).toBe(fault)
})
