import { z } from 'zod'

/** Months that logs must at least be kept, by the level of the information system (TCVN 14423:2026; level 1: none asked). */
const LEAST: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 3, 4: 6, 5: 12 }

/** Highest level among the systems that are watched: what is kept is kept for all of them together, so the highest rules. */
export const SystemLevel = z.number().int().min(1).max(5).default(5)

/** Refuses a retention of fewer months than the law asks at that level, under its field. */
export const checkKept = <F extends string>(
  kept: Readonly<Record<F | 'level', number>>,
  fields: readonly F[],
  context: Pick<z.RefinementCtx, 'addIssue'>,
): void => {
  const { level } = kept
  const least = LEAST[level]!
  for (const field of fields)
    if (kept[field] < least)
      context.addIssue({
        code: 'custom',
        path: [field],
        message: `hệ thống cấp độ ${level} phải lưu ít nhất ${least} tháng`,
      })
}
