import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { levels } from '../../kernel/alert.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem.ts'
import { FilterQuery, filterOf } from '../query.ts'
import { Summary } from '../schemas.ts'

/** `GET /summary`: how many alerts pass a filter, by level, rule and unit. */
export const summary: FastifyPluginAsyncZod<Deps> = async (app, { store }) => {
  const schema = {
    summary: 'Số cảnh báo theo mức, luật và đơn vị',
    tags: ['alerts'],
    querystring: FilterQuery,
    response: { 200: Summary, 400: Problem },
  }
  app.get('/summary', { schema }, async ({ query }) => {
    const filter = filterOf(query)
    const [byLevel, rules, units] = await Promise.all([
      store.count(filter, 'level'),
      store.count(filter, 'rule'),
      store.count(filter, 'unit'),
    ])
    const [low, medium, high, serious] = levels.map((level) => byLevel[level] ?? 0) as [number, number, number, number]
    return { total: low + medium + high + serious, levels: { low, medium, high, serious }, rules, units }
  })
}
