import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { localTime } from '../../../kernel/time.ts'
import { nightLogin } from '../../support/alerts.ts'
import { has } from '../../support/certificate.ts'
import { writeConfig } from '../../support/config.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { vonggac } from '../../support/product.ts'
import { alertsHere, openHere, police } from '../../support/push-ledger.ts'
import { agree } from '../../support/push-line.ts'

const NOW = localTime('2026-03-04', '10:00')
const openssl = has('openssl', 'version')

test.skipIf(!openssl)(
  'a site without a line: a file there, a receipt back, and each is refused where a letter was changed',
  {
    timeout: 300_000,
  },
  async () => {
    const agreed = await agree()
    const { url: _, ...line } = agreed.push.receivers[0]!
    const folder = writeConfig(temporaryFolder(), { push: { ...agreed.push, receivers: [line] } })
    const run = (...args: readonly string[]) => vonggac([...args, '--config', folder])
    const there = (...args: readonly string[]) => vonggac(['receiver', ...args, '--config', agreed.file])
    expect(await run('push', 'status')).toMatchObject({ code: 2, err: expect.stringContaining('chưa có sổ chuyển') })

    const product = alertsHere()
    for (let n = 0; n < 3; n++)
      product.put(nightLogin(NOW - n, { level: 'high', but: { id: `canh-bao-${n}`, sample: false } }), NOW)
    mkdirSync(join(folder, 'data'), { recursive: true })
    const here = openHere({ folder: join(folder, 'data'), db: product.db, receivers: [police], now: () => NOW })
    here.drain()
    const entered = here.entries()
    here.close()

    const out = join(folder, 'mang-di')
    const file = (await run('push', 'export', '--out', out)).out.trim()
    expect(file).toBe(join(out, 'chuyen-pa05-1-3.ndjson'))
    const whole = readFileSync(file, 'utf8')
    const altered = join(out, 'sua.ndjson')
    writeFileSync(altered, whole.replace('"level":"high"', '"level":"low"'))
    expect((await there('import', altered)).code).not.toBe(0)
    const receipt = join(out, 'bien-nhan.json')
    expect(await there('import', file, '--out', receipt)).toMatchObject({ code: 0 })
    expect(agreed.received()).toEqual(entered)

    const wrong = join(out, 'bien-nhan-sua.json')
    writeFileSync(
      wrong,
      readFileSync(receipt, 'utf8').replace(/"received":\s*\d/, (found) => `${found}9`),
    )
    expect(await run('push', 'receipt', wrong)).toMatchObject({ code: 2, err: expect.stringContaining('chữ ký') })
    expect((await run('push', 'status')).out).toContain('biên nhận: chưa có')
    expect(await run('push', 'receipt', receipt)).toMatchObject({ code: 0 })
    expect((await run('push', 'status')).out).toContain('biên nhận: đến mục 3,')
    expect(await run('push', 'export', '--out', out)).toMatchObject({
      out: '',
      err: expect.stringContaining('không có mục nào từ 4'),
    })
  },
)

test('keys makes a key once, for its owner alone, and prints what the receiver is given', async () => {
  const folder = temporaryFolder()
  const receiver = { id: 'pa05', name: 'PA05', receiverKey: 'khong-co.pub', policy: [{ from: '2026-03-01' }] }
  writeConfig(folder, { push: { sender: 'tinh', signingKey: 'keys/ky.pem', receivers: [receiver] } })
  const [first, again] = [
    await vonggac(['push', 'keys', '--config', folder]),
    await vonggac(['push', 'keys', '--config', folder]),
  ]
  expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/^-----BEGIN PUBLIC KEY-----/) })
  expect(again.out).toBe(first.out)
  expect([first.err, again.err]).toEqual([
    expect.stringContaining('đã tạo khóa'),
    expect.not.stringContaining('đã tạo'),
  ])
  rmSync(join(folder, 'keys/ky.pem'))
  writeFileSync(join(folder, 'keys/ky.pem'), 'không phải khóa')
  expect(await vonggac(['push', 'keys', '--config', folder])).toMatchObject({
    code: 3,
    err: expect.stringContaining('không phải khóa riêng Ed25519'),
  })
})

