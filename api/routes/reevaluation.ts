import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Deps } from '../deps.ts'
import { Reevaluation } from '../schemas.ts'

/** `GET /reevaluation`: what is computed again, what waits for it and why. */
export const reevaluation: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const schema = {
    summary: 'Hàng đợi đánh giá lại: đang chạy, đang chờ, đã xong',
    tags: ['health'],
    response: { 200: Reevaluation },
  }
  app.get('/reevaluation', { schema }, async () => deps.reevaluation())
}
