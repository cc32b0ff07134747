import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { Collector } from '../ingest/inputs/collectors.ts'
import { vietnamese } from '../kernel/issues.ts'
import { readConfigFile } from './config-file.ts'
import { refuseForbidden } from './destinations/refuse.ts'
import { duration } from './duration.ts'
import { ElasticConfig } from './elastic/settings.ts'
import { KafkaBusConfig, KafkaInputConfig } from './kafka/settings.ts'
import { checkKept, SystemLevel } from './least-kept.ts'
import { readMappings } from './mappings/file.ts'
import { PushConfig } from './push/settings.ts'
import { ReportsConfig } from './reports/settings.ts'

// The one setting of this process: what an operator reads is Vietnamese, from the first schema on.
z.config({ localeError: vietnamese })

const id = z.string().min(1)
const port = z.number().int().min(0).max(65535)
const address = z.strictObject({ host: z.string().default('127.0.0.1'), port })

/** A network input: who it speaks for and which source reads its lines. */
const Listener = z.strictObject({
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
export const SourceConfig = z.strictObject({
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
  /** HTTP inputs, with a token per collector; HTTPS where `cert` and `key` (PEM files) are given. */
  ingest: z
    .strictObject({
      ...address.shape,
      cert: z.string().optional(),
      key: z.string().optional(),
      /** Topics that collectors write themselves. */
      kafka: KafkaInputConfig.optional(),
    })
    .default({ host: '127.0.0.1', port: 9200 }),
  data: z.string().default('data'),
  /** The bus of a province; without it the log lies in the data folder, for one process alone. */
  kafka: KafkaBusConfig.optional(),
  /**
   * With `kafka`: the shares into which the entities are divided, so that any number of processes detect together. Fixed with the topics
   * `alerts` and `state`, whose partitions they are. Without it one process detects alone.
   */
  detector: z.strictObject({ slots: z.number().int().min(1).max(64) }).optional(),
  /** How late a log may be and still be judged in order; what is later is re-evaluated. */
  lateness: duration.default(120_000),
  collectors: z.array(Collector.strict()).default([]),
  sources: z.array(SourceConfig).default([]),
  /** Folder of mapped tables, one source a file, each with its test; the page «Ánh xạ» writes it. */
  mappings: id.default('mappings'),
  /** Threads that read lines beside the one that judges them; 0: that one reads too. */
  intake: z.strictObject({ workers: z.number().int().min(0).max(16).default(0) }).default({ workers: 0 }),
  syslog: z.array(Listener).default([]),
  jsonLines: z.array(Listener).default([]),
  files: z.array(z.strictObject({ path: id, collector: id, source: id.default('auto') })).default([]),
  policy: z
    .array(
      z.strictObject({
        unit: id,
        rule: id,
        set: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
        basis: id,
      }),
    )
    .default([]),
  /** Logs are kept for so many months after they were received, and one more for what came late; not below what the law asks. */
  archive: z
    .strictObject({ level: SystemLevel, months: z.number().int().min(1).default(12) })
    .superRefine((kept, context) => checkKept(kept, ['months'], context))
    .prefault({}),
  /** Where alerts are copied to; without it they are only here. */
  elasticsearch: ElasticConfig.optional(),
  /** Periodic reports: their form, and which are due when. */
  reports: ReportsConfig.prefault({}),
  /** Who is told of alerts; without it nobody is. */
  push: PushConfig.optional(),
  /** A new directory version that raises or withdraws more alerts than this waits for `vonggac check --confirm`. */
  confirmAbove: z.number().int().min(0).default(20),
  logLevel: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
})
export type Config = z.infer<typeof Config> & {
  readonly folder: string
  /** The sources that came out of `mappings`, and the `etag` of each one's file. */
  readonly mapped?: Readonly<Record<string, string>>
}

/** What is compared with logs may name any site: nothing is sent there. */
const MATCHED = /^(policy\.\d+\.set|sources\.\d+\.mapping)(\.|$)/

/**
 * Reads `config.yaml` of a folder. Throws `CONFIG_INVALID` with file, line, field and what was expected, in Vietnamese; so it does where
 * that file, or one of the forms in `reports/`, names a service to which nothing official may go, and where a mapping of `mappings` reads its own
 * sample otherwise than its test says. Relative paths are relative to the folder.
 */
export const loadConfig = (folder: string): Config => {
  const read = readConfigFile(join(folder, 'config.yaml'), Config, MATCHED)
  for (const file of globSync('reports/**/*.{yaml,yml}', { cwd: folder }).sort())
    refuseForbidden(join(folder, file), readFileSync(join(folder, file), 'utf8'))
  const stored = readMappings(resolve(folder, read.mappings), new Set(read.sources.map(({ id }) => id)))
  const mapped = stored.map(({ id, content: { zone, encoding, mapping } }) => {
    return { id, type: 'table', mapping, zone, ...(encoding && { encoding }) }
  })
  return {
    ...read,
    sources: [...read.sources, ...mapped],
    mapped: Object.fromEntries(stored.map(({ id, etag }) => [id, etag])),
    data: resolve(folder, read.data),
    folder: resolve(folder),
  }
}
