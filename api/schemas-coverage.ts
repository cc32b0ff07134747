import { z } from 'zod'
import { states } from './coverage/coverage.ts'

/* Coverage as it crosses the HTTP edge. Times are epoch milliseconds UTC, dates civil ones of Vietnam. */

const count = z.number().int()
const Share = z.object({ heard: count, of: count })

const Made = z.object({
  at: z.number().describe('Lúc tính'),
  judgedTo: z.number().describe('Đã đánh giá đến'),
  complete: z.boolean().describe('Đã đánh giá đến hết kỳ'),
  units: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      path: z.array(z.string()),
      machines: count,
      people: count,
      days: count,
      states: z.string().describe(`Mỗi quy định một chữ số: vị trí trong ${states.join(', ')}`),
    }),
  ),
  clauses: z.array(z.object({ id: z.string(), title: z.string(), rules: count, elsewhere: count })),
  unwatched: count.describe('Đơn vị trong danh bạ chưa được giám sát'),
})

export const CoveragePage = z.object({
  period: z.object({ id: z.string(), title: z.string(), from: z.number(), to: z.number() }),
  work: z.object({ share: z.number(), reached: z.number().optional() }).optional(),
  waiting: z.boolean(),
  failed: z.object({ at: z.number(), text: z.string() }).optional(),
  made: Made.optional().describe('Vắng mặt: chưa tính lần nào'),
})
export type CoveragePage = z.infer<typeof CoveragePage>

export const CoverageCell = z.object({
  unit: z.object({ id: z.string(), name: z.string() }),
  clause: z.object({ id: z.string(), title: z.string(), rules: z.array(z.string()), witness: z.array(z.string()) }),
  state: z.enum(states),
  reasons: z.array(z.string()),
  counts: z
    .object({
      ...{ alerts: count, violations: count, whole: z.boolean() },
      ...{ days: Share, machines: Share, people: Share, machineDays: count, taken: count },
    })
    .optional(),
  hints: z.array(
    z.object({ at: z.string(), setting: z.string(), path: z.string().optional(), command: z.string().optional() }),
  ),
})
export type CoverageCell = z.infer<typeof CoverageCell>
