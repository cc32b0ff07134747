import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { coded } from '../../kernel/errors.ts'
import type { ReportDeps } from '../deps.ts'
import { fromHere } from '../guard.ts'
import { Problem, refuse } from '../problem.ts'
import { type ReportFormat, reportFormats } from '../reports/formats.ts'
import { type Period, periodWithId } from '../reports/period.ts'
import { ReportList } from '../schemas-reports.ts'

/** A scanned report of some hundred pages. */
const COPY_LIMIT = 50 * 1024 * 1024

const which = {
  period: z.string().max(20).describe('Mã kỳ: 2026-03, 2026-03-hc (tháng hành chính), 2026-W10, 2026-03-05'),
  unit: z.string().trim().min(1).max(200).optional().describe('Mã đơn vị; không ghi là toàn tỉnh'),
}
const Signed = z.object({ name: z.string(), sha256: z.string(), at: z.number() })

const types: Readonly<Record<ReportFormat, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json; charset=utf-8',
}

const periodIn = (id: string): Period => {
  const period = periodWithId(id)
  if (period) return period
  throw coded('BAD_ARGUMENT', `không có kỳ báo cáo nào mang mã «${id}»`)
}

const scopeIn = ({ period, unit }: { readonly period: string; readonly unit?: string | undefined }) => ({
  period: periodIn(period),
  ...(unit !== undefined && { unit }),
})

/** In place of the others where no desk is: says so, whatever is asked of it. */
export const noReports: FastifyPluginAsyncZod = async (app) => {
  for (const path of ['/reports', '/reports/*'])
    app.all(path, { schema: { hide: true } }, async (_, reply) =>
      refuse(
        reply,
        'NOT_FOUND',
        'Tiến trình này không làm báo cáo (nhiều bộ phát hiện chia nhau việc): mở trang của máy có vai trò all hoặc detect, nơi có kho lưu trữ nhật ký; của máy api nếu đã bật elasticsearch.archive.',
      ),
    )
}

/** `GET /reports`, `POST /reports/make`, `GET /reports/file`, `POST /reports/sign`. */
export const reports: FastifyPluginAsyncZod<{ readonly reports: ReportDeps }> = async (app, { reports: desk }) => {
  const list = {
    summary: 'Các kỳ báo cáo: tình trạng, hạn nộp, việc đang làm',
    tags: ['reports'],
    response: { 200: ReportList },
  }
  app.get('/reports', { schema: list }, () => desk.list())

  const make = {
    summary: 'Xếp hàng làm dự thảo hoặc chốt số liệu; tiến độ và kết quả ở danh sách',
    tags: ['reports'],
    body: z.strictObject({ ...which, close: z.boolean().default(false) }),
    response: { 202: z.object({}), 400: Problem, 403: Problem, 415: Problem },
  }
  app.post('/reports/make', { schema: make, onRequest: fromHere('application/json') }, async ({ body }, reply) => {
    await desk.make({ ...scopeIn(body), close: body.close })
    return reply.code(202).send({})
  })

  const file = {
    summary: 'Một tệp của báo cáo đã làm',
    tags: ['reports'],
    querystring: z.strictObject({ ...which, format: z.enum(reportFormats) }),
  }
  app.get('/reports/file', { schema: file }, async ({ query }, reply) => {
    const found = await desk.file(scopeIn(query), query.format)
    if (!found) return refuse(reply, 'NOT_FOUND', 'Kỳ này chưa có tệp nào; hãy làm dự thảo trước.')
    return reply
      .type(types[query.format])
      .header('content-disposition', `attachment; filename="${found.name}"`)
      .send(found.bytes)
  })

  const sign = {
    summary: 'Nộp bản đã ký (PDF) của kỳ đã chốt; không thay được',
    tags: ['reports'],
    querystring: z.strictObject({ ...which, name: z.string().trim().min(1).max(200).describe('Tên tệp') }),
    response: { 200: Signed, 400: Problem, 403: Problem, 415: Problem, 503: Problem },
  }
  app.addContentTypeParser('application/pdf', { parseAs: 'buffer', bodyLimit: COPY_LIMIT }, (_, body, done) =>
    done(null, body),
  )
  const upload = { schema: sign, onRequest: fromHere('application/pdf'), bodyLimit: COPY_LIMIT }
  app.post('/reports/sign', upload, async ({ query, body }) => {
    if (!Buffer.isBuffer(body) || body.toString('latin1', 0, 5) !== '%PDF-')
      throw coded('BAD_ARGUMENT', 'bản ký phải là tệp PDF')
    return desk.sign(scopeIn(query), query.name, body)
  })
}
