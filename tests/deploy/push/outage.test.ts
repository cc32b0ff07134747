import { setImmediate } from 'node:timers/promises'
import pino from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openAnswers } from '../../../deploy/push/answers.ts'
import { openClient } from '../../../deploy/push/client.ts'
import { readKey, readNamed } from '../../../deploy/push/keys.ts'
import { openRequests } from '../../../deploy/push/requests.ts'
import { startSender } from '../../../deploy/push/sender.ts'
import { HOUR, localTime, MINUTE, SECOND } from '../../../kernel/time.ts'
import { nightLogin, text } from '../../support/alerts.ts'
import { believed } from '../../support/believed.ts'
import { has } from '../../support/certificate.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { alertsHere, openHere } from '../../support/push-ledger.ts'
import { type Agreed, agree } from '../../support/push-line.ts'
import { bodyOf, speaker } from '../../support/receiver.ts'

const NOW = localTime('2026-03-04', '10:00')
const wait = { timeout: 60_000, interval: 50 }

/** A sender whose waiting takes no time; `pass` says how much of it passes on the clock. */
const sending = (agreed: Agreed, clock: { at: number }, pass: (span: number) => Promise<number>) => {
  const product = alertsHere()
  const now = () => clock.at
  const here = openHere({ folder: temporaryFolder(), db: product.db, now })
  const answers = openAnswers(here.tables)
  const [line] = agreed.push.receivers
  const read = (file: string): string => readNamed(agreed.folder, '', file)
  const signingKey = readKey(agreed.folder, '', agreed.push.signingKey, 'private')
  const client = openClient({ ...line!, ca: read(line!.ca), cert: read(line!.cert), key: read(line!.key), signingKey })
  const sender = startSender({
    ...{ sender: agreed.push.sender, receiver: line!.id, client, clock: { now }, log: pino({ level: 'silent' }) },
    ...{ receiverKey: readKey(agreed.folder, '', line!.receiverKey, 'public'), ledger: here.ledger, answers },
    requests: openRequests(here.tables),
    async sleep(span) {
      await setImmediate()
      clock.at += Math.round(await pass(span))
    },
  })
  onTestFinished(async () => {
    await sender.stop()
    here.close()
  })
  return { answers, here, product, requests: () => sender.counters().requests }
}

test.skipIf(!has('openssl', 'version'))(
  'a receiver that is away for an hour under load is asked ever more seldom, and then has everything, once and in order',
  { timeout: 180_000 },
  async () => {
    const agreed = await agree()
    const clock = { at: NOW }
    const raised = (n: number, but: object = {}) =>
      nightLogin(NOW + n * SECOND, {
        level: 'high',
        account: `nv${n}@tinh`,
        but: { id: `canh-bao-${n}`, sample: false, ...but },
      })
    let there: Awaited<ReturnType<Agreed['receive']>> | undefined = await agreed.receive(() => clock.at)
    const away: number[] = []
    let left = Number.POSITIVE_INFINITY
    let n = 0
    const { answers, here, product, requests } = sending(agreed, clock, async (span) => {
      if (clock.at >= left + HOUR) there ??= await agreed.receive(() => clock.at)
      if (there || !answers.trouble('pa05')) return 0
      away.push(span)
      // A new alert every ten seconds that pass.
      for (let passed = 0; passed < span; passed += 10 * SECOND) product.put(raised(n++), clock.at)
      here.drain()
      return span
    })
    for (; n < 10; n++) product.put(raised(n), clock.at)
    here.drain()
    await vi.waitFor(() => expect(answers.acked('pa05')).toBe(10), wait)

    await there.close()
    there = undefined
    left = clock.at
    product.put(raised(7, { revision: 2, withdrawn: { reason: text('dữ liệu đã thay đổi'), at: NOW } }), clock.at)
    here.drain()
    await vi.waitFor(() => expect(clock.at).toBeGreaterThanOrEqual(left + HOUR), wait)
    await vi.waitFor(() => expect(answers.waiting('pa05').n).toBe(0), wait)

    for (const [i, span] of away.entries()) {
      const longest = Math.min(SECOND * 2 ** i, 5 * MINUTE)
      expect(span, `pause ${i}`).toBeGreaterThanOrEqual(longest / 2)
      expect(span, `pause ${i}`).toBeLessThanOrEqual(longest)
    }
    expect(away.at(-1)).toBeGreaterThanOrEqual(2.5 * MINUTE)
    expect(away.length).toBeGreaterThan(15)
    expect(requests()).toBeLessThan(60)
    const received = agreed.received()
    expect(received).toHaveLength(n + 1)
    const known = believed(received)
    expect(known.size).toBe(n)
    expect([...known.values()].filter(({ kind }) => kind === 'withdraw').map(({ alert }) => alert.id)).toEqual([
      'canh-bao-7',
    ])

    const line = speaker(agreed.front.url, agreed.ca, agreed.party)
    onTestFinished(line.close)
    const [body, at] = [bodyOf(received.slice(0, 20), agreed.party.id), clock.at]
    expect((await line.post(body, { at })).status).toBe(200)
    expect(await line.post(body, { at })).toMatchObject({ status: 409, body: { error: 'REPLAYED' } })
    const altered = received.map((entry, i) => (i === 3 ? { ...entry, at: entry.at + 1 } : entry)).slice(0, 20)
    const other = await line.post(bodyOf(altered, agreed.party.id), { at: at + 1 })
    expect(other).toMatchObject({ status: 409, body: { error: 'ALTERED' } })
    expect(agreed.received()).toEqual(received)
  },
)
