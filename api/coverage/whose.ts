import type { Alert } from '../../kernel/alert.ts'
import { unitOwing } from '../../kernel/directory/duties.ts'
import type { Directory } from '../../kernel/directory/facts.ts'
import type { Entity } from '../../kernel/event.ts'
import type { Span } from '../reports/spans.ts'

/* Whose and of when an alert or an open case is, for coverage of a period and for the boards' of a day. */

/** The unit of the person, machine, address or source that a rule judges, at an instant. */
export const unitOf = (directory: Directory, by: Entity, value: string, at: number): string | undefined => {
  switch (by) {
    case 'host':
      return directory.machine(value, at)?.unit
    case 'user': {
      const account = directory.account(value, at)
      return account?.unit ?? (account?.person === undefined ? undefined : directory.person(account.person, at)?.unit)
    }
    case 'device':
      return directory.device(value, at)?.unit
    case 'ip':
      return directory.network(value, at)?.unit
    case 'pipeline':
      return directory.pipeline(value, at)[0]?.unit
    case 'duty':
      return unitOwing(value)
    default:
      throw new Error(String(by satisfies never))
  }
}

/** Whether what an alert says is missing was so at any time of [from, to). */
export const lastsIn = ({ first, ended = Infinity }: Pick<Alert, 'first' | 'ended'>, { from, to }: Span): boolean =>
  first < to && ended >= from

export const clauseInUnit = (clause: string, unit: string | undefined): string => JSON.stringify([clause, unit ?? null])
