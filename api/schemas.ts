import { z } from 'zod'
import { Alert, levels } from '../kernel/alert.ts'

/* What crosses the HTTP edge. Times are epoch milliseconds UTC throughout. */

const Text = z.object({ vi: z.string(), en: z.string() })
const Basis = z.object({ doc: z.string(), at: z.string().optional(), quote: z.string().optional() })
const Counts = z.record(z.string(), z.number().int())

/** An alert without its evidence: what a list and the live stream carry. */
export const AlertRow = Alert.omit({ evidence: true })
export type AlertRow = z.infer<typeof AlertRow>

/** What a revision said, and the wall-clock time at which it was written: raised, changed or withdrawn. */
export const Revision = Alert.pick({
  revision: true,
  rule: true,
  subject: true,
  level: true,
  occurrences: true,
  last: true,
  ended: true,
  late: true,
  withdrawn: true,
  silenced: true,
  say: true,
  replaces: true,
}).extend({ written: z.number(), standing: Alert.shape.clause.shape.standing })
export type Revision = z.infer<typeof Revision>

export const AlertPage = z.object({
  alerts: z.array(AlertRow),
  total: z.number().int(),
  next: z.string().optional().describe('Con trỏ của trang sau; không có: đã hết'),
  sequence: z.number().int().describe('Nối luồng /alerts/stream bằng ?after=<sequence> để không sót cảnh báo nào'),
})

export const AlertDetail = z.object({ alert: Alert, history: z.array(Revision) })

export const Summary = z.object({
  total: z.number().int(),
  levels: z.record(z.enum(levels), z.number().int()),
  rules: Counts,
  units: Counts.describe('Theo mã đơn vị; mã rỗng: chưa rõ đơn vị'),
})

/** A rule as a reader sees it. */
export const RuleInfo = z.object({
  id: z.string(),
  version: z.number().int(),
  kind: z.string(),
  clause: z.object({ id: z.string(), vi: z.string(), en: z.string() }),
  title: Text,
  level: z.enum(levels),
  policy: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.array(z.string()).readonly()])),
  respond: Text,
  basis: z.array(Basis),
})
export type RuleInfo = z.infer<typeof RuleInfo>

export const UnitInfo = z.object({ id: z.string(), name: z.string(), parent: z.string().optional() })
export type UnitInfo = z.infer<typeof UnitInfo>

/** How the pipeline stands. `ok` is a promise: nothing is known to be missing. */
export const Health = z.object({
  status: z.enum(['ok', 'degraded', 'failing']),
  /** What someone should look at, one sentence each. */
  findings: z.array(z.object({ code: z.string(), text: Text })),
  /** Every log source that must deliver: when its last event was, and whether it is alive. */
  pipelines: z.array(
    z.object({ id: z.string(), state: z.enum(['alive', 'silent', 'never']), last: z.number().optional() }),
  ),
  watermark: z.number().optional(),
  counters: z.record(z.string(), z.number()).default({}),
})
export type Health = z.infer<typeof Health>

export const HealthAnswer = Health.extend({ sample: z.boolean(), now: z.number() })

/** A span that could not be judged; it leaves the denominators. */
export const IndeterminateInfo = z.object({
  rule: z.string(),
  entity: z.string(),
  from: z.number(),
  to: z.number(),
  reason: z.string(),
})
export type IndeterminateInfo = z.infer<typeof IndeterminateInfo>

/** A line that nobody could read, without its bytes. */
const Quarantined = z.object({
  id: z.number().int(),
  received: z.number().describe('Lúc nhận lần đầu'),
  collector: z.string(),
  source: z.string(),
  place: z.string(),
  reason: z.string(),
  detail: z.string(),
  parser: z.string(),
  bytes: z.number().int(),
  cut: z.boolean().describe('Chỉ giữ được phần đầu; không đọc lại được'),
  times: z.number().int(),
})

export const QuarantinePage = z.object({
  lines: z.array(Quarantined),
  counters: z.object({ lines: z.number().int(), bytes: z.number().int(), dropped: z.number().int() }),
})
export type QuarantinePage = z.infer<typeof QuarantinePage>
