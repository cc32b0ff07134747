import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/folder.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'deploy/systemd')
const units = readdirSync(folder)
const pages = ['docs/install.md', 'docs/receiver.md'].map((page) => readFileSync(join(root, page), 'utf8'))
const read = (unit: string): string => readFileSync(join(folder, unit), 'utf8')
const of = (unit: string, name: string): string[] =>
  [...read(unit).matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value]) => value!)

test('there are units, and a page says how each is installed', () => {
  expect(units.sort()).toEqual(['vong-gac-nhan.service', 'vong-gac-role@.service', 'vong-gac.service'])
  for (const unit of units) expect(pages.join('\n')).toContain(`deploy/systemd/${unit}`)
})

describe.each(units)('%s', (unit) => {
  test.each([
    ['NoNewPrivileges', 'yes'],
    ['ProtectSystem', 'strict'],
    ['ProtectHome', 'yes'],
    ['PrivateTmp', 'yes'],
    ['PrivateDevices', 'yes'],
    ['ProtectKernelTunables', 'yes'],
    ['ProtectKernelModules', 'yes'],
    ['ProtectControlGroups', 'yes'],
    ['RestrictSUIDSGID', 'yes'],
    ['RestrictNamespaces', 'yes'],
    ['LockPersonality', 'yes'],
    ['CapabilityBoundingSet', ''],
    ['UMask', '0077'],
    ['StateDirectoryMode', '0700'],
    ['User', 'vong-gac'],
    ['Restart', 'always'],
  ])('has %s=%s', (name, value) => {
    expect(of(unit, name)).toEqual([value])
  })

  test('lets Node compile, and ends it by SIGTERM in its own time', () => {
    expect(of(unit, 'MemoryDenyWriteExecute')).toEqual([])
    expect(of(unit, 'KillSignal')).toEqual(['SIGTERM'])
    expect(Number(of(unit, 'TimeoutStopSec')[0])).toBeGreaterThanOrEqual(60)
  })

  test('starts what there is', () => {
    const [command] = of(unit, 'ExecStart')
    const [, file, name] = /^\/opt\/vong-gac\/node_modules\/\.bin\/node (\S+) ((?:receiver )?\S+) /.exec(command!)!
    expect(readFileSync(join(root, file!), 'utf8')).toContain('#!/usr/bin/env node')
    expect(['start', 'receiver start']).toContain(name)
  })
})

const has = spawnSync('systemd-analyze', ['--version']).status === 0

test.skipIf(!has && !process.env['CI'])(
  'systemd itself has nothing against them, and finds them little exposed',
  () => {
    const there = temporaryFolder()
    for (const unit of units) {
      // It looks whether the program is there, which it is after the installation only.
      const text = read(unit).replace('/opt/vong-gac/node_modules/.bin/node', '/usr/bin/env')
      const file = join(there, unit.replace('role@', 'detect@1'))
      writeFileSync(file, text)
      const verified = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' })
      expect(verified.stderr.split('\n').filter((line) => line.includes('vong-gac'))).toEqual([])
      const looked = spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=20', file], {
        encoding: 'utf8',
      })
      expect(looked.status, looked.stdout).toBe(0)
    }
  },
)
