import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type KafkaBus, openKafkaBus } from '../../../ingest/bus/kafka.ts'
import { bulkInput } from '../../../ingest/inputs/bulk.ts'
import { httpInput } from '../../../ingest/inputs/http.ts'
import { RECORDS } from '../../../ingest/wire.ts'
import type { Delivered } from '../../../kernel/ports.ts'
import { MINUTE } from '../../../kernel/time.ts'
import { ownBroker, uniqueName } from '../../stack/kafka.ts'
import { bearer, testGate } from '../../support/gate.ts'
import { signIn } from '../../support/lines.ts'
import { NOW, realIntake } from '../../support/real-intake.ts'
import { recordsIn } from '../../support/records-in.ts'

const broker = await ownBroker()

const serve = async (bus: KafkaBus) => {
  const { intake } = realIntake({ bus })
  const app = Fastify({ forceCloseConnections: true })
  for (const input of [httpInput, bulkInput]) await app.register(input, { intake, gate: testGate() })
  await app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => app.close())
  const { port } = app.server.address() as AddressInfo
  const post = async (path: string, body: string) => {
    const headers = { authorization: bearer, 'content-type': 'application/x-ndjson' }
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body })
    await answer.arrayBuffer()
    return { status: answer.status, wait: answer.headers.get('retry-after') }
  }
  return { post, intake }
}

const line = (record: number): string => signIn({ at: NOW - MINUTE, user: 'An.NV', host: 'pc-01', record })
const bulk = (record: number): string => `{"create":{}}\n${line(record)}\n`
const ASKED_TO_WAIT = { status: 429, wait: '5' }

describe.skipIf(!broker)('senders over HTTP, while the broker of the log is dead', () => {
  test('are asked to wait, and what they send again is there once', { timeout: 120_000 }, async () => {
    const bus = await openKafkaBus({ connection: { brokers: [broker!.url] }, prefix: `${uniqueName('away')}.` })
    onTestFinished(() => bus.close())
    const { post, intake } = await serve(bus)
    const sends = [
      () => post('/ingest/winlogbeat', line(1)),
      () => post('/ingest/winlogbeat', `${line(2)}\n${line(3)}`),
      () => post('/_bulk', bulk(4)),
    ] as const
    expect(await sends[0]()).toMatchObject({ status: 200 })

    process.kill(broker!.pid, 'SIGKILL')
    expect(await Promise.all(sends.map((send) => send()))).toEqual(sends.map(() => ASKED_TO_WAIT))
    // From here on they are told so at once, and nothing more piles up.
    const refused = intake.counters.putOff
    expect(await Promise.all(sends.map((send) => send()))).toEqual(sends.map(() => ASKED_TO_WAIT))
    expect(intake.counters.putOff).toBe(refused + sends.length)
    expect(bus.unstored).toMatchObject({ code: 'BROKER_UNREACHABLE' })

    await broker!.restart('SIGKILL')
    for (const send of sends)
      await vi.waitFor(async () => expect(await send()).toMatchObject({ status: 200 }), {
        timeout: 60_000,
        interval: 500,
      })
    expect(bus.unstored).toBeUndefined()

    const stored: Delivered[] = []
    const end = await bus.end(RECORDS)
    await bus.subscribe(RECORDS, 0, async (batch) => void stored.push(...batch))
    await vi.waitFor(() => expect(stored).toHaveLength(end), { timeout: 30_000 })
    const found = stored
      .flatMap(recordsIn)
      .flatMap(({ observations, raw }) => observations.map(({ id, action }) => ({ id, action, raw })))
      .filter(({ action }) => action !== 'source.delivery')
    // Stored twice it may be: under one id.
    const byId = new Map(found.map(({ id, raw }) => [id, raw]))
    expect([...byId.values()].sort()).toEqual([1, 2, 3, 4].map(line).sort())
  })
})
