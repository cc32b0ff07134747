import fc from 'fast-check'
import { ev, type Happening } from '../../detectors/timeline.ts'
import type { Fields, Observation } from '../../kernel/event.ts'
import { HOUR, localTime, MINUTE, SECOND } from '../../kernel/time.ts'
import { type Act, fromCases, type Scene } from './cases.ts'

export const START = localTime('2026-03-02', '06:00')
export const SPAN = 30 * HOUR
/** Rules that need longer than a stream to say anything: streams of weeks hold them (exact-weeks.test.ts). */
export const LONGER: ReadonlySet<string> = new Set(['ACC-06a', 'EPP-06'])

const officers = ['an.nv@tinh', 'bich@tinh', 'cuong@tinh']
const users = [...officers, 'quan.tri@tinh', 'nghi@tinh', 'qt.nghi@tinh', 'dich.vu@tinh']
const hosts = ['pc-01', 'pc-02', 'pc-03', 'mat-01']

const officer = fc.constantFrom(...officers)
const user = fc.constantFrom(...users)
const host = fc.constantFrom(...hosts)
const desk = fc.constantFrom('pc-01', 'pc-02', 'pc-03', 'pc-04')
const inside = ['192.0.2.11', '192.0.2.12', '192.0.2.99']
const ip = fc.constantFrom(...inside)
const anywhere = fc.constantFrom(...inside, '203.0.113.9', '203.0.113.9')
const device = fc.constantFrom('usb-7', 'usb-8')
const often = fc.integer({ min: 0, max: 3 }).map((n) => n > 0)
const seldom = often.map((yes) => !yes)

/** What people and machines of the town do by the way. */
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(user, host, ip, fc.boolean(), fc.constantFrom('interactive', 'remote', 'unlock', 'network'))
      .map(([user, host, ip, ok, via]) =>
        ev('login', { user, host, ip, ok, via, ...(ok ? {} : { refusal: 'bad-password' as const }) }),
      ),
  },
  { weight: 2, arbitrary: fc.tuple(user, host).map(([user, host]) => ev('logout', { user, host })) },
  { weight: 2, arbitrary: fc.tuple(user, host).map(([user, host]) => ev('activity', { user, host })) },
  { weight: 1, arbitrary: fc.tuple(user, host).map(([user, host]) => ev('session.unlock', { user, host })) },
  { weight: 1, arbitrary: fc.tuple(user, host).map(([user, host]) => ev('session.lock', { user, host })) },
  { weight: 1, arbitrary: fc.tuple(user, host).map(([user, host]) => ev('session.disconnect', { user, host })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(user, host, fc.constantFrom(undefined, 'pc-04'))
      .map(([user, host, from]) => ev('session.connect', { user, host, from })),
  },
  { weight: 1, arbitrary: host.map((host) => ev('power.off', { host })) },
  { weight: 1, arbitrary: host.map((host) => ev('power.on', { host })) },
  { weight: 2, arbitrary: host.map((host) => ev('heartbeat', { host, source: 'bkav' })) },
  { weight: 1, arbitrary: user.map((user) => ev('password.change', { user })) },
  { weight: 1, arbitrary: user.map((user) => ev('account.disable', { user })) },
  { weight: 1, arbitrary: fc.tuple(host, ip).map(([host, ip]) => ev('address.lease', { host, ip })) },
  { weight: 2, arbitrary: host.map((host) => ev('other', { host })) },
)

const strewn: Scene = fc.array(fc.tuple(fc.integer({ min: 0, max: 240 }), happening), { minLength: 1, maxLength: 8 })

/** `times` failures `step` seconds apart, then perhaps it goes well: at a machine, or in the mail from somewhere. */
const guessing: Scene = fc
  .record({
    user: officer,
    at: fc.oneof(
      desk.map((host) => ({ host })),
      anywhere.map((ip) => ({ host: undefined, system: 'mail', via: 'application' as const, ip })),
      fc.tuple(desk, ip).map(([from, ip]) => ({ host: 'dc-01', via: 'network' as const, from, ip, automatic: true })),
    ),
    times: fc.integer({ min: 4, max: 8 }),
    step: fc.integer({ min: 1, max: 150 }),
    well: fc.boolean(),
    changed: seldom,
  })
  .map(({ user, at, times, step, well, changed }) => [
    ...(changed ? [[0, ev('password.change', { user })] as const] : []),
    ...Array.from(
      { length: times },
      (_, i) => [10 + i * step, ev('login', { user, ...at, ok: false, refusal: 'bad-password' })] as const,
    ),
    ...(well ? [[20 + times * step, ev('login', { user, ...at })] as const] : []),
  ])

