import { type Choices, interpolate } from './interpolate.ts'
import type { Bucket, Metric, Target } from './model.ts'

/*
 * What Grafana's Elasticsearch data source sends, for as much of it as the boards use: written from a description of its requests, not from
 * its code. A request is one header and one body of `_msearch`.
 */

export type Range = { readonly from: number; readonly to: number }
export type Request = { readonly header: object; readonly body: object }
type Json = { readonly [name: string]: unknown }

/** Steps of time: below the first number the second is taken. Milliseconds. */
const NICE: readonly (readonly [below: number, step: number])[] = [
  [1.5, 1],
  [3.5, 2],
  [7.5, 5],
  [12.5, 10],
  [17.5, 15],
  [25, 20],
  [45, 30],
  [90, 60],
  [210, 120],
  [450, 300],
  [750, 600],
  [1_050, 900],
  [1_500, 1_200],
  [2_700, 1_800],
  [5_400, 3_600],
  [9_000, 7_200],
  [16_200, 10_800],
  [32_400, 21_600],
  [86_400, 43_200],
].map(([below, step]) => [below! * 1_000, step! * 1_000])
/** How wide a panel is drawn, and the least step of the data sources here (`timeInterval`). */
const POINTS = 800
const LEAST = 60_000

export const stepOf = ({ from, to }: Range): number => {
  const wanted = (to - from) / POINTS
  return Math.max(LEAST, NICE.find(([below]) => wanted < below)?.[1] ?? 86_400_000)
}

/** As Grafana puts in what the reader chose: into the query for Lucene, then into the whole of it once more. */
export const chosenIn = (target: Target, choices: Choices): Target => {
  const asked = { ...target, query: interpolate(target.query, choices, 'lucene') }
  return JSON.parse(interpolate(JSON.stringify(asked), choices, 'glob')) as Target // it was one before
}

const headerOf = (index: string): object => ({ ignore_unavailable: true, index, search_type: 'query_then_fetch' })

const queryOf = (query: string, timeField: string, { from, to }: Range): object => {
  const range = { range: { [timeField]: { gte: from, lte: to, format: 'epoch_millis' } } }
  // Nothing asked: a filter that is no list.
  return {
    bool: {
      filter: query === '' ? range : [range, { query_string: { query, analyze_wildcard: true } }],
    },
  }
}

/** A panel's question. `timeField` is the source's: the one in the target is ignored. */
export const requestOf = (target: Target, { index, timeField, range }: Asked): Request => {
  const [metric] = target.metrics
  const query = queryOf(target.query, timeField, range)
  const body =
    metric!.type === 'raw_data'
      ? { query, ...documentsOf(metric!, timeField) }
      : { query, size: 0, aggs: aggregationsOf(target, timeField, range) }
  return { header: headerOf(index), body }
}
export type Asked = { readonly index: string; readonly timeField: string; readonly range: Range }

const documentsOf = (metric: Metric, timeField: string): Json => ({
  size: Number(metric.settings?.['size'] ?? 500),
  sort: [{ [timeField]: { order: 'desc', unmapped_type: 'boolean' } }, { _doc: { order: 'desc' } }],
  docvalue_fields: [timeField],
  fields: [{ field: timeField, format: 'strict_date_optional_time_nanos' }],
  script_fields: {},
})

const metricsOf = (metrics: readonly Metric[]): Json =>
  Object.fromEntries(
    metrics
      .filter(({ type }) => type !== 'count')
      .map(({ id, type, field, settings }) => [id, { [type]: { field, ...settings } }]),
  )

/** Parts within parts in their order, numbers in the innermost. */
const aggregationsOf = ({ bucketAggs, metrics }: Target, timeField: string, range: Range): Json => {
  const [first, ...rest] = bucketAggs
  if (first === undefined) return metricsOf(metrics)
  if (first.type === 'date_histogram') checkBudget(bucketAggs, range)
  const own = first.type === 'terms' ? termsOf(first, metrics) : { body: stepsOf(first, timeField, range), order: {} }
  const within = aggregationsOf({ bucketAggs: rest, metrics } as Target, timeField, range)
  const aggs = { ...own.order, ...within }
  return { [first.id]: { ...own.body, ...(Object.keys(aggs).length > 0 && { aggs }) } }
}

/** By a number (the id of a metric) that metric orders the parts, and is asked for beside what stands within. */
const termsOf = (
  { field, settings }: Bucket,
  metrics: readonly Metric[],
): { readonly body: Json; readonly order: Json } => {
  const { size, order = 'desc', orderBy = '_term', min_doc_count, missing } = settings
  const by = metrics.find(({ id }) => id === orderBy)
  const key = orderBy === '_term' ? '_key' : by?.type === 'count' ? '_count' : orderBy
  const terms = {
    field,
    size: size === undefined || size === '0' ? 500 : Number(size),
    order: { [key]: order },
    ...(min_doc_count !== undefined && { min_doc_count: Number(min_doc_count) }),
    ...(missing !== undefined && { missing }),
  }
  return { body: { terms }, order: by === undefined ? {} : metricsOf([by]) }
}

const stepsOf = ({ settings }: Bucket, timeField: string, range: Range): Json => {
  const { interval = 'auto', min_doc_count = '0', timeZone = 'utc', offset } = settings
  const step = interval === 'auto' ? `${stepOf(range)}ms` : interval
  return {
    date_histogram: {
      ...(/^1[wMqy]$/.test(step) ? { calendar_interval: step } : { fixed_interval: step }),
      field: timeField,
      min_doc_count: Number(min_doc_count),
      extended_bounds: { min: range.from, max: range.to },
      format: 'epoch_millis',
      ...(timeZone !== 'utc' && { time_zone: timeZone }),
      ...(offset !== undefined && { offset }),
    },
  }
}

/** Grafana widens steps where parts would become too many, which is not described here: no board may come so far. */
const checkBudget = (buckets: readonly Bucket[], range: Range): void => {
  const around = buckets.filter(({ type }) => type === 'terms')
  const product = around.reduce((all, { settings }) => all * Number(settings['size']), 1)
  const budget = Math.floor(65_535 / product) - around.length
  const needed = (range.to - range.from) / stepOf(range) + 2
  if (needed > budget) throw new Error(`too many parts: Grafana would widen the steps (${needed} > ${budget})`)
}
