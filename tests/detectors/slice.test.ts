import { describe, expect, test } from 'vitest'
import { on, type Rule } from '../../detectors/meta.ts'
import { absence } from '../../detectors/rule.ts'
import { ev, type Happening } from '../../detectors/timeline.ts'
import type { Alert } from '../../kernel/alert.ts'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import type { Observation } from '../../kernel/event.ts'
import { DAY, HOUR, localTime, MINUTE } from '../../kernel/time.ts'
import { inOrder, openShell, rules, townData } from '../support/drive.ts'
import { clock } from '../support/feed.ts'

const only = (...ids: string[]): readonly Rule[] => rules.filter(({ id }) => ids.includes(id))
let serial = 0
const at = (when: string | number, what: Happening): Observation =>
  ({
    id: `s${++serial}`,
    at: typeof when === 'string' ? clock(when) : when,
    received: typeof when === 'string' ? clock(when) : when,
    source: 'windows',
    collector: 'c1',
    digest: 'd',
    ...what,
  }) as Observation
const essence = (alerts: readonly Alert[]) => alerts.map(({ revision: _, replaces: __, ...alert }) => alert)

/** Carriers speak every ten minutes from three days before the plain Monday on. */
const carriers = (until: number): readonly Observation[] =>
  ['windows', 'bkav'].flatMap((source) =>
    Array.from({ length: (until - clock('00:00')) / (10 * MINUTE) + 432 }, (_, i) =>
      at(clock('00:00') - 3 * DAY + i * 10 * MINUTE, ev('other', { host: undefined, source })),
    ),
  )

type Story = {
  readonly rules: readonly Rule[]
  readonly known: readonly Observation[]
  /** What comes late, one after the other. */
  readonly late: readonly Observation[]
  /** When it comes. */
  readonly until: number
  readonly data?: DirectoryData
}

/** Lives through a story twice, late and in time; both must come to the same. Returns the alerts before and after. */
const told = async ({ rules: own, known, late, until, data = townData }: Story) => {
  const run = async (events: readonly Observation[]) => {
    const shell = openShell(data, { rules: own })
    for (const step of inOrder([...events, ...carriers(until)], until)) {
      if (step.kind === 'arrive') shell.arrive(step.event)
      else if (step.kind === 'tick') shell.tick(step.at)
      // Nothing is late here, and nobody asks again.
      expect(shell.engine.targets()).toEqual([])
    }
    return shell
  }
  const shell = await run(known)
  const before = shell.alerts()
  for (const o of late) {
    shell.arrive(o)
    await shell.reevaluate()
  }
  const truth = await run([...known, ...late])
  expect(essence(shell.alerts())).toEqual(essence(truth.alerts()))
  expect(shell.engine.targets()).toEqual([])
  return { before, after: shell.alerts(), shell }
}
const briefly = (alerts: readonly Alert[]) =>
  alerts.map(({ rule, first, occurrences, revision }) => [rule.id, first, occurrences, revision])

const guess = (when: string) => at(when, ev('login', { host: 'pc-03', ok: false, refusal: 'bad-password' }))

