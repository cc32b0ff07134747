import { z } from 'zod'
import { levels } from '../kernel/alert.ts'

/** What the rules said of one generated month: every alert of the clean one, and per rule what was found of what was planted. */
export const MonthSeen = z.object({
  month: z.string(),
  seed: z.number().int(),
  officers: z.number().int(),
  lines: z.number().int(),
  clean: z.array(z.object({ rule: z.string(), level: z.enum(levels) })),
  planted: z.record(
    z.string(),
    z.object({ planted: z.number(), found: z.number(), allowed: z.number(), false: z.number() }),
  ),
})
export type MonthSeen = z.infer<typeof MonthSeen>

/** `allowed`: said rightly besides what was planted; `wrong`: accused of what was not, in planted or clean months. */
export type Figures = {
  readonly planted: number
  readonly found: number
  readonly allowed: number
  readonly wrong: number
}

/** The figures of one rule over all months; none where nothing was planted and nothing was said. */
export const figuresOf = (rule: string, seen: readonly MonthSeen[]): Figures | undefined => {
  const rows = seen.flatMap(({ planted }) => planted[rule] ?? [])
  const sum = (of: (row: (typeof rows)[number]) => number): number => rows.reduce((all, row) => all + of(row), 0)
  const clean = seen.flatMap((month) => month.clean.filter((one) => one.rule === rule)).length
  if (rows.length === 0 && clean === 0) return undefined
  return {
    planted: sum(({ planted }) => planted),
    found: sum(({ found }) => found),
    allowed: sum(({ allowed }) => allowed),
    wrong: sum((row) => row.false) + clean,
  }
}
