import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Deps } from '../deps.ts'
import { HealthAnswer } from '../schemas.ts'

/** `GET /health`: 200 whatever the pipeline says, as long as this process answers; a monitor reads `status`. */
export const health: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const schema = { summary: 'Tình trạng đường ống', tags: ['health'], response: { 200: HealthAnswer } }
  app.get('/health', { schema }, async () => ({ ...(await deps.health()), sample: deps.sample, now: deps.clock.now() }))
}