describe('a slice reads far enough back', () => {
  test('for what happened minutes before its fold day', async () => {
    const { before, after } = await told({
      rules: only('ACC-11a'),
      known: ['04:56', '04:57', '04:58', '04:59'].map(guess),
      late: [guess('05:01')],
      until: clock('+1 08:00'),
    })
    expect(before).toEqual([])
    expect(briefly(after)).toEqual([['ACC-11a', clock('05:01'), 1, 1]])
  })

  test('for what the registers were told a day before: an old password still stored is nobody’s guessing', async () => {
    const { after } = await told({
      rules: only('ACC-11a', 'ACC-11b'),
      known: [at('12:00', ev('password.change')), ...['+1 08:00', '+1 08:01', '+1 08:02', '+1 08:03'].map(guess)],
      late: [guess('+1 08:04')],
      until: clock('+2 08:00'),
    })
    expect(briefly(after)).toEqual([['ACC-11b', clock('+1 08:04'), 1, 1]])
  })

  test('for a lease of days ago', async () => {
    const mail = (when: string) =>
      at(
        when,
        ev('login', {
          host: undefined,
          system: 'mail',
          via: 'application',
          ip: '192.0.2.77',
          ok: false,
          refusal: 'bad-password',
        }),
      )
    const { after } = await told({
      rules: only('ACC-11a', 'ACC-11b'),
      known: [
        at('08:00', ev('address.lease', { ip: '192.0.2.77', host: 'pc-03' })),
        ...['+5 09:00', '+5 09:01', '+5 09:02', '+5 09:03'].map(mail),
      ],
      late: [mail('+5 09:04')],
      until: clock('+6 08:00'),
    })
    expect(briefly(after)).toEqual([['ACC-11a', clock('+5 09:04'), 1, 1]])
  })

  test('for who was signed in, however often the session was taken up again', async () => {
    const again = ['18:00', '+1 04:00', '+1 14:00', '+2 00:00', '+2 10:00', '+2 20:00', '+3 06:00']
    const stick = (when: string) => at(when, ev('media.attach', { host: 'pc-03', device: 'usb-9' }))
    const { after } = await told({
      rules: only('MED-01a', 'MED-01b'),
      known: [
        at('08:00', ev('login', { user: 'bich@tinh', host: 'pc-03' })),
        ...again.map((when) => at(when, ev('session.connect', { user: 'bich@tinh', host: 'pc-03' }))),
        stick('+3 10:00'),
      ],
      late: [stick('+3 12:00')],
      until: clock('+4 08:00'),
    })
    expect(after.length).toBeGreaterThan(0)
  })

  test('for a log-on that comes late and that a reconnection has renewed: a day later it says who sat there', async () => {
    const bich = { user: 'bich@tinh', host: 'pc-03' }
    const { before, after } = await told({
      rules: only('MED-01a'),
      known: [at('23:00', ev('session.connect', bich)), at('+1 10:00', ev('media.attach', { host: 'pc-03' }))],
      late: [at('08:00', ev('login', bich))],
      until: clock('+2 08:00'),
    })
    expect([before, after].map(([alert]) => alert!.subject.person?.id)).toEqual([undefined, 'p-bich'])
  })

  test('for a lock that comes late: nobody sat there', async () => {
    const { before, after } = await told({
      rules: only('MED-01a'),
      known: [at('08:00', ev('login')), at('12:00', ev('media.attach'))],
      late: [at('11:30', ev('session.lock'))],
      until: clock('+1 08:00'),
    })
    expect([before, after].map(([alert]) => alert!.subject.person?.id)).toEqual(['p-an', undefined])
  })

  test('for a wait that began on the day before', async () => {
    const used = (from: string, to: string) =>
      Array.from({ length: (clock(to) - clock(from)) / (20 * MINUTE) + 1 }, (_, i) =>
        at(clock(from) + i * 20 * MINUTE, ev('activity', { host: 'pc-01' })),
      )
    const { before, after } = await told({
      rules: only('EPP-01'),
      known: [...used('01:00', '04:40'), ...used('06:00', '06:40')],
      late: used('05:00', '05:40'),
      until: clock('+1 08:00'),
    })
    expect(before).toEqual([])
    expect(after.map(({ first, evidence }) => [first, evidence[0]!.events[0]!.at])).toEqual([
      [clock('05:00'), clock('01:00')],
    ])
  })

  test('for registers’ rows that are older than any log', async () => {
    const shell = openShell(townData, { rules: only('ACC-04') })
    const first = at('09:00', ev('login'))
    shell.arrive(first)
    shell.tick(clock('+1 08:00'))
    const before = shell.alerts()
    expect(before.length).toBeGreaterThan(0)
    expect(before.every((alert) => alert.first < first.at)).toBe(true)
    for (const user of ['nghi@tinh', 'qt.nghi@tinh']) shell.arrive(at('09:00', ev('account.unlock', { user })))
    expect(shell.engine.targets().length).toBeGreaterThan(0)
    await shell.reevaluate()
    expect(essence(shell.alerts())).toEqual(essence(before))
  })
})

