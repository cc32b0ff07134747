import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import type { FastifyPluginAsync } from 'fastify'

export type Page = { readonly type: string; readonly body: string; readonly etag: string }

/** Every file of the console by its address, and the hashes of the shell's inline scripts for the policy header. */
export type Site = { readonly files: ReadonlyMap<string, Page>; readonly scripts: readonly string[] }

const root = new URL('../', import.meta.url)
const VENDOR = 'node_modules/lit-html/'

const CONSOLE = 'api/console/'

/** A page of the console: its title, its style sheets besides those of all pages, and the module that draws it. */
type Shell = {
  readonly path: string
  readonly title: string
  readonly styles: readonly string[]
  readonly main: string
}
const shells: readonly Shell[] = [
  { path: '/', title: 'Vọng Gác', styles: ['list', 'detail'], main: 'main.ts' },
  { path: '/bao-cao', title: 'Báo cáo – Vọng Gác', styles: ['reports'], main: 'reports/main.ts' },
  { path: '/do-phu', title: 'Độ phủ – Vọng Gác', styles: ['reports', 'coverage'], main: 'coverage/main.ts' },
  { path: '/quy-tac', title: 'Luật – Vọng Gác', styles: ['reports', 'rules'], main: 'rules/main.ts' },
  { path: '/ngoai-danh-ba', title: 'Ngoài danh bạ – Vọng Gác', styles: ['reports'], main: 'unlisted/main.ts' },
  { path: '/anh-xa', title: 'Ánh xạ – Vọng Gác', styles: ['reports', 'mapping'], main: 'mapping/main.ts' },
]

/** What all pages are made of, written out for one. */
const shellOf = (template: string, { title, styles, main }: Shell, sample: boolean): string =>
  template
    .replace('{{title}}', title)
    .replace(
      '{{styles}}',
      styles.map((name) => `<link rel="stylesheet" href="/${CONSOLE}style/${name}.css" />`).join('\n    '),
    )
    .replace('{{main}}', `/${CONSOLE}${main}`)
    .replace('{{sample}}', String(sample))

const shared = [
  'kernel/time.ts',
  'kernel/fold.ts',
  'kernel/directory/documents.ts',
  'api/reports/period.ts',
  'api/reports/formats.ts',
  'api/coverage/coverage.ts',
]

/** What the browser may have: the console, the pure modules it shares with the server, and lit-html. Addresses mirror the tree. */
const sources = (): readonly (readonly [path: string, file: string])[] => [
  ...globSync('api/console/**/*.{ts,css,svg}', { cwd: root }).map((file) => [`/${file}`, file] as const),
  ...shared.map((file) => [`/${file}`, file] as const),
  ...globSync(`${VENDOR}{*,directives/*}.js`, { cwd: root }).map(
    (file) => [`/vendor/lit-html/${file.slice(VENDOR.length)}`, file] as const,
  ),
]

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  ts: 'text/javascript; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
}

const read = (file: string): string => readFileSync(new URL(file, root), 'utf8')
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64')

const pageOf = (file: string, body: string): Page => ({
  type: types[file.slice(file.lastIndexOf('.') + 1)]!,
  body,
  etag: `"${sha256(body)}"`,
})

/** Reads the console from disk; types are stripped by Node itself, positions kept, so that a stack trace fits the source. */
export const loadPages = (sample: boolean): Site => {
  const files = new Map<string, Page>()
  for (const [path, file] of sources()) {
    const text = read(file)
    files.set(path, pageOf(file, file.endsWith('.ts') ? stripTypeScriptTypes(text) : text))
  }
  const file = `${CONSOLE}shell.html`
  const template = read(file)
  for (const shell of shells) files.set(shell.path, pageOf(file, shellOf(template, shell, sample)))
  const scripts = [...template.matchAll(/<script type="importmap">([^<]*)<\/script>/g)].map(
    ([, text]) => `'sha256-${sha256(text!)}'`,
  )
  return { files, scripts }
}

/** Serves the console. One address a file, known at the start: no path of a request ever reaches the disk. */
export const pages: FastifyPluginAsync<Site> = async (app, { files }) => {
  for (const [path, { type, body, etag }] of files) {
    app.get(path, { schema: { hide: true } }, async (request, reply) => {
      reply.headers({ etag, 'cache-control': 'no-cache' })
      if (request.headers['if-none-match'] === etag) return reply.code(304).send()
      return reply.type(type).serializer(String).send(body)
    })
  }
}
