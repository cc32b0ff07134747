import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Source } from '../../../ingest/source.ts'
import { auditd } from '../../../ingest/sources/auditd.ts'
import { exchange } from '../../../ingest/sources/exchange.ts'
import { fortigate } from '../../../ingest/sources/fortigate.ts'
import { builtInSources, detectSource } from '../../../ingest/sources/index.ts'
import { keycloak } from '../../../ingest/sources/keycloak.ts'
import { sophos } from '../../../ingest/sources/sophos.ts'
import { trendMicro } from '../../../ingest/sources/trend-micro.ts'
import { byChannel } from '../../../ingest/sources/windows/readers.ts'
import { winlogbeat } from '../../../ingest/sources/winlogbeat.ts'
import { zimbra } from '../../../ingest/sources/zimbra.ts'
import { actions } from '../../../kernel/event.ts'
import { contextOf } from './support.ts'

const lines = builtInSources.flatMap((source) => Object.values(source.samples).map(({ line }) => line))

/** A sample with a stretch replaced, doubled or cut, or plain noise. */
const mangled = fc.oneof(
  fc
    .tuple(fc.constantFrom(...lines), fc.nat(600), fc.nat(40), fc.string({ unit: 'binary', maxLength: 12 }))
    .map(([line, at, length, insert]) => line.slice(0, at) + insert + line.slice(at + length)),
  fc.tuple(fc.constantFrom(...lines), fc.nat(600)).map(([line, at]) => line.slice(0, at)),
  fc
    .tuple(fc.constantFrom(...lines), fc.constantFrom(...lines), fc.nat(300))
    .map(([a, b, at]) => a.slice(0, at) + b.slice(at)),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.json(),
)

const value = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    'constructor',
    '__proto__',
    '4624',
    '-',
    '0x0',
    'S-1-5-18',
    'A@b.c',
    'D\\u',
    '%%1843',
    '::ffff:1.2.3.4',
  ),
  fc.integer(),
  fc.constant(null),
  fc.array(fc.string({ maxLength: 4 }), { maxLength: 3 }),
  fc.dictionary(fc.string({ maxLength: 6 }), fc.string({ maxLength: 6 }), { maxKeys: 3 }),
)
const NAMES =
  'TargetUserName TargetDomainName TargetUserSid SubjectUserName LogonType IpAddress WorkstationName Status SubStatus ElevatedToken ' +
  'TargetLinkedLogonId MemberName MemberSid TargetSid DeviceId ClassName ClassId ObjectName AccessMask ScanResources Threat_Name Path ' +
  'BusType Capacity ParentId SerialNumber instance major minor param1 param2 Binary Channel UserAccountControl OldTargetUserName NewTargetUserName ' +
  'Image CommandLine User Hashes UtcTime DestinationIp DestinationPort SourceIp TargetFilename Contents TargetObject EventType Details QueryName ' +
  'ScriptBlockText Payload ContextInfo Old_Value New_Value Profiles SettingType SettingValue RuleName RuleId ServiceName ImagePath AuditPolicyChanges ' +
  'PreviousTime NewTime TaskName TaskContent UserContext updateTitle param4 param5 Param1 Param2 Param3 Param5 Param6 Param7 Param8 SSID Address ' +
  'ShareName RelativeTargetName DestAddress DestPort SourceAddress Protocol Last_AV_security_intelligence_age ObjectValueName Message'

const readers = Object.entries(byChannel).flatMap(([key, ids]) =>
  Object.keys(ids).map((id) => ({ provider_name: key.split('|')[0], channel: key.split('|')[1], event_id: id })),
)

/** Structured noise: right envelopes with wrong contents reach the readers that garbage never does. */
const events = fc
  .tuple(
    fc.constantFrom(...readers),
    fc.dictionary(fc.constantFrom(...NAMES.split(' ')), value, { maxKeys: 24 }),
    value,
    value,
  )
  .map(([reader, event_data, record_id, computer_name]) =>
    JSON.stringify({
      '@timestamp': '2026-03-02T01:00:00Z',
      winlog: { ...reader, event_data, record_id, computer_name, task: 12812 },
    }),
  )

