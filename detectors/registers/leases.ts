import type { Action, Observation } from '../../kernel/event.ts'
import { DAY } from '../../kernel/time.ts'
import type { State } from '../state.ts'

/** A machine holds an address from its first lease to a lease's age after the last renewal, `seen`. */
type Lease = { readonly host: string; readonly from: number; readonly seen: number }

export const LEASES = 'register/leases'

/** DHCP's usual lease is eight days (Windows default); an older one says nothing about an address. */
export const LEASE_AGE = 8 * DAY

/** What can change the register. */
export const leaseActions: ReadonlySet<Action> = new Set<Action>(['address.lease'])

/** Who held an address: the last lease at or before the moment asked about. */
export const leasesRegister = (state: State) => {
  const ofAddress = state.space<readonly Lease[]>(LEASES)
  return {
    on: leaseActions,
    accept(o: Observation): void {
      if (o.action !== 'address.lease') return
      const leases = ofAddress.get(o.ip) ?? []
      const last = leases.at(-1)
      const renewed = last?.host === o.host && o.at - last.seen <= LEASE_AGE
      const kept = (renewed ? leases.slice(0, -1) : leases).filter(({ seen }) => seen >= o.at - 2 * LEASE_AGE)
      ofAddress.set(o.ip, [...kept, { host: o.host, from: renewed ? last.from : o.at, seen: o.at }])
    },

    hostOf(ip: string, at: number): string | undefined {
      const lease = ofAddress.get(ip)?.findLast(({ from }) => from <= at)
      return lease && at - lease.seen <= LEASE_AGE ? lease.host : undefined
    },
  }
}
