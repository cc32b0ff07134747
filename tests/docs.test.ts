import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { Config } from '../deploy/config.ts'
import { reasons } from '../deploy/receiver/reasons.ts'
import { loadCatalogue, loadRules } from '../detectors/load.ts'
import { TableMapping } from '../ingest/sources/table.ts'
import { errorCodes } from '../kernel/errors.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const pages = ['README.md', 'CHANGELOG.md', ...globSync('docs/**/*.md', { cwd: root })].sort()
const readme = read('README.md')
const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts)
const help = execFileSync(process.execPath, ['bin/vonggac.js', '--help'], { cwd: root, encoding: 'utf8' })
const commands = [...new Set([...help.matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name!))]
const found = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, one]) => one!)),
]

/** An anchor as the repository's pages give it to a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')

test.each(pages)('%s links only to what exists', (page) => {
  for (const [, target] of read(page).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^https?:/.test(target!)) continue
    const [path = '', anchor] = target!.split('#')
    const file = path === '' ? page : join(dirname(page), path)
    expect(existsSync(join(root, file)), `${page} → ${target}`).toBe(true)
    if (anchor !== undefined) expect(found(read(file), /^#+ (.+)$/gm).map(anchorOf)).toContain(anchor)
  }
})

test.each(pages)('%s names only scripts and commands that exist', (page) => {
  const text = read(page)
  const runs = found(text, /\bnpm run ([\w-]+)/g)
  expect(scripts).toEqual(expect.arrayContaining(runs))
  const called = [...found(text, /\bnpm run vonggac -- ([a-z]+)/g), ...found(text, /`vonggac ([a-z]+)/g)]
  expect(commands).toEqual(expect.arrayContaining(called))
})

test('the README names every script, every command and every folder', () => {
  expect(commands.length).toBeGreaterThan(7)
  expect(found(readme, /`vonggac ([a-z]+)/g).sort()).toEqual([...commands].sort())
  for (const script of scripts) expect(readme, script).toMatch(new RegExp(`npm (run )?${script}\\b`))
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^\.|^node_modules$|^data$|^config$/.test(entry.name))
    .map(({ name }) => name)
  expect(found(readme, /^\| `([a-z.]+)\/` \|/gm).sort()).toEqual(folders.sort())
})

test('README and CHANGELOG state the coverage that the rules have', async () => {
  const rules = await loadRules()
  const clauses = new Set(rules.map(({ clause }) => clause)).size
  expect(readme).toContain(`**${rules.length} rules enforce ${clauses} of the ${loadCatalogue().size} clauses**`)
  expect(read('CHANGELOG.md')).toContain(`- ${rules.length} rules for ${clauses} clauses: `)
})

test('the picture of the console is a picture and small', () => {
  const png = readFileSync(join(root, 'docs/images/console.png'))
  expect([png.toString('latin1', 1, 4), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(['PNG', 1280, 800])
  expect(statSync(join(root, 'docs/images/console.png')).size).toBeLessThan(300_000)
})

test('docs/errors.md has a section for every code and no other, the push among them, and every reason of a receiver', () => {
  const page = read('docs/errors.md')
  const pushed = found(read('deploy/push/findings.ts'), /code: '([A-Z_]+)'/g)
  expect(pushed.length).toBeGreaterThan(3)
  expect(found(page, /^## ([A-Z_]+)$/gm).sort()).toEqual([...errorCodes, ...pushed].sort())
  expect(found(page, /^\| `([A-Z_]+)` \|/gm).sort()).toEqual(Object.keys(reasons).sort())
  const told = [...page.matchAll(/^\| `([A-Z_]+)` \| `?([A-Z_a-z]+)`? \|/gm)].map(([, reason, error]) => [
    reason,
    error,
  ])
  const isAnswered = ([reason]: readonly [string, unknown]): boolean => !['TLS', 'SLOW', 'BUSY'].includes(reason)
  const answers = Object.entries(reasons).map(([reason, { error }]) => [reason, error] as const)
  expect(told).toEqual(answers.map((one) => [one[0], isAnswered(one) ? one[1] : 'nothing']))
})

type Schema = {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
}
/** Dotted paths of every key of a schema; `[]` marks a list. */
const keysOf = (schema: Schema, prefix = ''): string[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => [
    `${prefix}${name}`,
    ...keysOf(inner, `${prefix}${name}.`),
    ...(inner.items ? keysOf(inner.items, `${prefix}${name}[].`) : []),
  ])
const jsonSchema = (schema: z.ZodType): Schema =>
  // What zod writes is JSON Schema; of it only properties and items are looked at.
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema

test('docs/configuration.md has every key of the schema and no other', () => {
  const page = read('docs/configuration.md')
  const rows = [...page.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell]) => found(cell!, /`([^`]+)`/g))
  const keys = [
    ...keysOf(jsonSchema(Config)),
    ...keysOf(jsonSchema(TableMapping), 'mapping.').filter((key) => key !== 'mapping.id'),
  ]
  expect(keys.length).toBeGreaterThan(50)
  expect([...new Set(rows)].sort()).toEqual(keys.sort())
})

test('docs/operations.md explains what health, the log and the exit code say', () => {
  const page = read('docs/operations.md')
  const tables = `${page}${read('docs/elasticsearch.md')}`
  const rows = found(tables, /^\| (`[^|]+`) /gm).flatMap((cell) => found(cell, /`([^`]+)`/g))
  const parts = globSync(['deploy/findings/*.ts', 'deploy/**/findings.ts'], { cwd: root })
  const told = [...parts, 'deploy/directory-watch.ts'].map(read).join('')
  const findings = found(told, /'([A-Z]+_[A-Z_]+|CAPPED)'/g)
  expect(findings.length).toBeGreaterThan(7)
  expect([...rows, ...errorCodes]).toEqual(expect.arrayContaining(findings))
  expect(rows).toEqual(expect.arrayContaining([...Config.shape.logLevel.unwrap().options]))
  const codes = found(help.slice(help.indexOf('Mã thoát')), /(?:· |: )(\d) /g)
  expect(found(page, /^\| (\d) \|/gm)).toEqual(codes)
})
