import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import Fastify, { type FastifyPluginAsync } from 'fastify'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { bulkInput } from '../../../ingest/inputs/bulk.ts'
import { openFiles } from '../../../ingest/inputs/files.ts'
import { type HttpInputOptions, httpInput } from '../../../ingest/inputs/http.ts'
import { openJsonLines } from '../../../ingest/inputs/json-lines.ts'
import { openSyslogTcp, openSyslogUdp } from '../../../ingest/inputs/syslog.ts'
import type { Intake } from '../../../ingest/intake.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { bearer, testGate } from '../../support/gate.ts'
import { realIntake } from '../../support/real-intake.ts'
import { sendAll } from '../../support/sockets.ts'

/** Brings a text of so many lines to an intake, the way a sender would; resolves when they were taken. */
type Way = (intake: Intake, text: Buffer, lines: number) => Promise<void>

const NEWLINE = Buffer.from('\n')
const textOf = (lines: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(lines.flatMap((line) => [Buffer.from(line as string), NEWLINE]))
const linesOf = (text: Buffer): readonly Buffer[] => {
  const end = text.indexOf(NEWLINE)
  return end < 0 ? [] : [text.subarray(0, end), ...linesOf(text.subarray(end + 1))]
}
const until = (happened: () => void): Promise<void> => vi.waitFor(happened)
const failed = (error: unknown): void => {
  throw error
}
const socket = (intake: Intake) => ({ intake, collector: 'wef-01', source: 'auto', port: 0, failed })

const post = async (
  plugin: FastifyPluginAsync<HttpInputOptions>,
  url: string,
  intake: Intake,
  body: Buffer,
): Promise<void> => {
  const app = Fastify()
  onTestFinished(() => app.close())
  await app.register(plugin, { intake, gate: testGate() })
  const answer = await app.inject({ method: 'POST', url, payload: body, headers: { authorization: bearer } })
  expect(answer.statusCode, answer.body).toBe(200)
}

const tcp =
  (open: typeof openSyslogTcp): Way =>
  async (intake, text, lines) => {
    const server = await open(socket(intake))
    await sendAll(server.port, text)
    await until(() => expect(server.counters.lines).toBe(lines))
    await server.close()
  }

const ways = {
  HTTP: (intake, text) => post(httpInput, '/ingest', intake, text),
  _bulk: (intake, text) =>
    post(bulkInput, '/_bulk', intake, textOf(linesOf(text).flatMap((line) => ['{"create":{}}', line]))),
  'syslog over TCP': tcp(openSyslogTcp),
  'JSON lines over TCP': tcp(openJsonLines),
  'syslog over UDP': async (intake, text, lines) => {
    const server = await openSyslogUdp(socket(intake))
    const sender = createSocket('udp4')
    for (const line of linesOf(text)) sender.send(line, server.port, '127.0.0.1')
    await until(() => expect(server.counters.lines).toBe(lines))
    sender.close()
    await Promise.all([once(sender, 'close'), server.close()])
  },
  files: async (intake, text, lines) => {
    const folder = temporaryFolder()
    const path = join(folder, 'a.log')
    appendFileSync(path, text)
    const files = await openFiles({ ...socket(intake), paths: [path], checkpoint: join(folder, 'marks'), pollMs: 10 })
    await until(() => expect(files.counters.lines).toBe(lines))
    await files.close()
  },
} as const satisfies Readonly<Record<string, Way>>

const windows = (host: string, record: number): string =>
  JSON.stringify({
    '@timestamp': '2026-03-02T01:00:00.000Z',
    winlog: {
      provider_name: 'Microsoft-Windows-Kernel-General',
      channel: 'System',
      event_id: '12',
      computer_name: host,
      record_id: record,
    },
  })
const LINUX =
  '<38>1 2026-03-02T08:00:00+07:00 web-01 sshd 77 - - Accepted password for an.nv from 192.0.2.7 port 5 ssh2'

describe.each(Object.entries<Way>(ways))('%s, through the real intake', (way, send) => {
  test('stores what it can read; each line that it cannot is one line in quarantine, with its reason', async () => {
    const { intake, quarantine, observations } = realIntake()
    const lines = [
      windows('PC-01', 1),
      Buffer.from([0xff, 0xfe, 0x41, 0, 0, 0xd8]), // UTF-16 with half a letter
      LINUX,
      Buffer.from([0xff, 0, 0xc3, 0x28, 0xfe]), // no text at all
      'a\0b\0\0c',
      '{"@timestamp":"2026-03-02T01:',
      Buffer.from([0x31, 0x20, 0xd0, 0xe2, 0xf2]), // Windows-1258 nobody told us of
      windows('PC-02', 2),
    ]
    await send(intake, textOf(lines), lines.length)
    expect(observations().map((o) => [o.action, 'host' in o && o.host])).toEqual([
      ['power.on', 'pc-01'],
      ['login', 'web-01'],
      ['power.on', 'pc-02'],
    ])
    expect(new Set(observations().map(({ collector }) => collector))).toEqual(new Set(['wef-01']))
    const held = quarantine.list({ limit: 99 }).map(({ reason, cut, times }) => [reason, cut, times])
    expect(held.reverse()).toEqual([
      ['encoding', false, 1],
      ['encoding', false, 1],
      ['unknown-source', false, 1],
      ['unknown-source', false, 1],
      ['encoding', false, 1],
    ])
  })

  test('keeps the same lines once when they are sent again', async () => {
    const { intake, quarantine, observations } = realIntake()
    const text = textOf([windows('PC-01', 1), 'rác'])
    await send(intake, text, 2)
    await send(intake, text, 2)
    expect(new Set(observations().map(({ id }) => id)).size).toBe(1)
    // The files are two; the others have nothing but the line to go by.
    expect(quarantine.list({ limit: 9 }).map(({ times }) => times)).toEqual(way === 'files' ? [1, 1] : [2])
  })

  test('never lets a password reach the bus or the quarantine in clear', async () => {
    const { intake, quarantine, records } = realIntake()
    const broken = Buffer.concat([Buffer.from('password=BiMat123 '), Buffer.from([0xc3, 0x28])])
    await send(intake, textOf([`${LINUX} password=BiMat123`, 'rác password=BiMat123', broken]), 3)
    expect(records()).toHaveLength(1)
    const kept = quarantine
      .list({ limit: 9 })
      .map(({ id }) => Buffer.from(quarantine.open(id, 'an.nv')!.raw).toString())
    expect(kept).toHaveLength(2)
    expect(JSON.stringify([records(), kept])).not.toContain('BiMat123')
  })
})

// UDP carries one message a datagram and _bulk one document a line: they have no line ends of the text's own to find.
describe.each(['HTTP', 'syslog over TCP', 'JSON lines over TCP', 'files'] as const)('UTF-16 over %s', (way) => {
  test.each(['utf-16le', 'utf-16be'])('%s is cut at its own line ends and read', async (encoding) => {
    const { intake, quarantine, observations } = realIntake()
    const bytes = Buffer.from(`\uFEFF${windows('PC-01', 1)}\r\n${windows('PC-02', 2)}\r\n`, 'utf16le')
    await ways[way](intake, encoding === 'utf-16le' ? bytes : bytes.swap16(), 2)
    expect(observations().map((o) => 'host' in o && o.host)).toEqual(['pc-01', 'pc-02'])
    expect(quarantine.list({ limit: 9 })).toEqual([])
  })
})
