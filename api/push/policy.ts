import type { Alert, Level } from '../../kernel/alert.ts'
import { localDate } from '../../kernel/time.ts'
import { unitPath } from '../filter.ts'

/** What a receiver is told: everything that is named must fit; what is not named asks nothing. */
export type Told = {
  /** The first local day whose acts are told. */
  readonly from: string
  readonly levels?: readonly Level[] | undefined
  readonly clauses?: readonly string[] | undefined
  /** With everything below them. */
  readonly units?: readonly string[] | undefined
}

/** Whether a policy tells of this alert: one of its lines fits. What is made from the sample province is nobody's business. */
export const isPushed = (policy: readonly Told[], alert: Alert): boolean =>
  !alert.sample &&
  policy.some(
    ({ from, levels, clauses, units }) =>
      localDate(alert.last) >= from &&
      (levels?.includes(alert.level) ?? true) &&
      (clauses?.includes(alert.clause.id) ?? true) &&
      (units?.some((unit) => unitPath(alert).includes(unit)) ?? true),
  )
