import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { builtInSources } from '../../ingest/sources/index.ts'
import { winlogbeat } from '../../ingest/sources/winlogbeat.ts'
import { toEcs } from '../../kernel/ecs.ts'
import { actionNames, type Observation } from '../../kernel/event.ts'
import { describeFixtures, fixture } from '../ingest/fixtures.ts'
import { contextOf } from '../ingest/sources/support.ts'

const origin = {
  id: 'x',
  at: Date.UTC(2026, 2, 2, 1),
  received: Date.UTC(2026, 2, 2, 1, 1),
  source: 'winlogbeat',
  collector: 'c',
  digest: 'd',
}
const windows = { provider: 'Microsoft-Windows-Security-Auditing' }
const ecs = (event: object) => toEcs({ ...origin, ...event } as Observation)

describe('an observation as an ECS document', () => {
  test('a logon names the one who logged on', () => {
    const event = {
      action: 'login',
      user: 'an.nv@tinh',
      host: 'pc-01',
      system: 'windows',
      ok: false,
      via: 'network',
      ip: '192.0.2.7',
      refusal: 'locked',
    }
    expect(ecs({ ...event, ...windows, code: '4625' })).toMatchObject({
      '@timestamp': '2026-03-02T01:00:00.000Z',
      event: {
        action: 'logon-failed',
        category: ['authentication'],
        type: ['start'],
        outcome: 'failure',
        code: '4625',
      },
      user: { name: 'an.nv', domain: 'tinh' },
      source: { ip: '192.0.2.7' },
      host: { name: 'pc-01' },
    })
  })

  test('account management names who did it, and the account acted upon as the target', () => {
    const event = {
      action: 'account.create',
      user: 'binh.tt@tinh',
      by: 'quantri@tinh',
      host: 'dc-01',
      system: 'windows',
    }
    expect(ecs(event)).toMatchObject({
      event: { action: 'added-user-account', category: ['iam'], type: ['user', 'creation'], outcome: 'success' },
      user: { name: 'quantri', domain: 'tinh', target: { name: 'binh.tt', domain: 'tinh' } },
    })
  })

  test('a member added names the group too', () => {
    const event = {
      action: 'group.add',
      user: 'an.nv@tinh',
      host: 'pc-01',
      system: 'windows',
      group: 'Quản trị viên',
      groupSid: 'S-1-5-32-544',
    }
    expect(ecs(event)).toMatchObject({
      group: { name: 'Quản trị viên', id: 'S-1-5-32-544' },
      user: { target: { name: 'an.nv', group: { id: 'S-1-5-32-544' } } },
    })
  })

  test('a medium is a device, a file is a file', () => {
    expect(
      ecs({
        action: 'media.attach',
        host: 'pc-01',
        device: 'aa11',
        kind: 'storage',
        vendor: 'V',
        model: 'M',
        serial: 'aa11',
      }),
    ).toMatchObject({
      device: { id: 'aa11', manufacturer: 'V', model: { name: 'M' }, serial_number: 'aa11' },
      labels: { device_class: 'storage' },
    })
    expect(ecs({ action: 'file.open', host: 'pc-01', path: 'E:\\a\\b.docx', write: true })).toMatchObject({
      file: { path: 'E:\\a\\b.docx', name: 'b.docx' },
      event: { type: ['change'] },
    })
  })

  test('a code means its action only with its provider', () => {
    const event = { action: 'password.change', user: 'a@b', host: 'h', system: 'x', ok: true, code: '4724' }
    expect(ecs({ ...event, ...windows })).toMatchObject({ event: { action: 'reset-password' } })
    expect(ecs({ ...event, provider: 'another' })).toMatchObject({ event: { action: 'changed-password' } })
  })

  test('every action has its words, and nothing empty is written', () => {
    const empty = (value: unknown): boolean =>
      value === undefined ||
      value === null ||
      value === '' ||
      (typeof value === 'object' && (Object.keys(value).length === 0 || Object.values(value).some(empty)))
    for (const action of actionNames) {
      const document = ecs({ action, host: 'pc-01' })
      expect(document, action).toMatchObject({ labels: { action } })
      expect(empty(document), action).toBe(false)
    }
    for (const source of builtInSources) {
      for (const sample of Object.values(source.samples)) {
        const result = source.parse(sample.line, contextOf(sample))
        if (result.ok) for (const event of result.value) expect(empty(toEcs(event)), sample.line).toBe(false)
      }
    }
  })
})

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
