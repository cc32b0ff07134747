import { generateKeyPairSync } from 'node:crypto'
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pino from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { tryNow } from '../../../deploy/cli/push-retry.ts'
import { openAnswers } from '../../../deploy/push/answers.ts'
import { openClient } from '../../../deploy/push/client.ts'
import { pushFindings } from '../../../deploy/push/findings.ts'
import { readLines } from '../../../deploy/push/lines.ts'
import { openPush } from '../../../deploy/push/open.ts'
import { openRequests } from '../../../deploy/push/requests.ts'
import { startSender } from '../../../deploy/push/sender.ts'
import { PushConfig } from '../../../deploy/push/settings.ts'
import { ledgerFile, openTables } from '../../../deploy/push/tables.ts'
import type { Alert } from '../../../kernel/alert.ts'
import { DAY, HOUR, localDate, localTime } from '../../../kernel/time.ts'
import { nightLogin, text } from '../../support/alerts.ts'
import { has } from '../../support/certificate.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { alertsHere, openHere, police } from '../../support/push-ledger.ts'
import { type Agreed, agree } from '../../support/push-line.ts'
import { fillUp, mountSmall } from '../../support/small-disk.ts'

const NOW = localTime('2026-03-04', '10:00')
const openssl = has('openssl', 'version')
const wait = { timeout: 60_000, interval: 50 }

const raised = (n: number): Alert =>
  nightLogin(NOW - n * HOUR, { account: `nv${n}@tinh`, but: { id: `canh-bao-${n}`, sample: false } })

/** What tells the receiver of a product's alerts, on a clock that the test moves. */
const sending = ({ push }: Pick<Agreed, 'push'>, data = temporaryFolder()) => {
  const product = alertsHere()
  const clock = { at: NOW }
  const open = (given: unknown = push) => {
    const settings = PushConfig.parse(given)
    return openPush({
      ...{
        settings,
        files: readLines(settings, data),
        data,
        db: product.db,
        mask: (line) => ({ line, masked: 0 }),
        settled: () => true,
      },
      ...{ keep: 400 * DAY, clock: { now: () => clock.at }, log: pino({ level: 'silent' }) },
    })
  }
  let opened = open()
  const answers = openAnswers(new DatabaseSync(ledgerFile(data), { timeout: 5_000 }))
  onTestFinished(() => opened.stop())
  return {
    data,
    clock,
    now: () => clock.at,
    put(alert: Alert): void {
      product.put(alert, clock.at)
      opened.wake()
    },
    state: () => opened.state(),
    async restart(settings?: unknown, between = (): void => undefined): Promise<void> {
      await opened.stop()
      between()
      opened = open(settings)
    },
    answers,
    /** Resolves once so many entries are receipted. */
    told: (n: number) => vi.waitFor(() => expect(answers.acked('pa05')).toBe(n), wait),
  }
}

test.skipIf(!openssl)(
  'everything arrives once, in order, whether the receiver is there, away, or cut off in between',
  {
    timeout: 180_000,
  },
  async () => {
    const agreed = await agree()
    const here = sending(agreed)
    let there = await agreed.receive(here.now)
    for (let n = 0; n < 300; n++) {
      here.put(raised(n))
      if (n % 60 === 30) {
        await vi.waitFor(() => expect(here.state().counters.sent).toBeGreaterThan(n - 30), wait)
        await there.close()
      }
      if (n % 60 === 50) there = await agreed.receive(here.now)
    }
    await here.told(300)
    expect(agreed.received().map(({ seq, alert }) => [seq, alert.id])).toEqual(
      Array.from({ length: 300 }, (_, n) => [n + 1, `canh-bao-${n}`]),
    )
    here.put({ ...raised(7), revision: 2, withdrawn: { reason: text('dữ liệu đã thay đổi'), at: NOW } })
    await vi.waitFor(() => expect(agreed.received().at(-1)).toMatchObject({ seq: 301, kind: 'withdraw' }), wait)
  },
)

test.skipIf(!openssl)(
  'a restart goes on where it ended, and sends again what the receiver has lost',
  { timeout: 180_000 },
  async () => {
    const agreed = await agree()
    const here = sending(agreed)
    const there = await agreed.receive(here.now)
    for (let n = 0; n < 5; n++) here.put(raised(n))
    await here.told(5)
    await here.restart()
    await there.close()
    for (const end of ['', '-wal', '-shm']) rmSync(join(agreed.receiverData, `receiver.db${end}`), { force: true })
    await agreed.receive(here.now)
    here.put(raised(5))
    await here.told(6)
    expect(agreed.received().map(({ alert }) => alert.id)).toEqual([0, 1, 2, 3, 4, 5].map((n) => `canh-bao-${n}`))
    expect(here.state().counters).toMatchObject({ entered: 1, resent: 5 })
  },
)

