import { X509Certificate } from 'node:crypto'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import { connect, type Socket } from 'node:net'
import pino from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { figuresOf, Reconciled } from '../../api/push/days.ts'
import { isSignedAnswer, requestHeaders } from '../../api/push/signature.ts'
import { digestOf, ENTRIES, MOST_BYTES, RECONCILIATIONS, Receipt } from '../../api/push/wire.ts'
import { openReading } from '../../deploy/receiver/reading.ts'
import type { Reason } from '../../deploy/receiver/reasons.ts'
import { startReceiver } from '../../deploy/receiver/server.ts'
import { loadReceiver } from '../../deploy/receiver/settings.ts'
import { openTables } from '../../deploy/receiver/tables.ts'
import { DAY, localDate, MINUTE } from '../../kernel/time.ts'
import { has } from '../support/certificate.ts'
import { temporaryFolder } from '../support/folder.ts'
import { bodyOf, ledger, makeSite, type Party, speaker } from '../support/receiver.ts'

const NOW = Date.parse('2026-03-02T08:00:00+07:00')
const openssl = has('openssl', 'version')

/** A receiver that runs in this process, its clock in our hand. */
const open = async (settings: Readonly<Record<string, unknown>> = {}) => {
  const site = makeSite(temporaryFolder(), settings)
  let now = NOW
  const config = loadReceiver(site.config)
  const running = await startReceiver(config, { now: () => now }, pino({ level: 'silent' }))
  onTestFinished(() => running.close())
  const db = openTables(config.data, true)
  onTestFinished(() => db.close())
  const reading = openReading(db)
  const speak = (party: Party = site.sender) => {
    const line = speaker(running.url, site.ca, party)
    onTestFinished(() => line.close())
    return line
  }
  const times = (reason: Reason): number =>
    reading
      .refused()
      .filter((one) => one.reason === reason)
      .reduce((sum, one) => sum + one.times, 0)
  const line = speak()
  return {
    ...{ site, running, reading, speak, times },
    post: (body: Buffer, more: Parameters<typeof line.post>[1] = {}) => line.post(body, { at: now, ...more }),
    tick: (span: number): void => {
      now += span
    },
    now: () => now,
    seqs: () => [...reading.entries()].map(({ seq }) => seq),
  }
}

const three = ledger(
  [
    { kind: 'new', alert: 'a-1' },
    { kind: 'new', alert: 'a-2' },
    { kind: 'supplement', alert: 'a-1' },
  ],
  NOW,
)

test.runIf(openssl)('entries are taken in order and receipted; sent again they have no effect', async () => {
  const { post, site, tick, seqs, reading } = await open()
  const first = await post(bodyOf(three.slice(0, 2)))
  expect(first.status).toBe(200)
  const receipt = Receipt.parse(first.body)
  expect(receipt).toMatchObject({ receiver: 'pa05', sender: 'tinh-x', received: NOW, through: 2, count: 2 })
  expect(receipt.digest).toBe(digestOf(three[1]!))
  expect(isSignedAnswer(site.receiverKey, receipt)).toBe(true)
  tick(1)
  // A retry after a lost answer, together with what came since.
  expect(await post(bodyOf(three))).toMatchObject({ status: 200, body: { through: 3, count: 3, received: NOW + 1 } })
  tick(1)
  expect(await post(bodyOf(three.slice(0, 1)))).toMatchObject({ status: 200, body: { through: 1 } })
  expect(seqs()).toEqual([1, 2, 3])
  expect([...reading.receipts()]).toHaveLength(3)
})

test.runIf(openssl)(
  'a connection that goes on with an earlier TLS session is known by its certificate too',
  async () => {
    const { site, running, now, seqs } = await open()
    const line = speaker(running.url, site.ca, site.sender, { keepAlive: false })
    for (const i of [0, 1, 2])
      expect(await line.post(bodyOf(three.slice(0, i + 1)), { at: now() + i })).toMatchObject({ status: 200 })
    expect(line.resumed()).toBeGreaterThan(0)
    expect(seqs()).toEqual([1, 2, 3])
  },
)

test.runIf(openssl)('what is withdrawn is marked, can be restored, and keeps its history', async () => {
  const { post, reading, tick } = await open()
  await post(bodyOf(three))
  const end = { seq: 3, digest: digestOf(three[2]!) }
  const [withdrawn, restored] = ledger(
    [
      { kind: 'withdraw', alert: 'a-1' },
      { kind: 'restore', alert: 'a-1' },
    ],
    NOW + 1,
    end,
  )
  const kinds = () => reading.standing().map(({ entry }) => [entry.alert.id, entry.kind])
  tick(1)
  expect((await post(bodyOf([withdrawn!]))).status).toBe(200)
  expect(kinds()).toEqual([
    ['a-2', 'new'],
    ['a-1', 'withdraw'],
  ])
  tick(1)
  expect((await post(bodyOf([restored!]))).status).toBe(200)
  expect(kinds()).toEqual([
    ['a-2', 'new'],
    ['a-1', 'restore'],
  ])
  expect(reading.history('a-1').map(({ seq }) => seq)).toEqual([1, 3, 4, 5])
  expect(reading.receiptOf('tinh-x', 4)).toContain('"through":4')
})

