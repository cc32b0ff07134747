import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
const files = listed.split('\0').filter((file) => file !== '' && existsSync(join(root, file)))
const texts = files.flatMap((file) => {
  const bytes = readFileSync(join(root, file))
  return bytes.includes(0) ? [] : [{ file, text: bytes.toString('utf8') }]
})

/** What would tie the repository to one machine, or send what it knows to somebody else's service. */
const forbidden: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a path of a machine', new RegExp(`(?<![\\w.])/(${['work', 'tmp', 'root'].join('|')})/`)],
  ['a registry of packages', /https?:\/\/[^\s/"'`]*(?:registry|npm[j]s|nexus|artifactory|verdaccio)/i],
  ['an address that sends to a messenger', /api[.]telegram[.]org|openapi[.]zalo[.]me|graph[.]zalo[.]me/i],
]

test('there is something to look at', () => {
  expect(texts.length).toBeGreaterThan(200)
})

/** The tests that hold such addresses to be refused. */
const REFUSES = 'tests/deploy/destinations/'

test.each(forbidden)('no file holds %s', (_what, pattern) => {
  const holding = texts
    .filter(({ file }) => !file.startsWith(REFUSES))
    .flatMap(({ file, text }) =>
      text
        .split('\n')
        .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim().slice(0, 100)}`] : [])),
    )
  expect(holding).toEqual([])
})

test('no dependency sends to a messenger, and none runs a script when it is installed', () => {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
  expect(lock).not.toMatch(/telegr|zalo/i)
  expect(lock).not.toContain('"hasInstallScript"')
})
