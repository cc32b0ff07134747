import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { forget } from '../../../ingest/formats/skim/paths.ts'
import { learnFrom, skim } from '../../../ingest/formats/skim.ts'
import { nxlog } from '../../../ingest/sources/nxlog.ts'
import { suricata } from '../../../ingest/sources/suricata.ts'
import { wazuh } from '../../../ingest/sources/wazuh.ts'
import { winlogbeat } from '../../../ingest/sources/winlogbeat.ts'
import { zeek } from '../../../ingest/sources/zeek.ts'
import { contextOf } from './support.ts'

const values = [
  '',
  ' ',
  '-',
  'an.nv',
  ' An.NV ',
  'A@b.c',
  'D\\u',
  'PC-01$',
  'S-1-5-18',
  '%%1843',
  '::ffff:192.0.2.7',
  '4624',
  '0x12',
  'é',
]
const replacement = fc.oneof(
  fc.constantFrom<unknown>(
    ...values,
    'microsoft-windows-SYSMON',
    '2026-03-02T01:00:00Z',
    '2026-03-02 08:00:00',
    0,
    7,
    -1.5,
  ),
  fc.string({ unit: 'binary', maxLength: 30 }).map((value) => value.toWellFormed()),
)

/** Other strings and numbers in some places of a sample, whose form it keeps where they are of the same kind. */
const varied = (line: string, changes: readonly (readonly [number, unknown])[]): string => {
  let place = 0
  const chosen = new Map(changes.map(([at, value]) => [at % 40, value]))
  return JSON.stringify(JSON.parse(line), (_, value: unknown) =>
    (typeof value === 'string' || typeof value === 'number') && chosen.has(place++) ? chosen.get(place - 1) : value,
  )
}

describe.each([winlogbeat, nxlog, wazuh, suricata, zeek])('$id reads a skimmed line as any other', (source) => {
  const samples = Object.values(source.samples)
    .map(({ line }) => line)
    .filter((line) => line.startsWith('{') && line.endsWith('}'))

  test('whatever its values', () => {
    forget()
    for (const line of samples) for (let i = 0; i < 8; i++) learnFrom(JSON.stringify(JSON.parse(line)))
    let known = 0
    const change = fc.tuple(fc.nat(39), replacement)
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.array(change, { maxLength: 6 }), (sample, changes) => {
        const line = varied(sample, changes)
        const read = skim(Buffer.from(line), line, (json) => source.parse(line, { ...contextOf(), json }))
        if (read === undefined) return
        known += 1
        expect(read).toEqual(source.parse(line, contextOf()))
      }),
      { numRuns: 3_000 },
    )
    expect(known).toBeGreaterThan(1_000)
  })
})
