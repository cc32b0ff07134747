import type { KeyObject } from 'node:crypto'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { fingerprintOf } from '../../api/push/signature.ts'
import { vietnamese } from '../../kernel/issues.ts'
import { readConfigFile } from '../config-file.ts'
import { duration } from '../duration.ts'
import { certified, readKey, readNamed } from '../push/keys.ts'

z.config({ localeError: vietnamese })

const id = z.string().min(1).max(100)
const file = z.string().min(1)

/** SHA-256 of a certificate in DER, as `openssl x509 -fingerprint -sha256` prints it, or without its colons. */
const Fingerprint = z
  .string()
  .transform((text) => text.replaceAll(':', '').toLowerCase())
  .refine((text) => /^[0-9a-f]{64}$/.test(text), 'cần SHA-256 của chứng thư: 64 chữ số thập lục phân')

/** The receiver's own configuration file; docs/receiver.md explains each key. Files are relative to it. */
const ReceiverConfig = z.strictObject({
  /** As senders address us. */
  id,
  host: z.string().default('127.0.0.1'),
  port: z.number().int().min(0).max(65535).default(9443),
  data: file.default('data'),
  /** PEM: our certificate and key in TLS, and who signs the certificates of senders. */
  cert: file,
  key: file,
  ca: file,
  /** PEM: the Ed25519 key that receipts are signed with. */
  signingKey: file,
  senders: z
    .array(
      z.strictObject({
        id,
        /** Public Ed25519 keys (PEM); two while one takes the place of the other. */
        publicKeys: z.array(file).min(1),
        certificates: z.array(Fingerprint).min(1),
      }),
    )
    .min(1)
    .superRefine((senders, context) => {
      for (const [i, { id: name, certificates }] of senders.entries()) {
        const before = senders.slice(0, i)
        if (before.some((other) => other.id === name))
          context.addIssue({ code: 'custom', path: [i, 'id'], message: `«${name}» đã có ở trên` })
        if (before.some((other) => other.certificates.some((one) => certificates.includes(one))))
          context.addIssue({ code: 'custom', path: [i, 'certificates'], message: 'chứng thư đã khai cho bên gửi khác' })
      }
    }),
  /** A request that is not whole by then is cut off. */
  patience: duration.default(30_000),
  logLevel: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
})

export type Sender = {
  readonly id: string
  /** By fingerprint. */
  readonly keys: ReadonlyMap<string, KeyObject>
  readonly certificates: readonly string[]
}
export type Receiver = Omit<z.infer<typeof ReceiverConfig>, 'senders' | 'signingKey'> & {
  readonly signingKey: KeyObject
  readonly senders: readonly Sender[]
}

/** Reads the configuration with its keys; `cert`, `key` and `ca` are the PEM texts. Throws `CONFIG_INVALID`. */
export const loadReceiver = (path: string): Receiver => {
  const { senders, signingKey, ...config } = readConfigFile(path, ReceiverConfig)
  const folder = dirname(resolve(path))
  const pem = (key: 'cert' | 'key' | 'ca'): string => readNamed(folder, key, config[key])
  return {
    ...config,
    data: resolve(folder, config.data),
    cert: certified(pem('cert'), 'cert'),
    key: pem('key'),
    ca: certified(pem('ca'), 'ca'),
    signingKey: readKey(folder, 'signingKey', signingKey, 'private'),
    senders: senders.map(({ id: name, publicKeys, certificates }, i) => ({
      id: name,
      certificates,
      keys: new Map(
        publicKeys.map((one, j) => {
          const key = readKey(folder, `senders.${i}.publicKeys.${j}`, one, 'public')
          return [fingerprintOf(key), key]
        }),
      ),
    })),
  }
}
