import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { piecesOf } from '../../../ingest/inputs/body.ts'
import type { Gate } from '../../../ingest/inputs/collectors.ts'
import { httpInput, placesOf } from '../../../ingest/inputs/http.ts'
import { digestOf } from '../../../ingest/intake/judge.ts'
import { has } from '../../support/certificate.ts'
import { bearer, TOKEN, testGate } from '../../support/gate.ts'
import { type MemoryIntake, memoryIntake } from '../../support/memory-intake.ts'
import { realIntake } from '../../support/real-intake.ts'
import { dial } from '../../support/sockets.ts'

const MiB = 1024 * 1024
const haveCurl = has('curl', '--version')

let app: FastifyInstance
let intake: MemoryIntake
let gate: Gate
let url: string
let log: string

beforeEach(async () => {
  log = ''
  const stream = {
    write(line: string) {
      log += line
    },
  }
  intake = memoryIntake()
  gate = testGate()
  app = Fastify({ logger: { level: 'trace', stream } })
  await app.register(httpInput, { intake, gate, bodyLimit: 32 * MiB, inflatedLimit: 64 * MiB })
  await app.listen({ host: '127.0.0.1', port: 0 })
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
})
afterEach(() => app.close())

const post = async (body: string | Uint8Array, headers: Record<string, string> = {}, path = '/ingest') => {
  const init = { method: 'POST', body: body as BodyInit, headers: { authorization: bearer, ...headers } }
  const response = await fetch(url + path, init)
  return {
    status: response.status,
    headers: response.headers,
    json: (await response.json()) as Record<string, unknown>,
  }
}

