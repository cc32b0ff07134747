import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readFile } from '../../deploy/replay-lines.ts'
import { masker } from '../../ingest/mask.ts'
import { temporaryFolder } from '../support/folder.ts'
import { tinyInstance } from '../support/tiny-source.ts'

test('an archive of many years ago is replayed whole, though its file was written today', async () => {
  const path = join(temporaryFolder(), 'old.log')
  const times = [Date.UTC(2009, 0, 1), Date.UTC(2019, 4, 14)]
  writeFileSync(path, times.map((at) => `${at} pc-01 an.nv\n`).join(''))
  const refused: string[] = []
  const found: number[] = []
  const events = { onLine: () => undefined, onRefused: (at: string) => void refused.push(at) }
  const judge = { instances: [tinyInstance()], mask: masker(new Uint8Array(32)), lineBytes: 1024 }
  for await (const observations of readFile({ path, collector: 'thu-01', source: 'tiny' }, judge, events))
    found.push(...observations.map(({ at }) => at))
  expect(found).toEqual(times)
  expect(refused).toEqual([])
})
