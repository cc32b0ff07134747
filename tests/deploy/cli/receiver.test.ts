import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { fingerprintOf } from '../../../api/push/signature.ts'
import { main } from '../../../deploy/cli/main.ts'
import { reasons } from '../../../deploy/receiver/reasons.ts'
import { has } from '../../support/certificate.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { exportOf, ledger, makeSite } from '../../support/receiver.ts'

const NOW = Date.parse('2026-03-02T08:00:00+07:00')
const openssl = has('openssl', 'version')

afterEach(() => vi.restoreAllMocks())

/** One command as it is typed: its exit code and what it printed. */
const run = async (...args: readonly string[]) => {
  const said: string[] = []
  const hear = (text: unknown): void => void said.push(String(text))
  vi.spyOn(console, 'log').mockImplementation(hear)
  vi.spyOn(console, 'error').mockImplementation(hear)
  const code = await main(['receiver', ...args])
  vi.restoreAllMocks()
  return { code, said: said.join('\n') }
}

test.runIf(openssl)('from a file to the case file: import, list, show, export, keys', async () => {
  const folder = temporaryFolder()
  const site = makeSite(folder)
  const at = (name: string): string => join(folder, name)
  const config = ['--config', site.config]
  const entries = ledger(
    [
      { kind: 'new', alert: 'a-1', but: { machine: 'pc\u001b[2J\n9 cảnh báo' } },
      { kind: 'new', alert: 'a-2', but: { say: '=HYPERLINK("x"), "dấu"', unit: { id: 'xa-b', name: 'Xã B, cũ' } } },
      { kind: 'withdraw', alert: 'a-1' },
    ],
    NOW,
  )
  writeFileSync(at('tinh-x.ndjson'), exportOf(entries, site.sender))

  expect(await run('list', ...config)).toMatchObject({ code: 2, said: expect.stringContaining('chưa nhận gì') })
  const taken = await run('import', at('tinh-x.ndjson'), ...config)
  expect(taken).toMatchObject({ code: 0, said: expect.stringContaining('đã nhận 3 mục mới trong 3 mục') })
  expect(JSON.parse(readFileSync(at('tinh-x.ndjson.receipt.json'), 'utf8'))).toMatchObject({ through: 3, count: 3 })

  const { said: listed } = await run('list', ...config)
  expect(listed).toMatch(/^a-1 {2}tinh-x#3 {2}\[ĐÃ THU HỒI\].*\n/m)
  expect(listed).toMatch(/^a-2 {2}tinh-x#2 {2}\[cao\].*Xã B, cũ/m)
  expect(listed).toContain('1 cảnh báo đang có hiệu lực, 1 đã thu hồi')
  const { said: shown } = await run('show', 'a-1', ...config)
  expect(shown).toMatch(/căn cứ: UBND tỉnh Phú Thọ, tháng 7\/2025: .*, mục 2\n/)
  expect(shown).toMatch(/tinh-x#1 {2}mới[\s\S]*tinh-x#3 {2}thu hồi/)
  expect(shown).toContain('biên nhận {"receiver":"pa05"')
  expect(shown).toContain('pc�[2J�9 cảnh báo')
  expect((await run('show', 'a-9', ...config)).code).toBe(2)

  expect((await run('export', '--out', at('ho-so.csv'), ...config)).code).toBe(0)
  const csv = readFileSync(at('ho-so.csv'), 'utf8')
  expect(csv.startsWith('\ufeffmã cảnh báo,')).toBe(true)
  expect(csv.trimEnd().split('\r\n')).toHaveLength(3)
  expect(csv).toContain(`,"'=HYPERLINK(""x""), ""dấu""",`)
  expect(csv).toContain(',"Xã B, cũ",')
  expect((await run('export', '--format', 'ndjson', '--out', at('ho-so.ndjson'), ...config)).code).toBe(0)
  const lines = readFileSync(at('ho-so.ndjson'), 'utf8').trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    ...entries.map((entry) => ({ sender: 'tinh-x', seq: entry.seq, entry })),
    { receipt: { through: 3 } },
  ])
  expect((await run('export', '--format', 'xml', ...config)).code).toBe(2)

  const { said: keys } = await run('keys', ...config)
  expect(keys).toContain(fingerprintOf(site.receiverKey))
  expect(keys).toContain(fingerprintOf(site.sender.signingKey))
  expect(keys).not.toContain('PRIVATE')
  expect(keys).toMatch(/hết hạn \d\d:\d\d \d\d\/\d\d\/20\d\d$/m)

  writeFileSync(at('hong.ndjson'), exportOf(entries, site.stranger))
  expect(await run('import', at('hong.ndjson'), ...config)).toMatchObject({
    code: 3,
    said: expect.stringMatching(/hong\.ndjson: không nhận tệp: .* \[UNKNOWN_KEY\]$/),
  })
  const { said: refused } = await run('list', '--refusals', ...config)
  expect(refused).toMatch(/ 1 {2}UNKNOWN_KEY /)
})

test('a wrong call is told how to call', async () => {
  for (const args of [[], ['khac'], ['import'], ['list', 'a'], ['show', 'a', 'b']]) {
    const folder = temporaryFolder()
    expect(await run(...args, '--config', join(folder, 'x.yaml'))).toMatchObject({
      code: 2,
      said: expect.stringContaining('receiver start | list'),
    })
  }
})

test('docs/receiver.md explains every reason of a refusal and no other', () => {
  const page = readFileSync(new URL('../../../docs/receiver.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, reason]) => reason)
  expect(rows.sort()).toEqual(Object.keys(reasons).sort())
})
