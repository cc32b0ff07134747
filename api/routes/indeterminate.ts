import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { IndeterminateInfo } from '../schemas.ts'

/** `GET /indeterminate`: what could not be judged, and why. */
export const indeterminate: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const schema = {
    summary: 'Những khoảng không đánh giá được',
    tags: ['health'],
    response: { 200: z.array(IndeterminateInfo) },
  }
  app.get('/indeterminate', { schema }, async () => [...deps.indeterminate()])
}
