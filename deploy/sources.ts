import type { Yields } from '../detectors/yields.ts'
import type { SourceInstance } from '../ingest/intake/judge.ts'
import type { Source } from '../ingest/source.ts'
import { builtInSources, detectSource } from '../ingest/sources/index.ts'
import { TableMapping, tableSource } from '../ingest/sources/table.ts'
import { coded } from '../kernel/errors.ts'
import type { SourceConfig } from './config.ts'

export const DEFAULT_ZONE = 'Asia/Ho_Chi_Minh'

/**
 * The source instances of a configuration: every built-in source under its own name, and what the configuration adds or sets.
 * Throws `CONFIG_INVALID` where a type is unknown or a mapping does not have its form.
 */
export const instancesOf = (configured: readonly SourceConfig[]): readonly SourceInstance[] => {
  const own = configured.map(
    (config): SourceInstance => ({
      id: config.id,
      source: sourceOf(config),
      zone: config.zone,
      ...(config.encoding !== undefined && { encoding: config.encoding }),
    }),
  )
  const named = new Set(own.map(({ id }) => id))
  return [
    ...own,
    ...builtInSources
      .filter(({ id }) => !named.has(id))
      .map((source) => ({ id: source.id, source, zone: DEFAULT_ZONE })),
  ]
}

const sourceOf = ({ id, type, mapping }: SourceConfig): Source => {
  if (type !== 'table') {
    const source = builtInSources.find((s) => s.id === type)
    if (!source)
      throw coded(
        'CONFIG_INVALID',
        `sources: «${id}»: không có loại nguồn «${type}» (có: ${builtInSources.map((s) => s.id).join(', ')}, table)`,
      )
    return source
  }
  const parsed = TableMapping.safeParse({ id, ...mapping })
  if (!parsed.success) {
    throw coded(
      'CONFIG_INVALID',
      parsed.error.issues
        .map((issue) => `sources: «${id}»: mapping.${issue.path.join('.')}: ${issue.message}`)
        .join('\n'),
    )
  }
  return tableSource(parsed.data)
}

/** The instance whose source a line looks like. */
export const detectInstance = (line: string, instances: readonly SourceInstance[]): SourceInstance | undefined => {
  const source = detectSource(line)
  return source && instances.find((instance) => instance.source.id === source.id)
}

/** What each source can witness, and which of them speak an assumed format; observations carry the source's own id. */
export const yieldsOf = (instances: readonly SourceInstance[]): Yields =>
  new Map(instances.map(({ source }) => [source.id, source.yields]))
export const assumedOf = (instances: readonly SourceInstance[]): ReadonlySet<string> =>
  new Set(instances.filter(({ source }) => source.assumed).map(({ source }) => source.id))
