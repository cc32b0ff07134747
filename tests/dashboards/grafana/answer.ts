import { z } from 'zod'
import type { Metric, Target } from './model.ts'

const Hit = z.object({ _id: z.string(), _source: z.record(z.string(), z.unknown()) })
export type Hit = z.infer<typeof Hit>

const Answer = z.object({
  error: z.unknown().optional(),
  timed_out: z.boolean().optional(),
  _shards: z.object({ failed: z.number(), skipped: z.number() }).optional(),
  hits: z.object({ hits: z.array(Hit) }).optional(),
  aggregations: z.record(z.string(), z.unknown()).optional(),
})
export type Answer = z.infer<typeof Answer>

/** An answer without fault: Grafana shows what came, where a shard failed. */
export const answered = (raw: unknown): Answer => {
  const answer = Answer.parse(raw)
  if (answer.error !== undefined)
    throw new Error(`Elasticsearch refuses: ${JSON.stringify(answer.error).slice(0, 600)}`)
  if (answer.timed_out || (answer._shards?.failed ?? 0) > 0) throw new Error('a part of Elasticsearch did not answer')
  return answer
}

const Bucket = z.looseObject({ key: z.union([z.string(), z.number()]), doc_count: z.number() })
type Bucket = z.infer<typeof Bucket>
const Buckets = z.object({ buckets: z.array(Bucket) })
const Value = z.object({ value: z.number().nullable() })

/** A line of a table, or a point of a curve: the parts it is of, then its numbers. */
export type Line = { readonly keys: readonly (string | number)[]; readonly numbers: readonly (number | null)[] }

const numberIn = (bucket: Bucket, { id, type }: Metric): number | null =>
  type === 'count' ? bucket.doc_count : Value.parse(bucket[id]).value

/**
 * The lines of an answer. Refuses what would break Grafana's reading of it: a part without anything within it takes the lines before it
 * with it.
 */
export const linesOf = ({ bucketAggs, metrics }: Target, { aggregations = {} }: Answer): readonly Line[] => {
  const walk = (within: Readonly<Record<string, unknown>>, depth: number, keys: Line['keys']): readonly Line[] => {
    const { buckets } = Buckets.parse(within[bucketAggs[depth]!.id])
    const isLast = depth === bucketAggs.length - 1
    if (buckets.length === 0 && depth > 0 && bucketAggs[depth]!.type === 'terms')
      throw new Error(`the part ${keys.join(' / ')} holds nothing: Grafana would lose the lines before it`)
    return buckets.flatMap((bucket) =>
      isLast
        ? [{ keys: [...keys, bucket.key], numbers: metrics.map((metric) => numberIn(bucket, metric)) }]
        : walk(bucket, depth + 1, [...keys, bucket.key]),
    )
  }
  return walk(aggregations, 0, [])
}

const NAMES: Readonly<Record<Exclude<Metric['type'], 'raw_data'>, string>> = {
  count: 'Count',
  cardinality: 'Unique Count',
  sum: 'Sum',
  avg: 'Average',
  max: 'Max',
  min: 'Min',
}

/** The names of the columns of a table of numbers: of two sums each has its field's name behind it. */
export const columnsOf = ({ bucketAggs, metrics }: Target): readonly string[] => [
  ...bucketAggs.map(({ field }) => field),
  ...metrics.flatMap(({ type, field }) =>
    type === 'raw_data'
      ? []
      : [metrics.filter((other) => other.type === type).length > 1 ? `${NAMES[type]} ${field}` : NAMES[type]],
  ),
]

/** The columns of a table of documents: the dotted names of what stands in them. */
export const fieldsIn = (source: Readonly<Record<string, unknown>>, under = ''): readonly string[] =>
  Object.entries(source).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? fieldsIn(value as Readonly<Record<string, unknown>>, `${under}${name}.`)
      : [`${under}${name}`],
  )
