import type { Side } from '../compare.ts'
import type { Servers } from './servers.ts'

type Filled = { readonly topic: string; readonly messages: number }

/** What every side of a run is made of. */
export type Given = {
  readonly servers: Servers
  readonly folder: string
  readonly scratch: string
  /** The class path of Kafka's own tools. */
  readonly jars: string
  readonly prefix: string
  /** The topic with what the intake made, and those with the lines themselves, by their number of partitions. */
  readonly records: Filled
  readonly lines: (partitions: number) => Filled
  readonly detectors: readonly number[]
  /** The first is what the others are set against. */
  readonly partitions: readonly number[]
}

export const JAVA_PRODUCE = 'Kafka’s own producer-perf-test, our lines, zstd'
export const INGEST = 'lines → intake → Kafka'
export const JAVA_CONSUME = 'Kafka’s own consumer-perf-test, records'
export const BYTES = 'kafkajs alone, records'
export const PARSE = 'kafkajs + JSON.parse, records'
export const PARSE_LINES = 'kafkajs + JSON.parse, the lines as a collector writes them'
export const BYTES_LINES = 'kafkajs alone, reading our lines'
export const BULK = 'bulk alone into Elasticsearch, a document a line'
export const WHOLE = 'lines → Kafka → detection, archive, store → Elasticsearch, one process'
export const detectOf = (detectors: number): string =>
  `Kafka → detection, ${detectors === 1 ? 'one detector' : `${detectors} detectors`}`

/** What is compared, in the order in which it runs in each round. */
export const sidesOf = ({
  servers,
  folder,
  scratch,
  jars,
  prefix,
  records,
  lines,
  detectors,
}: Given): readonly Side[] => {
  const { brokers, elastic } = servers
  const { messages } = lines(1)
  const consume = (what: string, params: object, more: Partial<Side> = {}): Side => ({
    what,
    job: 'stack-consume',
    params: { brokers, ...params },
    ...more,
  })
  const detect = (count: number): Side => ({
    what: detectOf(count),
    job: 'stack-detectors',
    params: { folder, brokers, prefix, detectors: count },
    against: count === 1 ? PARSE : detectOf(1),
    ...(count === 1
      ? {
          aim: { of: 'ratio', is: 'least', bound: 0.6 } as const,
          note: 'the difference is the engine: reorder buffer, registers, joins, rules, folds (docs/bench.md, where the time goes)',
        }
      : {
          note: `each reads the whole topic and judges its share of the entities; wall time of the slowest, CPU time of all`,
        }),
  })
  const java = { brokers, jars }
  return [
    { what: JAVA_PRODUCE, job: 'stack-java', params: { what: 'produce', ...java, folder, messages } },
    { what: INGEST, job: 'stack-ingest', params: { folder, scratch, brokers }, against: JAVA_PRODUCE },
    { what: JAVA_CONSUME, job: 'stack-java', params: { what: 'consume', ...java, ...records } },
    consume(BYTES, { ...records, what: 'bytes' }, { against: JAVA_CONSUME }),
    consume(
      PARSE,
      { ...records, what: 'head' },
      { note: 'of a record what a detector reads of it: the head, not the line' },
    ),
    consume(PARSE_LINES, { ...lines(1), what: 'line' }),
    ...detectors.map(detect),
    { what: BULK, job: 'stack-bulk', params: { folder, elastic, documents: Math.min(messages, 100_000) } },
    { what: WHOLE, job: 'stack-whole', params: { folder, scratch, brokers, elastic }, against: INGEST },
  ]
}
