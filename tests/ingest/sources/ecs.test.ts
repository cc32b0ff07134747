import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Source } from '../../../ingest/source.ts'
import { linuxAuth } from '../../../ingest/sources/linux-auth.ts'
import { nameServer } from '../../../ingest/sources/name-server.ts'
import { webServer } from '../../../ingest/sources/web-server.ts'
import { windowsXml } from '../../../ingest/sources/windows-xml.ts'
import type { Observation } from '../../../kernel/event.ts'
import { toEcs } from '../../support/ecs.ts'
import { describeFixtures, fixture } from '../fixtures.ts'
import { contextOf } from './support.ts'

type Ecs = {
  readonly event: { readonly [name: string]: unknown; readonly code: string }
  readonly user?: { readonly name?: string }
  readonly source?: { readonly ip?: string }
  readonly file?: { readonly path?: string }
  readonly host?: { readonly name?: string }
}

const readAll = (xml: string, name: string): readonly Observation[] => {
  const result = windowsXml.parse(xml, contextOf())
  if (!result.ok) throw new Error(`${name}: ${result.error.detail}`)
  return result.value
}

type Difference = readonly [field: string, ours: unknown, reason: string]
const CREATOR = 'the peer names the creator (the machine); we name the person the process runs as'
const NOBODY = 'a service’s account is nobody to us'
const BARE = 'the peer gives no action and no outcome outside the Security log'

/** Where we differ from the peer on an id we read, and why; by code, or by code and person. */
const DIFFERENCES: Readonly<Record<string, readonly Difference[]>> = {
  '4688': [['user.name', 'dadmin', CREATOR]],
  '1': [
    ['event.action', 'program.start', BARE],
    ['event.outcome', 'success', BARE],
  ],
  '23': [
    ['event.action', 'file.change', BARE],
    ['event.outcome', 'success', BARE],
  ],
  '4104': [
    ['event.action', 'script.run', BARE],
    ['event.outcome', 'success', BARE],
  ],
  '23 by SYSTEM': [['user.name', undefined, NOBODY]],
  '23 by LOCAL SERVICE': [['user.name', undefined, NOBODY]],
}
const differences = (code: string, user: string | undefined): ReadonlyMap<string, unknown> =>
  new Map([code, `${code} by ${user}`].flatMap((key) => DIFFERENCES[key] ?? []).map(([field, ours]) => [field, ours]))

describeFixtures('published pairs of Windows XML and ECS', () => {
  const read = readdirSync(fixture('windows-xml-ecs'))
    .filter((file) => file.endsWith('_input.xml'))
    .flatMap((file) => {
      const observations = readAll(readFileSync(fixture('windows-xml-ecs', file), 'utf8'), file)
      const outputs = readFileSync(fixture('windows-xml-ecs', file.replace('_input.xml', '_expected.json')), 'utf8')
      const expected = JSON.parse(outputs) as readonly Ecs[]
      expect(observations, file).toHaveLength(expected.length)
      return observations.map((observation, index) => {
        return { file, observation, expected: expected[index]!, ecs: toEcs(observation) as unknown as Ecs }
      })
    })

  test('are all read, with the peer’s code, provider and machine', () => {
    expect(read).toHaveLength(66)
    for (const { expected, ecs, file } of read) {
      expect(ecs.event.code, file).toBe(expected.event.code)
      expect(ecs.event['provider'], file).toBe(expected.event['provider'])
      expect(ecs.host?.name, file).toBe(expected.host?.name?.toLowerCase().split('.')[0])
    }
  })

  test('agree with us on every id we read, but for the differences listed', () => {
    // One of the two 4104 holds no script.
    const ours = read.filter(({ observation }) => observation.action !== 'other')
    expect(ours.map(({ expected }) => expected.event.code).sort()).toEqual([
      ...['1', '1', '23', '23', '23', '23', '4104'],
      ...['4688', '4756', '4757'],
    ])
    for (const { expected, ecs, file } of ours) {
      const fields: Record<string, readonly [unknown, unknown]> = {
        'event.action': [ecs.event['action'], expected.event['action']],
        'event.category': [ecs.event['category'], expected.event['category']],
        'event.type': [ecs.event['type'], expected.event['type']],
        'event.outcome': [ecs.event['outcome'], expected.event['outcome']],
        'user.name': [ecs.user?.name, expected.user?.name?.toLowerCase()],
        'source.ip': [ecs.source?.ip, expected.source?.ip],
        'file.path': [ecs.file?.path, expected.file?.path],
      }
      const known = differences(expected.event.code, expected.user?.name)
      for (const [field, [mine, theirs]] of Object.entries(fields)) {
        expect(mine, `${file} ${field}`).toEqual(known.has(field) ? known.get(field) : theirs)
        if (known.has(field)) expect(theirs, `${file} ${field}: the difference is gone`).not.toEqual(mine)
      }
    }
  })
})

/** Pages whose sample is no event of the event log: what it is, and whether a source reads it. */
const OTHER_SAMPLES: Readonly<Record<string, string>> = {
  DN_0040: 'text of Windows 2003, which has no event log XML',
  DN_0041: 'text of Windows 2003',
  DN_0042: 'text of Windows 2003',
  DN_0048: 'the page lost a `<`, so it is no XML',
  DN_0054: 'audit of the Linux kernel',
  DN_0055: 'audit of the Linux kernel',
  DN_0056: 'audit of the Linux kernel',
  DN_0074: 'a template without values',
  DN_0075: 'a template without values',
  DN_0084: 'an alert of a cloud service',
  DN_0091: 'web',
  DN_0092: 'linux',
  DN_0093: 'output of a scanner, without time or machine',
  DN_0094: 'linux',
  DN_0095: 'linux',
  DN_0096: 'names',
  DN_0097: 'linux',
  DN_0098: 'log of an FTP server, without a machine',
  DN_0099: 'names',
  DN_0100: 'passive DNS, no log of a machine',
  DN_0108: 'says only «todo»',
}

