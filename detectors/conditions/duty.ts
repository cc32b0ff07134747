import type { Obligation } from '../../kernel/directory/duties.ts'
import type { Text } from '../../kernel/text.ts'
import { is, on } from '../meta.ts'

/**
 * What a rule about one sort of obligation has in common with the others: registers alone begin and end it, so no carrier can be dead and no
 * life is asked for. The unit answers, and nobody is named. `what`: the obligation in words, for `explain`.
 */
export const owed = (obligation: Obligation, { vi, en }: Text) => {
  const isIt = is<'obligation.begun' | 'obligation.met'>(vi, en, (e) => e.obligation === obligation)
  return {
    by: 'duty',
    after: on<'obligation.begun'>('obligation.begun', [isIt]),
    expect: on('obligation.met', [isIt]),
    lifeless: true,
    carriers: [],
    owes: obligation,
  } as const
}