/** One address tries many accounts, and perhaps one opens. */
const spraying: Scene = fc
  .record({
    ip: anywhere,
    accounts: fc.integer({ min: 8, max: 13 }),
    step: fc.integer({ min: 1, max: 70 }),
    well: often,
  })
  .map(({ ip, accounts, step, well }) => {
    const at = { host: undefined, system: 'mail', via: 'application', ip } as const
    return [
      ...Array.from(
        { length: accounts },
        (_, i) => [i * step, ev('login', { user: `cb${i}@mail`, ...at, ok: false, refusal: 'bad-password' })] as const,
      ),
      ...(well ? [[accounts * step + 30, ev('login', { user: 'cb3@mail', ...at })] as const] : []),
    ]
  })

/** One account at two machines in turns, at its own desk perhaps. */
const turns: Scene = fc
  .record({ user: officer, a: desk, b: desk, step: fc.integer({ min: 10, max: 130 }), away: seldom })
  .map(({ user, a, b, step, away }) => [
    [0, ev('login', { user, host: a })],
    [step, ev('login', { user, host: b })],
    ...(away ? [[step + 5, ev('session.lock', { user, host: a })] as const] : []),
    ...[2, 3, 4].map(
      (n) => [n * step, ev('activity', { user, host: n % 2 === 0 ? a : b, what: 'winword.exe' })] as const,
    ),
  ])

/** One account at machine after machine. */
const tour: Scene = fc
  .record({ user: officer, step: fc.integer({ min: 60, max: 10_000 }), left: fc.boolean() })
  .map(({ user, step, left }) =>
    ['pc-01', 'pc-02', 'pc-03', 'pc-04', 'pc-05'].flatMap((host, i): Act[] => [
      [i * step, ev('login', { user, host })],
      ...(left ? [[i * step + 50, ev('logout', { user, host })] as const] : []),
    ]),
  )

/** Somebody sits down at a machine, or comes to it from elsewhere; locks it, and is back or not. */
const seated: Readonly<Record<string, (user: string, host: string) => readonly Act[]>> = {
  nobody: () => [],
  sits: (user, host) => [[0, ev('login', { user, host })]],
  remotely: (user, host) => [[0, ev('login', { user, host, via: 'remote', from: 'pc-04' })]],
  locked: (user, host) => [
    [0, ev('login', { user, host })],
    [40, ev('session.lock', { user, host })],
  ],
  back: (user, host) => [
    [0, ev('login', { user, host })],
    [40, ev('session.lock', { user, host })],
    [50, ev('session.unlock', { user, host })],
  ],
}

/** One stick goes from desk to desk, and at each somebody sits, or does not. */
const handedOn: Scene = fc
  .record({
    device,
    stops: fc.array(fc.tuple(officer, desk, fc.constantFrom(...Object.keys(seated))), { minLength: 2, maxLength: 3 }),
    opens: fc.boolean(),
  })
  .map(({ device, stops, opens }) =>
    stops.flatMap(([user, host, how], i): Act[] => [
      ...seated[how]!(user, host).map(([after, what]): Act => [i * 900 + after, what]),
      [i * 900 + 100, ev('media.attach', { host, device })],
      ...(opens ? [[i * 900 + 130, ev('file.open', { host, user, device })] as const] : []),
      [i * 900 + 200, ev('media.detach', { host, device })],
    ]),
  )

/** A stick comes, is scanned or not, a file is opened or two; what names no device is about the one that hangs there, if it is one. */
const stick: Scene = fc
  .record({
    host,
    user: officer,
    device,
    named: fc.boolean(),
    scanned: seldom,
    second: seldom,
    taken: seldom,
    after: fc.integer({ min: 1, max: 400 }),
  })
  .map(({ host, user, device, named, scanned, second, taken, after }) => {
    const which = named ? device : undefined
    const other = device === 'usb-7' ? 'usb-8' : 'usb-7'
    return [
      [0, ev('media.attach', { host, device })],
      ...(second ? [[after, ev('media.attach', { host, device: other })] as const] : []),
      ...(scanned ? [[after + 5, ev('media.scan', { host, device: which, source: 'bkav' })] as const] : []),
      ...(taken ? [[after + 9, ev('media.detach', { host, device })] as const] : []),
      [after + 10, ev('file.open', { host, user, device: which })],
      [3 * after + 20, ev('file.open', { host, user, device: undefined })],
      [3 * after + 30, ev('media.detach', { host, device })],
    ]
  })

