import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { canonical } from '../../kernel/canonical.ts'

/** The headers of a signed request; each value is one string. */
export const TIMESTAMP = 'vonggac-timestamp'
export const KEY = 'vonggac-key'
export const SIGNATURE = 'vonggac-signature'

/** SHA-256 (hex) of a public key in DER (SubjectPublicKeyInfo): `openssl pkey -pubin -in key.pem -outform DER | sha256sum`. */
export const fingerprintOf = (key: KeyObject): string => {
  const open = key.type === 'private' ? createPublicKey(key) : key
  return createHash('sha256')
    .update(open.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}

/** Ed25519 (base64) over bytes. */
export const signBytes = (key: KeyObject, bytes: Uint8Array): string => sign(null, bytes, key).toString('base64')

/** Whether the signature (base64) is that key's over these bytes. */
export const isSigned = (key: KeyObject, bytes: Uint8Array, signature: string): boolean =>
  verify(null, bytes, key, Buffer.from(signature, 'base64'))

/** What a request's signature covers: `<timestamp>.<path>.` and the body. `path` is one of the two of `wire.ts`. */
export const requestBytes = (timestamp: number | string, path: string, body: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(`${timestamp}.${path}.`), body])

/** The headers that a request carries at this moment (epoch ms); a retry is signed anew. */
export const requestHeaders = (
  key: KeyObject,
  { at, path, body }: { readonly at: number; readonly path: string; readonly body: Uint8Array },
): Readonly<Record<string, string>> => ({
  [TIMESTAMP]: String(at),
  [KEY]: fingerprintOf(key),
  [SIGNATURE]: signBytes(key, requestBytes(at, path, body)),
})

/** An answer with the fingerprint of who signs it and the signature over its canonical JSON, `key` included. */
export const signAnswer = <T extends object>(
  key: KeyObject,
  answer: T,
): T & { readonly key: string; readonly signature: string } => {
  const named = { ...answer, key: fingerprintOf(key) }
  return { ...named, signature: signBytes(key, Buffer.from(canonical(named))) }
}

/** Whether an answer is signed by that key. */
export const isSignedAnswer = (
  key: KeyObject,
  { signature, ...answer }: { readonly key: string; readonly signature: string },
): boolean => answer.key === fingerprintOf(key) && isSigned(key, Buffer.from(canonical(answer)), signature)
