import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readClocks, writeClocks } from '../../../ingest/intake/clock-file.ts'
import type { SavedClocks } from '../../../ingest/intake/skew.ts'
import { temporaryFolder } from '../../support/folder.ts'

const saved: SavedClocks = [
  {
    ...{
      collector: 'c',
      source: 'winlogbeat',
      host: 'pc-01',
      behind: 7_200_000,
    },
    cells: [{ from: { received: 9_000_000, at: 1_800_000 }, to: { received: 9_000_000, at: 1_900_000 } }],
    samples: [{ received: 9_000_000, at: 1_800_000 }],
    open: [
      {
        ...{ id: 'e1', at: 1, received: 9_000_000, source: 'winlogbeat', collector: 'c', digest: 'd', clock: 'open' },
        ...{ action: 'power.on', host: 'pc-01' },
      },
    ],
  },
]

test('what is known of clocks comes back, and replaces what was written before as a whole', () => {
  const folder = temporaryFolder()
  const read = () => readClocks(folder, (error) => expect.fail(String(error)))
  expect(read()).toEqual({ machines: [] })
  writeClocks(folder, { from: 12, machines: saved })
  expect(read()).toEqual({ from: 12, machines: saved })
  writeClocks(folder, { from: 13, machines: [] })
  expect(read()).toEqual({ from: 13, machines: [] })
  expect(readdirSync(folder)).toEqual(['clocks.json'])
})

test('what an earlier version wrote is read', () => {
  const folder = temporaryFolder()
  const read = () => readClocks(folder, (error) => expect.fail(String(error)))
  const earlier = saved.map(({ cells: _, ...one }) => ({ ...one, late: true, levels: 3, least: 7_200_000 }))
  const learnt = saved.map((one) => ({ ...one, cells: [] }))
  writeFileSync(join(folder, 'clocks.json'), JSON.stringify(earlier))
  expect(read(), 'the machines alone').toEqual({ machines: learnt })
  writeFileSync(join(folder, 'clocks.json'), JSON.stringify({ from: 12, machines: earlier }))
  expect(read(), 'with their steps').toEqual({ from: 12, machines: learnt })
})

test.each(['', '[{', '{}', '[{"host":"pc-01"}]'])('«%s» is damaged: told, and nothing is known', (text) => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'clocks.json'), text)
  const damage: unknown[] = []
  expect(readClocks(folder, (error) => damage.push(error))).toEqual({ machines: [] })
  expect(damage).toHaveLength(1)
})
