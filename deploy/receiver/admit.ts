import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { isSigned, KEY, requestBytes, SIGNATURE, TIMESTAMP } from '../../api/push/signature.ts'
import { SKEW } from '../../api/push/wire.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { Refusal } from './reasons.ts'
import type { Receiver } from './settings.ts'

export type Asked = {
  readonly path: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: Buffer
  /** SHA-256 (hex) of the certificate shown in TLS. */
  readonly certificate: string
  readonly now: number
}
export type Admitted<T> = {
  readonly sender: string
  /** Digest of what was signed: whoever sends it again, with whatever signature, sends the same request. */
  readonly request: string
  readonly body: T
}

/** Both sides as a body names them. */
type Addressed = { readonly sender: string; readonly receiver: string }

/**
 * Whether a request is what a known sender signed a moment ago: its certificate, its key, the signature over time, path and body, the time, the form, and
 * both names. In that order: nothing of a body is read before its signature is known to be right.
 */
export const admit = <T extends Addressed>(
  { id, senders }: Pick<Receiver, 'id' | 'senders'>,
  { path, headers, body, certificate, now }: Asked,
  schema: z.ZodType<T>,
): Result<Admitted<T>, Refusal> => {
  const known = senders.find(({ certificates }) => certificates.includes(certificate))
  if (!known) return err({ reason: 'CERTIFICATE', detail: `SHA-256 ${certificate || 'không có'}` })
  const sender = known.id
  const refuse = (reason: Refusal['reason'], detail = ''): Result<never, Refusal> => err({ reason, detail, sender })
  const [stamp, fingerprint, signature] = [TIMESTAMP, KEY, SIGNATURE].map((name) => String(headers[name] ?? ''))
  if (!/^\d{1,15}$/.test(stamp!)) return refuse('INVALID', `cần tiêu đề ${TIMESTAMP}`)
  const key = known.keys.get(fingerprint!)
  if (!key)
    return refuse('UNKNOWN_KEY', `mã khóa ${/^[0-9a-f]{64}$/.test(fingerprint!) ? fingerprint : 'không đọc được'}`)
  const signed = requestBytes(stamp!, path, body)
  if (!isSigned(key, signed, signature!)) return refuse('SIGNATURE')
  const ahead = Number(stamp) - now
  if (Math.abs(ahead) > SKEW) return refuse('CLOCK', `lệch ${Math.round(ahead / 1000)} giây`)
  const parsed = schema.safeParse(jsonOf(body))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return refuse('INVALID', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`.slice(0, 300))
  }
  if (parsed.data.sender !== sender) return refuse('INVALID', 'tên bên gửi không phải của chứng thư')
  if (parsed.data.receiver !== id) return refuse('INVALID', 'gửi cho nơi nhận khác')
  return ok({
    sender,
    request: createHash('sha256').update(fingerprint!).update(signed).digest('hex'),
    body: parsed.data,
  })
}

const jsonOf = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined // the schema refuses it
  }
}
