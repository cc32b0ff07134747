import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LEASE_AGE, leasesRegister } from '../../../detectors/registers/leases.ts'
import { byTime, type Observation } from '../../../kernel/event.ts'
import { DAY, HOUR } from '../../../kernel/time.ts'
import { act, clock, fed } from '../../support/feed.ts'
import { observe } from '../../support/kinds.ts'

const ip = '192.0.2.11'
const lease = (text: string, host: string) => act(text, 'address.lease', { ip, host })
const hostAt = (when: string, ...events: Observation[]) => fed(leasesRegister, events).hostOf(ip, clock(when))

test.each<[string, string | undefined, string, Observation[]]>([
  ['nobody, of whom nothing was heard', undefined, '09:00', []],
  ['whoever leased it last', 'pc-01', '09:00', [lease('08:00', 'pc-01')]],
  ['from that very moment', 'pc-01', '08:00', [lease('08:00', 'pc-01')]],
  ['and not before', undefined, '07:59:59', [lease('08:00', 'pc-01')]],
  ['as it was then, not as it is now', 'pc-01', '09:00', [lease('08:00', 'pc-01'), lease('10:00', 'pc-02')]],
  ['the next one from its own lease on', 'pc-02', '10:00', [lease('08:00', 'pc-01'), lease('10:00', 'pc-02')]],
  ['eight days, unrenewed', 'pc-01', '+8 08:00', [lease('08:00', 'pc-01')]],
  ['and no moment longer', undefined, '+8 08:00:01', [lease('08:00', 'pc-01')]],
  ['eight days from the last renewal', 'pc-01', '+11 08:00', [lease('08:00', 'pc-01'), lease('+3 08:00', 'pc-01')]],
  ['nobody between two leases', undefined, '+9 08:00', [lease('08:00', 'pc-01'), lease('+10 08:00', 'pc-01')]],
])('an address is held by %s', (_, host, when, events) => {
  expect(hostAt(when, ...events)).toBe(host)
})

test('another address is another matter', () => {
  expect(fed(leasesRegister, [lease('08:00', 'pc-01')]).hostOf('192.0.2.12', clock('09:00'))).toBeUndefined()
})

/** The last lease no later than the moment, and no older than a lease lasts. */
const last = (events: readonly Observation[], at: number): string | undefined => {
  const lease = events.findLast((o) => o.at <= at)
  return lease && at - lease.at <= LEASE_AGE && 'host' in lease ? lease.host : undefined
}

const leases = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 40 * 24 }), fc.constantFrom('pc-01', 'pc-02')), {
    minLength: 1,
    maxLength: 20,
    size: 'max',
  })
  .map((drawn) =>
    drawn
      .map(([hour, host], i) =>
        observe(`${i}`, 'address.lease', clock('00:00') + hour * HOUR, { ip, host }, { seq: i }),
      )
      .sort(byTime),
  )

test('is what looking through all leases says, up to a lease’s age back', () => {
  let [held, free] = [0, 0]
  fc.assert(
    fc.property(leases, fc.integer({ min: 0, max: 12 * 24 }), (events, back) => {
      const register = fed(leasesRegister, events)
      const at = events.at(-1)!.at + 2 * DAY - back * HOUR
      if (events.at(-1)!.at - at > LEASE_AGE) return
      expect(register.hostOf(ip, at)).toBe(last(events, at))
      if (last(events, at) === undefined) free++
      else held++
    }),
    { numRuns: 500 },
  )
  expect(Math.min(held, free)).toBeGreaterThan(10)
})

test('is the same for whoever began to listen two leases’ ages before the question', () => {
  fc.assert(
    fc.property(leases, (events) => {
      const at = events.at(-1)!.at
      const late = events.filter((o) => o.at >= at - 2 * LEASE_AGE)
      expect(fed(leasesRegister, late).hostOf(ip, at)).toBe(fed(leasesRegister, events).hostOf(ip, at))
      expect(fed(leasesRegister, late).hostOf(ip, at - DAY)).toBe(fed(leasesRegister, events).hostOf(ip, at - DAY))
    }),
  )
})
