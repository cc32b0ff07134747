import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Source } from '../../../ingest/source.ts'
import { builtInSources, detectSource } from '../../../ingest/sources/index.ts'
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
  'BusType Capacity ParentId SerialNumber instance major minor param1 param2 Binary Channel UserAccountControl OldTargetUserName NewTargetUserName'

/** Structured noise: right envelopes with wrong contents reach the readers that garbage never does. */
const events = fc
  .tuple(
    fc.constantFrom(
      ...'4624 4625 4634 4648 4663 4672 4688 4720 4723 4732 4738 4740 4768 4771 4776 4778 4781 4800 6416 1102'.split(
        ' ',
      ),
    ),
    fc.dictionary(fc.constantFrom(...NAMES.split(' ')), value, { maxKeys: 14 }),
    value,
    value,
  )
  .map(([event_id, event_data, record_id, computer_name]) =>
    JSON.stringify({
      '@timestamp': '2026-03-02T01:00:00Z',
      winlog: {
        event_id,
        event_data,
        record_id,
        computer_name,
        channel: 'Security',
        provider_name: 'Microsoft-Windows-Security-Auditing',
        task: 12812,
      },
    }),
  )

const holds = (source: Source, line: string): void => {
  const result = source.parse(line, contextOf())
  if (!result.ok) {
    expect(result.error.detail.length).toBeGreaterThan(0)
    return
  }
  for (const observation of result.value) {
    expect(source.yields).toContain(observation.action)
    expect(actions[observation.action].safeParse(observation).error, JSON.stringify(observation)).toBeUndefined()
    expect(Number.isSafeInteger(observation.at)).toBe(true)
    expect(observation.id).not.toBe('')
    expect(source.parse(line, contextOf())).toEqual(result)
  }
}

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

  test('Windows records with any contents keep to the schema', () => {
    const winlogbeat = builtInSources[0] as Source
    fc.assert(
      fc.property(events, (line) => holds(winlogbeat, line)),
      { numRuns: 1_500 },
    )
  })

  test('a sniffed line never throws, and every sample of the three wire formats is sniffed as its own', () => {
    fc.assert(
      fc.property(mangled, (line) => void detectSource(line)),
      { numRuns: 400 },
    )
    for (const source of builtInSources.slice(0, 3)) {
      for (const { line, yields } of Object.values(source.samples)) {
        if (typeof yields !== 'string') expect(detectSource(line)?.id, line).toBe(source.id)
      }
    }
  })
})
