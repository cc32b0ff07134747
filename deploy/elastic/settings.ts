import { z } from 'zod'
import { checkKept, SystemLevel } from '../least-kept.ts'

/** Names of Elasticsearch's own: `logs-*-*` is a data stream on a stock server. */
const PREFIX = /^(?!(?:logs|metrics|traces|synthetics|profiling)$)[a-z][a-z0-9_]*$/

const Retention = z
  .strictObject({
    level: SystemLevel,
    /** Alerts go so many whole months after theirs. */
    months: z.number().int().min(1).default(60),
    /** Samples of how the product stands go sooner: they are no evidence. */
    status: z.number().int().min(1).default(3),
    /** Records of logs, where they are kept there. */
    records: z.number().int().min(1).default(12),
  })
  .superRefine((kept, context) => checkKept(kept, ['months', 'records'], context))

/** Where alerts are copied to, for boards and for search. */
export const ElasticConfig = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    // It is shown in health and in the log.
    .refine((url) => new URL(url).username === '', 'không ghi tên và mật khẩu trong địa chỉ: dùng apiKeyFile'),
  /** A file that holds the API key, as Elasticsearch gives it («encoded»), or `id:key`. */
  apiKeyFile: z.string().optional(),
  /** PEM of who signed the server's certificate. */
  caFile: z.string().optional(),
  prefix: z
    .string()
    .regex(
      PREFIX,
      'cần chữ thường, số và gạch dưới, bắt đầu bằng chữ; không dùng tên của Elasticsearch (logs, metrics …)',
    )
    .default('vonggac'),
  /** Whether the records of logs are kept there, too. */
  archive: z.boolean().default(false),
  retention: Retention.prefault({}),
})
export type ElasticConfig = z.infer<typeof ElasticConfig>
