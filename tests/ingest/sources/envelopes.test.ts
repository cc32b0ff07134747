import { expect, test } from 'vitest'
import type { Source } from '../../../ingest/source.ts'
import { detectSource } from '../../../ingest/sources/index.ts'
import { nxlog } from '../../../ingest/sources/nxlog.ts'
import { wazuh } from '../../../ingest/sources/wazuh.ts'
import { windowsXml } from '../../../ingest/sources/windows-xml.ts'
import { winlogbeat } from '../../../ingest/sources/winlogbeat.ts'
import type { Observation } from '../../../kernel/event.ts'
import { contextOf } from './support.ts'

type Event = {
  readonly provider: string
  readonly channel: string
  readonly id: number
  readonly data: Readonly<Record<string, string>>
}

const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)
const xml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
const named = <T>(data: Event['data'], change: (name: string, value: string) => readonly [string, T]) =>
  Object.fromEntries(Object.entries(data).map(([name, value]) => change(name, value)))

/** One event as each envelope writes it; sent at 08:00 in Vietnam. */
const ENVELOPES: readonly (readonly [Source, (event: Event) => string])[] = [
  [
    winlogbeat,
    ({ provider, channel, id, data }) =>
      JSON.stringify({
        '@timestamp': '2026-03-02T01:00:00.000Z',
        winlog: {
          ...{ provider_name: provider, channel, event_id: id, record_id: 7, computer_name: 'PC-01.tinh.example' },
          event_data: data,
        },
      }),
  ],
  [
    nxlog,
    ({ provider, channel, id, data }) =>
      JSON.stringify({
        ...{ EventTime: '2026-03-02 08:00:00', Hostname: 'PC-01.tinh.example', EventID: id, SourceName: provider },
        ...{ Channel: channel.toLowerCase(), RecordNumber: 7, ...data },
      }),
  ],
  [
    windowsXml,
    ({ provider, channel, id, data }) =>
      `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="${provider}"/><EventID>${id}</EventID>` +
      `<TimeCreated SystemTime="2026-03-02T01:00:00.0000000Z"/><EventRecordID>7</EventRecordID><Channel>${channel}</Channel>` +
      `<Computer>PC-01.tinh.example</Computer></System><EventData>${Object.entries(data)
        .map(([name, value]) => `<Data Name="${name}">${xml(value)}</Data>`)
        .join('')}</EventData></Event>`,
  ],
  [
    wazuh,
    ({ provider, channel, id, data }) =>
      JSON.stringify({
        win: {
          system: {
            ...{ providerName: provider, channel, eventID: String(id), eventRecordID: '7' },
            ...{ computer: 'PC-01.tinh.example', systemTime: '2026-03-02T01:00:00.0000000Z' },
          },
          eventdata: named(data, (name, value) => [lower(name), xml(value.replaceAll('\\', '\\\\'))]),
        },
      }),
  ],
]

const SECURITY = { provider: 'Microsoft-Windows-Security-Auditing', channel: 'Security' }
const SYSMON = { provider: 'Microsoft-Windows-Sysmon', channel: 'Microsoft-Windows-Sysmon/Operational' }
const AN = { TargetUserName: 'An.NV', TargetDomainName: 'TINH', TargetUserSid: 'S-1-5-21-1-2-3-1105' }

test.each<[string, Event]>([
  ['login', { ...SECURITY, id: 4624, data: { ...AN, LogonType: '10', IpAddress: '::ffff:192.0.2.7' } }],
  ['account.create', { ...SECURITY, id: 4720, data: { ...AN, SubjectUserName: 'Quantri', SubjectDomainName: 'TINH' } }],
  ['activity', { ...SECURITY, id: 4688, data: { ...AN, NewProcessName: String.raw`C:\Tools & more\a.exe` } }],
  [
    'media.attach',
    {
      ...{ ...SECURITY, id: 6416 },
      data: { DeviceId: String.raw`USB\VID_1234&PID_5678\AA11BB22CC33`, ClassName: 'USB', CompatibleIds: 'x' },
    },
  ],
  [
    'program.start',
    {
      ...{ ...SYSMON, id: 1 },
      data: {
        ...{ UtcTime: '2026-03-02 01:00:00.000', User: String.raw`TINH\an.nv`, Image: String.raw`C:\a.exe` },
        CommandLine: String.raw`"C:\a.exe" /x "b & c"`,
      },
    },
  ],
])('one record of %s is one event whatever brings it', (action, event) => {
  const read = ENVELOPES.map(([source, write]): Observation => {
    const line = write(event)
    expect(detectSource(line)?.id).toBe(source.id)
    const result = source.parse(line, contextOf({ zone: '+07:00' }))
    if (!result.ok) throw new Error(`${source.id}: ${result.error.detail}`)
    return result.value[0]!
  })
  const [first, ...others] = read.map(({ source: _, ...told }) => told)
  expect(first?.action).toBe(action)
  for (const told of others) expect(told).toEqual(first)
})
