import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { KeptRevision } from '../../kernel/ports.ts'
import type { Deps } from '../deps.ts'
import type { Feed } from '../feed.ts'
import { Problem, refuse } from '../problem.ts'
import { FilterQuery, filterOf } from '../query.ts'
import { AlertDetail, AlertPage, type Revision } from '../schemas.ts'

const PageQuery = FilterQuery.extend({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(500).optional().describe('Giá trị «next» của trang trước'),
})

const revisionOf = ({ alert, written }: KeptRevision): Revision => {
  const { revision, rule, subject, clause, level, occurrences, last, late, say } = alert
  const { ended, withdrawn, unverifiable, silenced, replaces } = alert
  return {
    ...{ revision, written, rule, subject, standing: clause.standing, level, occurrences, last, late, say },
    ...(ended !== undefined && { ended }),
    ...(withdrawn && { withdrawn }),
    ...(unverifiable && { unverifiable }),
    ...(silenced && { silenced }),
    ...(replaces !== undefined && { replaces }),
  }
}

/** `GET /alerts`, `GET /alerts/:id`. */
export const alerts: FastifyPluginAsyncZod<Deps & { readonly feed: Feed }> = async (app, { store, feed }) => {
  const list = {
    summary: 'Danh sách cảnh báo, hành vi mới nhất trước',
    tags: ['alerts'],
    querystring: PageQuery,
    response: { 200: AlertPage, 400: Problem },
  }
  app.get('/alerts', { schema: list }, async ({ query: { limit, cursor, ...query } }) => {
    // Read first: an alert that arrives in between is then told twice, never missed.
    const sequence = feed.sequence()
    const page = await store.search(filterOf(query), { limit, ...(cursor !== undefined && { cursor }) })
    return { ...page, alerts: [...page.alerts], sequence }
  })

  const one = {
    summary: 'Một cảnh báo với chứng cứ và lịch sử thay đổi',
    tags: ['alerts'],
    params: z.object({ id: z.string() }),
    response: { 200: AlertDetail, 404: Problem },
  }
  app.get('/alerts/:id', { schema: one }, async ({ params: { id } }, reply) => {
    const alert = await store.get(id)
    if (!alert) return refuse(reply, 'NOT_FOUND', 'Không có cảnh báo nào mang mã này.') as never
    return { alert, history: (await store.history(id)).map(revisionOf) }
  })
}
