import { z } from 'zod'

/* As much of Grafana's v1 model as the tests read of the built files. Parsed, not imported: what counts is what stands in the file. */

const Ref = z.object({ type: z.literal('elasticsearch'), uid: z.string() })

const Bucket = z.object({
  id: z.string(),
  type: z.enum(['terms', 'date_histogram']),
  field: z.string(),
  settings: z.record(z.string(), z.string()),
})
export type Bucket = z.infer<typeof Bucket>

const Metric = z.object({
  id: z.string(),
  type: z.enum(['count', 'cardinality', 'sum', 'avg', 'max', 'min', 'raw_data']),
  field: z.string().optional(),
  settings: z.record(z.string(), z.string()).optional(),
})
export type Metric = z.infer<typeof Metric>

export const Target = z.strictObject({
  datasource: Ref,
  refId: z.string(),
  query: z.string(),
  timeField: z.string(),
  alias: z.string().optional(),
  metrics: z.array(Metric).min(1),
  bucketAggs: z.array(Bucket),
})
export type Target = z.infer<typeof Target>

const Place = z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() })
const Property = z.object({ id: z.string(), value: z.unknown() })

export const Panel = z.object({
  id: z.number().int().positive(),
  type: z.string(),
  title: z.string(),
  description: z.string().optional(),
  gridPos: Place,
  datasource: Ref.optional(),
  targets: z.array(Target).default([]),
  timeFrom: z.string().optional(),
  timeShift: z.string().optional(),
  transformations: z.array(z.object({ id: z.string(), options: z.unknown() })).default([]),
  fieldConfig: z
    .object({
      defaults: z.looseObject({
        unit: z.string().optional(),
        noValue: z.string().optional(),
        thresholds: z.unknown().optional(),
      }),
      overrides: z.array(
        z.object({ matcher: z.object({ id: z.string(), options: z.unknown() }), properties: z.array(Property) }),
      ),
    })
    .optional(),
})
export type Panel = z.infer<typeof Panel>

export const Variable = z.object({
  type: z.enum(['query', 'custom', 'constant']),
  name: z.string(),
  label: z.string().optional(),
  description: z.string().optional(),
  query: z.string(),
  datasource: Ref.optional(),
  multi: z.boolean().default(false),
  includeAll: z.boolean().default(false),
  allValue: z.string().optional(),
  regex: z.string().optional(),
  options: z.array(z.object({ text: z.string(), value: z.string() })).default([]),
})
export type Variable = z.infer<typeof Variable>

export const Mark = z.looseObject({
  name: z.string(),
  datasource: Ref,
  query: z.string(),
  textField: z.string(),
  timeField: z.string(),
  tagsField: z.string(),
})
export type Mark = z.infer<typeof Mark>

export const Board = z.looseObject({
  uid: z.string(),
  title: z.string(),
  description: z.string(),
  timezone: z.string(),
  time: z.object({ from: z.string(), to: z.literal('now') }),
  schemaVersion: z.number(),
  tags: z.array(z.string()),
  links: z.array(z.looseObject({ title: z.string() })),
  templating: z.object({ list: z.array(Variable) }),
  annotations: z.object({ list: z.array(Mark) }),
  panels: z.array(Panel),
})
export type Board = z.infer<typeof Board>
