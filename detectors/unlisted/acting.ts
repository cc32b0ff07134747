import type { Action, Observation } from '../../kernel/event.ts'

/** What a log may tell of whoever acted. */
type Fields = Readonly<Partial<Record<'user' | 'by' | 'host' | 'from', string>>> & { readonly ok?: boolean }

/** What is done to an account: that account does nothing itself. */
const suffered: ReadonlySet<Action> = new Set<Action>([
  'account.create',
  'account.enable',
  'account.disable',
  'account.delete',
  'account.unlock',
  'account.lock',
  'account.change',
  'group.add',
  'group.remove',
])

/** The account that did something: none where it was refused, where no log says who did it, and in what no reader knows. */
export const accountIn = (o: Observation): string | undefined => {
  const { user, by, ok } = o as Fields
  if (ok === false || o.action === 'other') return undefined
  return by ?? (suffered.has(o.action) ? undefined : user)
}

const MAC = /^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/
const ADDRESS = /^[\d.]+$|:/

/** The machine a log is about; none where its name is not told (a lease may have no more than the address of the card). */
export const machineIn = (o: Observation): string | undefined => {
  const { host } = o as Fields
  return o.action === 'address.lease' && host !== undefined && MAC.test(host) ? undefined : host
}

/** The machine from which somebody came in: of one who was refused anything may be told, and an address is no name. */
export const originIn = (o: Observation): string | undefined => {
  const { from, ok } = o as Fields
  if (from === undefined || ok === false || o.action === 'account.lock') return undefined
  return ADDRESS.test(from) ? undefined : from
}
