import { expect, vi } from 'vitest'
import { localDate, localTime, MINUTE, SECOND } from '../../kernel/time.ts'
import { signIn, wrongPassword } from './lines.ts'
import type { Started } from './product.ts'

const users = ['An.NV', 'Bich.TT', 'Cuc.LT']
/** Lines in a batch; they are numbered through, from 1. */
export const BATCH = 20

/** Batches of a night with guesses and log-ins, and of the last minute: some are late when they come, some are not. */
export const nightBatches = (now: number, batches: number): readonly (readonly string[])[] => {
  const night = localTime(localDate(now - 3 * 24 * 60 * MINUTE), '22:00')
  return Array.from({ length: batches }, (_, batch) =>
    Array.from({ length: BATCH }, (_, i): string => {
      const record = batch * BATCH + i + 1
      const at = batch % 2 === 0 ? night + record * 15 * SECOND : now - 40 * SECOND + record * 100
      const act = { at, record, user: users[record % 3]!, host: `pc-0${(record % 4) + 1}` }
      return record % 5 === 0 ? signIn(act) : wrongPassword(act)
    }),
  )
}

/** What the tests of a night set, so that they need not wait. */
const LATENESS = 5 * SECOND

/**
 * What an analyst sees, once everything sent has been judged: the log has gone on, beyond what was acknowledged before this was called, and
 * time beyond the last act. A reader of the log may come after its writers by as long as it likes.
 */
export const standing = async (product: Started, now: number) => {
  const judged = Math.max(now + 10 * SECOND, Date.now() - LATENESS)
  await vi.waitFor(
    async () => {
      const { counters, watermark, status } = await product.health()
      expect({ waiting: counters['waiting'], status }).toEqual({ waiting: 0, status: 'ok' })
      expect(watermark).toBeGreaterThan(judged)
    },
    { timeout: 120_000, interval: 200 },
  )
  return (await product.alerts())
    .map(({ id, rule, level, occurrences, withdrawn }) => ({ id, rule: rule.id, level, occurrences, withdrawn }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}