/** A day at a machine: in use as long as it is, and then left as it is, locked, cut off. Its agent beats, or does not. */
const worked: Scene = fc
  .record({
    user: officer,
    host: desk,
    hours: fc.integer({ min: 3, max: 14 }),
    end: fc.constantFrom('open', 'open', 'lock', 'cut'),
    beats: fc.boolean(),
  })
  .map(({ user, host, hours, end, beats }) => [
    [0, ev('login', { user, host })],
    ...Array.from(
      { length: hours * 3 },
      (_, i) =>
        [
          i * 1_200 + 60,
          beats && i % 2 === 0 ? ev('heartbeat', { host, source: 'bkav' }) : ev('other', { host }),
        ] as const,
    ),
    ...(end === 'lock' ? [[hours * 3_000, ev('session.lock', { user, host })] as const] : []),
    ...(end === 'cut' ? [[hours * 3_600, ev('power.on', { host })] as const] : []),
  ])

/** Who has left comes back, or an administrator at any hour: by hand, or with a stored password. */
const returned: Scene = fc
  .tuple(
    fc.constantFrom('nghi@tinh', 'qt.nghi@tinh', 'bich@tinh', 'quan.tri@tinh', 'quan.tri@tinh'),
    desk,
    fc.array(fc.constantFrom('right', 'wrong', 'stored'), { minLength: 1, maxLength: 4 }),
    seldom,
  )
  .map(([user, host, tries, closed]) => [
    ...(closed ? [[0, ev('account.disable', { user })] as const] : []),
    ...tries.map((how, i) => {
      const refusal = how === 'right' ? {} : { ok: false, refusal: 'disabled' as const }
      return [
        60 + i * 45,
        ev('login', { user, host, ...refusal, ...(how === 'stored' && { via: 'network' }) }),
      ] as const
    }),
  ])

const ioffice = { pipeline: 'c2/ioffice', source: 'ioffice', collector: 'c2' }

/** The product is away from the time of the act on, `away` seconds; `since` and `spoke`: as long before, if it knows. */
const absence = (away: number, known?: { readonly since: number; readonly spoke: number }): Happening =>
  ev('source.delivery', {
    ...{ ...ioffice, restart: true, until: away * SECOND },
    ...(known && { since: -known.since * SECOND, spoke: -known.spoke * SECOND }),
  })

/** A carrier delivers, and then does not for a while; meanwhile the product is away for some minutes, once or again and again. */
const delivered: Scene = fc
  .record({
    times: fc.array(fc.integer({ min: 0, max: 5 * 3_600 }), { minLength: 2, maxLength: 8 }),
    away: fc.integer({ min: 1, max: 1_500 }),
    every: fc.integer({ min: 1_800, max: 7_200 }),
    absences: fc.integer({ min: 0, max: 4 }),
    remembers: often,
  })
  .map(({ times, away, every, absences, remembers }) => {
    const downs = Array.from({ length: absences }, (_, i) => times[0]! + (i + 1) * every)
    const heard = times.filter((at) => !downs.some((down) => at > down && at <= down + away))
    let [since, spoke] = [times[0]!, times[0]!]
    const marks = downs.map((down, i): Act => {
      const last = Math.max(...heard.filter((at) => at <= down && (i === 0 || at > downs[i - 1]!)))
      if (Number.isFinite(last)) [since, spoke] = [last, last]
      const known = remembers ? { since: down - since, spoke: down - spoke } : undefined
      since = down + away
      spoke += away
      return [down, absence(away, known)]
    })
    return [...heard.map((at): Act => [at, ev('source.delivery', ioffice)]), ...marks]
  })

const THREATS = ['W32.Example', 'Trojan:Win32/Example.A', 'HackTool:Win32/AutoKMS', 'EICAR-Test-File']