test.runIf(openssl)('a day is compared: the same figures, and a difference that is kept', async () => {
  const { post, site } = await open()
  await post(bodyOf(three))
  const who = { sender: 'tinh-x', receiver: 'pa05', day: localDate(NOW) }
  const entries = three.map((entry) => ({ ...entry, digest: digestOf(entry) }))
  const ours = figuresOf(who, entries)
  const ask = async (figures: object) => {
    const { status, body } = await post(Buffer.from(JSON.stringify(figures)), { path: RECONCILIATIONS })
    expect(status).toBe(200)
    return Reconciled.parse(body)
  }
  const answer = await ask(ours)
  expect(answer).toMatchObject({ ...ours, received: NOW })
  expect(isSignedAnswer(site.receiverKey, answer)).toBe(true)
  expect(await ask(figuresOf(who, entries.slice(0, 2)))).toMatchObject(ours)
  expect(await ask(figuresOf({ ...who, day: '2026-03-03' }, []))).toMatchObject({ first: 0, last: 0 })
})

type Here = Awaited<ReturnType<typeof open>>
const signedBy = (party: Party, body: Buffer, at: number, path = ENTRIES) =>
  requestHeaders(party.signingKey, { at, path, body })

/** What is refused with an answer: how it is asked, and what is said. */
const refused: readonly (readonly [string, Reason, number, string, (here: Here, body: Buffer) => Promise<unknown>])[] =
  [
    [
      'a certificate of nobody known, though of the same authority',
      ...(['CERTIFICATE', 401, 'UNKNOWN_KEY'] as const),
      ({ speak, site, now }, body) => speak(site.stranger).post(body, { at: now() }),
    ],
    [
      'a key that is not this sender’s',
      ...(['UNKNOWN_KEY', 401, 'UNKNOWN_KEY'] as const),
      ({ post, site, now }, body) => post(body, { headers: signedBy(site.stranger, body, now()) }),
    ],
    [
      'another key under the name of the known one',
      ...(['SIGNATURE', 401, 'SIGNATURE'] as const),
      ({ post, site, now }, body) => {
        const key = signedBy(site.sender, body, now())['vonggac-key']!
        return post(body, { headers: { ...signedBy(site.stranger, body, now()), 'vonggac-key': key } })
      },
    ],
    [
      'a body altered by one letter',
      ...(['SIGNATURE', 401, 'SIGNATURE'] as const),
      ({ post, site, now }, body) =>
        post(Buffer.from(body.toString().replace('Thiết bị lạ', 'Thiết bị la')), {
          headers: signedBy(site.sender, body, now()),
        }),
    ],
    [
      'another time under the same signature',
      ...(['SIGNATURE', 401, 'SIGNATURE'] as const),
      ({ post, site, now }, body) =>
        post(body, { headers: { ...signedBy(site.sender, body, now()), 'vonggac-timestamp': String(now() + 1) } }),
    ],
    [
      'a request signed for the other address',
      ...(['SIGNATURE', 401, 'SIGNATURE'] as const),
      ({ post, site, now }, body) => post(body, { headers: signedBy(site.sender, body, now(), RECONCILIATIONS) }),
    ],
    [
      'one signed more than five minutes ago',
      ...(['CLOCK', 409, 'REPLAYED'] as const),
      ({ post, now }, body) => post(body, { at: now() - 5 * MINUTE - 1 }),
    ],
    [
      'one signed more than five minutes ahead',
      ...(['CLOCK', 409, 'REPLAYED'] as const),
      ({ post, now }, body) => post(body, { at: now() + 5 * MINUTE + 1 }),
    ],
    [
      'no time',
      ...(['INVALID', 400, 'INVALID'] as const),
      ({ post, site, now }, body) =>
        post(body, { headers: { ...signedBy(site.sender, body, now()), 'vonggac-timestamp': 'nay' } }),
    ],
    ['no JSON', ...(['INVALID', 400, 'INVALID'] as const), ({ post }) => post(Buffer.from('{'))],
    [
      'a form that is not the wire’s',
      ...(['INVALID', 400, 'INVALID'] as const),
      ({ post }) => post(Buffer.from('{"sender":"tinh-x","receiver":"pa05","entries":[{}]}')),
    ],
    [
      'another sender’s name',
      ...(['POSING', 400, 'INVALID'] as const),
      ({ post }) => post(bodyOf(three.slice(1, 2), 'tinh-y')),
    ],
    [
      'another receiver’s name',
      ...(['INVALID', 400, 'INVALID'] as const),
      ({ post }) => post(bodyOf(three.slice(1, 2), 'tinh-x', 'pa06')),
    ],
    [
      'another address',
      ...(['INVALID', 400, 'INVALID'] as const),
      ({ post }, body) => post(body, { path: '/v1/khac' }),
    ],
    [
      'entries out of order',
      ...(['INVALID', 400, 'INVALID'] as const),
      ({ post }) => post(bodyOf([three[1]!, three[1]!])),
    ],
    [
      'a time that is none',
      ...(['INVALID', 400, 'INVALID'] as const),
      ({ post }) => post(bodyOf(ledger([{ kind: 'new', alert: 'x' }], 1e18, { seq: 1, digest: digestOf(three[0]!) }))),
    ],
    [
      'a known sequence with another content',
      ...(['ALTERED', 409, 'ALTERED'] as const),
      ({ post }) => post(bodyOf(ledger([{ kind: 'new', alert: 'khac' }], NOW))),
    ],
    [
      'a next entry that does not follow ours',
      ...(['ALTERED', 409, 'ALTERED'] as const),
      ({ post }) => post(bodyOf([{ ...three[1]!, previous: 'f'.repeat(64) }])),
    ],
    [
      'a chain broken within',
      ...(['ALTERED', 409, 'ALTERED'] as const),
      ({ post }) => post(bodyOf([three[1]!, { ...three[2]!, previous: 'f'.repeat(64) }])),
    ],
    ['a gap', ...(['GAP', 409, 'GAP'] as const), ({ post }) => post(bodyOf(three.slice(2)))],
  ]