/** The other sources that read one of them. */
const READ_BY: Readonly<Record<string, Source>> = { linux: linuxAuth, names: nameServer, web: webServer }

/** Samples of single events as the Event Viewer shows them: lines may begin with «- <», and a bare & or < may occur. */
describeFixtures('published samples of single events', () => {
  const pages = readdirSync(fixture('event-samples')).filter((file) => file.endsWith('.md'))
  const rawOf = (name: string): string => {
    const page = readFileSync(fixture('event-samples', name), 'utf8')
    return page.slice(page.indexOf('### Raw Log')).replace(/^\s*- </gm, '<')
  }
  const sample = (name: string): Observation => {
    const [observation, ...others] = readAll(rawOf(name), name)
    expect(others).toEqual([])
    return observation!
  }

  test('are all read, but for the pages listed', () => {
    expect(pages).toHaveLength(89)
    const listed = pages.filter((name) => OTHER_SAMPLES[name.slice(0, 7)] !== undefined)
    expect(listed).toHaveLength(Object.keys(OTHER_SAMPLES).length)
    for (const name of pages) {
      const other = OTHER_SAMPLES[name.slice(0, 7)]
      if (other === undefined) expect(sample(name).code, name).toMatch(/^\d+$/)
      else expect(windowsXml.parse(rawOf(name), contextOf()).ok, name).toBe(false)
      const source = other === undefined ? undefined : READ_BY[other]
      const line = /```\s*([^\n]+)/.exec(rawOf(name))?.[1] ?? ''
      if (source) expect(source.parse(line, contextOf()).ok, name).toBe(true)
    }
  })

  test.each([
    ['DN_0001_4688_windows_process_creation.md', { action: 'activity', user: 'dadmin@contoso', what: 'rundll32.exe' }],
    ['DN_0034_104_log_file_was_cleared.md', { action: 'log.clear', user: 'user1@atc-win-7', log: 'Application' }],
    ['DN_0050_1102_audit_log_was_cleared.md', { action: 'log.clear', user: 'dadmin@contoso', log: 'Security' }],
    [
      'DN_0057_4625_account_failed_to_logon.md',
      { action: 'login', ok: false, user: 'auditor@contoso', refusal: 'locked', via: 'interactive' },
    ],
    ['DN_0068_4728_member_was_added_to_security_enabled_global_group.md', { action: 'group.add' }],
    ['DN_0069_4732_member_was_added_to_security_enabled_local_group.md', { action: 'group.add' }],
    ['DN_0073_4756_member_was_added_to_a_security_enabled_universal_group.md', { action: 'group.add' }],
    ['DN_0086_4720_user_account_was_created.md', { action: 'account.create' }],
    ['DN_0031_7036_service_started_stopped.md', { action: 'service.state', running: true }],
    ['DN_0003_1_windows_sysmon_process_creation.md', { action: 'program.start' }],
    [
      'DN_0007_3_windows_sysmon_network_connection.md',
      { action: 'net.connect', ip: '10.0.0.111', to: '10.0.0.103', port: 135, user: 'user1@atc-win-7', allowed: true },
    ],
    ['DN_0015_11_windows_sysmon_FileCreate.md', { action: 'file.change', what: 'created' }],
    ['DN_0017_13_windows_sysmon_RegistryEvent.md', { action: 'config.change', what: 'registry-set' }],
    ['DN_0019_15_windows_sysmon_FileCreateStreamHash.md', { action: 'other' }],
    ['DN_0085_22_windows_sysmon_DnsQuery.md', { action: 'dns.query', domain: 'kibana.atomicthreatcoverage.com' }],
    ['DN_0036_4104_windows_powershell_script_block.md', { action: 'script.run', engine: 'powershell' }],
    ['DN_0037_4103_windows_powershell_executing_pipeline.md', { action: 'script.run' }],
    ['DN_0005_7045_windows_service_insatalled.md', { action: 'service.install', service: 'sshd' }],
    ['DN_0063_4697_service_was_installed_in_the_system.md', { action: 'service.install' }],
    ['DN_0059_4657_registry_value_was_modified.md', { action: 'config.change', what: 'registry-set' }],
    ['DN_0064_4698_scheduled_task_was_created.md', { action: 'config.change', what: 'task-created' }],
    ['DN_0065_4701_scheduled_task_was_disabled.md', { action: 'config.change', what: 'task-disabled' }],
    ['DN_0035_106_task_scheduler_task_registered.md', { action: 'config.change', what: 'task-created' }],
    ['DN_0088_4616_system_time_was_changed.md', { action: 'config.change', what: 'time', user: 'dadmin@contoso' }],
    ['DN_0045_1001_windows_error_reporting.md', { action: 'other', code: '1001' }],
    [
      'DN_0038_400_engine_state_is_changed_from_none_to_available.md',
      { action: 'script.run', code: '400', script: expect.stringMatching(/PowerShell_ISE\.exe$/) },
    ],
  ])('%s', (name, expected) => {
    expect(sample(name)).toMatchObject(expected)
  })
})