describe('a slice reaches far enough forward', () => {
  test('to what counts a late log minutes after its fold day ended', async () => {
    const { after } = await told({
      rules: only('ACC-11a'),
      known: ['+1 05:01', '+1 05:02', '+1 05:03', '+1 05:04'].map(guess),
      late: [guess('+1 04:59')],
      until: clock('+2 08:00'),
    })
    expect(briefly(after)).toEqual([['ACC-11a', clock('+1 05:04'), 1, 1]])
  })
})

describe('what stood before', () => {
  const night = (when: string, user = 'an.nv@tinh') => at(when, ev('login', { user }))

  test('of the same fold is gone on with, though the stream has forgotten it', async () => {
    const { before, after } = await told({
      rules: only('ACC-01a'),
      known: [night('20:00')],
      late: [night('23:00')],
      until: clock('+9 08:00'),
    })
    expect(briefly(before)).toEqual([['ACC-01a', clock('20:00'), 1, 1]])
    expect(briefly(after)).toEqual([['ACC-01a', clock('20:00'), 2, 2]])
  })

  test('of the fold before and of another entity is left alone', async () => {
    const { after } = await told({
      rules: only('ACC-01a'),
      known: [night('20:00'), night('20:30', 'bich@tinh'), night('+1 20:00'), night('+2 20:00')],
      late: [night('+1 23:00')],
      until: clock('+9 08:00'),
    })
    expect(new Map(after.map((alert) => [`${alert.entity.value} ${alert.first}`, alert.revision]))).toEqual(
      new Map([
        [`an.nv@tinh ${clock('20:00')}`, 1],
        [`bich@tinh ${clock('20:30')}`, 1],
        [`an.nv@tinh ${clock('+1 20:00')}`, 2],
        [`an.nv@tinh ${clock('+2 20:00')}`, 1],
      ]),
    )
  })
})

