import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { wrongExceptions } from '../../deploy/exceptions.ts'
import { openVersions } from '../../deploy/versions.ts'
import { loadCatalogue, loadRules } from '../../detectors/load.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'

const HEAD = 'mã;quy tắc;cán bộ;văn bản;người ký;người duyệt;lý do;từ ngày;đến ngày\n'
const row = (id: string, rule: string): string => `${id};${rule};p-an;01/CV;A;B;"vì\nvậy";01/03/2026;31/03/2026\n`
const [rules, catalogue] = [await loadRules(), loadCatalogue()]

const wrong = (text: string): readonly string[] => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'exceptions.csv'), text)
  return wrongExceptions(folder, rules, catalogue).map(({ message }) => message)
}

test('a rule, a clause with rules and a clause without are known', () => {
  expect(
    wrong(HEAD + row('n-1', 'ACC-11a') + row('n-2', 'MED-01') + row('n-3', [...catalogue.keys()].at(-1)!)),
  ).toEqual([])
})

test.each(['ACC-11z', 'MED-99', 'acc-11a', 'ACC'])('«%s» is told by file, line and column', (rule) => {
  expect(wrong(HEAD + row('n-1', 'ACC-11a') + row('n-2', rule))).toEqual([
    expect.stringMatching(
      new RegExp(
        `^exceptions\\.csv, dòng 4, cột «quy tắc»: không có luật hay điều nào .* «${rule}»; cần mã luật như ACC-11a`,
      ),
    ),
  ])
})

test('no file is no exception', () => {
  expect(wrongExceptions(temporaryFolder(), rules, catalogue)).toEqual([])
})

test('a version with such an exception is not proposed', async () => {
  const folder = writeConfig(temporaryFolder(), {}, { 'exceptions.csv': HEAD + row('n-1', 'MED-99') })
  const versions = await openVersions(join(folder, 'data'), join(folder, 'directory'), {
    catalogue,
    assumed: new Set(),
  })
  await expect(versions.propose(0)).rejects.toMatchObject({
    code: 'DIRECTORY_INVALID',
    message: expect.stringContaining('«MED-99»'),
  })
})
