import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from './problem.ts'

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i

/**
 * Until there are accounts the product answers only under loopback names: another site that points its own name at
 * 127.0.0.1 (DNS rebinding) is refused.
 */
export const guardHost = (app: FastifyInstance): void => {
  app.addHook('onRequest', async (request, reply) => {
    if (LOOPBACK.test(request.headers.host ?? '')) return
    return refuse(reply, 'HOST_REFUSED', 'Chỉ truy cập được bằng localhost, 127.0.0.1 hoặc [::1] trên chính máy chủ.')
  })
}

/**
 * Another site must not make a reader's browser act here. Browsers say where a request comes from (Fetch Metadata; `Origin`,
 * RFC 6454), and a page of another site cannot send `mediaType` without asking first.
 */
export const fromHere =
  (mediaType: 'application/json' | 'application/pdf') =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const { 'sec-fetch-site': site, origin, host, 'content-type': type } = request.headers
    const stranger = site !== undefined && site !== 'same-origin' && site !== 'none'
    if (stranger || (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host)))
      return refuse(reply, 'CROSS_SITE', 'Không nhận yêu cầu từ trang khác.')
    if (type?.split(';')[0]?.trim().toLowerCase() !== mediaType)
      return refuse(reply, 'MEDIA_TYPE', `Chỉ nhận nội dung kiểu ${mediaType}.`)
    return undefined
  }

/** Every answer carries these; `scripts` are the sources of inline scripts allowed by their hash. */
export const secureHeaders = (app: FastifyInstance, scripts: readonly string[]): void => {
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${scripts.join(' ')}`.trim(),
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ')
  app.addHook('onRequest', async (_, reply) => {
    reply.headers({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    })
  })
}
