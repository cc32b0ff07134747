import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { printsOf } from '../../deploy/prints.ts'
import { ruleCode } from '../../deploy/rule-code.ts'
import { loadCatalogue, loadRules } from '../../detectors/load.ts'
import { temporaryFolder } from '../support/folder.ts'

const rules = await loadRules()
const catalogue = loadCatalogue()

/** The rules whose prints differ once a file of the detectors was edited. */
const changedBy = (edit: (folder: string) => void): readonly string[] => {
  const folder = join(temporaryFolder(), 'detectors')
  cpSync(join(import.meta.dirname, '../../detectors'), folder, { recursive: true })
  const prints = () =>
    printsOf(rules, { overrides: [], catalogue, lateness: 0, code: ruleCode(pathToFileURL(`${folder}/`)) })
  const before = prints()
  edit(folder)
  const after = prints()
  return rules.map(({ id }) => id).filter((id) => before.get(id) !== after.get(id))
}
const edited = (file: string) => changedBy((folder) => appendFileSync(join(folder, file), '\nconst edited = 1\n'))

test('every rule has code, and no two the same', () => {
  const code = ruleCode()
  expect(new Set(rules.map(code)).size).toBe(rules.length)
  expect(rules.map(code)).not.toContain('')
  expect(code({ id: 'XYZ-1', kind: 'match' })).toBe('')
})

test('a helper that conditions share changes the rules that rest on it, and no others', () => {
  const changed = edited('conditions/span.ts')
  expect(changed).toContain('SRC-01')
  expect(changed).not.toContain('MED-01a')
})

test('one that only another helper imports, too', () => {
  // conditions/login.ts imports conditions/directory.ts; ACC-11b imports none but the former.
  const own = readFileSync(join(import.meta.dirname, '../../detectors/rules/acc-11b-own-failures.ts'), 'utf8')
  expect(own).not.toContain('conditions/directory.ts')
  expect(edited('conditions/directory.ts')).toContain('ACC-11b')
})

test('a kind changes its rules', () => {
  expect(edited('kinds/absence.ts').toSorted()).toEqual(
    rules.flatMap(({ id, kind }) => (kind === 'absence' ? [id] : [])).toSorted(),
  )
})

test('a rule’s own file changes that rule, its examples and their language change nothing', () => {
  const replaced = (from: RegExp, to: string) =>
    changedBy((folder) => {
      const file = join(folder, 'rules/src-01-silent-source.ts')
      const text = readFileSync(file, 'utf8')
      expect(text).toMatch(from)
      writeFileSync(file, text.replace(from, to))
    })
  expect(replaced(/const RETRIED = 5/, 'const RETRIED = 6')).toEqual(['SRC-01'])
  expect(replaced(/'a second late'/, "'late by a second'")).toEqual([])
  expect(edited('timeline.ts')).toEqual([])
  // What the fold makes of detections has a version of its own, which grows by hand.
  expect(edited('fold.ts')).toEqual([])
})
