import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { coverageOf } from '../../../api/coverage/make.ts'
import { coverageIn } from '../../../deploy/coverage/kept.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { materialOf } from '../../support/report.ts'

const coverage = coverageOf(materialOf())

test('what is kept is read as it was made, and nothing but it is left in the folder', async () => {
  const data = temporaryFolder()
  const [kept, warn] = [coverageIn(data), vi.fn()]
  expect(await kept.of({ id: '2026-03' }, { warn })).toBeUndefined()
  await kept.keep({ at: 7, coverage })
  expect(await kept.of({ id: '2026-03' }, { warn })).toEqual({ at: 7, coverage })
  expect(readdirSync(join(data, 'coverage'))).toEqual(['2026-03.json'])
  expect(warn).not.toHaveBeenCalled()
})

test.each(['{"at":7,"cover', '', 'null', '{}'])('a file with «%s» counts as none, and is told of', async (text) => {
  const data = temporaryFolder()
  const [kept, warn] = [coverageIn(data), vi.fn()]
  await kept.keep({ at: 7, coverage })
  writeFileSync(join(data, 'coverage/2026-03.json'), text)
  expect(await kept.of({ id: '2026-03' }, { warn })).toBeUndefined()
  expect(warn).toHaveBeenCalledTimes(1)
  await kept.keep({ at: 8, coverage })
  expect((await kept.of({ id: '2026-03' }, { warn }))?.at).toBe(8)
})
