import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import type { FastifyPluginAsync } from 'fastify'

export type Page = { readonly type: string; readonly body: string; readonly etag: string }

/** Every file of the console by its address, and the hashes of the shell's inline scripts for the policy header. */
export type Site = { readonly files: ReadonlyMap<string, Page>; readonly scripts: readonly string[] }

const root = new URL('../', import.meta.url)
const VENDOR = 'node_modules/lit-html/'

/** The pages by their addresses. */
const shells: readonly (readonly [path: string, file: string])[] = [
  ['/', 'api/console/index.html'],
  ['/bao-cao', 'api/console/reports.html'],
  ['/do-phu', 'api/console/coverage.html'],
  ['/ngoai-danh-ba', 'api/console/unlisted.html'],
  ['/anh-xa', 'api/console/mapping.html'],
]

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
  const scripts = new Set<string>()
  for (const [path, file] of shells) {
    const shell = read(file).replace('data-sample="false"', `data-sample="${sample}"`)
    files.set(path, pageOf(file, shell))
    for (const [, text] of shell.matchAll(/<script type="importmap">([^<]*)<\/script>/g))
      scripts.add(`'sha256-${sha256(text!)}'`)
  }
  return { files, scripts: [...scripts] }
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
