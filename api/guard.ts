import type { FastifyInstance } from 'fastify'
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
