import { expect, test } from 'vitest'
import { detectInstance, instancesOf } from '../../../deploy/sources.ts'
import { readObject } from '../../../ingest/formats/json.ts'
import { openEnvelope } from '../../../ingest/intake/envelope.ts'
import { judge } from '../../../ingest/intake/judge.ts'
import { masker } from '../../../ingest/mask.ts'

const message = 'Mar  2 22:40:10 web-01 sshd[3402]: Accepted password for an.nv from 192.0.2.7 port 5022 ssh2'

/** As Filebeat 8's filestream input writes it (libbeat, `filebeat/input/filestream`). */
const document = (but: object = {}): string =>
  JSON.stringify({
    '@timestamp': '2026-03-02T15:40:11.000Z',
    '@metadata': { beat: 'filebeat', type: '_doc', version: '8.13.2' },
    message,
    log: { offset: 4711, file: { path: '/var/log/auth.log', inode: '99', device_id: '64769' } },
    input: { type: 'filestream' },
    agent: { type: 'filebeat', version: '8.13.2' },
    ecs: { version: '8.0.0' },
    host: { name: 'web-01' },
    ...but,
  })

const read = (line: string, source = 'auto') =>
  judge(
    {
      bytes: Buffer.from(line),
      collector: 'web-01',
      source,
      place: 'bulk:1',
      received: Date.parse('2026-03-02T15:41:00Z'),
    },
    { instances: instancesOf([]), detect: detectInstance, mask: masker(new Uint8Array(32)), lineBytes: 1024 * 1024 },
  )

const observed = (line: string, source?: string) => {
  const judged = read(line, source)
  if (judged.kind !== 'stored') throw new Error(JSON.stringify(judged))
  return judged.record
}

test.each(['auto', 'linux-auth'])('the line inside a Filebeat document is read by source %s', (source) => {
  expect(observed(document(), source).observations).toMatchObject([
    { action: 'login', user: 'an.nv@web-01', host: 'web-01', ok: true, ip: '192.0.2.7', source: 'linux-auth' },
  ])
})

test('the whole document is what is kept', () => {
  expect(observed(document()).raw).toBe(document())
})

test('the same line sent again by a restarted Filebeat has the same id; another offset has another', () => {
  const id = (line: string) => observed(line).observations[0]!.id
  expect(id(document({ '@timestamp': '2026-03-02T15:59:00.000Z' }))).toBe(id(document()))
  expect(id(document({ log: { offset: 9000, file: { path: '/var/log/auth.log' } } }))).not.toBe(id(document()))
})

test('a password inside is masked before anything else', () => {
  const secret = document({ message: 'Mar  2 22:40:10 web-01 sudo: an.nv : COMMAND=/bin/x password=Bi.Mat123' })
  expect(observed(secret).raw).not.toContain('Bi.Mat123')
})

test.each([
  ['a Windows event', '{"winlog":{"event_id":4624},"message":"An account was successfully logged on."}'],
  ['one of Elastic Agent', '{"winlog":{"event_id":4624},"message":"An account …","input":{"type":"winlog"}}'],
  ['one of dotted names', '{"winlog.channel":"Security","message":"An account …","input":{"type":"winlog"}}'],
  ['a plain line', message],
  ['broken JSON', '{"message":"x","input":{'],
  ['a document without a line', '{"message":7,"input":{"type":"filestream"}}'],
])('%s is no envelope', (_, line) => {
  expect(openEnvelope(readObject(line))).toBeUndefined()
})
