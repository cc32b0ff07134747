import { existsSync, globSync, readFileSync } from 'node:fs'
import { broughtIn } from './support/imports.ts'

/** What a run can be asked for by name (`vitest run --project unit`); without a name it is all of them. */
export const projects = ['unit', 'e2e', 'stack'] as const
export type Project = (typeof projects)[number]

const root = new URL('../', import.meta.url)

/** Whoever brings these in asks for a real broker or node. */
const SERVERS = /^(tests\/stack\/shared\.ts$|deploy\/stack\/)/
/** Whoever brings one of these in runs something whole, which takes seconds, wherever the test stands. */
const WHOLE: ReadonlySet<string> = new Set([
  // The product.
  'deploy/product.ts',
  // A province's logs.
  'deploy/generator/generate.ts',
  'deploy/generator/cli.ts',
  // Reports of a month, by the thread that makes them.
  'deploy/reports/desk.ts',
  // A sender and a receiver, with the line between them.
  'tests/support/push-line.ts',
  // Hours of the whole engine that are permuted, delayed and cut at random.
  'tests/support/disturb.ts',
])

const placeOf = (path: string, from: string): string =>
  new URL(path, new URL(from, root)).pathname.slice(root.pathname.length)

/** What a test brings in, and of the tests' own files what those bring in; paths from the root. */
const reachOf = (test: string): ReadonlySet<string> => {
  const reached = new Set<string>()
  const visit = (file: string): void => {
    if (reached.has(file)) return
    reached.add(file)
    const own = new URL(file, root)
    if (!file.startsWith('tests/') || !existsSync(own)) return
    for (const path of broughtIn(readFileSync(own, 'utf8'))) visit(placeOf(path, file))
  }
  visit(test)
  return reached
}

/**
 * Where a test belongs: to `stack` if it needs a real broker or node, to `e2e` if it stands in that folder or runs something whole, else to
 * `unit`. Its path from the root.
 */
export const projectOf = (test: string): Project => {
  const reached = [...reachOf(test)]
  if (reached.some((file) => SERVERS.test(file))) return 'stack'
  return test.startsWith('tests/e2e/') || reached.some((file) => WHOLE.has(file)) ? 'e2e' : 'unit'
}

/** Every test of the tree, by project. */
export const testsOf = (): Readonly<Partial<Record<Project, readonly string[]>>> =>
  Object.groupBy(globSync('tests/**/*.test.ts', { cwd: root }).sort(), projectOf)
