import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { coded } from '../../kernel/errors.ts'
import { type Coverage, type CoveredUnit, stateOf, states } from '../coverage/coverage.ts'
import { coverageCsv } from '../coverage/csv.ts'
import { readCell } from '../coverage/words.ts'
import type { CoverageDeps } from '../deps.ts'
import { fromHere } from '../guard.ts'
import { Problem, refuse } from '../problem.ts'
import { type Period, periodWithId, sayPeriod } from '../reports/period.ts'
import { CoverageCell, CoveragePage } from '../schemas-coverage.ts'

const period = z.string().max(20).describe('Mã kỳ: 2026-03, 2026-03-hc (tháng hành chính), 2026-W10, 2026-03-05')
const unit = z.string().trim().min(1).max(200)
const Which = z.strictObject({ period, unit: unit.optional().describe('Mã đơn vị, gồm cả các đơn vị bên dưới') })
const Cell = z.strictObject({ period, unit, clause: z.string().max(40) })

const periodIn = (id: string): Period => {
  const found = periodWithId(id)
  if (found) return found
  throw coded('BAD_ARGUMENT', `không có kỳ nào mang mã «${id}»`)
}

const within = (coverage: Coverage, wanted: string | undefined): readonly CoveredUnit[] =>
  wanted === undefined ? coverage.units : coverage.units.filter(({ path }) => path.includes(wanted))

const NONE = 'Chưa tính độ phủ của kỳ này.'

/** In place of the others where the logs cannot be read: says so, whatever is asked. */
export const noCoverage: FastifyPluginAsyncZod = async (app) => {
  for (const path of ['/coverage', '/coverage/*'])
    app.all(path, { schema: { hide: true } }, async (_, reply) =>
      refuse(
        reply,
        'NOT_FOUND',
        'Tiến trình này không tính độ phủ (nhiều bộ phát hiện chia nhau việc): mở trang của máy có vai trò all hoặc detect, nơi có kho lưu trữ nhật ký; của máy api nếu đã bật elasticsearch.archive.',
      ),
    )
}

/** `GET /coverage`, `GET /coverage/cell`, `GET /coverage/csv`, `POST /coverage/make`. */
export const coverage: FastifyPluginAsyncZod<{ readonly coverage: CoverageDeps }> = async (app, { coverage: desk }) => {
  const page = {
    summary: 'Độ phủ của một kỳ: từng đơn vị, từng quy định đạt, vi phạm hay không đánh giá được',
    tags: ['coverage'],
    querystring: Which,
    response: { 200: CoveragePage, 400: Problem },
  }
  app.get('/coverage', { schema: page }, async ({ query }) => {
    const asked = periodIn(query.period)
    const kept = await desk.of(asked)
    const { id, from, to } = asked
    return {
      period: { id, title: sayPeriod(asked), from, to },
      ...desk.standing(asked),
      ...(kept && { made: madeOf(kept.at, kept.coverage, query.unit) }),
    }
  })

  const cell = {
    summary: 'Một quy định ở một đơn vị: mẫu số, lý do, cách bật',
    tags: ['coverage'],
    querystring: Cell,
    response: { 200: CoverageCell, 400: Problem, 404: Problem },
  }
  app.get('/coverage/cell', { schema: cell }, async ({ query }, reply) => {
    const kept = await desk.of(periodIn(query.period))
    const where = kept?.coverage.units.find(({ id }) => id === query.unit)
    const which = kept?.coverage.clauses.find(({ id }) => id === query.clause)
    if (!where || !which)
      return refuse(reply, 'NOT_FOUND', kept ? 'Kỳ này không có đơn vị hoặc quy định đó.' : NONE) as never
    const { state, reasons, hints, cell: counts } = readCell(where, which)
    return {
      unit: { id: where.id, name: where.name },
      clause: { id: which.id, title: which.title, rules: [...which.rules], witness: [...which.witness] },
      ...{ state, reasons: [...reasons] },
      ...(counts && { counts }),
      hints: hints.map(({ at, setting, path, command }) => ({
        ...{ at, setting },
        ...(path !== undefined && { path }),
        ...(command !== undefined && { command }),
      })),
    }
  })

  const csv = { summary: 'Độ phủ của một kỳ dạng CSV', tags: ['coverage'], querystring: Which }
  app.get('/coverage/csv', { schema: csv }, async ({ query }, reply) => {
    const asked = periodIn(query.period)
    const kept = await desk.of(asked)
    if (!kept) return refuse(reply, 'NOT_FOUND', NONE)
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="do-phu-${asked.id}.csv"`)
      .send(coverageCsv({ ...kept.coverage, units: within(kept.coverage, query.unit) }))
  })

  const make = {
    summary: 'Xếp hàng tính độ phủ của một kỳ; tiến độ và kết quả ở GET /coverage',
    tags: ['coverage'],
    body: z.strictObject({ period }),
    response: { 202: z.object({}), 400: Problem, 403: Problem, 415: Problem },
  }
  app.post('/coverage/make', { schema: make, onRequest: fromHere('application/json') }, async ({ body }, reply) => {
    desk.make(periodIn(body.period))
    return reply.code(202).send({})
  })
}

const madeOf = (at: number, made: Coverage, wanted: string | undefined): NonNullable<CoveragePage['made']> => ({
  ...{ at, judgedTo: made.judgedTo, complete: made.judgedTo >= made.period.to, unwatched: made.unwatched },
  units: within(made, wanted).map((one) => ({
    ...{ id: one.id, name: one.name, path: [...one.path], machines: one.machines, people: one.people, days: one.days },
    states: made.clauses.map((clause) => states.indexOf(stateOf(one, clause))).join(''),
  })),
  clauses: made.clauses.map(({ id, title, rules, elsewhere }) => ({ id, title, rules: rules.length, elsewhere })),
})