const holds = (source: Source, line: string, heading?: string): void => {
  const context = contextOf(heading === undefined ? {} : { heading })
  for (const name of source.unknown?.(line, heading) ?? []) expect(typeof name).toBe('string')
  const result = source.parse(line, context)
  if (!result.ok) {
    expect(result.error.detail.length).toBeGreaterThan(0)
    return
  }
  for (const observation of result.value) {
    expect(source.yields).toContain(observation.action)
    expect(actions[observation.action].safeParse(observation).error, JSON.stringify(observation)).toBeUndefined()
    expect(Number.isSafeInteger(observation.at)).toBe(true)
    expect(observation.id).not.toBe('')
    expect(source.parse(line, context)).toEqual(result)
  }
}

type Pairs = readonly (readonly [name: string, value: string])[]
type Named = {
  readonly source: Source
  readonly names: string
  readonly values: string
  readonly line: (fields: Pairs) => string
  /** The heading it stands under. */
  readonly heading?: string
}

const joined = (fields: Pairs, by: string, write: (name: string, value: string) => string): string =>
  fields.map(([name, value]) => write(name, value)).join(by)
const quoted = (fields: Pairs): string => joined(fields, ' ', (name, value) => `${name}="${value}"`)

/** Right frames with wrong contents: they reach the readers of a named field that garbage never does. */
const NAMED: readonly (readonly [id: string, named: Named])[] = (
  [
    {
      source: fortigate,
      names:
        'type subtype logid devid devname eventtime date time tz srcip dstip dstport proto action hostname url qname eventtype attack user',
      values: 'traffic|event|utm|webfilter|dns|ips|vpn|0101039424|0100026001',
      line: (fields) =>
        `${quoted(fields)} devid=F1 logid=0101039424 type=traffic eventtime=1772413200 ${quoted(fields)}`,
    },
    {
      source: sophos,
      names:
        'log_component log_subtype status user_name src_ip dst_ip dst_port url reason httpstatus message signature_msg timestamp timezone',
      values:
        'Firewall|Event|IDP|WAF|DHCP Server|Renew|Admin|Denied|Allowed|Successful|403|ICT|2026-03-02T08:00:00+0700',
      line: (fields) =>
        `log_id=010101600001 log_type="${fields[0]?.[1] ?? 'Event'}" date=2026-03-02 time=08:00:00 ${quoted(fields)}`,
    },
    {
      source: auditd,
      names: 'op acct id ID AUID exe addr res success unit key a0 a1 a2 argc msg',
      values: 'ADD_USER|EXECVE|SYSCALL|USER_LOGIN|CONFIG_CHANGE|success|failed|add-user|PAM:chauthtok|6162|FF|?',
      line: (fields) =>
        `type=${/^[A-Z_]{3,}$/.exec(fields[0]?.[1] ?? '')?.[0] ?? 'USER_CHAUTHTOK'} msg=audit(1772413200.1:7): msg='${joined(fields, ' ', (name, value) => `${name}=${value}`)}'`,
    },
    {
      source: zimbra,
      names: 'cmd account name protocol error accountName zimbraAccountStatus',
      values:
        'Auth|AdminAuth|SetPassword|ModifyAccount|DelegateAuth|CreateAccount|soap|imap|closed|active|invalid password',
      line: (fields) =>
        `2026-03-02 08:00:00,253 INFO  [a] [name=a@b;oip=${fields[0]?.[1] ?? ''};] security - ${joined(fields, '; ', (name, value) => `${name}=${value}`)}`,
    },
    {
      source: keycloak,
      names: 'type realmId realmName ipAddress error username grant_type operationType',
      values: 'LOGIN|LOGIN_ERROR|LOGOUT|UPDATE_PASSWORD|REGISTER|invalid_user_credentials|user_not_found|password|tinh',
      line: (fields) =>
        `2026-03-02 08:00:00,253 WARN  [org.keycloak.events] (t) ${joined([['type', 'LOGIN'], ...fields], ', ', (name, value) => `${name}="${value}"`)}`,
    },
    {
      source: trendMicro,
      names: 'rt dhost dvchost shost duser suser act src dst dpt request filePath fname',
      values: 'Mar 02 2026 08:00:00 GMT+07:00|Block|Pass|File quarantined|http://a.example/|DOM\\\\a',
      line: (fields) =>
        `CEF:0|Trend Micro|Apex Central|2019|${['AV', 'WB', 'CnC'][fields.length % 3]}:x|${fields[0]?.[1] ?? ''}|3|${joined(fields, ' ', (name, value) => `${name}=${value}`)}`,
    },
    {
      source: exchange,
      names: 'a',
      values: 'SEND|RECEIVE|FAIL|"a;b"|;;|12|<1@a>',
      heading: '#Fields: date-time,event-id,recipient-address,recipient-count,sender-address,client-ip',
      line: (fields) =>
        ['2026-03-02T01:00:00Z', ...Array.from({ length: 5 }, (_, index) => fields[index]?.[1] ?? '')].join(','),
    },
  ] satisfies readonly Named[]
).map((named) => [named.source.id, named] as const)

