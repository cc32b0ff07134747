import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadCatalogue } from '../../detectors/load.ts'

const catalogue = loadCatalogue()

test('the catalogue has its 99 clauses', () => {
  expect(catalogue.size).toBe(99)
})

/** The catalogue is given beside the repository where the project is developed; in CI its absence is a failure. */
const given = new URL('../../../shared/directives/clauses.yaml', import.meta.url)
test("the project's copy of the catalogue is the one given", () => {
  if (!existsSync(given) && process.env['CI'] === undefined)
    return console.warn('NOT RUN: the given catalogue is not here to compare with')
  expect(readFileSync(new URL('../../detectors/clauses.yaml', import.meta.url), 'utf8')).toBe(
    readFileSync(given, 'utf8'),
  )
})
