import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { isCoded } from '../../kernel/errors.ts'
import type { QuarantineDeps } from '../deps.ts'
import { fromHere } from '../guard.ts'
import { Problem, refuse } from '../problem.ts'
import { QuarantinePage } from '../schemas.ts'

const ReplayBody = z.object({
  ids: z.array(z.number().int().min(1)).max(10_000).describe('Số hiệu các dòng; rỗng: mọi dòng'),
})
const Replayed = z.object({ accepted: z.number().int(), refused: z.number().int() })

/** `GET /quarantine`: lines nobody could read, without their bytes. `POST /quarantine/replay`: reads them again after a fix. */
export const quarantine: FastifyPluginAsyncZod<{ readonly quarantine: QuarantineDeps }> = async (app, deps) => {
  const list = {
    summary: 'Các dòng không đọc được, mới nhất trước, không kèm nội dung (dòng không rõ nguồn: vài chữ đầu, đã che)',
    tags: ['quarantine'],
    querystring: z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(100) }),
    response: { 200: QuarantinePage, 400: Problem },
  }
  app.get('/quarantine', { schema: list }, async ({ query: { limit } }) => ({
    lines: [...deps.quarantine.list(limit)],
    counters: deps.quarantine.counters(),
  }))

  const replay = {
    summary: 'Đọc lại các dòng cách ly bằng bộ đọc và cấu hình hiện tại',
    tags: ['quarantine'],
    body: ReplayBody,
    response: { 200: Replayed, 400: Problem, 403: Problem, 415: Problem, 503: Problem },
  }
  app.post(
    '/quarantine/replay',
    { schema: replay, onRequest: fromHere('application/json') },
    async ({ body: { ids } }, reply) => {
      try {
        return await deps.quarantine.replay(ids)
      } catch (error) {
        if (!isCoded(error) || (error.code !== 'BACKPRESSURE' && error.code !== 'DISK_FULL')) throw error
        return refuse(reply, 'NOT_NOW', error.message) as never
      }
    },
  )
}
