import { both, type Lucene } from './lucene.ts'
import { type Field, refTo, type Source } from './source.ts'

/**
 * What is asked of Elasticsearch, as Grafana keeps it. The SDK's builders of metrics write the type `unknown`, which Elasticsearch refuses, so
 * metrics and buckets are objects of ours.
 */
export type Metric = {
  readonly id: string
  readonly type: 'count' | 'cardinality' | 'sum' | 'avg' | 'max' | 'min' | 'raw_data'
  readonly field?: Field
  readonly settings?: Readonly<Record<string, string>>
}

export type Bucket =
  | {
      readonly id: string
      readonly type: 'terms'
      readonly field: Field
      readonly settings: {
        readonly size: string
        readonly order: 'asc' | 'desc'
        readonly orderBy: string
        readonly min_doc_count: string
        readonly missing?: string
      }
    }
  | {
      readonly id: string
      readonly type: 'date_histogram'
      readonly field: Field
      readonly settings: {
        readonly interval: string
        readonly min_doc_count: string
        readonly timeZone: string
        readonly offset?: string
      }
    }

export type Measure = Omit<Metric, 'id'>
/** A bucket without its number; steps of time go by the time field of the source. */
export type Part =
  | Omit<Extract<Bucket, { type: 'terms' }>, 'id'>
  | Omit<Extract<Bucket, { type: 'date_histogram' }>, 'id' | 'field'>

export const count: Measure = { type: 'count' }
export const sum = (field: Field): Measure => ({ type: 'sum', field })
export const mean = (field: Field): Measure => ({ type: 'avg', field })
export const most = (field: Field): Measure => ({ type: 'max', field })
export const least = (field: Field): Measure => ({ type: 'min', field })
/** How many different values: exact up to 40,000, which is what Elasticsearch can do. */
export const different = (field: Field): Measure => ({
  type: 'cardinality',
  field,
  settings: { precision_threshold: '40000' },
})

type Terms = {
  readonly size?: number
  /** Stands for what has no such field: a part below another must never be empty, or Grafana loses the rows before it. */
  readonly missing?: string
  /** `most`: by the first measure; else by the value itself. */
  readonly order?: 'most' | 'first' | 'last'
}

/** A part for each value of a field: the largest first unless told, and never more than `size`. */
export const each = (field: Field, { size = 20, missing, order = 'most' }: Terms = {}): Part => ({
  type: 'terms',
  field,
  settings: {
    size: String(size),
    order: order === 'first' ? 'asc' : 'desc',
    orderBy: order === 'most' ? '1' : '_key',
    min_doc_count: '1',
    ...(missing !== undefined && { missing }),
  },
})

const timeZone = 'Asia/Ho_Chi_Minh'
const days = { interval: '1d', min_doc_count: '1', timeZone } as const
/** A part for each civil day of Vietnam that has any: where nothing is known a curve must be empty and say so, not run along zero. */
export const daily: Part = { type: 'date_histogram', settings: days }
/** The same of days from 05:00 to 05:00, as alerts fold. */
export const foldDaily: Part = { type: 'date_histogram', settings: { ...days, offset: '5h' } }
/** A part for each step of time, below another part; Grafana chooses how long one is. */
export const steps: Part = { type: 'date_histogram', settings: { interval: 'auto', min_doc_count: '0', timeZone } }

/** All documents as one part: Grafana asks for at least one. Every document has this field, and of one value. */
export const altogether: Part = each('event.kind', { size: 1 })
/** The newest day there is. */
export const newestDay: Part = each('vonggac.local.date', { size: 1, order: 'last' })

export type Asked = {
  readonly source: Source
  readonly where: readonly Lucene[]
  readonly per: readonly [Part, ...Part[]]
  readonly measure: readonly [Measure, ...Measure[]]
  /** What a curve is called; `{{field}}` is its part. */
  readonly called?: string
}

/** A question as Grafana keeps it. */
export type Target = {
  readonly datasource: { readonly type: string; readonly uid: string }
  readonly refId: string
  readonly query: string
  readonly timeField: Field
  readonly alias?: string
  readonly metrics: readonly Metric[]
  readonly bucketAggs: readonly Bucket[]
}

const about = ({ source, where }: Pick<Asked, 'source' | 'where'>) => ({
  ...{ datasource: refTo(source), refId: 'A', query: both(...where), timeField: source.timeField },
})

/** Numbers. */
export const ask = ({ source, where, per, measure, called }: Asked): Target => ({
  ...about({ source, where }),
  ...(called !== undefined && { alias: called }),
  metrics: measure.map((metric, i) => ({ id: String(i + 1), ...metric })),
  bucketAggs: per.map((part, i) => ({ id: String(i + 11), field: source.timeField, ...part })),
})

/** Documents, the newest first. */
export const documents = ({
  source,
  where,
  size = 100,
}: Pick<Asked, 'source' | 'where'> & { readonly size?: number }): Target => ({
  ...about({ source, where }),
  metrics: [{ id: '1', type: 'raw_data', settings: { size: String(size) } }],
  bucketAggs: [],
})
