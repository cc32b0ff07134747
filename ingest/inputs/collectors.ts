import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { err, ok, type Result } from '../../kernel/result.ts'

/**
 * A machine or service that may hand in logs over HTTP. Only the digest of its token is configured, so that a copied
 * configuration lets nobody in. `sources` are the source instances it may deliver to, the first being its default;
 * without them any is allowed and `auto` is the default.
 */
export const Collector = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'Mã máy thu thập chỉ gồm chữ thường, số và các dấu . _ -'),
  tokenSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'tokenSha256 phải là SHA-256 của mã truy cập, 64 chữ số thập lục phân viết thường'),
  sources: z.array(z.string().min(1)).min(1).optional(),
  unit: z.string().min(1).optional(),
})
export type Collector = z.infer<typeof Collector>

/** Why somebody was not let in: a code for scripts, one sentence for the person who configured the client. */
export type Denial = { readonly code: 'UNAUTHORIZED' | 'FORBIDDEN_SOURCE'; readonly message: string }

export type Gate = {
  /** Who sends, by the `Authorization` header: Bearer token, or ApiKey/Basic of `id:token` (what Beats send). */
  admit(authorization: string | undefined): Result<Collector, Denial>
  /** How many were turned away since the start. */
  readonly denied: number
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest()

/** What a header claims; `id` is absent for Bearer, which names nobody. */
const claimOf = (authorization: string | undefined): { readonly id?: string; readonly token: string } | undefined => {
  const [, scheme, value] = /^(\S+)\s+(\S+)\s*$/.exec(authorization ?? '') ?? []
  switch (scheme?.toLowerCase()) {
    case 'bearer':
      return value === undefined ? undefined : { token: value }
    case 'apikey':
    case 'basic': {
      const pair = Buffer.from(value ?? '', 'base64').toString('utf8')
      const colon = pair.indexOf(':')
      return colon < 1 ? undefined : { id: pair.slice(0, colon), token: pair.slice(colon + 1) }
    }
    default:
      return undefined
  }
}

const DENIED: Readonly<Record<'none' | 'wrong', Denial>> = {
  none: {
    code: 'UNAUTHORIZED',
    message:
      'Thiếu mã truy cập của máy thu thập: cần tiêu đề Authorization dạng Bearer <mã>, ApiKey hoặc Basic của id:mã.',
  },
  wrong: { code: 'UNAUTHORIZED', message: 'Mã truy cập của máy thu thập không đúng hoặc đã bị thu hồi.' },
}

/**
 * The gate of all HTTP inputs. Every collector is compared, found or not, and digests are compared in constant time, so
 * the answer's time says nothing about the token. The token itself is never kept, returned or logged.
 */
export const createGate = (collectors: readonly Collector[]): Gate => {
  const known = collectors.map((collector) => ({ collector, digest: Buffer.from(collector.tokenSha256, 'hex') }))
  let denied = 0

  return {
    admit(authorization) {
      const claim = claimOf(authorization)
      const digest = sha256(claim?.token ?? '')
      let found: Collector | undefined
      for (const { collector, digest: expected } of known) {
        const same = timingSafeEqual(digest, expected)
        if (same && claim && (claim.id ?? collector.id) === collector.id) found = collector
      }
      if (found) return ok(found)
      denied++
      return err(claim ? DENIED.wrong : DENIED.none)
    },
    get denied() {
      return denied
    },
  }
}

/** The source instance of a delivery that names none; `auto` asks each source in turn. */
export const defaultSource = (collector: Collector): string => collector.sources?.[0] ?? 'auto'

/** The source instance a delivery is for: the one asked for, if this collector may, else its default, else `auto`. */
export const sourceFor = (collector: Collector, asked: string | undefined): Result<string, Denial> => {
  if (asked === undefined) return ok(defaultSource(collector))
  if (!collector.sources || collector.sources.includes(asked)) return ok(asked)
  return err({
    code: 'FORBIDDEN_SOURCE',
    message: `Máy thu thập «${collector.id}» không được gửi vào nguồn «${asked}»; các nguồn được phép: ${collector.sources.join(', ')}.`,
  })
}
