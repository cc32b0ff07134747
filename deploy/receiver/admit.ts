import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { isSigned, KEY, requestBytes, SIGNATURE, TIMESTAMP } from '../../api/push/signature.ts'
import { SKEW } from '../../api/push/wire.ts'
import { vietnamese } from '../../kernel/issues.ts'
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
  if (!/^\d{1,15}$/.test(stamp!)) return refuse('INVALID', `tiêu đề ${TIMESTAMP}: cần thời điểm ký, epoch mili giây`)
  const key = known.keys.get(fingerprint!)
  if (!key)
    return refuse('UNKNOWN_KEY', `mã khóa ${/^[0-9a-f]{64}$/.test(fingerprint!) ? fingerprint : 'không đọc được'}`)
  const signed = requestBytes(stamp!, path, body)
  if (!isSigned(key, signed, signature!)) return refuse('SIGNATURE')
  const ahead = Number(stamp) - now
  if (Math.abs(ahead) > SKEW) return refuse('CLOCK', `lệch ${Math.round(ahead / 1000)} giây`)
  const json = jsonOf(body)
  if (json === undefined) return refuse('INVALID', 'thân của yêu cầu không phải JSON')
  const parsed = schema.safeParse(json, { error: vietnamese })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return refuse(
      'INVALID',
      issue ? `${issue.path.join('.') || 'thân của yêu cầu'}: ${issue.message}`.slice(0, 300) : '',
    )
  }
  const named = parsed.data
  if (named.sender !== sender)
    return refuse('POSING', `tự xưng «${short(named.sender)}», chứng thư và khóa là của «${sender}»`)
  if (named.receiver !== id) return refuse('INVALID', `gửi cho «${short(named.receiver)}», nơi này là «${id}»`)
  return ok({
    sender,
    request: createHash('sha256').update(fingerprint!).update(signed).digest('hex'),
    body: named,
  })
}

const short = (name: string): string => name.slice(0, 100)

const jsonOf = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined // the caller says so
  }
}