describe('POST /ingest', () => {
  test.each([
    ['NDJSON', '{"a":1}\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
    ['a JSON array', '[{"a":1},{"b":2}]', ['{"a":1}', '{"b":2}']],
    ['one object', '{"a":1}', ['{"a":1}']],
    ['plain lines', 'one\ntwo', ['one', 'two']],
  ])('takes %s, whatever the content type says', async (_, body, lines) => {
    for (const type of [
      'application/json',
      'application/x-ndjson',
      'text/plain',
      'application/x-www-form-urlencoded',
    ]) {
      expect(await post(body, { 'content-type': type })).toMatchObject({
        status: 200,
        json: { accepted: lines.length, refused: [] },
      })
    }
    expect(intake.texts()).toEqual([...lines, ...lines, ...lines, ...lines])
    expect(intake.taken[0]).toMatchObject({ collector: 'wef-01', source: 'auto' })
  })

  test('delivers to the source of its path', async () => {
    await post('x', {}, '/ingest/linux')
    expect(intake.taken).toMatchObject([{ source: 'linux' }])
  })

  test('answers for each refused line by its number, and takes the others', async () => {
    const { status, json } = await post('{"a":1}\n\n{"b":\n{"c":3}\n')
    expect(status).toBe(200)
    expect(json).toEqual({
      accepted: 2,
      refused: [{ line: 3, reason: 'malformed', detail: 'Dòng không phải JSON hợp lệ.' }],
    })
  })

  test('takes gzip', async () => {
    expect(await post(gzipSync('one\ntwo'), { 'content-encoding': 'gzip' })).toMatchObject({ json: { accepted: 2 } })
  })

  test('a line of 10 MiB costs its neighbours nothing', async () => {
    const { json } = await post(`{"a":1}\n{"long":"${'x'.repeat(10 * MiB)}"}\n{"b":2}\n`)
    expect(json).toEqual({ accepted: 3, refused: [] })
    expect(intake.texts().map(({ length }) => length)).toEqual([7, 10 * MiB + 11, 7])
  })

  test('answers only after the lines were taken', async () => {
    await post('one')
    expect(intake.texts()).toEqual(['one'])
  })
})

describe('equal lines', () => {
  const places = (body: string) => placesOf(piecesOf(Buffer.from(body)).map(({ line }) => digestOf(line)))

  test.each([
    ['a\na\nb\na\n', ['', '(2)', '', '(3)']],
    ['[{"a":1}, {"a":1},{"b":1}]', ['', '(2)', '']],
    ['a\r\na', ['', '(2)']],
    ['a\n\n\nA', ['', '']],
  ])('of %j have the places %j', (body, expected) => {
    expect(places(body)).toEqual(expected)
  })

  test('are handed over with their places', async () => {
    await post('one\ntwo\none\n')
    expect(intake.taken.map(({ place }) => place)).toEqual(['', '', '(2)'])
  })

  const LOGIN = '2026-03-02T08:00:00+07:00 app-01 sshd[7]: Failed password for an.nv from 192.0.2.7 port 5 ssh2\n'
  test.each<[string, readonly string[], number]>([
    ['of one body are as many events', [LOGIN + LOGIN + LOGIN], 3],
    ['of a body that is sent again are no more', [LOGIN + LOGIN, LOGIN + LOGIN], 2],
    ['of a file that grows are as many as are in it', [LOGIN, LOGIN + LOGIN, `x\n${LOGIN}${LOGIN}`], 2],
    ['of two bodies are one', [LOGIN, LOGIN], 1],
  ])('%s', async (_, bodies, events) => {
    const real = realIntake()
    const server = Fastify()
    await server.register(httpInput, { intake: real.intake, gate })
    for (const payload of bodies) {
      const answer = await server.inject({
        method: 'POST',
        url: '/ingest',
        headers: { authorization: bearer },
        payload,
      })
      expect(answer.statusCode).toBe(200)
    }
    await server.close()
    expect(new Set(real.observations().map(({ id }) => id)).size).toBe(events)
  })
})

describe('nothing is taken, and the sender is told why,', () => {
  test.each<[string, number, string, string | Uint8Array, Record<string, string>]>([
    ['of an empty body', 400, 'EMPTY_BODY', '', {}],
    ['of white space', 400, 'EMPTY_BODY', ' \n \n', {}],
    ['of an empty array', 400, 'EMPTY_BODY', '[]', {}],
    [
      'of truncated gzip',
      400,
      'BROKEN_GZIP',
      gzipSync('one\ntwo\n'.repeat(500)).subarray(0, 30),
      { 'content-encoding': 'gzip' },
    ],
    ['of what is no gzip', 400, 'BROKEN_GZIP', 'one', { 'content-encoding': 'gzip' }],
    ['of a zip bomb', 413, 'TOO_LARGE', gzipSync(Buffer.alloc(65 * MiB)), { 'content-encoding': 'gzip' }],
    ['of a body that is too large', 413, 'TOO_LARGE', Buffer.alloc(32 * MiB + 1), {}],
    ['in an encoding we do not read', 415, 'UNSUPPORTED_ENCODING', 'one', { 'content-encoding': 'br' }],
    ['without a token', 401, 'UNAUTHORIZED', 'one', { authorization: '' }],
    ['with a wrong token', 401, 'UNAUTHORIZED', 'one', { authorization: 'Bearer wrong-secret-token' }],
  ])('%s', async (_, status, code, body, headers) => {
    const answer = await post(body, headers)
    expect(answer).toMatchObject({ status, json: { code, message: expect.stringMatching(/\.$/) } })
    expect(intake.taken).toEqual([])
  })

  test('where the source is named as a query, which would be read as another', async () => {
    const answer = await app.inject({
      ...{ method: 'POST', url: '/ingest?source=linux', headers: { authorization: bearer }, body: 'x' },
    })
    expect(answer).toMatchObject({ statusCode: 400 })
    expect(answer.json()).toMatchObject({
      code: 'SOURCE_IN_QUERY',
      message: expect.stringContaining('/ingest/<nguồn>'),
    })
    expect(intake.taken).toEqual([])
  })

  test('for a source the collector was not given', async () => {
    gate = testGate({ sources: ['windows'] })
    const strict = Fastify()
    await strict.register(httpInput, { intake, gate })
    const answer = await strict.inject({
      method: 'POST',
      url: '/ingest/linux',
      headers: { authorization: bearer },
      body: 'x',
    })
    expect(answer).toMatchObject({ statusCode: 403 })
    expect(answer.json()).toMatchObject({ code: 'FORBIDDEN_SOURCE' })
    await strict.inject({ method: 'POST', url: '/ingest', headers: { authorization: bearer }, body: 'x' })
    expect(intake.taken).toMatchObject([{ source: 'windows' }])
  })

  test.each([
    ['BACKPRESSURE' as const, 429],
    ['DISK_FULL' as const, 507],
  ])('on %s, with a time to come back', async (why, status) => {
    intake.press(why)
    const answer = await post('one\ntwo')
    expect(answer).toMatchObject({ status, json: { code: why } })
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    intake.press(undefined)
    expect(await post('one\ntwo')).toMatchObject({ status: 200 })
    expect(intake.texts()).toEqual(['one', 'two'])
  })

  test('when the intake breaks', async () => {
    intake.breakOnce(new Error('the intake is broken'))
    expect(await post('one')).toMatchObject({ status: 500 })
  })
})

describe('who is turned away is told before a body that never comes', () => {
  test.each([
    ['a stranger', 'Bearer wrong', undefined, '401'],
    ['a sender under pressure', bearer, 'BACKPRESSURE' as const, '429'],
    ['a sender to a full disk', bearer, 'DISK_FULL' as const, '507'],
  ])('%s', async (_, authorization, why, status) => {
    intake.press(why)
    const socket = await dial((app.server.address() as AddressInfo).port)
    const head = [
      'POST /ingest HTTP/1.1',
      'host: x',
      `authorization: ${authorization}`,
      'content-length: 1000000',
      '',
      '',
    ]
    socket.write(head.join('\r\n'))
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(answer.toString()).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    socket.destroy()
  })
})

test('a token is never logged, right or wrong, and wrong ones are counted', async () => {
  await post('one')
  await post('one', { authorization: 'Bearer wrong-secret-token' })
  expect(gate.denied).toBe(1)
  expect(log).toContain('/ingest')
  expect(log).not.toContain(TOKEN)
  expect(log).not.toContain('wrong-secret-token')
})

test.runIf(haveCurl)('the command of docs/clients.md works as it stands there', () => {
  const docs = readFileSync(new URL('../../../docs/clients.md', import.meta.url), 'utf8')
  const command = /## curl\n\n```sh\n([^`]+)```/.exec(docs)![1]!
  const body = new URL('../../../package.json', import.meta.url).pathname
  const own = command
    .replace('MA_TRUY_CAP', TOKEN)
    .replace('/var/log/app.json', body)
    .replace('http://192.0.2.10:9200', url)
  expect(own).not.toMatch(/192\.0\.2|MA_TRUY|var.log/)
  // execFileSync would block the server in this process, so curl runs beside it and its answer is read from the intake.
  execFileSync('sh', ['-c', `(${own.trim()}) >/dev/null 2>&1 &`])
  return intake.until(1).then(() => expect(intake.texts()[0]).toContain('"name": "vong-gac"'))
})
