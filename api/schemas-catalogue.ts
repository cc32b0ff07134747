import { z } from 'zod'
import { actionNames } from '../kernel/event.ts'
import { RuleInfo } from './schemas.ts'

const Text = RuleInfo.shape.title
const Numbers = RuleInfo.shape.policy

/** What the catalogue page shows of one rule. */
export const RuleCard = RuleInfo.extend({
  say: Text,
  parts: z.array(
    z.object({
      part: Text,
      acts: z.array(z.enum(actionNames)),
      sought: z.array(Text),
      excused: z.array(Text),
      heard: z.number().optional().describe('Ngày cuối cả tỉnh có sự kiện như vậy'),
    }),
  ),
  tuned: z.array(z.object({ unit: z.string(), set: Numbers, basis: z.string() })).describe('Số của riêng đơn vị'),
  cases: z.object({ fires: z.array(z.string()), quiet: z.array(z.string()) }),
  precision: z
    .object({
      planted: z.number().int(),
      found: z.number().int(),
      allowed: z.number().int(),
      wrong: z.number().int(),
    })
    .optional()
    .describe('Đo trên các tháng sinh ra'),
  blind: z.array(z.enum(actionNames)).optional().describe('30 ngày qua không có sự kiện nào như vậy'),
})
export type RuleCard = z.infer<typeof RuleCard>

export const RulesPage = z.object({
  rules: z.array(RuleCard).readonly(),
  clauses: z.number().int().describe('Số quy định của danh mục'),
  measured: z.array(z.string()).describe('Các tháng đã đo, «YYYY-MM»'),
})
export type RulesPage = z.infer<typeof RulesPage>
