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

/** The rules whose prints differ once a file of the detectors, or of the kernel beside them, was edited. */
const changedBy = (edit: (folder: string) => void): readonly string[] => {
  const root = temporaryFolder()
  const folder = join(root, 'detectors')
  for (const name of ['detectors', 'kernel'])
    cpSync(join(import.meta.dirname, '../..', name), join(root, name), { recursive: true })
  const prints = () => printsOf(rules, { catalogue, code: ruleCode(pathToFileURL(`${folder}/`)) })
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
  const changed = edited('conditions/media.ts')
  expect(changed).toContain('MED-01a')
  expect(changed).not.toContain('SRC-01')
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
  expect(edited('given.ts')).toEqual([])
})

test.each([
  'core.ts',
  'detection.ts',
  'actor.ts',
  'binding.ts',
  'fold.ts',
  'ledger.ts',
  'refold.ts',
  'registers/sessions.ts',
  'registers/mounts.ts',
  '../kernel/time.ts',
  '../kernel/directory/join.ts',
  '../kernel/directory/facts-of.ts',
  '../kernel/directory/hours.ts',
  '../kernel/directory/calendar.ts',
  '../kernel/directory/lunar.ts',
  '../kernel/directory/people.ts',
  '../kernel/directory/scopes.ts',
  '../kernel/directory/registers.ts',
])('what all rules share changes every one: %s', (file) => {
  expect(edited(file)).toEqual(rules.map(({ id }) => id))
})

test.each(['pages.ts', 'queue.ts', '../kernel/status-fields.ts'])('what judges nobody changes none: %s', (file) => {
  expect(edited(file)).toEqual([])
})

test('nor does a comment', () => {
  const comments = '\n// A word.\n/**\n * More words.\n */\n'
  expect(changedBy((folder) => appendFileSync(join(folder, 'core.ts'), comments))).toEqual([])
})
