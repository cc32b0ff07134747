import { type DayFigures, figuresOf, Reconciled } from '../../api/push/days.ts'
import { RECONCILIATIONS } from '../../api/push/wire.ts'
import { canonical } from '../../kernel/canonical.ts'
import { addDays, HOUR, localDate } from '../../kernel/time.ts'
import type { Answers } from './answers.ts'
import { exchange, type Line, type NotTaken } from './exchange.ts'
import type { Ledger } from './ledger.ts'

export type ReconcilingOptions = Line & {
  readonly ledger: Pick<Ledger, 'onDay' | 'firstDay' | 'lastUntil'>
  readonly answers: Answers
}

/**
 * Compares one whole local day with the receiver, once everything entered until its end is receipted: each day since the first entry, also one
 * without entries. A day that differs is compared again each hour. Returns why the receiver did not answer.
 */
export const reconcile = async (options: ReconcilingOptions): Promise<NotTaken | undefined> => {
  const { sender, receiver, ledger, answers, clock } = options
  const day = dayToCompare(options)
  if (day === undefined) return undefined
  const ours = figuresOf({ sender, receiver, day }, ledger.onDay(receiver, day))
  const answer = await exchange(options, RECONCILIATIONS, JSON.stringify(ours), Reconciled)
  if (!answer.ok) return answer.error
  answers.compared(receiver, ours, answer.value, isSame(ours, answer.value), clock.now())
  return undefined
}

const dayToCompare = ({ receiver, ledger, answers, clock }: ReconcilingOptions): string | undefined => {
  const first = ledger.firstDay(receiver)
  if (first === undefined) return undefined
  const now = clock.now()
  const last = answers.lastDay(receiver)
  const next = last === undefined ? first : addDays(last, 1)
  if (next < localDate(now) && answers.acked(receiver) >= ledger.lastUntil(receiver, next)) return next
  return answers.mismatches(receiver).find(({ at }) => now - at > HOUR)?.day
}

/** Names and numbers; the answer's own time and signature aside. */
export const isSame = (ours: DayFigures, theirs: Reconciled): boolean => {
  const { received: _r, key: _k, signature: _s, ...figures } = theirs
  return canonical(ours) === canonical(figures)
}
