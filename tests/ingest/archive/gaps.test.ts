import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { catalogueOf } from '../../../ingest/archive/catalogue.ts'
import { damagesIn } from '../../../ingest/archive/damage.ts'
import { lacksIn } from '../../../ingest/archive/gaps.ts'
import { RECORDS } from '../../../ingest/wire.ts'
import { archivedTo, openArchiving, publishTimes } from '../../support/archive.ts'
import { temporaryFolder } from '../../support/folder.ts'

test('what is sealed and leaves the bus while gaps are looked for is none', async () => {
  const data = temporaryFolder()
  const folder = join(data, 'archive')
  const { bus, archiver } = await openArchiving(data)
  onTestFinished(async () => {
    await archiver.stop()
    await bus.close()
  })
  await publishTimes(bus, [0, 1])
  await archivedTo(archiver, 2)
  const catalogue = catalogueOf(folder)
  let trimmed = 0
  const trimmedAfter: typeof catalogue = {
    ...catalogue,
    async all() {
      const listed = await catalogue.all()
      await publishTimes(bus, [2, 3])
      await publishTimes(bus, [4])
      await archivedTo(archiver, 4)
      trimmed = await bus.trim(RECORDS, 4)
      return listed
    },
  }
  const gaps = await lacksIn(folder, join(data, 'bus'), trimmedAfter, damagesIn(folder), { from: 0, to: 100 })
  expect(trimmed).toBeGreaterThan(1)
  expect(gaps).toEqual([])
})
