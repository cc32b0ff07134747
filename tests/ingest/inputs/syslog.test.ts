import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openJsonLines } from '../../../ingest/inputs/json-lines.ts'
import type { NetServer } from '../../../ingest/inputs/net-server.ts'
import { kernelDrops, openSyslogTcp, openSyslogUdp } from '../../../ingest/inputs/syslog.ts'
import { type Certificate, has, makeCertificate, ownFolder } from '../../support/certificate.ts'
import { type MemoryIntake, memoryIntake } from '../../support/memory-intake.ts'
import { dial, octets, sendAll } from '../../support/sockets.ts'

const MiB = 1024 * 1024
const LINE = '<86>1 2026-07-03T08:00:00+07:00 may-01 sshd 3402 - - Accepted password for an.nv from 192.0.2.7'

let intake: MemoryIntake
let failures: unknown[]
const to = () => ({
  intake,
  collector: 'syslog-01',
  source: 'linux',
  failed: (error: unknown) => void failures.push(error),
})

/** Resolves once a count has not changed for a second. */
const steady = async (count: () => number): Promise<void> => {
  let last = -1
  for (let calm = 0; calm < 10; calm = count() === last ? calm + 1 : 0) {
    last = count()
    await sleep(100)
  }
}

beforeEach(() => {
  intake = memoryIntake()
  failures = []
})
afterEach(() => expect(failures).toEqual([]))

describe('syslog over TCP', () => {
  let server: NetServer
  beforeEach(async () => {
    server = await openSyslogTcp({ ...to(), port: 0, maxFrame: 12 * MiB })
  })
  afterEach(() => server.close())

  test('hands lines over whole, header included, whatever their framing', async () => {
    await sendAll(server.port, `${LINE} a\n${LINE} b\n`)
    await intake.until(2)
    await sendAll(server.port, octets(`${LINE} c`) + octets(`${LINE} d\ne`))
    await intake.until(4)
    expect(intake.texts()).toEqual([`${LINE} a`, `${LINE} b`, `${LINE} c`, `${LINE} d\ne`])
    expect(intake.taken[0]).toMatchObject({ collector: 'syslog-01', source: 'linux' })
    await vi.waitFor(() => expect(server.counters).toMatchObject({ lines: 4, connections: 2, broken: 0, lost: 0 }))
  })

  test('gathers lines into deliveries of many', async () => {
    await sendAll(server.port, Array.from({ length: 5000 }, (_, i) => `${LINE} ${i}\n`).join(''))
    await intake.until(5000)
    expect(intake.texts().map((text) => Number(text.split(' ').at(-1)))).toEqual([...Array(5000).keys()])
    expect(intake.deliveries.length).toBeLessThan(100)
  })

  test('a line of 10 MiB costs its neighbours nothing, one that is too long is cut', async () => {
    await sendAll(server.port, `${LINE}\n<13>${'x'.repeat(10 * MiB)}\n${LINE}\n<13>${'y'.repeat(13 * MiB)}\n${LINE}\n`)
    await intake.until(5)
    expect(intake.texts().map(({ length }) => length)).toEqual([
      LINE.length,
      10 * MiB + 4,
      LINE.length,
      12 * MiB,
      LINE.length,
    ])
    expect(server.counters.oversize).toBe(1)
  })

  test('a sender that is slow, silent or talks garbage costs only itself', async () => {
    const slow = await dial(server.port)
    const silent = await dial(server.port)
    for (const byte of octets(LINE).slice(0, 60)) {
      slow.write(byte)
      await sleep(1)
    }
    await sendAll(server.port, Buffer.from([0, 255, 3, 10, 200, 10]))
    await sendAll(server.port, `${LINE} other\n`)
    await intake.until(3)
    expect(intake.texts()).toContain(`${LINE} other`)
    slow.end(octets(LINE).slice(60))
    await intake.until(4)
    expect(intake.texts().at(-1)).toBe(LINE)
    silent.resetAndDestroy()
    await vi.waitFor(() => expect(server.counters.broken).toBe(1))
  })

  test('what a broken connection left half said is dropped and counted', async () => {
    const socket = await dial(server.port)
    socket.write(`${LINE}\n<13>Accepted password for an.n`)
    await intake.until(1)
    socket.resetAndDestroy()
    await vi.waitFor(() => expect(server.counters.truncated).toBe(1))
    expect(intake.texts()).toEqual([LINE])
  })

  test('under pressure it stops reading, and takes every line later, in order', async () => {
    intake.press('BACKPRESSURE')
    const socket = await dial(server.port)
    const lines = Array.from({ length: 400 }, (_, i) => `<13>${i} ${'x'.repeat(100_000)}\n`)
    let sent = 0
    const sending = (async () => {
      for (const line of lines) {
        if (!socket.write(line)) await once(socket, 'drain')
        sent++
      }
    })()
    await steady(() => sent)
    // 40 MB in all; the buffers between sender and intake hold a part of it.
    expect(sent).toBeGreaterThan(0)
    expect(sent).toBeLessThan(300)
    expect(intake.taken).toEqual([])
    intake.press(undefined)
    await intake.until(400)
    await sending
    expect(intake.texts()).toEqual(lines.map((line) => line.trimEnd()))
    await vi.waitFor(() => expect(server.counters).toMatchObject({ lines: 400, lost: 0 }))
    socket.destroy()
  })

  test('a stop hands over what was read; under pressure it ends all the same, and counts the loss', async () => {
    await sendAll(server.port, `${LINE}\n`)
    await vi.waitFor(() => expect(server.counters.connections).toBe(1))
    await intake.until(1)
    intake.press('DISK_FULL')
    const socket = await dial(server.port)
    socket.write(`${LINE} late\n`)
    await vi.waitFor(() => expect(server.counters.connections).toBe(2))
    await sleep(100)
    await server.close()
    expect(server.counters).toMatchObject({ lines: 1, lost: 1 })
  })
})

