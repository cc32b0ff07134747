import type { Observation } from '../../kernel/event.ts'
import { DAY } from '../../kernel/time.ts'
import type { State } from '../state.ts'

type Lease = { readonly host: string; readonly from: number }

export const LEASES = 'register/leases'

/** DHCP's usual lease is eight days (Windows default); an older one says nothing about an address. */
export const LEASE_AGE = 8 * DAY

/** Who held an address: the last lease at or before the moment asked about. */
export const leasesRegister = (state: State) => ({
  accept(o: Observation): void {
    if (o.action !== 'address.lease') return
    const leases = state.get<readonly Lease[]>(LEASES, o.ip) ?? []
    if (leases.at(-1)?.host === o.host && o.at - leases.at(-1)!.from < LEASE_AGE / 2) return
    state.set(LEASES, o.ip, [
      ...leases.filter(({ from }) => from >= o.at - 2 * LEASE_AGE),
      { host: o.host, from: o.at },
    ])
  },

  hostOf(ip: string, at: number): string | undefined {
    const lease = state.get<readonly Lease[]>(LEASES, ip)?.findLast(({ from }) => from <= at && at - from <= LEASE_AGE)
    return lease?.host
  },
})
