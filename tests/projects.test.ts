import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { projectOf, projects, testsOf } from './projects.ts'

const root = new URL('../', import.meta.url)
const files = globSync('**/*.test.ts', { cwd: root, exclude: ['node_modules'] }).sort()
const tests = testsOf()

test('every test belongs to exactly one project, and each project has some', () => {
  expect(projects.flatMap((name) => tests[name] ?? []).sort()).toEqual(files)
  for (const name of projects) expect(tests[name]!.length, name).toBeGreaterThan(20)
})

test.each([
  ['tests/kernel/time.test.ts', 'unit'],
  ['tests/e2e/cli.test.ts', 'e2e'],
  // By what it runs, not by where it stands.
  ['tests/deploy/health.test.ts', 'e2e'],
  ['tests/detectors/exact.test.ts', 'e2e'],
  ['tests/e2e/kafka.test.ts', 'stack'],
  ['tests/ingest/bus/kafka.test.ts', 'stack'],
  // Through a file that starts the servers for it.
  ['tests/e2e/month-cluster.test.ts', 'stack'],
])('%s is of the project %s', (file, project) => {
  expect(projectOf(file)).toBe(project)
})

test('nothing of the other projects asks for a server', () => {
  for (const file of [...tests.unit!, ...tests.e2e!])
    expect(readFileSync(new URL(file, root), 'utf8'), file).not.toMatch(/\b(sharedBrokers|ownBroker|withElastic)\(/)
})