/** Malware is found at a desk or a server, and dealt with soon, late or not at all; perhaps the same is found again. */
const infected: Scene = fc
  .record({
    host: fc.constantFrom('pc-01', 'pc-02', 'pc-03', 'dc-01'),
    threat: fc.constantFrom(...THREATS),
    found: fc.integer({ min: 1, max: 3 }),
    cleaned: fc.constantFrom(undefined, 5, 5, 3_600, 3_601, 9_000),
    by: fc.constantFrom('windows', 'bkav'),
  })
  .map(({ host, threat, found, cleaned, by: source }) => [
    ...Array.from(
      { length: found },
      (_, i) => [i * 700, ev('malware.found', { host, threat, handled: false, source })] as const,
    ),
    ...(cleaned === undefined
      ? []
      : [[cleaned, ev('malware.found', { host, threat: threat.toUpperCase(), handled: true, source })] as const]),
  ])

/** A machine tells its state now and then through the day: wrong all the time, or right once in between. */
const told: Scene = fc
  .record({
    host: fc.constantFrom(...hosts, 'kiosk-01'),
    what: fc.constantFrom(
      { what: 'screen-lock', item: 'person', value: '900', ok: true },
      { what: 'screen-lock', item: 'machine', value: '900', ok: true },
      { what: 'screen-lock', value: '0', ok: false },
      { what: 'patches', item: 'os', value: 'Microsoft Windows 7 Professional' },
      { what: 'patches', item: 'os', value: 'Microsoft Windows 10 Pro' },
    ),
    every: fc.integer({ min: 5_000, max: 32_000 }),
    right: fc.constantFrom(undefined, undefined, 0, 1, 2),
  })
  .map(({ host, what, every, right }) =>
    Array.from({ length: 5 }, (_, i): Act => {
      const good = what.what === 'patches' ? { value: 'Microsoft Windows 11 Pro' } : { value: '300', ok: true }
      return [i * every, ev('machine.state', { host, ok: undefined, ...what, ...(i === right && good) })]
    }),
  )

/** A protection tells through the day how old its signatures are: they are renewed at some time or never, another one may be at work there. */
const aged: Scene = fc
  .record({
    host: fc.constantFrom('pc-03', 'pc-04', 'pc-05', 'mat-01'),
    every: fc.integer({ min: 3 * 3_600, max: 9 * 3_600 }),
    renewed: fc.constantFrom(undefined, undefined, undefined, 1, 2),
    other: seldom,
  })
  .map(({ host, every, renewed, other }) => [
    ...Array.from(
      { length: Math.ceil((26 * 3_600) / every) + 1 },
      (_, i): Act => [i * every, ev('heartbeat', { host, agent: 'defender', age: i === renewed ? 0 : 30 })],
    ),
    ...(other ? [[every + 60, ev('heartbeat', { host, source: 'bkav' })] as const] : []),
  ])

/** A log is cleared, by an officer, an administrator, a service, the machine. */
const wiped: Scene = fc
  .tuple(
    fc.constantFrom('an.nv@tinh', 'quan.tri@tinh', 'dich.vu@tinh', 'administrator@pc-01', undefined),
    host,
    fc.constantFrom('Security', 'System', 'Application', 'Setup'),
  )
  .map(([user, host, log]) => [[0, ev('log.clear', { user, host, log })]])

/** Somebody signs in at the kiosk, with rights or without. */
const atKiosk: Scene = fc
  .tuple(fc.constantFrom('an.nv@tinh', 'quan.tri@tinh', 'administrator@kiosk-01'), often, often)
  .map(([user, elevated, ok]) => [[0, ev('login', { user, host: 'kiosk-01', elevated, ok })]])

/** Somebody puts an account into a group and unlocks it: an officer, an administrator, the machine's own, the machine itself. */
const promoted: Scene = fc
  .record({
    user: officer,
    by: fc.constantFrom('an.nv@tinh', 'quan.tri@tinh', 'nghi@tinh', 'administrator@pc-01', undefined),
    host: fc.constantFrom(...hosts, 'dc-01'),
    groupSid: fc.constantFrom('S-1-5-32-544', 'S-1-5-32-544', 'S-1-5-21-1-2-3-512', 'S-1-5-32-545'),
  })
  .map(({ user, by, host, groupSid }) => [
    [0, ev('group.add', { user, by, host, groupSid })],
    [90, ev('account.unlock', { user, by, host })],
  ])

