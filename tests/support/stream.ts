import fc from 'fast-check'
import { ev, type Happening } from '../../detectors/timeline.ts'
import type { Observation } from '../../kernel/event.ts'
import { HOUR, localTime, MINUTE, SECOND } from '../../kernel/time.ts'

export const START = localTime('2026-03-02', '06:00')
export const SPAN = 30 * HOUR

const users = ['an.nv@tinh', 'bich@tinh', 'cuong@tinh', 'quan.tri@tinh', 'nghi@tinh', 'dich.vu@tinh']
const hosts = ['pc-01', 'pc-02', 'pc-03', 'mat-01']

const user = fc.constantFrom(...users)
const host = fc.constantFrom(...hosts)
const ip = fc.constantFrom('192.0.2.11', '192.0.2.12', '192.0.2.99')
const device = fc.constantFrom('usb-7', 'usb-8')

/** What people and machines of the town do, weighted so that every rule has something to look at. */
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(user, host, ip, fc.boolean(), fc.constantFrom('interactive', 'remote', 'unlock', 'network'))
      .map(([user, host, ip, ok, via]) =>
        ev('login', { user, host, ip, ok, via, ...(ok ? {} : { refusal: 'bad-password' as const }) }),
      ),
  },
  { weight: 3, arbitrary: fc.tuple(user, host).map(([user, host]) => ev('logout', { user, host })) },
  { weight: 3, arbitrary: fc.tuple(user, host).map(([user, host]) => ev('activity', { user, host })) },
  { weight: 1, arbitrary: fc.tuple(user, host).map(([user, host]) => ev('session.unlock', { user, host })) },
  { weight: 1, arbitrary: host.map((host) => ev('power.off', { host })) },
  { weight: 3, arbitrary: host.map((host) => ev('heartbeat', { host, source: 'bkav' })) },
  { weight: 2, arbitrary: fc.tuple(host, device).map(([host, device]) => ev('media.attach', { host, device })) },
  {
    weight: 2,
    arbitrary: fc.tuple(host, device, user).map(([host, device, user]) => ev('file.open', { host, device, user })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(host, device).map(([host, device]) => ev('media.scan', { host, device, source: 'bkav' })),
  },
  { weight: 1, arbitrary: user.map((user) => ev('password.change', { user })) },
  { weight: 1, arbitrary: user.map((user) => ev('account.disable', { user })) },
  { weight: 1, arbitrary: fc.tuple(host, ip).map(([host, ip]) => ev('address.lease', { host, ip })) },
  { weight: 4, arbitrary: host.map((host) => ev('other', { host })) },
)

/** Bursts, because windows of minutes see nothing in events strewn over a day. */
const burst = fc.tuple(
  fc.integer({ min: 0, max: SPAN / SECOND }),
  fc.array(fc.tuple(fc.integer({ min: 0, max: 240 }), happening), { minLength: 1, maxLength: 14 }),
)

const observation = (at: number, what: Happening, index: number): Observation =>
  ({
    id: `s${index}`,
    at,
    received: at,
    source: 'windows',
    collector: 'c1',
    digest: `d${index}`,
    seq: index,
    ...what,
  }) as Observation

/** A day and a quarter of the town, over living pipelines. */
export const stream: fc.Arbitrary<readonly Observation[]> = fc
  .array(burst, { minLength: 4, maxLength: 16 })
  .map((bursts) => {
    const events = bursts.flatMap(([start, acts]) =>
      acts.map(([shift, what]) => [START + (start + shift) * SECOND, what] as const),
    )
    const noise = ['windows', 'bkav'].flatMap((source) =>
      Array.from(
        { length: (SPAN + 8 * HOUR) / (10 * MINUTE) },
        (_, i) => [START - HOUR + i * 10 * MINUTE, ev('other', { source, host: 'dc-01' })] as const,
      ),
    )
    return [...events, ...noise].map(([at, what], i) => observation(at, what, i))
  })
