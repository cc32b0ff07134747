import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { problemCodes } from '../../api/problem.ts'
import type { Alert } from '../../kernel/alert.ts'
import { localTime } from '../../kernel/time.ts'
import { units } from '../support/alerts.ts'
import { sampleAlerts } from '../support/sample-alerts.ts'
import { healthy, type Station, station } from '../support/serve.ts'

const NOW = localTime('2026-03-04', '10:00')
const all = sampleAlerts(NOW)
const open = all.filter(({ withdrawn, silenced }) => !withdrawn && !silenced)

let here: Station
let app: FastifyInstance
beforeEach(async () => {
  here = await station(all, { clock: { now: () => NOW } })
  app = here.app
})
afterEach(() => here.close())

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })
const api = async (path: string) => (await get(`/api/v1${path}`)).json()

test('the list holds what is open, newest act first, without the evidence', async () => {
  const { alerts, total, sequence } = await api('/alerts')
  expect(alerts.map(({ id }: Alert) => id)).toEqual(open.map(({ id }) => id))
  expect(alerts[0]).not.toHaveProperty('evidence')
  expect({ total, sequence }).toEqual({ total: open.length, sequence: NOW * 1_000 })
})

test.each([
  ['level=serious', 2],
  ['level=serious&level=high', 7],
  ['unit=so-x', 8],
  ['text=nguyen%20van', 1],
  ['state=withdrawn', 1],
  ['state=all', 27],
  ['clause=ACC-01&account=an.nv@tinh', 1],
  [`from=${all[3]!.last}&to=${all[1]!.last}`, 3],
])('a filter narrows list and summary alike: %s', async (query, found) => {
  expect((await api(`/alerts?${query}`)).total).toBe(found)
  expect((await api(`/summary?${query}`)).total).toBe(found)
})

test('pages follow one another by their cursor', async () => {
  const first = await api('/alerts?limit=10')
  const second = await api(`/alerts?limit=100&cursor=${first.next}`)
  const ids = [...first.alerts, ...second.alerts].map(({ id }: Alert) => id)
  expect(ids).toEqual(open.map(({ id }) => id))
  expect(second).not.toHaveProperty('next')
})

test('one alert comes with its evidence and everything that was ever said of it', async () => {
  const alert = all[2]!
  const reason = { vi: 'sửa lịch', en: 'roster' }
  await here.store.put([{ ...alert, revision: 2, withdrawn: { reason, at: NOW } }], NOW + 5)
  const answer = await api(`/alerts/${alert.id}`)
  expect(answer.alert.evidence).toEqual(alert.evidence)
  expect(answer.history).toMatchObject([
    { revision: 1, occurrences: 37, written: NOW },
    { revision: 2, withdrawn: { reason }, written: NOW + 5 },
  ])
})

test('the summary counts by level, rule and unit', async () => {
  const { levels, rules, units: byUnit, total } = await api('/summary')
  expect(levels).toEqual({ serious: 2, high: 5, medium: 2, low: 16 })
  expect(rules).toMatchObject({ 'ACC-11a': 2, 'ACC-06': 12 })
  expect(Object.values<number>(byUnit).reduce((a, b) => a + b)).toBe(total)
})

test('rules, units, health and what could not be judged are told as they stand', async () => {
  expect(await api('/rules/ACC-11a')).toMatchObject({ id: 'ACC-11a', clause: { id: 'ACC-11' }, policy: { count: 5 } })
  expect((await api('/rules')).length).toBe(new Set(all.map(({ rule }) => rule.id)).size)
  expect(await api('/units')).toEqual(units)
  expect(await api('/health')).toEqual({ ...healthy, sample: true, now: NOW })
  expect(await api('/indeterminate')).toEqual([])
})

