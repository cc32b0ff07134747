import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { MappingDeps } from '../deps.ts'
import { fromHere } from '../guard.ts'
import { Problem, refuse } from '../problem.ts'
import { MappingList, MappingReadings, MappingSaved, MappingToSave, MappingWork } from '../schemas-mappings.ts'

/** A sample and a mapping as large as the schema allows, and no more. */
const BODY_LIMIT = 512 * 1024

/** `GET /mappings`, `POST /mappings/preview` (keeps nothing), `POST /mappings/save`. */
export const mappings: FastifyPluginAsyncZod<{ readonly mappings: MappingDeps }> = async (app, { mappings: desk }) => {
  const list = {
    summary: 'Các bảng ánh xạ: có sẵn, đã cấu hình; các hành động và trường của chúng',
    tags: ['mappings'],
    response: { 200: MappingList },
  }
  app.get('/mappings', { schema: list }, () => desk.list())

  const guarded = { onRequest: fromHere('application/json'), bodyLimit: BODY_LIMIT }
  const refusals = { 400: Problem, 403: Problem, 415: Problem, 503: Problem }

  const preview = {
    summary: 'Đọc thử một mẫu bằng một bảng ánh xạ; không lưu gì',
    tags: ['mappings'],
    body: MappingWork,
    response: { 200: MappingReadings, ...refusals },
  }
  app.post('/mappings/preview', { schema: preview, ...guarded }, ({ body }) => desk.preview(body))

  const save = {
    summary: 'Ghi một bảng ánh xạ kèm mẫu kiểm thử vào thư mục cấu hình; có hiệu lực từ lần khởi động sau',
    tags: ['mappings'],
    body: MappingToSave,
    response: { 200: MappingSaved, ...refusals, 409: Problem },
  }
  app.post('/mappings/save', { schema: save, ...guarded }, async ({ body }, reply) => {
    const done = await desk.save(body)
    return done.ok ? done.saved : (refuse(reply, codes[done.why], done.detail) as never)
  })
}

const codes = { invalid: 'BAD_REQUEST', changed: 'CHANGED', unwritable: 'NOT_NOW' } as const
