import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { bulkInput } from '../../../ingest/inputs/bulk.ts'
import { apiKey, TOKEN, testGate } from '../../support/gate.ts'
import { type MemoryIntake, memoryIntake } from '../../support/memory-intake.ts'

let app: FastifyInstance
let intake: MemoryIntake
let url: string

beforeEach(async () => {
  intake = memoryIntake()
  app = Fastify()
  await app.register(bulkInput, {
    intake,
    gate: testGate({ sources: ['windows'] }),
    prefix: '/beats',
    bodyLimit: 1024 * 1024,
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/beats`
})
afterEach(() => app.close())

type Answer = { readonly status: number; readonly headers: Headers; readonly json: unknown }

const send = async (method: string, path: string, body?: string | Uint8Array, but: Record<string, string> = {}) => {
  // As eslegclient/connection.go and enc.go set them.
  const headers = {
    authorization: apiKey,
    accept: 'application/json',
    'user-agent': 'Elastic-Winlogbeat/8.13.2 (windows; amd64; 1234567; 2024-04-01 00:00:00 +0000 UTC)',
    'x-elastic-product-origin': 'beats',
    ...(body === undefined ? {} : { 'content-type': 'application/json; charset=UTF-8' }),
    ...but,
  }
  const response = await fetch(url + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: body as BodyInit }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    json: text === '' ? undefined : JSON.parse(text),
  } as Answer
}

type Step = readonly [
  why: string,
  method: string,
  path: string,
  status: number,
  body: string | undefined,
  expected: object,
]

/**
 * What a Beat with default settings sends, in order, read from elastic/beats: libbeat/esleg/eslegclient/connection.go
 * (Ping), libbeat/licenser/elastic_fetcher.go, libbeat/idxmgmt/{ilm/client_handler.go,lifecycle/es_client_handler.go},
 * libbeat/template/load.go, winlogbeat/module/pipeline.go with filebeat/fileset/pipelines.go (GET, then PUT). The
 * statuses are those on which each of them goes on. Before 7.17, idxmgmt/ilm/eshandler.go writes an alias too.
 */
const setup = (version: string): readonly Step[] => [
  ['asks who is there', 'GET', '', 200, undefined, { version: { number: version, build_flavor: 'default' } }],
  [
    'asks for the license',
    'GET',
    '/_license?human=false',
    200,
    undefined,
    { license: { status: 'active', type: 'basic' } },
  ],
  ['looks up its policy', 'GET', '/_ilm/policy/winlogbeat', 404, undefined, { status: 404 }],
  ['writes it', 'PUT', '/_ilm/policy/winlogbeat', 200, '{"policy":{"phases":{}}}', { acknowledged: true }],
  ['looks up its template', 'HEAD', `/_index_template/winlogbeat-${version}`, 404, undefined, {}],
  [
    'writes it',
    'PUT',
    `/_index_template/winlogbeat-${version}`,
    200,
    '{"index_patterns":["w-*"]}',
    { acknowledged: true },
  ],
  ['looks up its data stream', 'GET', `/_data_stream/winlogbeat-${version}`, 404, undefined, { status: 404 }],
  ['makes it', 'PUT', `/_data_stream/winlogbeat-${version}`, 200, undefined, { acknowledged: true }],
  ['looks up a pipeline', 'GET', `/_ingest/pipeline/winlogbeat-${version}-routing`, 404, undefined, { status: 404 }],
  [
    'writes it',
    'PUT',
    `/_ingest/pipeline/winlogbeat-${version}-routing`,
    200,
    '{"processors":[]}',
    { acknowledged: true },
  ],
]
const legacy: readonly Step[] = [
  ['asks for features', 'GET', '/_xpack', 200, undefined, { features: { ilm: { available: true, enabled: true } } }],
  ['looks up its old template', 'HEAD', '/_template/winlogbeat-7.10.0', 404, undefined, {}],
  ['writes it', 'PUT', '/_template/winlogbeat-7.10.0', 200, '{}', { acknowledged: true }],
  ['looks up its alias', 'HEAD', '/_alias/winlogbeat-7.10.0', 404, undefined, {}],
  [
    'writes its first index',
    'PUT',
    '/%3Cwinlogbeat-7.10.0-%7Bnow%2Fd%7D-000001%3E',
    200,
    '{"aliases":{}}',
    { acknowledged: true },
  ],
]

describe.each([
  ['7.17.28', 'Elastic-Winlogbeat/7.17.28 (windows; amd64; 1234567; 2025-01-01 00:00:00 +0000 UTC)', setup('7.17.28')],
  ['8.13.2', 'Elastic-Winlogbeat/8.13.2 (windows; amd64; 1234567; 2024-04-01 00:00:00 +0000 UTC)', setup('8.13.2')],
  ['9.1.0', 'Elastic-Filebeat/9.1.0 (linux; amd64; Standalone; Unprivileged)', setup('9.1.0')],
  ['7.10.0', 'Elastic/Winlogbeat/7.10.0 (windows; amd64; 1234567; 2020-11-09 20:09:45 +0000 UTC)', legacy],
])('a Beat %s that starts', (_, userAgent, steps) => {
  test('gets the answers it goes on with', async () => {
    for (const [why, method, path, status, body, expected] of steps) {
      const answer = await send(method, path, body, { 'user-agent': userAgent })
      expect(answer.status, why).toBe(status)
      expect(answer.json ?? {}, why).toMatchObject(expected)
      expect(answer.headers.get('x-elastic-product'), why).toBe('Elasticsearch')
    }
  })
})

test('who does not say its version is shown ours, and a configured version is shown to all', async () => {
  expect(await send('GET', '/', undefined, { 'user-agent': 'curl/8' })).toMatchObject({
    json: { version: { number: '8.19.0' } },
  })
  const fixed = Fastify()
  await fixed.register(bulkInput, { intake, gate: testGate(), version: '8.1.0' })
  const answer = await fixed.inject({
    url: '/',
    headers: { authorization: apiKey, 'user-agent': 'Elastic-Filebeat/9.1.0' },
  })
  expect(answer.json()).toMatchObject({ version: { number: '8.1.0' } })
})

// As outputs/elasticsearch/client.go writes them: create since 7.5, with pipeline, and filter_path on the request.
const action = '{"create":{"_index":"winlogbeat-8.13.2","pipeline":"winlogbeat-8.13.2-routing"}}'
const bulk = (...documents: readonly string[]): string => documents.map((one) => `${action}\n${one}\n`).join('')
const BULK = '/_bulk?filter_path=errors%2Citems.%2A.error%2Citems.%2A.status'
const statuses = ({ json }: Answer): number[] =>
  (json as { items: Record<string, { status: number }>[] }).items.map((item) => Object.values(item)[0]!.status)

describe('a bulk request', () => {
  test.each([
    ['in clear', false],
    ['compressed', true],
  ])('%s is taken, document by document', async (_, compressed) => {
    const body = bulk('{"a":1}', '{"b":2}')
    const answer = compressed
      ? await send('POST', BULK, gzipSync(body), { 'content-encoding': 'gzip' })
      : await send('POST', BULK, body)
    expect(answer).toMatchObject({ status: 200, json: { errors: false } })
    expect(statuses(answer)).toEqual([201, 201])
    expect(intake.taken).toMatchObject([
      { collector: 'wef-01', source: 'windows', text: '{"a":1}' },
      { text: '{"b":2}' },
    ])
  })

  test('may name its index in the path, and use index for create', async () => {
    const answer = await send('POST', '/logs/_bulk', '{"index":{"_id":"7"}}\n{"a":1}\n')
    expect(answer.json).toMatchObject({ items: [{ index: { _index: 'logs', _id: '7', status: 201 } }] })
  })

  test('says of each item, in order, what became of it', async () => {
    const mixed = `${bulk('{"a":1}', '{"b":')}{"delete":{"_id":"1"}}\n{"update":{"_id":"2"}}\n{"doc":{}}\n${bulk('{"c":3}')}`
    const answer = await send('POST', BULK, mixed)
    expect(answer).toMatchObject({ status: 200, json: { errors: true } })
    expect(statuses(answer)).toEqual([201, 400, 400, 400, 201])
    expect(answer.json).toMatchObject({
      items: [
        {},
        { create: { error: { type: 'mapper_parsing_exception', reason: 'Dòng không phải JSON hợp lệ.' } } },
        {},
        {},
        {},
      ],
    })
    expect(intake.texts()).toEqual(['{"a":1}', '{"b":', '{"c":3}'])
  })

  test.each([
    ['an action line that is no JSON', `${bulk('{"a":1}')}oops\n{"b":2}\n`],
    ['an unknown action', '{"frobnicate":{}}\n{"a":1}\n'],
    ['two actions on a line', '{"create":{},"index":{}}\n{"a":1}\n'],
    ['documents without actions', '{"a":1}\n{"b":2}\n'],
    ['a missing document', `${bulk('{"a":1}')}${action}\n`],
    ['a missing last newline', bulk('{"a":1}').trimEnd()],
    ['a truncated action line behind whole documents', `${bulk('{"a":1}')}{"crea`],
    ['nothing', '\n'],
  ])('with %s is refused as a whole, as Elasticsearch does', async (_, body) => {
    expect(await send('POST', BULK, body)).toMatchObject({
      status: 400,
      json: { status: 400, error: { type: 'illegal_argument_exception' } },
    })
    expect(intake.taken).toEqual([])
  })

  test('that is too large is told so, and a Beat then splits it', async () => {
    expect(await send('POST', BULK, bulk(`{"a":"${'x'.repeat(1024 * 1024)}"}`))).toMatchObject({ status: 413 })
  })

  test('of truncated gzip is refused as a whole', async () => {
    const body = gzipSync(bulk('{"a":1}', '{"b":2}')).subarray(0, -9)
    expect(await send('POST', BULK, body, { 'content-encoding': 'gzip' })).toMatchObject({ status: 400 })
    expect(intake.taken).toEqual([])
  })

  test.each([
    ['BACKPRESSURE' as const, 'es_rejected_execution_exception'],
    ['DISK_FULL' as const, 'cluster_block_exception'],
  ])('on %s gets 429 with a time to come back, and is taken later', async (why, type) => {
    intake.press(why)
    const answer = await send('POST', BULK, bulk('{"a":1}'))
    expect(answer).toMatchObject({ status: 429, json: { error: { type } } })
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await send('GET', '')).toMatchObject({ status: 200 })
    intake.press(undefined)
    expect(statuses(await send('POST', BULK, bulk('{"a":1}')))).toEqual([201])
  })

  test.each([
    ['GET', ''],
    ['POST', BULK],
  ])('is refused without the token: %s %s', async (method, path) => {
    const body = method === 'POST' ? bulk('{"a":1}') : undefined
    expect(await send(method, path, body, { authorization: 'ApiKey d3JvbmcK' })).toMatchObject({
      status: 401,
      json: { error: { type: 'security_exception' } },
    })
    expect(intake.taken).toEqual([])
  })
})

