import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps, UnlistedDeps } from '../deps.ts'
import { Problem, refuse } from '../problem.ts'
import { type UnitInfo, type Unlisted, UnlistedPage } from '../schemas.ts'

const word = z.string().trim().min(1).max(200).optional()
const Query = z.strictObject({
  kind: z.enum(['account', 'machine']).optional(),
  unit: word.describe('Mã đơn vị, gồm cả các đơn vị bên dưới'),
  text: word.describe('Một phần của tên'),
  limit: z.coerce.number().int().min(1).max(5_000).default(500),
})
type Asked = z.infer<typeof Query>

/** The unit and those below it, as the tree stands now. */
const under = (unit: string, units: readonly UnitInfo[]): ReadonlySet<string> => {
  const found = new Set([unit])
  for (const each of found) for (const { id, parent } of units) if (parent === each) found.add(id)
  return found
}

const matching = (all: readonly Unlisted[], { kind, unit, text }: Asked, units: readonly UnitInfo[]) => {
  const wanted = unit === undefined ? undefined : under(unit, units)
  return all.filter(
    (one) =>
      (kind === undefined || one.kind === kind) &&
      (wanted === undefined || (one.unit !== undefined && wanted.has(one.unit))) &&
      (text === undefined || one.name.includes(text.toLowerCase())),
  )
}

/** `GET /unlisted`: accounts and machines that act in the logs and that no register has. */
export const unlisted: FastifyPluginAsyncZod<Pick<Deps, 'units'> & { readonly unlisted: UnlistedDeps }> = async (
  app,
  deps,
) => {
  const schema = {
    summary: 'Tài khoản và máy có trong nhật ký nhưng không có trong danh bạ, mới hoạt động nhất trước',
    tags: ['directory'],
    querystring: Query,
    response: { 200: UnlistedPage, 400: Problem, 503: Problem },
  }
  app.get('/unlisted', { schema }, async ({ query }, reply) => {
    const all = deps.unlisted.list()
    if (!all)
      return refuse(reply, 'NOT_NOW', 'Tiến trình này không phát hiện; hãy xem ở tiến trình detect hoặc all.') as never
    const found = matching(all, query, deps.units())
    return { names: found.slice(0, query.limit), total: found.length, ...deps.unlisted.counts() }
  })
}
