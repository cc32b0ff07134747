import type { Observation, Origin } from '../../kernel/event.ts'
import { observe } from './observe.ts'
import { addressOf, hostOf } from './windows/names.ts'

/** A name a client gave itself that says nothing. */
const NO_NAME = /^(|-|\*|localhost|unknown|no info|\(?null\)?)$/i

/**
 * An address given to a machine, by the name it told or else its MAC address: without either whoever held the address before would go on
 * holding it. Undefined where it is no address or nobody can be named.
 */
export const leased = (
  origin: Origin,
  ip: string | undefined,
  mac: string | undefined,
  name: string | undefined,
): Observation | undefined => {
  const address = addressOf(ip)
  const told = name?.trim() ?? ''
  const host = NO_NAME.test(told) ? mac : hostOf(told)
  return address === undefined || host === undefined || host === ''
    ? undefined
    : observe(origin, 'address.lease', { host, ip: address, mac })
}
