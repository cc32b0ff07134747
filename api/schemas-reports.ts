import { z } from 'zod'
import { reportKinds } from './reports/period.ts'

/* Reports as they cross the HTTP edge. Times are epoch milliseconds UTC, dates civil ones of Vietnam. */

const count = z.number().int()

/** What stands otherwise today than when a period was closed, counted. */
export const Changes = z.object({ added: count, removed: count, changed: count, events: count })
export type Changes = z.infer<typeof Changes>

/** A report whose files lie ready: what they say. */
export const Ready = z.object({
  at: z.number().describe('Lúc làm'),
  /** How far the product had judged then. */
  judged: z.number(),
  complete: z.boolean().describe('Đã đánh giá đến hết kỳ'),
  digest: z.string(),
  alerts: count.nullable().describe('null: không nguồn nào có dữ liệu'),
  pending: z.string().optional().describe('Điều còn có thể đổi số liệu'),
  difference: Changes.optional().describe('So với lúc làm; chỉ có khi kỳ đã chốt'),
})
export type Ready = z.infer<typeof Ready>

/**
 * How a period stands: `running` has not ended, of `none` nothing was made yet, `damaged` was altered after it was closed. `ready` is
 * absent too where the files of before tell of another state.
 */
export const ReportInfo = z.object({
  period: z.string(),
  kind: z.enum(reportKinds),
  calendar: z.enum(['civil', 'administrative']),
  title: z.string(),
  from: z.number(),
  to: z.number(),
  unit: z.string().optional(),
  scope: z.string(),
  state: z.enum(['running', 'none', 'draft', 'closed', 'signed', 'damaged']),
  due: z.string().optional().describe('Hạn nộp; chỉ có ở kỳ theo lịch'),
  urgency: z.enum(['later', 'remind', 'overdue']),
  ready: Ready.optional(),
  closed: z.object({ at: z.number(), digest: z.string() }).optional(),
  signed: z.object({ name: z.string(), sha256: z.string(), at: z.number() }).optional(),
  damage: z.string().optional(),
})
export type ReportInfo = z.infer<typeof ReportInfo>

/** Something that is made, or waits for it. */
const Work = z.object({ period: z.string(), unit: z.string().optional(), title: z.string(), close: z.boolean() })

export const ReportList = z.object({
  reports: z.array(ReportInfo),
  /** Whether the configuration says which reports are due. */
  scheduled: z.boolean(),
  work: Work.extend({
    share: z.number().describe('Phần nhật ký của kỳ đã đọc, 0–1'),
    reached: z.number().optional().describe('Đã đọc nhật ký đến lúc này'),
  }).optional(),
  waiting: z.array(Work),
  failed: z
    .array(Work.extend({ at: z.number(), text: z.string() }))
    .describe('Lần làm gần nhất của kỳ không được, lý do'),
})
export type ReportList = z.infer<typeof ReportList>
