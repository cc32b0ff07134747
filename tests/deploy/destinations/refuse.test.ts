import { execFileSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { loadConfig } from '../../../deploy/config.ts'
import { offencesIn, refuseForbidden } from '../../../deploy/destinations/refuse.ts'
import { isCoded } from '../../../kernel/errors.ts'
import { collectors, writeConfig } from '../../support/config.ts'
import { temporaryFolder } from '../../support/folder.ts'

const root = join(import.meta.dirname, '../../..')

const refusal = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (isCoded(error) && error.code === 'CONFIG_INVALID') return error.message
    throw error
  }
  return ''
}

test('the refusal says file, line, key, and the clause with its words', () => {
  const text = 'name: Tỉnh\npush:\n  receivers:\n    - id: pa05\n      url: https://api.telegram.org/bot1\n'
  expect(refusal(() => refuseForbidden('config.yaml', text))).toBe(
    'config.yaml, dòng 5: push.receivers.0.url: «api.telegram.org» thuộc Telegram, không được dùng để gửi, nhận thông tin công vụ: ' +
      'DAT-02 Gửi, nhận tài liệu mật, tài liệu nội bộ qua mạng xã hội, ứng dụng nhắn tin ' +
      '(PT 1 «Không sử dụng các ứng dụng mạng xã hội (Zalo, Viber, Telegram, Facebook...) để gửi/nhận văn bản, tài liệu chưa đựng nội dung bí mật nhà nước»; ' +
      'VT 4.3 «Văn bản, tài liệu mật, tài liệu nội bộ chỉ được trao đổi qua mạng nội bộ hoặc thiết bị mật, không được gửi qua email cá nhân, các mạng xã hội hiện hành»; ' +
      'CB 6.2đ «không sử dụng các trang mạng xã hội, dịch vụ thư điện tử, công cụ tiện ích điện tử công cộng để trao đổi thông tin quan trọng liên quan đến công việc chuyên môn của đơn vị»)',
  )
})

/** A value at every depth that a key of the configuration has, and under keys that it does not have. */
const places: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['elasticsearch.url', { elasticsearch: { url: 'https://es.zalo.me' } }],
  ['kafka.brokers.1', { kafka: { brokers: ['kafka-01:9092', 'b.slack.com:9092'] } }],
  ['ingest.kafka.brokers.0', { ingest: { kafka: { brokers: ['discord.gg:9092'], topics: [] } } }],
  ['syslog.0.host', { syslog: [{ protocol: 'udp', host: 'viber.com', port: 1, collector: 'c' }] }],
  ['files.0.path', { files: [{ path: '//t.me/chia-se', collector: 'c' }] }],
  ['collectors.0.unit', { collectors: [{ ...collectors('c')[0], unit: 'an.nv@gmail.com' }] }],
  ['chua.ai.biet.den.0.khoa', { chua: { ai: { biet: { den: [{ khoa: 'https://m.me/x' }] } } } }],
  ['policy.0.basis', { policy: [{ unit: 'u', rule: 'ACC-11a', set: {}, basis: 'https://facebook.com/x' }] }],
  ['t.me', { 't.me': 1 }],
  ['contact.type', { contact: { type: 'slack' } }],
]

test.each(places)('%s: refused, whatever key it is', (path, config) => {
  const folder = writeConfig(temporaryFolder(), config)
  const said = refusal(() => loadConfig(folder))
  expect(said).toContain(`: ${path}: «`)
  expect(said).toMatch(/config\.yaml, dòng \d+: .*DAT-0[23]/)
})

test('what is compared with logs may name any site', () => {
  const mapping = { title: { vi: 'zalo.me', en: 'zalo.me' } }
  const config = {
    sources: [{ id: 's', type: 'table', mapping }],
    policy: [{ unit: 'u', rule: 'WEB-01', set: { sites: ['zalo.me', 'facebook.com'] }, basis: 'Quyết định 01' }],
  }
  const folder = writeConfig(temporaryFolder(), config)
  expect(loadConfig(folder).policy).toHaveLength(1)
})

test('the forms of reports are held to it too, and `vonggac check` refuses with exit code 3', () => {
  const folder = writeConfig(temporaryFolder())
  mkdirSync(join(folder, 'reports/agencies'), { recursive: true })
  writeFileSync(join(folder, 'reports/agencies/a.yaml'), stringify({ contact: { email: 'don.vi@yahoo.com.vn' } }))
  expect(refusal(() => loadConfig(folder))).toMatch(/a\.yaml, dòng 2: contact\.email: .*DAT-03/)

  const other = writeConfig(temporaryFolder(), { elasticsearch: { url: 'https://api.telegram.org' } })
  const run = () =>
    execFileSync(process.execPath, ['bin/vonggac.js', 'check', '--config', other], {
      cwd: root,
      stdio: 'pipe',
    })
  expect(run).toThrow(expect.objectContaining({ status: 3, stderr: expect.anything() }))
})

test('an anchor is found where it is written, a comment is not looked at', () => {
  const text = '# dùng zalo.me thì bị từ chối\na: &x https://zalo.me\nb: *x\n'
  expect(offencesIn(text).map(({ line, path }) => [line, path])).toEqual([[2, 'a']])
})

test('no file that comes with the product names any', () => {
  const files = globSync(['config.example/**/*.{yaml,yml}', 'deploy/**/*.{yaml,yml,json}', 'docker-compose.yml'], {
    cwd: root,
  })
  expect(files.length).toBeGreaterThan(8)
  for (const file of files) expect(offencesIn(readFileSync(join(root, file), 'utf8')), file).toEqual([])
})
