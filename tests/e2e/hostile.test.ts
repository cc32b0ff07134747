import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { archiveOf } from '../../ingest/archive/embedded.ts'
import { HOUR, MINUTE } from '../../kernel/time.ts'
import { freePort, tokenOf, writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { anything, signIn, ssh } from '../support/lines.ts'
import { archived, startProduct, vonggac } from '../support/product.ts'

const NOW = Date.now()
const good = (record: number, at = NOW - MINUTE): string => anything(at, 'pc-01', record)
/** «Failed password for invalid user đường» in Windows-1258, where the tones are bytes of their own. */
const in1258 = (at: number): Buffer<ArrayBuffer> =>
  Buffer.concat([
    Buffer.from(ssh(at, 'Failed password for invalid user '), 'latin1'),
    Buffer.from([0xf0, 0xfd, 0xf5, 0xcc, 0x6e, 0x67]),
    Buffer.from(' from 192.0.2.7 port 22 ssh2\n', 'latin1'),
  ])
const bytes = (text: string, encoding: BufferEncoding = 'utf8'): Buffer<ArrayBuffer> => Buffer.from(text, encoding)

type Attack = {
  readonly source?: string
  readonly body: Buffer<ArrayBuffer> | string
  readonly headers?: Record<string, string>
  readonly status?: number
  readonly answer: unknown
}
const refused = (line: number, reason: string) => ({ line, reason, detail: expect.stringMatching(/\.$/) })

const attacks: Readonly<Record<string, Attack>> = {
  'bytes that mean nothing': {
    body: Buffer.concat([Buffer.from([0xff, 0x00, 0xc3, 0x28, 0x80, 0x0a]), bytes(`${good(1)}\n`)]),
    answer: { accepted: 1, refused: [refused(1, 'encoding')] },
  },
  'a record cut in the middle': {
    body: `${good(2)}\n${good(3).slice(0, 90)}\n${good(4)}\n`,
    answer: { accepted: 2, refused: [refused(2, 'malformed')] },
  },
  'a line of 10 MiB among good ones': {
    body: `${good(5)}\n{"a":"${'x'.repeat(10 * 1024 * 1024)}"}\n${good(6)}\n`,
    answer: { accepted: 2, refused: [refused(2, 'too-large')] },
  },
  'a hundred thousand open brackets, and a record that sets __proto__': {
    body: `${'{"a":'.repeat(100_000)}\n{"__proto__":{"ok":true}}\n${good(7)}\n`,
    answer: { accepted: 1, refused: [{ line: 1 }, { line: 2 }] },
  },
  'a record from the future': {
    body: `${good(8, NOW + HOUR)}\n${good(9)}\n`,
    answer: { accepted: 1, refused: [refused(1, 'time')] },
  },
  'UTF-16 with a mark': {
    body: Buffer.concat([Buffer.from([0xff, 0xfe]), bytes(`${good(10)}\r\n${good(11)}\r\n`, 'utf16le')]),
    answer: { accepted: 2, refused: [] },
  },
  'Windows-1258 nobody announced': {
    source: 'linux-auth',
    body: in1258(NOW - 2 * MINUTE),
    answer: { accepted: 0, refused: [refused(1, 'encoding')] },
  },
  'a source nobody configured': {
    source: 'la',
    body: `${good(12)}\n`,
    answer: { accepted: 0, refused: [refused(1, 'unknown-source')] },
  },
  'nothing at all': { body: '\n\n', status: 400, answer: { code: 'EMPTY_BODY' } },
  'a gzip that is none': {
    body: bytes('not gzip'),
    headers: { 'content-encoding': 'gzip' },
    status: 400,
    answer: { code: 'BROKEN_GZIP' },
  },
  'a gzip cut short': {
    body: gzipSync(`${good(13)}\n`).subarray(0, 60) as Buffer<ArrayBuffer>,
    headers: { 'content-encoding': 'gzip' },
    status: 400,
    answer: { code: 'BROKEN_GZIP' },
  },
  'a small gzip of 200 MiB': {
    body: gzipSync(Buffer.alloc(200 * 1024 * 1024)),
    headers: { 'content-encoding': 'gzip' },
    status: 413,
    answer: { code: 'TOO_LARGE' },
  },
  'a wrong token': {
    body: good(14),
    headers: { authorization: 'Bearer la' },
    status: 401,
    answer: { code: 'UNAUTHORIZED' },
  },
}

test('hostile input gets clear answers, costs nothing else, and stands in the quarantine', {
  timeout: 60_000,
}, async () => {
  const folder = writeConfig(temporaryFolder(), { console: { port: await freePort() } })
  const product = await startProduct(folder)
  for (const [name, { source = 'winlogbeat', body, headers = {}, status = 200, answer }] of Object.entries(attacks)) {
    const got = await product.post('c-win', source, body as Buffer<ArrayBuffer>, headers)
    expect({ name, status: got.status, answer: await got.json() }).toMatchObject({ name, status, answer })
  }
  const health = await product.health()
  expect(health).toMatchObject({ status: 'ok', counters: { denied: 1, accepted: 9, quarantined: 8 } })

  const { lines } = (await (await fetch(`${product.url}/api/v1/quarantine`)).json()) as { lines: { reason: string }[] }
  const reasons = lines.map(({ reason }) => reason).sort()
  expect(new Set(reasons)).toEqual(new Set(['encoding', 'malformed', 'too-large', 'schema', 'time', 'unknown-source']))
  expect(JSON.stringify(lines)).not.toContain('xxxx')
  const listed = await vonggac(['quarantine', 'list', '--config', folder])
  expect(listed.code).toBe(0)
  for (const reason of reasons) expect(listed.out).toContain(` ${reason}: `)
  expect(listed.out).toContain('8 dòng,')

  expect(await product.stop()).toBe(0)
  expect(await archived(folder)).toEqual([1, 2, 4, 5, 6, 7, 9, 10, 11])
})

test('what was quarantined is read again after a fix: while the product runs, and while it does not', {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder()
  const console = { port: await freePort() }
  const broken = async () => {
    writeConfig(folder, { console })
    const product = await startProduct(folder)
    await product.post('c-linux', 'linux-auth', in1258(NOW - 3 * MINUTE))
    await product.post('c-linux', 'linux-auth', in1258(NOW - 2 * MINUTE))
    await product.post('c-win', 'la', '{}')
    await product.stop()
  }
  const fixed = { console, sources: [{ id: 'linux-auth', type: 'linux-auth', encoding: 'windows-1258' }] }
  const replay = () => vonggac(['quarantine', 'replay', '--config', folder])

  await broken()
  writeConfig(folder, fixed)
  expect(await replay()).toMatchObject({ code: 3, out: '2 dòng đã đọc được, 1 dòng vẫn chưa\n' })

  rmSync(join(folder, 'data'), { recursive: true })
  await broken()
  writeConfig(folder, fixed)
  const product = await startProduct(folder)
  const ask = (headers: Record<string, string>, body = '{"ids":[]}') =>
    fetch(`${product.url}/api/v1/quarantine/replay`, { method: 'POST', headers, body })
  const json = { 'content-type': 'application/json' }
  const answers = await Promise.all([
    ask({ ...json, origin: 'http://evil.example' }),
    ask({ ...json, origin: 'null' }),
    ask({ ...json, 'sec-fetch-site': 'cross-site' }),
    ask({ 'content-type': 'text/plain' }),
    ask(json, '{"ids":["1; DROP"]}'),
  ])
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 415, 400])
  expect((await product.health()).counters).toMatchObject({ quarantined: 3 })

  expect(await replay()).toMatchObject({ code: 3, out: '2 dòng đã đọc được, 1 dòng vẫn chưa\n' })
  expect((await product.health()).counters).toMatchObject({ quarantined: 1 })
  await product.stop()
  const users = new Set<string>()
  for await (const batch of archiveOf(join(folder, 'data/bus')).read({ from: 0, to: Infinity }))
    for (const o of batch) if (o.action === 'login') users.add(o.user)
  expect([...users]).toEqual(['đường@srv-01'])
})

test('a log that can no longer be read stops the product with an error, for someone to see', {
  timeout: 30_000,
}, async () => {
  const folder = writeConfig(temporaryFolder())
  const product = await startProduct(folder)
  await product.post('c-win', 'winlogbeat', signIn({ at: NOW, user: 'An.NV', host: 'pc-01', record: 1 }))
  rmSync(join(folder, 'data/bus/records'), { recursive: true })
  expect(await product.ended).toBe(1)
  expect(product.err()).toContain('the log cannot be read; the product stops')
  expect(product.err()).not.toContain(tokenOf('c-win'))
})