test.skipIf(!openssl)(
  'a ledger that was lost and begun anew is refused, in words, and nothing there changes',
  {
    timeout: 180_000,
  },
  async () => {
    const agreed = await agree()
    const first = sending(agreed)
    await agreed.receive(first.now)
    first.put(raised(1))
    await first.told(1)
    const before = agreed.received()
    const second = sending(agreed)
    second.put(raised(2))
    await vi.waitFor(
      () =>
        expect(second.state().receivers).toMatchObject([
          { n: 1, trouble: { refused: true, text: expect.stringContaining('ALTERED') } },
        ]),
      wait,
    )
    expect(agreed.received()).toEqual(before)
  },
)

test.skipIf(!openssl)(
  'a ledger whose file is deleted while it is open is there again after a stop, and goes on where it ended',
  { timeout: 180_000 },
  async () => {
    const agreed = await agree()
    const here = sending(agreed)
    await agreed.receive(here.now)
    for (let n = 0; n < 3; n++) here.put(raised(n))
    await here.told(3)
    rmSync(ledgerFile(here.data))
    here.put(raised(3))
    await vi.waitFor(() => expect(agreed.received()).toHaveLength(4), wait)
    await here.restart()
    here.put(raised(4))
    await vi.waitFor(() => expect(agreed.received().map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]), wait)
    expect(here.state()).toMatchObject({ failure: undefined, receivers: [{ trouble: undefined }] })
  },
)

test.skipIf(!openssl)(
  'a damaged ledger is left as it is and said; once it is restored all goes on',
  { timeout: 180_000 },
  async () => {
    const agreed = await agree()
    const here = sending(agreed)
    await agreed.receive(here.now)
    here.put(raised(1))
    await here.told(1)
    await here.restart()
    const [file, whole] = [ledgerFile(here.data), join(here.data, 'whole.db')]
    // With its journal, which has all of it.
    const move = (from: string, to: string) => {
      for (const part of ['', '-wal', '-shm']) {
        rmSync(to + part, { force: true })
        if (existsSync(from + part)) renameSync(from + part, to + part)
      }
    }
    await here.restart(agreed.push, () => {
      move(file, whole)
      writeFileSync(file, 'không phải cơ sở dữ liệu '.repeat(400))
    })
    here.put(raised(2))
    expect(here.state()).toMatchObject({
      failure: { message: expect.stringContaining('not a database') },
      receivers: [],
    })
    expect(pushFindings(here.state(), NOW).map(({ code }) => code)).toEqual(['PUSH_STUCK'])
    await here.restart(agreed.push, () => move(whole, file))
    await vi.waitFor(() => expect(agreed.received().map(({ seq }) => seq)).toEqual([1, 2]), wait)
  },
)

test.skipIf(!openssl)('a receipt that another key signed proves nothing', { timeout: 180_000 }, async () => {
  const agreed = await agree()
  const here = sending(agreed)
  await agreed.receive(here.now)
  const { publicKey } = generateKeyPairSync('ed25519')
  writeFileSync(join(agreed.folder, 'receiver.pub'), publicKey.export({ type: 'spki', format: 'pem' }))
  await here.restart()
  here.put(raised(1))
  await vi.waitFor(
    () =>
      expect(here.state().receivers).toMatchObject([
        { n: 1, trouble: { text: expect.stringContaining('chữ ký của biên nhận') } },
      ]),
    wait,
  )
})

test.skipIf(!openssl)(
  'a failure is waited out, its end is written down, and a request ends it at once',
  { timeout: 180_000 },
  async () => {
    const agreed = await agree()
    const [product, data] = [alertsHere(), temporaryFolder()]
    product.put(raised(1), NOW)
    const here = openHere({
      folder: data,
      db: product.db,
      receivers: [{ ...police, policy: [{ from: '2026-01-01' }] }],
      now: () => NOW,
    })
    here.drain()
    const { signingKey, lines } = readLines(PushConfig.parse(agreed.push), agreed.folder)
    const { receiver, receiverKey, tls } = lines[0]!
    const [answers, requests] = [openAnswers(here.tables), openRequests(here.tables)]
    const sender = startSender({
      ...{
        sender: agreed.push.sender,
        receiver: receiver.id,
        client: openClient({ ...tls!, signingKey }),
        receiverKey,
      },
      ...{ ledger: here.ledger, answers, requests, clock: { now: () => NOW }, log: pino({ level: 'silent' }) },
      // Only whoever wakes it ends its sleep.
      sleep: (_, signal) => new Promise((resolve) => signal.addEventListener('abort', resolve)),
    })
    onTestFinished(async () => {
      await sender.stop()
      here.close()
    })
    await vi.waitFor(() => expect(answers.trouble('pa05')?.next).toBeGreaterThan(NOW), wait)
    expect(answers.trouble('pa05')).toMatchObject({
      refused: false,
      text: expect.stringMatching(/^không kết nối được: /),
    })

    await agreed.receive(() => NOW)
    sender.wake()
    sender.attend()
    expect(answers.waiting('pa05').n).toBe(1)
    const tried = tryNow(requests, 'pa05')
    await vi.waitFor(() => {
      sender.attend()
      expect(answers.acked('pa05')).toBe(1)
    }, wait)
    expect(await tried).toBe('tried')
    expect([answers.trouble('pa05'), requests.state('pa05')]).toEqual([undefined, 'none'])
  },
)