test('a failure of the intake is reported, and its lines are counted as lost', async () => {
  const server = await openSyslogTcp({ ...to(), port: 0 })
  intake.breakOnce(new Error('the intake is broken'))
  await sendAll(server.port, `${LINE}\n`)
  await vi.waitFor(() => expect(failures).toMatchObject([{ message: 'the intake is broken' }]))
  expect(server.counters.lost).toBe(1)
  failures = []
  await server.close()
})

test('a port that is taken is said by its code', async () => {
  const first = await openSyslogTcp({ ...to(), port: 0 })
  await expect(openSyslogTcp({ ...to(), port: first.port })).rejects.toMatchObject({ code: 'PORT_IN_USE' })
  await first.close()
})

describe('syslog over UDP', () => {
  test('takes a message a datagram, and counts what it cannot keep', async () => {
    const server = await openSyslogUdp({ ...to(), port: 0 })
    const client = createSocket('udp4')
    const send = (text: string) =>
      new Promise<void>((resolve) => client.send(text, server.port, '127.0.0.1', () => resolve()))
    for (const text of [`${LINE} a\n`, '\n', `${LINE} b\nc`]) await send(text)
    await intake.until(2)
    expect(intake.texts()).toEqual([`${LINE} a`, `${LINE} b\nc`])
    expect(server.receiveBuffer).toBeGreaterThan(0)
    if (process.platform === 'linux') expect(await server.drops()).toBe(0)

    intake.press('BACKPRESSURE')
    // More than is held at most.
    for (let i = 0; i < 1_700; i++) {
      await send('x'.repeat(60_000))
      if (i % 20 === 0) await sleep(1)
    }
    await vi.waitFor(() => expect(server.counters.lost).toBeGreaterThan(0))
    intake.press(undefined)
    client.close()
    await server.close()
    expect(server.counters.lines).toBe(intake.taken.length)
  })

  test('reads the losses of the kernel from its table', () => {
    const table = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops',
      '  100: 0100007F:0202 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 11 2 0000000000000000 42',
      '  101: 00000000:14EB 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 12 2 0000000000000000 7',
    ].join('\n')
    expect([kernelDrops(table, 514), kernelDrops(table, 5355), kernelDrops(table, 1)]).toEqual([42, 7, undefined])
  })
})

describe.runIf(has('openssl', 'version'))('over TLS', () => {
  // In a hook: the body of a suite is read even where its tests do not run.
  let cert: Certificate['cert']
  let key: Certificate['key']
  const folder = ownFolder()
  beforeAll(() => {
    ;({ cert, key } = makeCertificate(folder))
  })

  test('syslog (RFC 5425) and JSON lines are taken, and plain text is turned away', async () => {
    const syslog = await openSyslogTcp({ ...to(), port: 0, tls: { cert, key } })
    await sendAll(syslog.port, octets(LINE), cert)
    await intake.until(1)
    await sendAll(syslog.port, octets(LINE))
    await vi.waitFor(() => expect(syslog.counters.broken).toBeGreaterThan(0))

    const json = await openJsonLines({ ...to(), source: 'nxlog', port: 0, tls: { cert, key } })
    await sendAll(json.port, '{"EventID":4624}\n', cert)
    await intake.until(2)
    expect(intake.taken).toMatchObject([
      { text: LINE, source: 'linux' },
      { text: '{"EventID":4624}', source: 'nxlog' },
    ])
    await Promise.all([syslog.close(), json.close()])
  })

  test('with an authority, who has no certificate is not heard', async () => {
    const server = await openSyslogTcp({ ...to(), port: 0, tls: { cert, key, ca: cert } })
    const socket = await dial(server.port, cert)
    socket.on('error', () => socket.destroy())
    socket.write(octets(LINE))
    await vi.waitFor(() => expect(server.counters.broken).toBe(1))
    expect(intake.taken).toEqual([])
    await server.close()
  })
})

/** As xm_json's to_json() writes an im_msvistalog event (shared/formats/log-formats.md, 1c), with the zone docs/clients.md adds. */
const NXLOG =
  '{"EventTime":"2026-07-03T08:06:02+0700","Hostname":"PC-01","EventID":4720,"Channel":"Security","RecordNumber":56079,"SubjectUserName":"an.nv","TargetUserName":"moi"}'

test('JSON lines: a broken one is refused alone', async () => {
  const server = await openJsonLines({ ...to(), port: 0 })
  await sendAll(server.port, `${NXLOG}\n{"truncated":\n12 {"a":1}\n${NXLOG}\n`)
  await intake.until(4)
  expect(intake.texts()).toEqual([NXLOG, '{"truncated":', '12 {"a":1}', NXLOG])
  await server.close()
})