test.each([
  ['/api/v1/alerts?level=cao', 400, 'BAD_REQUEST', /level/],
  ['/api/v1/alerts?limit=0', 400, 'BAD_REQUEST', /limit/],
  ['/api/v1/alerts?levle=high', 400, 'BAD_REQUEST', /levle/],
  ['/api/v1/alerts?cursor=abc', 400, 'BAD_REQUEST', /con trỏ/],
  ['/api/v1/summary?from=homqua', 400, 'BAD_REQUEST', /from/],
  ['/api/v1/alerts/%ff', 400, 'BAD_REQUEST', /không đọc được địa chỉ/],
  ['/api/v1/alerts/khong-co', 404, 'NOT_FOUND', /Không có cảnh báo/],
  ['/api/v1/rules/XYZ-99', 404, 'NOT_FOUND', /Không có luật/],
  ['/api/v1/gi-do', 404, 'NOT_FOUND', /địa chỉ/],
  ['/api/console/../../package.json', 404, 'NOT_FOUND', /địa chỉ/],
])('refuses %s with a problem document', async (url, status, code, detail) => {
  const answer = await get(url)
  expect(answer.statusCode).toBe(status)
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(answer.json()).toMatchObject({ status, code, detail: expect.stringMatching(detail) })
  expect(problemCodes).toContain(answer.json().code)
})

test('an error of ours is logged, and told without its inside', async () => {
  const lines: string[] = []
  const logger = pino({ level: 'error' }, { write: (line) => void lines.push(line) })
  const store = { ...here.store, search: () => Promise.reject(new Error('mật')) }
  const broken = await station([], { store, logger })
  const answer = await broken.app.inject('/api/v1/alerts')
  expect(answer.json()).toMatchObject({ status: 500, code: 'INTERNAL' })
  expect(answer.body).not.toContain('mật')
  expect(lines.join()).toContain('mật')
  await broken.close()
})

test.each(['localhost', 'localhost:8080', '127.0.0.1:1', '[::1]:8080'])(
  'answers under the loopback name %s',
  async (host) => {
    expect((await get('/api/v1/health', { host })).statusCode).toBe(200)
  },
)

test.each([
  'vonggac.example',
  '192.0.2.7',
  'localhost.example',
  '127.0.0.1.example:80',
  'a@localhost',
  'localhost:port',
])('refuses the name «%s», page and data alike', async (host) => {
  for (const url of ['/', '/api/v1/alerts', '/api/v1/alerts/stream', '/khong-co']) {
    expect((await get(url, { host })).json()).toMatchObject({ status: 421, code: 'HOST_REFUSED' })
  }
})

test('every answer carries the security headers', async () => {
  for (const url of ['/', '/api/v1/alerts', '/khong-co', '/api/console/main.ts']) {
    const { headers } = await get(url)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'/)
    expect(headers['content-security-policy']).toMatch(/script-src 'self' 'sha256-[\w+/]{43}='/)
    expect(headers['content-security-policy']).not.toMatch(/unsafe/)
  }
})

test('the browser gets modules without their types, and only the files meant for it', async () => {
  const main = await get('/api/console/main.ts')
  expect(main.headers['content-type']).toMatch('text/javascript')
  expect(main.body).not.toMatch(/: State =|import type/)
  expect((await get('/vendor/lit-html/lit-html.js')).statusCode).toBe(200)
  for (const url of ['/api/app.ts', '/package.json', '/kernel/alert.ts', '/vendor/lit-html/package.json']) {
    expect((await get(url)).statusCode).toBe(404)
  }
})

test('an unchanged file is not sent twice', async () => {
  const { headers } = await get('/api/console/style/base.css')
  expect((await get('/api/console/style/base.css', { 'if-none-match': headers['etag'] as string })).statusCode).toBe(
    304,
  )
})

test.each([true, false])('the shell says whether this is the sample province: %s', async (sample) => {
  const other = await station([], { sample })
  expect((await other.app.inject('/')).body).toContain(`data-sample="${sample}"`)
  await other.close()
})

test('the API describes itself, every route with its answers', async () => {
  const { openapi, paths } = await api('/openapi.json')
  expect(openapi).toBe('3.1.0')
  expect(Object.keys(paths).sort()).toEqual(
    [
      '/alerts',
      '/alerts/stream',
      '/alerts/{id}',
      '/catalogue',
      '/health',
      '/indeterminate',
      '/reevaluation',
      '/rules',
      '/rules/{id}',
      '/summary',
      '/units',
    ].map((path) => `/api/v1${path}`),
  )
  const list = paths['/api/v1/alerts'].get
  expect(list.parameters.map(({ name }: { name: string }) => name)).toContain('cursor')
  expect(JSON.stringify(list.responses['200'])).toContain('occurrences')
})