/** What is done with documents: classed ones by whoever reads their class, marked ones by their names. */
const papers: Scene = fc
  .record({
    user: fc.constantFrom(...officers, 'dich.vu@tinh'),
    host,
    uses: fc.shuffledSubarray<Partial<Fields<'document.handle'>>>(
      [
        { what: 'open' },
        { what: 'receive' },
        { what: 'print', degree: 'secret' },
        { what: 'send', to: 'chat.zalo.me' },
        { what: 'send', to: 'an@gmail.com' },
        { what: 'send', to: 'https://chatgpt.com/c/1' },
        { what: 'publish', to: 'www.facebook.com' },
        { what: 'copy', device: 'usb-7' },
        { what: 'copy', device: 'usb-8' },
      ],
      { minLength: 6 },
    ),
    seal: fc.constantFrom('[dấu-MẬT:0123456789abcdef]', '[dấu-TỐI MẬT:0123456789abcdef]', '[MẬT:0123456789abcdef]'),
    named: fc.boolean(),
  })
  .map(({ user, host, uses, seal, named }) => [
    ...uses.map((use, i): Act => [i * 20, ev('document.handle', { user, host, ...use })]),
    ...(named
      ? [
          [40, ev('document.print', { user, host, document: seal, printer: 'HP 400' })] as const,
          [90, ev('file.change', { user, host, path: `C:\\${seal}`, process: 'C:\\x\\WINWORD.EXE' })] as const,
        ]
      : []),
  ])

const plain: Scene = fc.oneof(
  { weight: 5, arbitrary: strewn },
  { weight: 4, arbitrary: guessing },
  { weight: 2, arbitrary: spraying },
  { weight: 3, arbitrary: turns },
  { weight: 2, arbitrary: tour },
  { weight: 4, arbitrary: stick },
  { weight: 2, arbitrary: handedOn },
  { weight: 3, arbitrary: worked },
  { weight: 3, arbitrary: returned },
  { weight: 1, arbitrary: delivered },
  { weight: 3, arbitrary: infected },
  { weight: 3, arbitrary: told },
  { weight: 2, arbitrary: wiped },
  { weight: 1, arbitrary: atKiosk },
  { weight: 2, arbitrary: promoted },
  { weight: 3, arbitrary: aged },
  { weight: 8, arbitrary: fromCases },
  { weight: 1, arbitrary: papers },
)

/** Now and then all that a scene tells is told by a clock that is known to be behind, or of which nobody can say whether it is. */
const doubt = fc.oneof(
  { weight: 14, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constant('open' as const) },
  { weight: 1, arbitrary: fc.integer({ min: 6, max: 26 * 60 }).map((minutes) => minutes * MINUTE) },
)
const scene: Scene = fc
  .tuple(plain, doubt)
  .map(([acts, clock]) =>
    clock === undefined
      ? acts
      : acts.map(([after, what]) => [after, what.action === 'source.delivery' ? what : { ...what, clock }] as const),
  )

/** The times of an absence of ours are told from its beginning. */
const timed = (at: number, what: Happening): Happening => {
  if (what.action !== 'source.delivery' || what.until === undefined) return what
  const { since, spoke } = what
  return {
    ...{ ...what, until: at + what.until },
    ...(since !== undefined && spoke !== undefined && { since: at + since, spoke: at + spoke }),
  }
}

const observation = (at: number, what: Happening, index: number): Observation =>
  ({
    id: `s${index}`,
    at,
    received: at,
    source: 'windows',
    collector: 'c1',
    digest: `d${index}`,
    seq: index,
    ...timed(at, what),
  }) as Observation

/** Every pipeline of the town says something every ten minutes: nothing is left unjudged for want of proof. */
const alive: readonly (readonly [at: number, what: Happening])[] = ['windows', 'bkav'].flatMap((source) =>
  Array.from(
    { length: (SPAN + 8 * HOUR) / (10 * MINUTE) },
    (_, i) => [START - HOUR + i * 10 * MINUTE, ev('other', { source, host: 'dc-01' })] as const,
  ),
)

/** A day and a quarter of the town: a few scenes that overlap as they will, over living pipelines. */
export const stream: fc.Arbitrary<readonly Observation[]> = fc
  .array(fc.tuple(fc.integer({ min: 0, max: SPAN / SECOND }), scene), { minLength: 7, maxLength: 22 })
  .map((scenes) => {
    const events = scenes.flatMap(([start, acts]) =>
      acts.flatMap(([after, what]) =>
        (start + after) * SECOND < SPAN ? [[START + (start + after) * SECOND, what] as const] : [],
      ),
    )
    return [...events, ...alive].map(([at, what], i) => observation(at, what, i))
  })
