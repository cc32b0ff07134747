import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { isSignedAnswer, signBytes } from '../../../api/push/signature.ts'
import { digestOf } from '../../../api/push/wire.ts'
import { importFile } from '../../../deploy/receiver/import.ts'
import { openReading } from '../../../deploy/receiver/reading.ts'
import { loadReceiver } from '../../../deploy/receiver/settings.ts'
import { openStore } from '../../../deploy/receiver/store.ts'
import { openTables } from '../../../deploy/receiver/tables.ts'
import { isCoded } from '../../../kernel/errors.ts'
import { has } from '../../support/certificate.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { exportOf, ledger, makeSite } from '../../support/receiver.ts'

const NOW = Date.parse('2026-03-02T08:00:00+07:00')
const openssl = has('openssl', 'version')

const open = () => {
  const site = makeSite(temporaryFolder())
  const config = loadReceiver(site.config)
  const db = openTables(config.data, false)
  onTestFinished(() => db.close())
  const store = openStore(db)
  const reading = openReading(db)
  return {
    ...{ site, reading },
    take: (bytes: Buffer) => importFile(config, store, bytes, NOW),
    seqs: () => [...reading.entries()].map(({ seq }) => seq),
  }
}

const four = ledger(
  [
    { kind: 'new', alert: 'a-1' },
    { kind: 'new', alert: 'a-2' },
    { kind: 'withdraw', alert: 'a-1' },
    { kind: 'new', alert: 'a-3' },
  ],
  NOW,
)

test.runIf(openssl)(
  'a file is taken as requests are: receipted, once in effect, going on where the last one ended',
  () => {
    const { site, take, seqs, reading } = open()
    const first = take(exportOf(four.slice(0, 3), site.sender))
    if (!first.ok) throw new Error(first.error.detail)
    expect(first.value).toMatchObject({ fresh: 3, receipt: { sender: 'tinh-x', through: 3, count: 3, received: NOW } })
    expect(first.value.receipt.digest).toBe(digestOf(four[2]!))
    expect(isSignedAnswer(site.receiverKey, first.value.receipt)).toBe(true)
    expect(take(exportOf(four.slice(0, 3), site.sender))).toMatchObject({ ok: true, value: { fresh: 0 } })
    expect(take(exportOf(four.slice(3), site.sender))).toMatchObject({ ok: true, value: { fresh: 1 } })
    expect(seqs()).toEqual([1, 2, 3, 4])
    expect([...reading.receipts()]).toHaveLength(3)
  },
)

test.runIf(openssl)('a file that is not what its sender signed for us is refused and counted', () => {
  const { site, take, seqs, reading } = open()
  const good = exportOf(four, site.sender)
  const text = good.toString()
  const lines = text.trimEnd().split('\n')
  // Signed as it must be, by whoever has the key, but saying something else than it holds.
  const signed = (edited: readonly string[]): Buffer => {
    const bytes = Buffer.from(edited.map((line) => `${line}\n`).join(''))
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const end = { sha256, signature: signBytes(site.sender.signingKey, bytes) }
    return Buffer.concat([bytes, Buffer.from(JSON.stringify(end))])
  }
  const cases: readonly (readonly [string, string, Buffer])[] = [
    ['empty', 'INVALID', Buffer.alloc(0)],
    ['cut off', 'INVALID', good.subarray(0, good.length - 40)],
    ['without its end', 'INVALID', Buffer.from(lines.slice(0, -1).join('\n'))],
    ['one letter changed', 'SIGNATURE', Buffer.from(text.replace('pc-01', 'pc-02'))],
    ['a line taken out', 'SIGNATURE', Buffer.from([...lines.slice(0, 2), ...lines.slice(3)].join('\n'))],
    ['of nobody known', 'UNKNOWN_KEY', exportOf(four, site.stranger)],
    ['of another’s key', 'UNKNOWN_KEY', exportOf(four, { ...site.stranger, id: 'tinh-x' })],
    ['for another', 'INVALID', exportOf(four, site.sender, 'pa06')],
    ['a head that says too much', 'INVALID', signed(lines.slice(0, 3))],
    ['a line that is no entry', 'INVALID', signed([lines[0]!, '{}', ...lines.slice(2, -1)])],
    ['a gap', 'GAP', exportOf(four.slice(1), site.sender)],
    ['other contents', 'ALTERED', exportOf([four[0]!, { ...four[1]!, previous: 'f'.repeat(64) }], site.sender)],
  ]
  for (const [what, reason, bytes] of cases)
    expect(take(bytes), what).toMatchObject({ ok: false, error: { reason, detail: expect.any(String) } })
  expect(seqs()).toEqual([])
  expect(reading.refused().reduce((sum, { times }) => sum + times, 0)).toBe(cases.length)
  expect(take(good).ok).toBe(true)
})

const refusal = (work: () => unknown): string => {
  try {
    work()
    return ''
  } catch (error) {
    if (isCoded(error) && error.code === 'CONFIG_INVALID') return error.message
    throw error
  }
}

test.runIf(openssl)(
  'the configuration is held to its form, its files are read, and nobody of the forbidden list is let in',
  () => {
    const folder = temporaryFolder()
    const fingerprint = 'ab'.repeat(32)
    const sender = { id: 'tinh-x', publicKeys: ['tinh-x-sign.pub.pem'], certificates: [fingerprint] }
    const cases: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
      ['chat', { host: 'chat.zalo.me' }, /receiver\.yaml, dòng \d+: host: «chat\.zalo\.me» thuộc Zalo.*DAT-02/],
      ['mail', { senders: [{ ...sender, id: 'tinh.x@gmail.com' }] }, /senders\.0\.id: «gmail\.com».*DAT-03/],
      ['twice', { senders: [sender, { ...sender, certificates: ['cd'.repeat(32)] }] }, /senders\.1\.id: .*đã có/],
      ['shared', { senders: [sender, { ...sender, id: 'tinh-y' }] }, /senders\.1\.certificates: .*bên gửi khác/],
      ['fingerprint', { senders: [{ ...sender, certificates: ['ab'] }] }, /64 chữ số/],
      [
        'a private key',
        { senders: [{ ...sender, publicKeys: ['receiver-key.pem'] }] },
        /senders\.0\.publicKeys\.0.*Ed25519/,
      ],
      ['missing', { signingKey: 'khong-co.pem' }, /signingKey: không đọc được/],
      ['no certificate', { ca: 'receiver-key.pem' }, /ca: không phải chứng thư/],
      ['unknown key', { cong: 1 }, /không có mục nào tên «cong»/],
    ]
    const { config } = makeSite(folder)
    const good = parse(readFileSync(config, 'utf8')) as object // written by makeSite
    for (const [what, settings, said] of cases) {
      writeFileSync(config, stringify({ ...good, ...settings }))
      expect(
        refusal(() => loadReceiver(config)),
        what,
      ).toMatch(said)
    }
    writeFileSync(join(folder, 'leer.yaml'), '')
    expect(refusal(() => loadReceiver(join(folder, 'leer.yaml')))).toContain('thiếu mục này')
  },
)
