import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { InventoryReport } from '../../ingest/sources/inventory/report.ts'
import { inventory } from '../../ingest/sources/inventory.ts'
import { windowsXml } from '../../ingest/sources/windows-xml.ts'
import { contextOf } from '../ingest/sources/support.ts'
import { temporaryFolder } from '../support/folder.ts'

const folder = join(import.meta.dirname, '../../deploy/inventory')
const script = (name: string): string => readFileSync(join(folder, name), 'utf8')

/** A person's home with three passwords that a browser keeps. */
const home = (): string => {
  const path = temporaryFolder()
  const profile = join(path, '.mozilla/firefox/abc.default')
  mkdirSync(profile, { recursive: true })
  const login = (n: number) => ({
    hostname: 'https://mat.example',
    encryptedUsername: `ten-${n}`,
    encryptedPassword: `bi-mat-${n}`,
  })
  writeFileSync(join(profile, 'logins.json'), JSON.stringify({ nextId: 4, logins: [login(1), login(2), login(3)] }))
  return path
}

describe('the collection script of POSIX shell', () => {
  test('writes one line of the published schema, counts what a browser keeps and tells none of it, and leaves nothing behind', () => {
    const path = home()
    const before = readdirSync(path, { recursive: true }).sort()
    const output = execFileSync('/bin/sh', [join(folder, 'collect.sh')], {
      ...{ encoding: 'utf8', cwd: path, timeout: 120_000, maxBuffer: 64 * 1024 * 1024 },
      env: { HOME: path, PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
    })
    expect(output.trimEnd().split('\n')).toHaveLength(1)
    const report = InventoryReport.parse(JSON.parse(output))
    const result = inventory.parse(output, contextOf())
    expect(result.ok && result.value.length).toBe(report.items.length)
    expect(report.items.map(({ what }) => what)).toEqual(expect.arrayContaining(['hardware', 'patches']))
    expect(report.items).toContainEqual({ what: 'saved-passwords', item: 'firefox', total: 3, ok: false })
    expect(output).not.toMatch(/bi-mat|ten-\d|mat\.example|encrypted/)
    expect(Math.abs(Date.parse(report.collectedAt) - Date.now())).toBeLessThan(600_000)
    expect(readdirSync(path, { recursive: true }).sort()).toEqual(before)
  }, 130_000)

  test.each([
    ['ubuntu:GNOME', 'true', 'uint32 900', { what: 'screen-lock', item: 'person', value: '900', ok: true }],
    ['ubuntu:GNOME', 'true', 'uint32 0', { what: 'screen-lock', item: 'person', value: '0', ok: false }],
    ['ubuntu:GNOME', 'false', 'uint32 300', { what: 'screen-lock', item: 'person', value: '0', ok: false }],
    ['KDE', 'true', 'uint32 900', { what: 'screen-lock', value: '900', ok: true }],
  ])(
    'tells under %s of a lock that is %s after %s',
    (desktop, lock, delay, item) => {
      const path = temporaryFolder()
      const bin = join(path, 'bin')
      mkdirSync(bin)
      const gsettings = `#!/bin/sh\ncase $3 in lock-enabled) echo '${lock}' ;; idle-delay) echo '${delay}' ;; *) exit 1 ;; esac\n`
      writeFileSync(join(bin, 'gsettings'), gsettings, { mode: 0o755 })
      const output = execFileSync('/bin/sh', [join(folder, 'collect.sh')], {
        ...{ encoding: 'utf8', cwd: path, timeout: 120_000, maxBuffer: 64 * 1024 * 1024 },
        env: { HOME: path, PATH: `${bin}:/usr/bin:/bin`, XDG_RUNTIME_DIR: path, XDG_CURRENT_DESKTOP: desktop },
      })
      const { items } = InventoryReport.parse(JSON.parse(output))
      expect(items.filter(({ what }) => what === 'screen-lock')).toEqual([item])
    },
    130_000,
  )

  describe('turns event logs into lines of XML', () => {
    const event = (n: number): string =>
      `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Example"></Provider>\n<EventID Qualifiers="">${n}</EventID>\r\n<TimeCreated SystemTime="2026-03-02 01:00:00.123456"></TimeCreated>\n<Channel>Application</Channel><Computer>pc-01</Computer></System>\n<EventData><Data Name="a">một\nhai</Data></EventData></Event>`
    const asked = (converter: string | undefined, prints: string): { lines: readonly string[]; failed: string } => {
      const path = temporaryFolder()
      const bin = join(path, 'bin')
      mkdirSync(bin)
      for (const name of ['a b.evtx', 'c.evtx']) writeFileSync(join(path, name), 'ElfFile')
      writeFileSync(join(path, 'prints'), prints)
      if (converter !== undefined)
        writeFileSync(join(bin, converter), `#!/bin/sh\ncat '${join(path, 'prints')}'\n`, { mode: 0o755 })
      const { stdout, stderr } = spawnSync('/bin/sh', [join(folder, 'collect.sh'), '-evtx', path], {
        ...{ encoding: 'utf8', timeout: 120_000, env: { PATH: `${bin}:/usr/bin:/bin`, HOME: path } },
      })
      return { lines: stdout.split('\n').filter(Boolean), failed: stderr }
    }

    test.each([
      ['evtx_dump', `<?xml version="1.1"?>\n\n<Events>\n${event(1)}\n${event(2)}\n</Events>\n`],
      ['evtx_dump.py', `<?xml version="1.1"?>\n<Events>\n${event(1)}\n\n${event(2)}\n</Events>`],
      ['evtx_dump', `Record 1\n<?xml version="1.0"?>\n${event(1)}\n\nRecord 2\n<?xml version="1.0"?>\n${event(2)}\n`],
      ['evtxexport', `evtxexport 20181227\n\n${event(1)}\n\n${event(2)}\n\n`],
    ])('of what %s prints, one event a line, of every file', (converter, prints) => {
      const { lines, failed } = asked(converter, prints)
      expect(failed).toBe('')
      expect(lines).toHaveLength(4)
      for (const [index, line] of lines.entries()) {
        const result = windowsXml.parse(line, contextOf())
        expect(result.ok && result.value).toMatchObject([
          { code: String((index % 2) + 1), host: 'pc-01', at: Date.UTC(2026, 2, 2, 1, 0, 0, 123) },
        ])
      }
    })

    test('and says what is missing where there is no converter', () => {
      const { lines, failed } = asked(undefined, '')
      if (!failed.includes('no converter')) return // a machine that has one of its own cannot show it
      expect(lines).toEqual([])
    })
  })

  test('has no command that writes, sends or asks for more rights', () => {
    const code = script('collect.sh').replace(/^\s*#.*$/gm, '')
    expect(code).not.toMatch(/\b(?:curl|wget|nc|ssh|scp|sudo|su|rm|mv|cp|tee|chmod|mktemp|eval|crontab|systemctl)\s/)
    expect(code.replace(/2?>\s*\/dev\/null(?: 2>&1)?/g, '')).not.toMatch(/(?<![=0-9-])>(?!=)\s*["$\w/.]/)
  })
})

/** There is no PowerShell where this runs: only what the script may call is held here. */
describe('the collection script of PowerShell', () => {
  const code = script('collect.ps1')
    .replace(/<#[\s\S]*?#>/g, '')
    .replace(/^\s*#.*$/gm, '')

  test('calls only commands that read, and prints', () => {
    const called = new Set(code.match(/\b[A-Z][A-Za-z]+-[A-Z][A-Za-z]+\b/g))
    const reading = ['CimInstance', 'HotFix', 'ItemProperty', 'ChildItem', 'Content', 'WinEvent'].map(
      (noun) => `Get-${noun}`,
    )
    const shaping = [
      'ForEach-Object',
      'Where-Object',
      'Select-Object',
      'Sort-Object',
      'ConvertTo-Json',
      'ConvertFrom-Json',
      'New-Object',
    ]
    expect([...called].filter((name) => ![...reading, ...shaping, 'Read-Value'].includes(name))).toEqual([])
    expect(called.size).toBeGreaterThan(8)
    expect([...code.matchAll(/New-Object ([\w.]+)/g)].map(([, type]) => type)).toEqual([
      ...['System.Text.UTF8Encoding', 'System.Collections.ArrayList'],
    ])
  })

  test('starts no program, reaches no network, writes no file', () => {
    expect(code).not.toMatch(
      /\.exe\b|\bInvoke-|\bStart-|Net\.|Http|\[IO\.|System\.IO|WriteAll|Out-File|(?<![<])>\s*['"$\w]|^\s*&|\biex\b|\breg\b|\bnet\b/im,
    )
  })

  test('tells no key and no password', () => {
    expect(code.match(/PartialProductKey/g)).toEqual(['PartialProductKey'])
    expect(code).toMatch(/PartialProductKey IS NOT NULL/)
    expect(code).not.toMatch(/encryptedPassword|encryptedUsername|\.password\b/i)
  })

  test('names what it tells as the schema does', () => {
    const sorts = [...code.matchAll(/Tell '([a-z-]+)'/g)].map(([, sort]) => sort!)
    const keys = [...code.matchAll(/\b(item|value|version|vendor|total|ok|[a-z]+) = /g)].map(([, key]) => key)
    const known = InventoryReport.shape.items.element.shape
    expect(sorts.filter((sort) => !known.what.options.includes(sort as never))).toEqual([])
    for (const key of ['item', 'value', 'version', 'vendor', 'total', 'ok']) {
      expect(known).toHaveProperty(key)
      expect(keys).toContain(key)
    }
    expect(code).toContain("schema = 'vonggac-inventory/1'")
  })
})
