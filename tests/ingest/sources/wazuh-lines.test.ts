import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { auditd } from '../../../ingest/sources/auditd.ts'
import { cef } from '../../../ingest/sources/cef.ts'
import { builtInSources, detectSource } from '../../../ingest/sources/index.ts'
import { linuxAuth } from '../../../ingest/sources/linux-auth.ts'
import { wazuh } from '../../../ingest/sources/wazuh.ts'
import { webServer } from '../../../ingest/sources/web-server.ts'
import type { Observation } from '../../../kernel/event.ts'
import { describeFixtures, fixture } from '../fixtures.ts'
import { contextOf } from './support.ts'

type Line = { readonly section: string; readonly decoder: string; readonly raw: string; readonly pass: boolean }

/** Sections of one of the peer's test files; `;` starts a comment. */
const readIni = (file: string): readonly Line[] =>
  readFileSync(fixture('wazuh-tests', file), 'utf8')
    .split(/^\[/m)
    .slice(1)
    .flatMap((block) => {
      const section = block.slice(0, block.indexOf(']'))
      const decoder = /^decoder *= *(.+)$/m.exec(block)?.[1]?.trim() ?? ''
      return [...block.matchAll(/^log \d+ (pass|fail) *= *(.*)$/gm)].map(([, verdict, raw]) => ({
        section,
        decoder,
        raw: raw ?? '',
        pass: verdict === 'pass',
      }))
    })

const OURS = /^(sshd|sudo|su|pam|useradd|userdel|usermod|groupadd|passwd|chpasswd|systemd-logind)$/

describeFixtures('the peer’s raw lines', () => {
  const files = readdirSync(fixture('wazuh-tests')).filter((file) => file.endsWith('.ini'))
  const lines = files.flatMap(readIni)

  test('are there', () => expect(lines.length).toBeGreaterThan(1_800))

  test('of Linux programs we read parse, and the program is the peer’s decoder', () => {
    const ours = lines.filter(({ decoder, pass }) => pass && OURS.test(decoder))
    expect(ours.length).toBeGreaterThanOrEqual(5)
    for (const { raw, decoder } of ours) {
      const result = linuxAuth.parse(raw, contextOf())
      expect(result.ok, raw).toBe(true)
      if (result.ok) expect(result.value[0]?.provider, raw).toBe(decoder)
    }
  })

  test.each([
    ['su: failed ', { action: 'privilege', ok: false, user: 'ldap@niban', target: 'root@niban' }],
    ['su: bad pass', { action: 'privilege', ok: false, user: 'ger@niban', target: 'fwmaster@niban' }],
    ['su: work fts', { action: 'privilege', ok: true, user: 'dcid@enigma', target: 'root@enigma' }],
    ['su: pam - auth fail', { action: 'privilege', ok: false, user: 'dcid@niban' }],
    ['useradd failed', { action: 'other', provider: 'useradd' }],
    ['sshd: Authentication succeeded from a malicious IP address', { action: 'login', ok: true, ip: '218.92.0.222' }],
    // The peer counts an offer of `none` as a failed login; every client makes one before it asks for the password.
    ['sshd: Authentication failed from a malicious IP address', { action: 'other', provider: 'sshd' }],
  ])('section «%s»', (section, expected) => {
    const raw = lines.filter((line) => line.section === section)
    expect(raw.length).toBeGreaterThan(0)
    for (const line of raw) {
      const result = linuxAuth.parse(line.raw, contextOf())
      expect(result.ok && result.value[0]).toMatchObject(expected)
    }
  })

  test('of Windows events are all read as such, by the name and number the line gives', () => {
    const windows = lines.filter(({ raw }) => /"win"\s*:/.test(raw))
    expect(windows).toHaveLength(212)
    for (const { raw } of windows) {
      expect(detectSource(raw)?.id, raw).toBe('wazuh')
      const result = wazuh.parse(raw, contextOf())
      if (!result.ok) throw new Error(`${result.error.detail}\n${raw}`)
      const { system } = (JSON.parse(raw) as { win: { system: Record<string, unknown> } }).win
      expect(result.value, raw).toHaveLength(1)
      expect(result.value[0]).toMatchObject({
        ...{ code: String(system['eventID']), provider: system['providerName'] },
        host: String(system['computer']).toLowerCase().split('.')[0],
      })
    }
  })

  test.each([
    ['Failed Logon from malicious IP', { action: 'login', ok: false }],
    ['Successful Remote Logon from malicious IP', { action: 'login', ok: true }],
    ['Terminal Services connect', { action: 'session.connect' }],
    ['Shutdown initiate requests', { action: 'power.off' }],
    ['Clear audit logs', { action: 'log.clear', log: 'Security' }],
    ['User initiated logoff', { action: 'logout' }],
  ])('section «%s» of Windows', (section, expected) => {
    const raw = lines.filter((line) => line.section === section && line.raw.includes('"win"'))
    expect(raw.length).toBeGreaterThan(0)
    for (const line of raw) {
      const result = wazuh.parse(line.raw, contextOf())
      expect(result.ok && result.value[0]).toMatchObject(expected)
    }
  })

  test('of web servers are all read, but for those that lost their time', () => {
    const web = lines.filter(({ decoder }) => /^(web-accesslog|nginx-errorlog|apache-errorlog)$/.test(decoder))
    const [timeless, whole] = [true, false].map((lost) =>
      web.filter(({ raw }) => /^\[(error|notice)\]/.test(raw) === lost),
    )
    expect([timeless?.length, whole?.length]).toEqual([5, 69])
    for (const { raw } of whole ?? []) {
      expect(detectSource(raw)?.id, raw).toBe('web-server')
      const result = webServer.parse(raw, contextOf())
      expect(result.ok, raw).toBe(true)
      if (result.ok && /"(GET|POST|OPTIONS) /.test(raw)) expect(result.value[0]?.action, raw).toBe('web.serve')
    }
  })

  test('of the audit of Linux are all read, by type and number', () => {
    const audit = lines.filter(({ decoder, raw }) => decoder === 'auditd' && /type=[A-Z]/.test(raw))
    expect(audit.length).toBeGreaterThanOrEqual(37)
    for (const { raw } of audit) {
      expect(detectSource(raw)?.id, raw).toBe('auditd')
      const result = auditd.parse(raw, contextOf())
      if (!result.ok) throw new Error(`${result.error.detail}\n${raw}`)
      expect(result.value).toMatchObject([{ code: /type=([A-Z_]+)/.exec(raw)?.[1], seq: expect.any(Number) }])
      // Nothing of these is a login: who signs in is told by the program itself.
      expect(result.value[0]?.action).not.toBe('login')
    }
  })

  test('of CEF and LEEF are all read, whoever made them', () => {
    const records = lines.filter(({ raw }) => /(CEF:\d|LEEF:\d\.0)\|/.test(raw))
    expect(records.length).toBeGreaterThan(10)
    for (const { raw } of records) {
      expect(detectSource(raw)?.id, raw).toBe('cef')
      const result = cef.parse(raw, contextOf())
      // Three are forms that nobody filled in: even their time is a word.
      if (/\brt=componentName/.test(raw)) expect(result).toMatchObject({ ok: false, error: { reason: 'time' } })
      else expect(result.ok, raw).toBe(true)
    }
  })

  test('of everything else break no source', () => {
    for (const { raw } of lines) {
      for (const source of builtInSources) {
        const result = source.parse(raw, contextOf())
        const observations: readonly Observation[] = result.ok ? result.value : []
        for (const { action } of observations) expect(source.yields).toContain(action)
      }
    }
  })
})