test('a request that no product takes up is taken back', async () => {
  const tables = openTables(temporaryFolder())
  onTestFinished(() => tables.close())
  const requests = openRequests(tables)
  expect(await tryNow(requests, 'pa05', 1)).toBe('absent')
  expect(requests.state('pa05')).toBe('none')
})

test.skipIf(!openssl)('the product takes such a request up while it runs', { timeout: 180_000 }, async () => {
  const agreed = await agree()
  const here = sending(agreed)
  here.put(raised(1))
  await vi.waitFor(() => expect(here.state().receivers[0]?.trouble?.next).toBeGreaterThan(NOW), wait)
  await agreed.receive(here.now)
  const db = new DatabaseSync(ledgerFile(here.data), { timeout: 5_000 })
  onTestFinished(() => db.close())
  expect(await tryNow(openRequests(db), 'pa05', 60_000)).toBe('tried')
  expect(here.state().receivers).toMatchObject([{ n: 0, trouble: undefined, receipt: { through: 1 } }])
})

test.skipIf(!openssl)(
  'what was entered before midnight and receipted after it is compared as of its own day; the new day is not over',
  { timeout: 180_000 },
  async () => {
    const agreed = await agree()
    const here = sending(agreed)
    here.clock.at = localTime('2026-03-04', '23:59')
    const waiting = (n: number) => vi.waitFor(() => expect(here.state().receivers[0]?.n).toBe(n), wait)
    here.put(raised(1))
    here.put(raised(2))
    await waiting(2)
    here.clock.at = localTime('2026-03-05', '00:01')
    here.put(raised(3))
    await waiting(3)
    await agreed.receive(here.now)
    await here.told(3)
    await vi.waitFor(() => expect(here.answers.lastDay('pa05')).toBe('2026-03-04'), wait)
    const there = new DatabaseSync(join(agreed.receiverData, 'receiver.db'), { readOnly: true, timeout: 5_000 })
    onTestFinished(() => there.close())
    const compared = there.prepare('SELECT day, matched, theirs FROM reconciliation').all()
    expect(compared.map(({ day, matched }) => [day, matched])).toEqual([['2026-03-04', 1]])
    expect(JSON.parse(String(compared[0]!['theirs']))).toMatchObject({ first: 1, last: 2, counts: { new: 2 } })
    expect(here.state().receivers).toMatchObject([{ compared: '2026-03-04', mismatches: [] }])
  },
)

test.skipIf(!openssl)(
  'on a full disk nobody is told and that is said; with room again everything arrives, once and in order',
  { timeout: 180_000 },
  async ({ skip }) => {
    const agreed = await agree()
    const data = temporaryFolder()
    if (!mountSmall(data, '2m')) skip('mounting needs the superuser')
    const here = sending(agreed, data)
    await agreed.receive(here.now)
    here.put(raised(1))
    await here.told(1)
    const ballast = join(data, 'ballast')
    fillUp(ballast)
    let n = 1
    await vi.waitFor(() => {
      if (n < 200) here.put(raised(++n))
      expect(pushFindings(here.state(), NOW).map(({ code }) => code)).toContain('PUSH_STUCK')
    }, wait)
    expect(here.state().failure?.message).toMatch(/full|disk I\/O/)
    rmSync(ballast)
    await vi.waitFor(() => expect(agreed.received()).toHaveLength(n), wait)
    await vi.waitFor(() => expect(here.state()).toMatchObject({ failure: undefined, receivers: [{ n: 0 }] }), wait)
    expect(agreed.received().map(({ seq }) => seq)).toEqual(Array.from({ length: n }, (_, i) => i + 1))
    expect(new Set(agreed.received().map(({ alert }) => alert.id)).size).toBe(n)
  },
)

test.skipIf(!openssl)(
  'each day is compared once it is over, and a day that differs is a finding',
  { timeout: 180_000 },
  async () => {
    const agreed = await agree()
    const here = sending(agreed)
    await agreed.receive(here.now)
    here.put(raised(1))
    await here.told(1)
    here.clock.at += DAY
    await vi.waitFor(() => expect(here.answers.lastDay('pa05')).toBe(localDate(NOW)), wait)
    expect(here.answers.mismatches('pa05')).toEqual([])

    const there = new DatabaseSync(join(agreed.receiverData, 'receiver.db'), { timeout: 5_000 })
    here.put(raised(2))
    await here.told(2)
    there.exec("UPDATE entry SET kind = 'restore' WHERE seq = 2")
    here.clock.at += DAY
    await vi.waitFor(
      () => expect(here.state().receivers[0]?.mismatches).toMatchObject([{ day: localDate(NOW + DAY) }]),
      wait,
    )
    there.exec("UPDATE entry SET kind = 'new' WHERE seq = 2")
    there.close()
    here.clock.at += 2 * HOUR
    await vi.waitFor(() => expect(here.state().receivers[0]?.mismatches).toEqual([]), wait)
  },
)
