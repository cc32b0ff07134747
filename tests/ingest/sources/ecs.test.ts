import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { winlogbeat } from '../../../ingest/sources/winlogbeat.ts'
import type { Observation } from '../../../kernel/event.ts'
import { toEcs } from '../../support/ecs.ts'
import { describeFixtures, fixture } from '../fixtures.ts'
import { contextOf } from './support.ts'

type Ecs = {
  readonly event: { readonly [name: string]: unknown; readonly code: string }
  readonly user?: { readonly name?: string }
  readonly source?: { readonly ip?: string }
  readonly host?: { readonly name?: string }
}

const attribute = (tag: string, name: string): string => new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
const entities = (value: string): string =>
  value.replace(
    /&(amp|lt|gt|quot|apos);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" })[name] ?? '',
  )

/** An event of the XML files in the shape Winlogbeat gives it. */
const toWinlogbeat = (xml: string): string => {
  const element = (name: string): string => new RegExp(`<${name}[^>]*>([^<]*)<`).exec(xml)?.[1]?.trim() ?? ''
  const data = [...(xml.split('<EventData')[1] ?? '').matchAll(/<Data(?: Name="([^"]*)")?\s*(?:\/>|>([^<]*)<)/g)]
  return JSON.stringify({
    '@timestamp': attribute(xml, 'SystemTime'),
    winlog: {
      provider_name: /<Provider\s[^>]*?Name="([^"]*)"/.exec(xml)?.[1],
      event_id: element('EventID'),
      channel: element('Channel'),
      record_id: element('EventRecordID'),
      computer_name: element('Computer'),
      task: element('Task'),
      keywords: [element('Keywords')],
      event_data: Object.fromEntries(
        data.map(([, name, value], index) => [name ?? `param${index + 1}`, entities(value ?? '')]),
      ),
    },
  })
}

/** Where we differ from the peer on an id we read, and why. */
const DIFFERENCES: Readonly<Record<string, readonly (readonly [field: string, ours: unknown, reason: string])[]>> = {
  '4688': [['user.name', 'dadmin', 'the peer names the creator (the machine); we name the person the process runs as']],
}

describeFixtures('published pairs of Windows XML and ECS', () => {
  const pairs = readdirSync(fixture('windows-xml-ecs'))
    .filter((file) => file.endsWith('_input.xml'))
    .flatMap((file) => {
      const inputs = readFileSync(fixture('windows-xml-ecs', file), 'utf8')
        .split(/<Event\s/)
        .slice(1)
      const outputs = JSON.parse(
        readFileSync(fixture('windows-xml-ecs', file.replace('_input.xml', '_expected.json')), 'utf8'),
      ) as readonly Ecs[]
      return inputs.map((xml, index) => ({ file, xml, expected: outputs[index] as Ecs }))
    })
  const read = pairs.map(({ file, xml, expected }) => {
    const result = winlogbeat.parse(toWinlogbeat(xml), contextOf())
    if (!result.ok) throw new Error(`${file}: ${result.error.detail}`)
    const observation = result.value[0] as Observation
    return { file, expected, observation, ecs: toEcs(observation) as unknown as Ecs }
  })

  test('are all read, with the peer’s code, provider and machine', () => {
    expect(read).toHaveLength(66)
    for (const { expected, ecs } of read) {
      expect(ecs.event.code).toBe(expected.event.code)
      expect(ecs.event['provider']).toBe(expected.event['provider'])
      expect(ecs.host?.name).toBe(expected.host?.name?.toLowerCase().split('.')[0])
    }
  })

  test('agree with us on every id we read, but for the differences listed', () => {
    const ours = read.filter(({ observation }) => observation.action !== 'other')
    expect(ours.map(({ expected }) => expected.event.code).sort()).toEqual(['4688', '4756', '4757'])
    for (const { expected, ecs, file } of ours) {
      const fields: Record<string, readonly [unknown, unknown]> = {
        'event.action': [ecs.event['action'], expected.event['action']],
        'event.category': [ecs.event['category'], expected.event['category']],
        'event.type': [ecs.event['type'], expected.event['type']],
        'event.outcome': [ecs.event['outcome'], expected.event['outcome']],
        'user.name': [ecs.user?.name, expected.user?.name?.toLowerCase()],
        'source.ip': [ecs.source?.ip, expected.source?.ip],
      }
      const known = new Map((DIFFERENCES[expected.event.code] ?? []).map(([field, value]) => [field, value]))
      for (const [field, [mine, theirs]] of Object.entries(fields)) {
        expect(mine, `${file} ${field}`).toEqual(known.has(field) ? known.get(field) : theirs)
        if (known.has(field)) expect(theirs, `${file} ${field}: the difference is gone`).not.toEqual(mine)
      }
    }
  })
})

/** Samples of single events as the Event Viewer shows them: lines may begin with «- <», and a bare & may occur. */
describeFixtures('published samples of single events', () => {
  const sample = (name: string): Observation => {
    const page = readFileSync(fixture('event-samples', name), 'utf8')
    const xml = page
      .slice(page.indexOf('### Raw Log'))
      .replace(/^\s*- </gm, '<')
      .replace(/='([^']*)'/g, '="$1"')
    // UserData has elements where EventData has named data.
    const user = /<UserData>([\s\S]*)<\/UserData>/.exec(xml)?.[1] ?? ''
    const record = JSON.parse(toWinlogbeat(xml)) as { winlog: Record<string, unknown> }
    record.winlog['user_data'] = Object.fromEntries(
      [...user.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, key, value]) => [key ?? '', value]),
    )
    const result = winlogbeat.parse(JSON.stringify(record), contextOf())
    if (!result.ok) throw new Error(result.error.detail)
    return result.value[0] as Observation
  }

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
    ['DN_0031_7036_service_started_stopped.md', { action: 'other', code: '7036' }],
    ['DN_0045_1001_windows_error_reporting.md', { action: 'other', code: '1001' }],
    ['DN_0038_400_engine_state_is_changed_from_none_to_available.md', { action: 'other', code: '400' }],
  ])('%s', (name, expected) => {
    expect(sample(name)).toMatchObject(expected)
  })
})