/** Longer than a line of a log is, and made to be gone through again and again. */
const LONG = 100_000
const traps = [
  ...[
    'a="',
    '\\"',
    'a=',
    ' ',
    '\t',
    '=',
    '|',
    '\\|',
    '[',
    '"',
    '<',
    '<Event ',
    '-',
    ',',
    '0',
    ': ',
    'CEF:',
    'assigned ',
  ],
  ...[
    'LEEF:1.0|',
    '^',
    'type=A msg=audit(1772413200.1:1): ',
    ' a="\\"',
    '] [',
    '| Data :',
    '(1)a',
    ', to=<',
    'cmd=Auth; ',
  ],
  ...['logid=', '1772413200.1 ', 'in: proto ', 'client ', 'info: ', '[02/Mar/2026:08:00:00 +0700] '],
]

describe('the hand-written readers', () => {
  test.each(builtInSources.map((source) => [source.id, source] as const))(
    '%s is total: whatever comes, it answers with a refusal or with observations of the schema',
    (_id, source) => {
      fc.assert(
        fc.property(mangled, (line) => holds(source, line)),
        { numRuns: 400 },
      )
    },
  )

  test('Windows records with any contents keep to the schema, and every reader is asked', () => {
    expect(readers.length).toBeGreaterThan(100)
    fc.assert(
      fc.property(events, (line) => holds(winlogbeat, line)),
      { numRuns: 3_000 },
    )
  })

  test.each(NAMED)(
    'of %s a field that is read by name is read whatever it holds',
    (_id, { source, names, values, line, heading }) => {
      const some = fc.oneof(
        fc.constantFrom(...values.split('|'), '192.0.2.7', '-', '.', '@', 'a@b'),
        fc.string({ maxLength: 10 }),
      )
      const pairs = fc.array(fc.tuple(fc.constantFrom(...names.split(' ')), some), { maxLength: 14 })
      fc.assert(
        fc.property(pairs, (fields) => holds(source, line(fields), heading)),
        { numRuns: 600 },
      )
    },
  )

  test('no line takes them long', () => {
    const slow: string[] = []
    // A line that is gone through again from each of its places takes far longer; the rest milliseconds.
    const timed = (name: string, work: () => unknown): void => {
      const start = process.cpuUsage()
      work()
      if (process.cpuUsage(start).user > 5_000_000) slow.push(name)
    }
    for (const trap of traps) {
      const filler = trap.repeat(Math.ceil(LONG / trap.length))
      timed(`detect ${trap}`, () => detectSource(filler))
      for (const source of builtInSources) {
        const ending = `${Object.values(source.samples)[0]?.line} ${filler}`
        // What is looked for at the end of a line is looked for at each place of a run that something follows.
        for (const line of [ending, `${ending}b`]) {
          timed(`${source.id} ${trap}`, () => source.parse(line, contextOf()))
          timed(`${source.id} unknown ${trap}`, () => source.unknown?.(line, line))
        }
      }
    }
    expect(slow).toEqual([])
  }, 120_000)

  test('a sniffed line never throws, and every sample of a wire format is sniffed as its own', () => {
    fc.assert(
      fc.property(mangled, (line) => void detectSource(line)),
      { numRuns: 400 },
    )
    const formats = builtInSources.filter(({ isHeading, assumed }) => !isHeading && !assumed)
    expect(formats.length).toBeGreaterThan(4)
    for (const source of formats) {
      for (const { line, yields } of Object.values(source.samples)) {
        if (typeof yields !== 'string') expect(detectSource(line)?.id, line).toBe(source.id)
      }
    }
  })
})
