import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { Config, loadConfig } from '../deploy/config.ts'
import { openInputs } from '../deploy/inputs.ts'
import { memoryIntake } from './support/memory-intake.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const clients = read('docs/clients.md')
const readme = read('README.md')

const copy = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vonggac-vi-du-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(join(root, 'config.example'), folder, { recursive: true })
  return folder
}

test('a copy of config.example passes `vonggac check`', () => {
  const said = execFileSync(process.execPath, ['bin/vonggac.js', 'check', '--config', copy()], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(said).toContain('danh bạ: 3 đơn vị')
  expect(said, 'its texts let every rule judge').not.toContain('Không xét')
})

test('without the texts of ACC-11 `vonggac check` says that it is not judged', () => {
  const folder = copy()
  const file = join(folder, 'directory/directives.csv')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^(CB|HUE);.*\n/gm, ''))
  const said = execFileSync(process.execPath, ['bin/vonggac.js', 'check', '--config', folder], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(said).toMatch(
    /^Không xét ở mọi đơn vị đang giám sát: ACC-11a, .*vì chưa có văn bản nào ràng buộc \(cần CB hoặc HUE trong directives\.csv\)$/m,
  )
})

test('the mapping of docs/configuration.md reads its sample with `vonggac map preview`, and is that of config.example', () => {
  const page = read('docs/configuration.md')
  const block = (name: string): string => new RegExp(`\`\`\`${name}\\n([\\s\\S]*?)\`\`\``).exec(page)![1]!
  const folder = copy()
  const [mapping, sample] = [join(folder, 'mot-cua.yaml'), join(folder, 'mot-cua.csv')]
  writeFileSync(mapping, block('yaml mapping'))
  writeFileSync(sample, block('csv sample'))
  const args = ['bin/vonggac.js', 'map', 'preview', '--mapping', mapping, '--sample', sample]
  const said = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  expect(said.match(/→ login/g)).toHaveLength(2)
  expect(said).toContain('3 dòng, 0 dòng không đọc được')
  const { header: _, ...rest } = loadConfig(folder).sources[0]!.mapping!
  expect(rest).toEqual(parse(block('yaml mapping')))
})

test('config.example lets nobody in: the digest in it is of no token', () => {
  expect(loadConfig(copy()).collectors.map(({ tokenSha256 }) => tokenSha256)).toEqual(['0'.repeat(64)])
})

describe('the clients of the README', () => {
  const section = readme.slice(readme.indexOf('## Sending logs'), readme.indexOf('## Command line'))
  const blocks = [...section.matchAll(/### (.+)\n[\s\S]*?(```[\s\S]*?```)/g)]

  test.each(blocks.map(([, client, block]) => [client!, block!] as const))('%s: as in docs/clients.md', (_, block) => {
    expect(clients).toContain(block)
  })

  test('are all there', () => {
    expect(blocks.map(([, client]) => client)).toEqual(['Token', 'Winlogbeat', 'Filebeat', 'NXLog', 'rsyslog'])
  })

  test('send to ports that config.example opens or shows', () => {
    const ports = [...section.matchAll(/192\.0\.2\.10:(\d+)|\bPort +(\d+)|port="(\d+)"/g)].map(
      (m) => m[1] ?? m[2] ?? m[3],
    )
    expect(ports.length).toBeGreaterThan(3)
    for (const port of ports) expect(read('config.example/config.yaml')).toContain(`port: ${port}`)
  })
})

const TOKEN = 'MA_TRUY_CAP'
type Output = { hosts: string[]; path?: string; api_key?: string; username?: string; password?: string }

/** The product's own inputs, on ports of their own, for the collectors of docs/clients.md. */
const open = async () => {
  const intake = memoryIntake()
  const tokenSha256 = createHash('sha256').update(TOKEN).digest('hex')
  const collectors = ['wef-01', 'web-01'].map((id) => ({ id, tokenSha256 }))
  const folder = copy()
  const config = { ...Config.parse({ ingest: { port: 0 }, collectors }), data: join(folder, 'data'), folder }
  const inputs = await openInputs({ config, intake, log: pino({ level: 'silent' }) })
  onTestFinished(() => inputs.close())
  return { intake, url: `http://127.0.0.1:${inputs.port}` }
}

test.each(['Winlogbeat', 'Filebeat'])('%s configured so reaches the product as it is composed', async (beat) => {
  const { intake, url } = await open()
  const block = new RegExp(`## ${beat}\\n\\n\`\`\`yaml\\n([^\`]+)\`\`\``).exec(clients)![1]!
  const output = (parse(block) as Record<string, Output>)['output.elasticsearch']!
  const pair = output.api_key ?? `${output.username}:${output.password}`
  const authorization = `${output.api_key ? 'ApiKey' : 'Basic'} ${Buffer.from(pair).toString('base64')}`
  const base = `${url}${new URL(output.hosts[0]!).pathname.replace(/\/$/, '')}${output.path ?? ''}`
  for (const path of ['/', '/_license'])
    expect((await fetch(`${base}${path}`, { headers: { authorization } })).status).toBe(200)
  const body = '{"create":{}}\n{"a":1}\n'
  expect((await fetch(`${base}/_bulk`, { method: 'POST', headers: { authorization }, body })).status).toBe(200)
  expect(intake.texts()).toEqual(['{"a":1}'])
})