type Output = { path?: string; api_key?: string; username?: string; password?: string; allow_older_versions?: boolean }
const docs = readFileSync(new URL('../../../docs/clients.md', import.meta.url), 'utf8')

test.each([
  ['Winlogbeat', 'wef-01'],
  ['Filebeat', 'web-01'],
])('the configuration of %s in docs/clients.md gets in, with the headers libbeat makes of it', async (beat, id) => {
  const block = new RegExp(`## ${beat}\\n\\n\`\`\`yaml\\n([^\`]+)\`\`\``).exec(docs)![1]!
  const output = parse(block.replace('MA_TRUY_CAP', TOKEN))['output.elasticsearch'] as Output
  // NewConnection and execHTTPRequest of esleg/eslegclient/connection.go.
  const pair = output.api_key ?? `${output.username}:${output.password}`
  const authorization = `${output.api_key ? 'ApiKey' : 'Basic'} ${Buffer.from(pair).toString('base64')}`
  const own = Fastify()
  await own.register(bulkInput, { intake, gate: testGate({ id }) })
  const url = `${output.path ?? ''}/_bulk?filter_path=errors%2Citems.%2A.error%2Citems.%2A.status`
  const answer = await own.inject({ method: 'POST', url, headers: { authorization }, body: bulk('{"a":1}') })
  expect(answer.statusCode).toBe(200)
  expect(intake.taken).toMatchObject([{ collector: id, source: 'auto', text: '{"a":1}' }])
})