test.runIf(openssl)('whatever is wrong is refused, counted, and changes nothing', { timeout: 120_000 }, async () => {
  const here = await open()
  expect((await here.post(bodyOf(three.slice(0, 1)))).status).toBe(200)
  const before = here.reading.standing()
  for (const [what, reason, status, error, ask] of refused) {
    here.tick(1)
    const counted = here.times(reason)
    const answer = await ask(here, bodyOf(three.slice(1, 2)))
    expect(answer, what).toMatchObject({ status, body: { error, detail: expect.stringMatching(/./) } })
    if (reason === 'GAP') expect(answer).toMatchObject({ body: { expected: 2 } })
    expect(here.times(reason), what).toBe(counted + 1)
    expect(here.reading.standing(), what).toEqual(before)
  }
  expect(here.reading.latestRefusals(1)).toMatchObject([{ reason: 'GAP', sender: 'tinh-x' }])
  here.tick(1)
  expect((await here.post(bodyOf(three.slice(1)))).status).toBe(200)
})

test.runIf(openssl)('a request seen before is refused, though its entries could be taken again', async () => {
  const { post, now, tick, times, seqs, site } = await open()
  const body = bodyOf(three)
  const headers = signedBy(site.sender, body, now())
  expect((await post(body, { headers })).status).toBe(200)
  const replayed = { status: 409, body: { error: 'REPLAYED' } }
  expect(await post(body, { headers })).toMatchObject(replayed)
  tick(4 * MINUTE)
  expect(await post(body, { headers })).toMatchObject(replayed)
  expect(times('REPLAYED')).toBe(2)
  tick(2 * DAY)
  expect(await post(body, { headers })).toMatchObject(replayed)
  expect(times('CLOCK')).toBe(1)
  expect(seqs()).toEqual([1, 2, 3])
})

const settled = (work: () => void): Promise<void> => vi.waitFor(work, { timeout: 50_000, interval: 100 })

test.runIf(openssl)('whoever is refused is named: the address, and the certificate with its subject', async () => {
  const { post, speak, site, now, tick, reading } = await open()
  const print = (party: Party) => new X509Certificate(party.cert).fingerprint256.replaceAll(':', '').toLowerCase()
  await speak(site.stranger).post(bodyOf(three), { at: now() })
  expect(reading.latestRefusals(1)).toMatchObject([
    {
      reason: 'CERTIFICATE',
      origin: `127.0.0.1, chứng thư CN=tinh-y.example, SHA-256 ${print(site.stranger)}`,
    },
  ])
  tick(1)
  const answer = await post(bodyOf(three, 'tinh-y'))
  const detail = 'tự xưng «tinh-y», chứng thư và khóa là của «tinh-x»'
  expect(answer.body['detail']).toContain(detail)
  expect(JSON.stringify(answer.body)).not.toContain('127.0.0.1')
  expect(reading.latestRefusals(1)).toMatchObject([
    { reason: 'POSING', sender: 'tinh-x', detail, origin: expect.stringContaining(print(site.sender)) },
  ])
})

