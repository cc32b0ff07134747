import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { broughtIn } from './support/imports.ts'

/** Which folder may know which. Arrows point inwards; nothing points back. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  detectors: ['kernel'],
  ingest: ['kernel'],
  api: ['kernel', 'detectors'],
  dashboards: ['kernel', 'detectors'],
  deploy: ['kernel', 'detectors', 'ingest', 'api', 'dashboards'],
}
const root = new URL('../', import.meta.url)
const sources = globSync('{kernel,detectors,ingest,api,dashboards,deploy}/**/*.ts', { cwd: root })
const whole = (file: string): string => readFileSync(new URL(file, root), 'utf8')
/** The code without its comments: those may speak of what the code may not do. */
const read = (file: string): string => whole(file).replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')

test('every way of bringing something in is looked at', () => {
  const text = [
    "import { a } from '../a.ts'",
    "export type { b } from './b.ts'",
    "import '../c.ts'",
    "const d = await import('../d.ts')",
    "new Worker(new URL('./e.ts', import.meta.url))",
    "import f from 'f'",
    "new URL('./g.ts', root)",
  ].join('\n')
  expect(broughtIn(text)).toEqual(['../a.ts', './b.ts', '../c.ts', '../d.ts', './e.ts'])
})

test('there is something to look at', () => {
  expect(sources.length).toBeGreaterThan(100)
})

test.each(sources)('%s knows only what it may', (file) => {
  const home = file.split('/')[0]!
  for (const path of broughtIn(read(file))) {
    const folder = new URL(path, new URL(file, root)).pathname.slice(root.pathname.length).split('/')[0]!
    expect([home, ...mayImport[home]!], `${file} → ${path}`).toContain(folder)
  }
})

const pure = sources.filter((file) => /^(kernel|detectors)\//.test(file) && !file.endsWith('/load.ts'))

test.each(pure)('%s is pure', (file) => {
  expect(read(file)).not.toMatch(
    /(from |import\(|import )'node:|Date\.now|new Date\(\)|Math\.random|\bprocess\.|\bconsole\./,
  )
})

/** The generator must not agree with the rules by sharing their code: it would find what it planted. */
test.each(sources.filter((file) => file.startsWith('deploy/generator/')))(
  '%s shares no code with rules and sources',
  (file) => {
    for (const path of broughtIn(read(file))) {
      const target = new URL(path, new URL(file, root)).pathname.slice(root.pathname.length)
      expect(target).toMatch(/^(deploy\/generator\/|kernel\/time\.ts$)/)
    }
  },
)

test.each(sources)('%s exports by name and gives no type up', (file) => {
  expect(read(file)).not.toMatch(/^export default|:\s*any\b|\bas any\b/m)
  // These stand in comments.
  expect(whole(file)).not.toMatch(/@ts-(ignore|nocheck)|biome-ignore/)
})
