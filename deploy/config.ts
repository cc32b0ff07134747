import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { Collector } from '../ingest/inputs/collectors.ts'
import { coded } from '../kernel/errors.ts'
import { type Duration, ms } from '../kernel/time.ts'

const id = z.string().min(1)
const duration = z
  .string()
  .regex(/^\d+[smhd]$/, 'cần khoảng thời gian như 90s, 10m, 8h, 7d')
  .transform((value) => ms(value as Duration))
const port = z.number().int().min(0).max(65535)
const address = z.object({ host: z.string().default('127.0.0.1'), port })

/** A network input: who it speaks for and which source reads its lines. */
const Listener = z.object({
  protocol: z.enum(['udp', 'tcp', 'tls']),
  host: z.string().default('127.0.0.1'),
  port,
  collector: id,
  source: id.default('auto'),
  /** PEM files, for `tls`. */
  cert: z.string().optional(),
  key: z.string().optional(),
  ca: z.string().optional(),
})

/** One instance of a source: which parser, in which zone, with which mapping. */
export const SourceConfig = z.object({
  id,
  /** A built-in source, or `table` with a mapping of its own. */
  type: id,
  mapping: z.record(z.string(), z.unknown()).optional(),
  zone: z.string().default('Asia/Ho_Chi_Minh'),
  encoding: z.enum(['windows-1258']).optional(),
})
export type SourceConfig = z.infer<typeof SourceConfig>

/** `config.yaml`: everything an operator sets. The directory of people and machines lies beside it in `directory/`. */
export const Config = z.strictObject({
  name: z.string().default('Vọng Gác'),
  /** Console and API: loopback only until accounts exist. */
  console: address.default({ host: '127.0.0.1', port: 8080 }),
  /** HTTP inputs, with a token per collector. */
  ingest: address.default({ host: '127.0.0.1', port: 9200 }),
  data: z.string().default('data'),
  /** How late a log may be and still be judged in order; what is later is re-evaluated. */
  lateness: duration.default(120_000),
  collectors: z.array(Collector).default([]),
  sources: z.array(SourceConfig).default([]),
  syslog: z.array(Listener).default([]),
  jsonLines: z.array(Listener).default([]),
  files: z.array(z.object({ path: id, collector: id, source: id.default('auto') })).default([]),
  policy: z
    .array(
      z.object({
        unit: id,
        rule: id,
        set: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
        basis: id,
      }),
    )
    .default([]),
  /** A new directory version that raises or withdraws more alerts than this waits for `vonggac check --confirm`. */
  confirmAbove: z.number().int().min(0).default(20),
  logLevel: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
})
export type Config = z.infer<typeof Config> & { readonly folder: string }

/**
 * Reads `config.yaml` of a folder. Throws `CONFIG_INVALID` with file, line, field and what was expected, in Vietnamese.
 * Relative paths are relative to the folder.
 */
export const loadConfig = (folder: string): Config => {
  const file = join(folder, 'config.yaml')
  if (!existsSync(file)) throw coded('CONFIG_INVALID', `${file}: không có tệp cấu hình này`)
  const document = parseDocument(readFileSync(file, 'utf8'))
  const lineOf = (offset: number | undefined): number =>
    document
      .toString()
      .slice(0, offset ?? 0)
      .split('\n').length
  const [syntax] = document.errors
  if (syntax)
    throw coded(
      'CONFIG_INVALID',
      `${file}, dòng ${syntax.linePos?.[0].line ?? lineOf(syntax.pos[0])}: không đúng cú pháp YAML (${syntax.message.split('\n')[0]})`,
    )
  const parsed = Config.safeParse(document.toJS() ?? {})
  if (!parsed.success) {
    const text = readFileSync(file, 'utf8')
    const problems = parsed.error.issues.map((issue) => {
      const node = document.getIn(issue.path as (string | number)[], true) as
        | { range?: [number, number, number] }
        | undefined
      const line = node?.range ? `, dòng ${text.slice(0, node.range[0]).split('\n').length}` : ''
      return `${file}${line}: ${issue.path.join('.') || '(gốc)'}: ${issue.message}`
    })
    throw coded('CONFIG_INVALID', problems.join('\n'))
  }
  return { ...parsed.data, data: resolve(folder, parsed.data.data), folder: resolve(folder) }
}