test.skipIf(!openssl)(
  'a file that a start would refuse is refused by check, in the same words',
  { timeout: 300_000 },
  async () => {
    const agreed = await agree()
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    writeFileSync(join(agreed.folder, 'ec.pub'), publicKey.export({ type: 'spki', format: 'pem' }))
    writeFileSync(join(agreed.folder, 'hong.pem'), 'không phải PEM')
    const [line] = agreed.push.receivers
    const at = (name: string): string => join(agreed.folder, name)
    const cases: readonly (readonly [object, RegExp])[] = [
      [{ signingKey: at('khong-co.pem') }, /push\.signingKey: không đọc được tệp .*khong-co\.pem: không có tệp này/],
      [
        { receivers: [{ ...line, receiverKey: at('ec.pub') }] },
        /«pa05», receiverKey: .*ec\.pub không phải khóa công khai Ed25519/,
      ],
      [{ receivers: [{ ...line, ca: at('hong.pem') }] }, /«pa05», ca: không phải chứng thư PEM/],
      [{ receivers: [{ ...line, cert: at('khong-co.pem') }] }, /«pa05», cert: không đọc được tệp/],
      [
        { receivers: [{ ...line, key: at('server-key.pem') }] },
        /«pa05», cert, key: không phải chứng thư và khóa PEM đi cùng nhau/,
      ],
    ]
    const checked = (folder: string) => vonggac(['check', '--config', folder])
    for (const [i, [push, said]] of cases.entries()) {
      const folder = writeConfig(temporaryFolder(), { push: { ...agreed.push, ...push } })
      const { code, err } = await checked(folder)
      expect({ code, err }).toEqual({ code: 3, err: expect.stringMatching(said) })
      if (i === 0) expect(await vonggac(['start', '--config', folder])).toMatchObject({ code: 3, err })
    }
    expect(await checked(writeConfig(temporaryFolder(), { push: agreed.push }))).toMatchObject({ code: 0 })
  },
)

const policy = [{ from: '2026-03-01' }]
const good = { id: 'pa05', name: 'PA05', receiverKey: 'r.pub', policy }
test.each<readonly [string, object, RegExp]>([
  ['a line without certificates', { ...good, url: 'https://192.0.2.1:9443' }, /receivers\.0\.(cert|key): cần tệp PEM/],
  [
    'a line that is not HTTPS',
    { ...good, url: 'http://192.0.2.1' },
    /receivers\.0\.url: cần địa chỉ bắt đầu bằng https/,
  ],
  ['a day there is not', { ...good, policy: [{ from: '2026-11-31' }] }, /policy\.0\.from: cần ngày có thật/],
  [
    'a name in the address',
    { ...good, url: 'https://a:b@192.0.2.1', cert: 'c', key: 'k' },
    /không ghi tên và mật khẩu/,
  ],
  ['a policy without its day', { ...good, policy: [{}] }, /policy\.0\.from: thiếu mục này/],
  [
    'a clause that no rule enforces',
    { ...good, policy: [{ from: '2026-01-01' }, { from: '2026-01-01', clauses: ['MED-99'] }] },
    /nơi nhận «pa05», dòng 2 của policy: không luật nào xét điều khoản «MED-99»/,
  ],
  ['a chat service', { ...good, url: 'https://t.me/bot1', cert: 'c', key: 'k' }, /Telegram/],
])('check refuses %s', async (_, receiver, said) => {
  const folder = writeConfig(temporaryFolder(), {
    push: { sender: 'tinh', signingKey: 'k.pem', receivers: [receiver] },
  })
  const run = await vonggac(['check', '--config', folder])
  expect({ code: run.code, err: run.err }).toEqual({ code: 3, err: expect.stringMatching(said) })
})
