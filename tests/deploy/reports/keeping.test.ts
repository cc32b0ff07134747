import { expect, test } from 'vitest'
import { storageIn } from '../../../deploy/reports/keeping.ts'
import { archiveOfTimes } from '../../support/archive.ts'
import { temporaryFolder } from '../../support/folder.ts'

test('the archive is told of as it was at the end of a period, and not where there is none', async () => {
  const data = temporaryFolder()
  const config = { data, archive: { months: 12 } }
  expect(await storageIn(config, 100)).toBeUndefined()
  await archiveOfTimes(data, 20)
  const all = await storageIn(config, 100)
  expect(all).toMatchObject({ records: 20, oldest: 0, days: 1, months: 12, cut: false })
  expect(all!.perDay).toBe(all!.bytes)
  const half = await storageIn(config, 10)
  expect(half).toMatchObject({ records: 10, oldest: 0 })
  expect(half!.bytes).toBeLessThan(all!.bytes)
  expect(await storageIn(config, 0)).toBeUndefined()
})
