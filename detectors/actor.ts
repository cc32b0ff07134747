import type { Facts, PersonFact } from '../kernel/directory/facts.ts'
import { doneBy, entityOf } from '../kernel/event.ts'
import type { LogEvent, Rule } from './meta.ts'

/** Whose act a trigger tells of, as far as logs and registers say. */
export type Actor = { readonly account?: string | undefined; readonly person?: PersonFact | undefined }

/** Whether somebody sat at the machine: a session that is locked, left or looked at from elsewhere says nobody did. */
export const isAtMachine = ({ remote, away }: NonNullable<Facts['signedIn']>): boolean => !remote && !away

/**
 * An act that names its account is that account's, unless the rule is about who did it to that account. One that names none (a stick in a socket) is done by hand: it is charged to whoever
 * was signed in, where the rule looks at sessions and that one sat at the machine; else to nobody.
 */
export const actorOf = ({ needs, facts }: Pick<Rule, 'needs' | 'facts'>, trigger: LogEvent): Actor => {
  const { person, signedIn } = trigger.facts
  if (facts === 'actor') return { account: doneBy(trigger), person }
  const account = entityOf(trigger, 'user')
  if (account !== undefined || person || !needs?.includes('sessions') || !signedIn || !isAtMachine(signedIn))
    return { account, person }
  return { account: signedIn.user, person: signedIn.person }
}