describe('an episode', () => {
  const machine = 'pc-01'
  const used = (from: string, to: string) =>
    Array.from({ length: (clock(to) - clock(from)) / (20 * MINUTE) + 1 }, (_, i) =>
      at(clock(from) + i * 20 * MINUTE, ev('activity', { host: machine })),
    )
  /** The carriers of one day. */
  const around = (n: number) =>
    ['windows', 'bkav'].flatMap((source) =>
      Array.from({ length: 24 * 6 }, (_, i) =>
        at(clock(`+${n} 00:00`) + i * 10 * MINUTE, ev('other', { host: undefined, source })),
      ),
    )
  const beat = (when: string) => at(when, ev('heartbeat', { host: machine, source: 'bkav' }))

  /** Lives through months by the hour. */
  const byHour = (
    shell: ReturnType<typeof openShell>,
    events: readonly Observation[],
    from: number,
    until: number,
  ): void => {
    const left = events.filter((o) => o.at >= from).toSorted((a, b) => a.at - b.at)
    for (let hour = from; hour < until; hour += HOUR) {
      while (left[0] && left[0].at < hour + HOUR) shell.arrive(left.shift()!)
      shell.tick(hour + HOUR)
    }
  }

  test('still open after months is gone on with after a slice of today, and ended as one', async () => {
    const shell = openShell(townData, { rules: only('EPP-01') })
    const days = [0, 15, 30, 45, 60, 61].flatMap((n) => [...used(`+${n} 08:00`, `+${n} 13:00`), ...around(n)])
    byHour(shell, days, clock('00:00'), clock('+61 00:00'))
    expect(shell.alerts().map(({ first, occurrences }) => [first, occurrences])).toEqual([[clock('12:00'), 5]])
    shell.arrive(at('+60 13:20', ev('activity', { host: machine })))
    await shell.reevaluate()
    byHour(shell, [...days, beat('+61 18:00')], clock('+61 00:00'), clock('+62 00:00'))
    expect(shell.stored().map(({ first, ended, withdrawn }) => [first, ended, withdrawn])).toEqual([
      [clock('12:00'), clock('+61 18:00'), undefined],
    ])
  })

  test('waited for longer than any rule knows goes on waiting after a slice', async () => {
    const rule = absence({
      id: 'ACC-04',
      version: 1,
      clause: 'ACC-04',
      title: { vi: 'x', en: 'x' },
      say: { vi: '{user}', en: '{user}' },
      respond: { vi: 'x', en: 'x' },
      level: 'low',
      policy: {},
      by: 'user',
      after: on('password.change'),
      expect: on('account.disable'),
      due: (e) => e.at + 100 * DAY,
      lifeless: true,
      carriers: [],
      cases: { fires: {}, quiet: {} },
    })
    const shell = openShell(townData, { rules: [rule] })
    shell.arrive(at('08:00', ev('password.change')))
    for (let day = 1; day <= 95; day++) shell.tick(clock(`+${day} 00:00`))
    shell.arrive(at('+90 08:00', ev('password.change')))
    await shell.reevaluate()
    shell.tick(clock('+101 00:00'))
    expect(shell.alerts().map(({ first, occurrences }) => [first, occurrences])).toEqual([[clock('+100 08:00'), 1]])
  })

  test('ends by a heartbeat that came late, and the next silence is another', async () => {
    const { before, after } = await told({
      rules: only('EPP-01'),
      known: used('08:00', '20:00'),
      late: [beat('13:30')],
      until: clock('+1 08:00'),
    })
    expect(before.map(({ ended }) => ended)).toEqual([undefined])
    expect(after.map(({ first, ended }) => [first, ended]).toSorted()).toEqual([
      [clock('12:00'), clock('13:30')],
      [clock('17:30'), undefined],
    ])
  })

  test('is withdrawn by heartbeats that came late, and ended by none', async () => {
    const { before, after, shell } = await told({
      rules: only('EPP-01'),
      known: used('08:00', '14:00'),
      late: [beat('08:00'), beat('10:00'), beat('12:00'), beat('14:00')],
      until: clock('+1 08:00'),
    })
    expect(before).toHaveLength(1)
    expect(after).toEqual([])
    expect(shell.stored().map(({ withdrawn }) => withdrawn?.reason.en)).toEqual(['a log came late'])
  })

  test('that is waited for goes on waiting after a slice', async () => {
    const shell = openShell(townData, { rules: only('EPP-01') })
    const known = [...used('08:00', '10:00'), ...carriers(clock('20:00'))]
    for (const step of inOrder(
      known.filter((o) => o.at <= clock('10:00')),
      clock('10:10'),
    ))
      step.kind === 'arrive' ? shell.arrive(step.event) : step.kind === 'tick' && shell.tick(step.at)
    shell.arrive(at('09:50', ev('activity', { host: machine })))
    await shell.reevaluate()
    const rest = [...used('10:20', '13:00'), ...known.filter((o) => o.at > clock('10:00'))]
    for (const step of inOrder(rest, clock('20:00')))
      step.kind === 'arrive' ? shell.arrive(step.event) : step.kind === 'tick' && shell.tick(step.at)
    expect(shell.alerts().map(({ first }) => first)).toEqual([clock('12:00')])
  })
})

