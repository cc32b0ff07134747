import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { UnitInfo } from '../schemas.ts'

/** `GET /units`: the unit tree as it stands now. */
export const units: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const schema = { summary: 'Cây đơn vị', tags: ['directory'], response: { 200: z.array(UnitInfo) } }
  app.get('/units', { schema }, async () => [...deps.units()])
}
