import { defaultSource } from '../ingest/inputs/collectors.ts'
import type { Config } from './config.ts'

/**
 * The source that the configuration gives the lines of a collector which name none: the first of its `sources` for HTTP, that of its
 * syslog, JSON lines, file and Kafka inputs. `auto` where it has none, or its inputs do not agree: which of them a line came by is not known.
 */
export const defaultSources = (config: Config): ((collector: string) => string) => {
  const { collectors, syslog, jsonLines, files, ingest } = config
  const said = [
    ...collectors.map((collector) => ({ collector: collector.id, source: defaultSource(collector) })),
    ...[...syslog, ...jsonLines, ...files, ...(ingest.kafka?.topics ?? [])],
  ]
  const byCollector = Map.groupBy(said, ({ collector }) => collector)
  return (collector) => {
    const [source, ...others] = new Set(byCollector.get(collector)?.map(({ source }) => source))
    return source !== undefined && others.length === 0 ? source : 'auto'
  }
}
