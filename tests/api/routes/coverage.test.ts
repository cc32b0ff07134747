import { expect, onTestFinished, test } from 'vitest'
import { coverageOf } from '../../../api/coverage/make.ts'
import type { CoverageDeps } from '../../../api/deps.ts'
import type { Period } from '../../../api/reports/period.ts'
import { coded } from '../../../kernel/errors.ts'
import { materialOf } from '../../support/report.ts'
import { station } from '../../support/serve.ts'

const headers = { host: '127.0.0.1' }

const open = async (but: Partial<CoverageDeps> = {}) => {
  const coverage = coverageOf(materialOf())
  const asked: string[] = []
  const desk: CoverageDeps = {
    of: async ({ id }: Period) => (id === '2026-03' ? { at: 1, coverage } : undefined),
    standing: () => ({ waiting: false }),
    make: ({ id }) => void asked.push(id),
    ...but,
  }
  const { app, close } = await station([], { coverage: desk })
  onTestFinished(close)
  return { asked, get: (url: string) => app.inject({ url: `/api/v1/coverage${url}`, headers }), app }
}

test('where no logs can be read, whatever is asked of coverage says so', async () => {
  const { app, close } = await station([])
  onTestFinished(close)
  for (const [method, url] of [
    ['GET', '/api/v1/coverage?period=2026-03'],
    ['GET', '/api/v1/coverage/csv?period=2026-03'],
    ['POST', '/api/v1/coverage/make'],
  ] as const) {
    const answer = await app.inject({ method, url, headers })
    expect(answer.statusCode, url).toBe(404)
    expect(answer.json().detail, url).toContain('nhiều bộ phát hiện')
  }
})

test('the matrix of a unit and all below it, a digit a clause', async () => {
  const { get } = await open()
  const all = (await get('?period=2026-03')).json()
  expect(all.made.units.map(({ id }: { id: string }) => id)).toEqual(['so-x', 'so-x-vp', 'tinh', 'xa-a', 'xa-b'])
  for (const { states } of all.made.units) expect(states).toMatch(new RegExp(`^[0-6]{${all.made.clauses.length}}$`))
  const below = (await get('?period=2026-03&unit=so-x')).json()
  expect(below.made.units.map(({ id }: { id: string }) => id)).toEqual(['so-x', 'so-x-vp'])
  expect((await get('?period=2026-04')).json()).not.toHaveProperty('made')
})

test('one cell with its reasons, and what is not there', async () => {
  const { get } = await open()
  const cell = (await get('/cell?period=2026-03&unit=xa-a&clause=MED-01')).json()
  expect(cell).toMatchObject({ state: 'not-assessable', counts: { alerts: 0 }, clause: { id: 'MED-01' } })
  expect(cell.hints[0].command).toContain('auditpol')
  expect((await get('/cell?period=2026-03&unit=xa-z&clause=MED-01')).statusCode).toBe(404)
  expect((await get('/cell?period=2026-04&unit=xa-a&clause=MED-01')).json().detail).toBe('Chưa tính độ phủ của kỳ này.')
})

test('a period that is none is refused, as is what a making refuses and what another site asks', async () => {
  const refuse = (): never => {
    throw coded('BAD_ARGUMENT', 'kỳ 2026-05 chưa đến')
  }
  const { get, app } = await open({ make: refuse })
  expect((await get('?period=2026-13')).statusCode).toBe(400)
  const post = (more: object) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/coverage/make',
      headers: { ...headers, ...more },
      payload: { period: '2026-05' },
    })
  const refused = await post({})
  expect([refused.statusCode, refused.json().detail]).toEqual([400, expect.stringContaining('chưa đến')])
  expect((await post({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
})

test('a making is queued', async () => {
  const { asked, app } = await open()
  const payload = { period: '2026-04' }
  const answer = await app.inject({ method: 'POST', url: '/api/v1/coverage/make', headers, payload })
  expect([answer.statusCode, asked]).toEqual([202, ['2026-04']])
})