test.runIf(openssl)('what is wrong with a form is said by its place and in Vietnamese', async () => {
  const { post, tick, site, now } = await open()
  const said = async (body: string): Promise<unknown> => {
    tick(1)
    return (await post(Buffer.from(body))).body['detail']
  }
  expect(await said('{')).toBe('không đúng dạng: thân của yêu cầu không phải JSON')
  expect(await said('[]')).toBe('không đúng dạng: thân của yêu cầu: cần một nhóm «khóa: giá trị»')
  const none = JSON.stringify({ sender: 'tinh-x', receiver: 'pa05', entries: [] })
  expect(await said(none)).toBe('không đúng dạng: entries: cần ít nhất 1 phần tử')
  expect(await said(JSON.stringify({ sender: 'tinh-x', receiver: 'pa05', entries: [{}] }))).toMatch(
    /^không đúng dạng: entries\.0\.seq: thiếu mục này; cần một số/,
  )
  tick(1)
  const body = bodyOf(three)
  const headers = { ...signedBy(site.sender, body, now()), 'content-type': 'text/plain' }
  expect((await post(body, { headers })).body['detail']).toBe('không đúng dạng: cần content-type application/json')
})

test.runIf(openssl)(
  'a handshake that fails is no request, and is counted once, with its cause and address',
  async () => {
    const { running, site, times, reading } = await open()
    const refused = (options: RequestOptions): Promise<void> => {
      const asked = httpsRequest(running.url, { ca: site.ca, method: 'POST', ...options })
      return expect(
        new Promise((resolve, reject) => asked.on('error', reject).on('response', resolve).end()),
      ).rejects.toThrow()
    }
    await refused({})
    await settled(() => expect(times('TLS')).toBe(1))
    const foreign = makeSite(temporaryFolder()).sender
    await refused({ cert: foreign.cert, key: foreign.key })
    await settled(() => expect(times('TLS')).toBe(2))
    expect(reading.latestRefusals(2)).toMatchObject([
      { detail: expect.stringMatching(/^chứng thư do CA khác ký \(/), origin: expect.stringMatching(/^127\.0\.0\.1/) },
      { detail: expect.stringMatching(/^không đưa chứng thư \(/), origin: expect.stringMatching(/^127\.0\.0\.1/) },
    ])
    expect(times('INVALID')).toBe(0)
  },
)

test.runIf(openssl)(
  'more than fits is not read: the answer may be lost with the connection, the count is not',
  async () => {
    const { post, times, seqs } = await open()
    const large = await post(Buffer.alloc(MOST_BYTES + 1, 0x20)).catch(() => undefined)
    expect([413, undefined]).toContain(large?.status)
    await settled(() => expect(times('TOO_LARGE')).toBe(1))
    expect(seqs()).toEqual([])
  },
)

test.runIf(openssl)('a body that does not come is cut off and counted', async () => {
  const { running, site, times, seqs } = await open({ patience: '1s' })
  const { ca, sender } = site
  const headers = { 'content-type': 'application/json', 'content-length': '1000' }
  const slow = httpsRequest(`${running.url}${ENTRIES}`, {
    ca,
    cert: sender.cert,
    key: sender.key,
    method: 'POST',
    headers,
  })
  const ended = new Promise<unknown>((resolve) =>
    slow.on('error', resolve).on('response', (answer) => resolve(answer.statusCode)),
  )
  slow.write('{')
  expect([408, 'ECONNRESET', 'EPIPE']).toContain(
    await ended.then((end) => (end instanceof Error && 'code' in end ? end.code : end)),
  )
  await settled(() => expect(times('SLOW')).toBe(1))
  expect(seqs()).toEqual([])
})

test.runIf(openssl)('more connections than a handful of senders need are turned away and counted', async () => {
  const { running, times, speak, now, tick } = await open()
  const { port } = new URL(running.url)
  const idle: Socket[] = []
  onTestFinished(() => {
    for (const socket of idle) socket.destroy()
  })
  for (let i = 0; i < 140; i++) idle.push(connect(Number(port), '127.0.0.1').on('error', () => undefined))
  await settled(() => expect(times('BUSY')).toBeGreaterThan(0))
  for (const socket of idle) socket.destroy()
  // As soon as there is room again.
  await vi.waitFor(
    async () => {
      tick(1)
      expect((await speak().post(bodyOf(three), { at: now() })).status).toBe(200)
    },
    { timeout: 50_000, interval: 200 },
  )
})
