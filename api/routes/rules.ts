import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { Problem, refuse } from '../problem.ts'
import { RuleInfo } from '../schemas.ts'
import { RulesPage } from '../schemas-catalogue.ts'

/** `GET /rules`, `GET /rules/:id`, `GET /catalogue`. */
export const rules: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const list = { summary: 'Các luật đang chạy', tags: ['rules'], response: { 200: z.array(RuleInfo) } }
  app.get('/rules', { schema: list }, async () => [...deps.rules])

  const one = {
    summary: 'Một luật',
    tags: ['rules'],
    params: z.object({ id: z.string() }),
    response: { 200: RuleInfo, 404: Problem },
  }
  app.get('/rules/:id', { schema: one }, async ({ params: { id } }, reply) => {
    const rule = deps.rules.find((candidate) => candidate.id === id)
    return rule ?? (refuse(reply, 'NOT_FOUND', 'Không có luật nào mang mã này.') as never)
  })

  const whole = { summary: 'Danh mục luật đang chạy', tags: ['rules'], response: { 200: RulesPage } }
  app.get('/catalogue', { schema: whole }, async () => deps.catalogue())
}
