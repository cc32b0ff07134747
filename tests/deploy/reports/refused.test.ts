import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { refusedIn } from '../../../deploy/reports/refused.ts'
import { openQuarantine, type Refused } from '../../../ingest/quarantine.ts'
import { temporaryFolder } from '../../support/folder.ts'

const line = (n: number, received: number, collector = 'c-a'): Refused => ({
  ...{ received, collector, source: 'winlogbeat', place: `dòng ${n}`, reason: 'malformed', detail: 'x', parser: 'x/1' },
  ...{ bytes: 3, digest: `${n}`.padStart(32, '0'), cut: false, raw: Buffer.from('abc') },
})

test('lines set aside in a period are counted by pipeline beside the running product; none where nobody knows', () => {
  const data = temporaryFolder()
  expect(refusedIn({ data }, { from: 0, to: 9 })).toBeUndefined()
  const quarantine = openQuarantine(data, { clock: { now: () => 0 } })
  onTestFinished(quarantine.close)
  quarantine.put([line(1, 4), line(2, 5), line(2, 6), line(3, 7, 'c-b'), line(4, 9)])
  const found = refusedIn({ data }, { from: 5, to: 9 })
  expect(found?.dropped).toBe(0)
  expect([...found!.lines]).toEqual([
    ['c-a/winlogbeat', 2],
    ['c-b/winlogbeat', 1],
  ])
  const damaged = temporaryFolder()
  writeFileSync(join(damaged, 'quarantine.db'), 'không phải cơ sở dữ liệu'.repeat(100))
  expect(refusedIn({ data: damaged }, { from: 0, to: 9 })).toBeUndefined()
})