describe('a correction of the directory is followed', () => {
  const rows = townData.accounts
  /** The account's own rows, in place of the one it has. */
  const withAccount = (id: string, ...own: readonly Partial<(typeof rows)[number]>[]): DirectoryData => ({
    ...townData,
    accounts: [
      ...rows.filter((row) => row.id !== id),
      ...own.map((but) => ({ ...rows.find((row) => row.id === id)!, ...but })),
    ],
  })
  const lived = async (
    own: readonly Rule[],
    events: readonly Observation[],
    before: DirectoryData,
    after: DirectoryData,
  ) => {
    const [shell, truth] = [openShell(before, { rules: own }), openShell(after, { rules: own })]
    for (const each of [shell, truth]) {
      for (const o of [at('00:00', ev('other')), ...events]) each.arrive(o)
      each.tick(clock('+2 08:00'))
    }
    const first = shell.alerts()
    shell.directory(after)
    await shell.reevaluate()
    expect(essence(shell.alerts())).toEqual(essence(truth.alerts()))
    return [first, shell.alerts()] as const
  }

  test('through who was signed in at a machine since the evening before', async () => {
    const [before, after] = await lived(
      only('MED-01a'),
      [
        at('22:00', ev('login', { host: 'pc-02', user: 'bich@tinh' })),
        at('+1 02:00', ev('media.attach', { host: 'pc-02' })),
      ],
      withAccount('bich@tinh', { to: '2026-03-02' }, { from: '2026-03-03' }),
      withAccount('bich@tinh', { to: '2026-03-02' }, { from: '2026-03-03', person: 'p-dung' }),
    )
    expect([before, after].map(([alert]) => alert?.subject.person?.id)).toEqual(['p-bich', 'p-dung'])
  })

  test('through what was attached to a machine since the evening before', async () => {
    const [before, after] = await lived(
      only('MED-02a'),
      [
        at('23:30', ev('media.attach', { host: 'pc-01' })),
        at('+1 00:30', ev('file.open', { host: 'pc-01', device: undefined, volume: 'E:' })),
      ],
      withAccount('an.nv@tinh', { kind: 'group', to: '2026-03-02' }, { kind: 'group', from: '2026-03-03' }),
      withAccount('an.nv@tinh', { kind: 'group', to: '2026-03-02' }, { from: '2026-03-03' }),
    )
    expect(before).toEqual([])
    expect(after.map(({ entity }) => entity.value)).toEqual(['usb-7'])
  })

  test('through a unit that was switched on later than it was thought', async () => {
    const units = townData.units.map((unit) => ({ ...unit, monitored: '2026-03-03' }))
    const nights = ['20:00', '+1 20:00'].map((when) => at(when, ev('login')))
    const [before, after] = await lived(only('ACC-01a'), nights, townData, { ...townData, units })
    expect(before.map(({ first }) => first).toSorted()).toEqual([clock('20:00'), clock('+1 20:00')])
    expect(after.map(({ first }) => first)).toEqual([clock('+1 20:00')])
  })
})

test('of two deliveries that both came late the earlier receipt counts', async () => {
  const shell = openShell(townData, { rules: only('ACC-01a') })
  shell.arrive(at('08:00', ev('other')))
  shell.tick(clock('+1 08:00'))
  const night = at('22:00', ev('login'))
  shell.arrive({ ...night, received: clock('+1 07:00') })
  shell.arrive({ ...night, received: clock('22:30') })
  shell.arrive({ ...night, received: clock('+1 06:00') })
  await shell.reevaluate()
  const [alert] = shell.alerts()
  expect(alert!.late).toBe(false)
  expect(alert!.evidence[0]!.events[0]!.received).toBe(clock('22:30'))
})

test.each<[string, readonly Observation[], string | undefined]>([
  ['what it says', [], 'p-bich'],
  ['what was known a night before: two candidates are none', [at('03:00', ev('login', { host: 'pc-02' }))], undefined],
])('a register brought up to date by a late log goes on from %s', async (_, known, person) => {
  const shell = openShell(townData, { rules: only('MED-01a') })
  for (const o of [at('+0 00:00', ev('other')), ...known]) shell.arrive(o)
  shell.tick(clock('10:00'))
  shell.arrive(at('09:00', ev('login', { host: 'pc-02', user: 'bich@tinh' })))
  await shell.reevaluate()
  shell.arrive(at('11:00', ev('media.attach', { host: 'pc-02' })))
  shell.tick(clock('12:00'))
  expect(shell.alerts().map(({ subject }) => subject.person?.id)).toEqual([person])
})

test('a hundred thousand targets are one slice', async () => {
  const shell = openShell(townData, { rules: only('MED-01a', 'ACC-11a') })
  shell.tick(localTime('2026-03-02', '10:00') + HOUR)
  for (let i = 0; i < 40_000; i++)
    shell.engine.accept(at(clock('08:00') + i, ev('login', { host: `may-${i}`, user: `u${i}` })))
  expect(shell.engine.targets().length).toBeGreaterThan(100_000)
  await shell.reevaluate()
  expect(shell.engine.targets()).toEqual([])
})
