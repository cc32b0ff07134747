import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Rule } from '../../detectors/meta.ts'
import { ev, type Happening } from '../../detectors/timeline.ts'
import type { Alert } from '../../kernel/alert.ts'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import type { Observation } from '../../kernel/event.ts'
import { DAY, HOUR, localTime, MINUTE } from '../../kernel/time.ts'
import { inOrder, LATENESS, openShell, rules, townData } from '../support/drive.ts'

const at = (date: string, clock: string) => localTime(date, clock)
let serial = 0
const seen = (when: number, what: Happening): Observation =>
  ({
    id: `x${++serial}`,
    at: when,
    received: when,
    source: 'windows',
    collector: 'c1',
    digest: 'd',
    ...what,
  }) as Observation
const only = (...ids: string[]): readonly Rule[] => rules.filter(({ id }) => ids.includes(id))

/** Both carriers speak every ten minutes, about nobody. */
const noise = (from: number, to: number, sources = ['windows', 'bkav']): readonly Observation[] =>
  sources.flatMap((source) =>
    Array.from({ length: Math.ceil((to - from) / (10 * MINUTE)) }, (_, i) => {
      const when = from + i * 10 * MINUTE
      return { ...seen(when, ev('other', { host: undefined, source })), id: `n/${source}/${when}` }
    }),
  )
/** A machine in use: a sign of life every twenty minutes. */
const used = (host: string, from: number, to: number): readonly Observation[] =>
  Array.from({ length: Math.floor((to - from) / (20 * MINUTE)) + 1 }, (_, i) =>
    seen(from + i * 20 * MINUTE, ev('activity', { host })),
  )
const essence = (alerts: readonly Alert[]) => alerts.map(({ revision: _, replaces: __, ...alert }) => alert)

type Shell = ReturnType<typeof openShell>
const live = async (shell: Shell, events: readonly Observation[], until: number): Promise<void> => {
  for (const step of inOrder(events, until)) {
    if (step.kind === 'arrive') shell.arrive(step.event)
    else if (step.kind === 'tick') {
      shell.tick(step.at)
      await shell.reevaluate()
    }
  }
}

describe('registers’ rows', () => {
  test.each([
    ['nothing was ever received', []],
    ['the rows lie between logs', [seen(at('2026-01-15', '08:00'), ev('other'))]],
  ])('a corrected directory is computed again, though %s', async (_, events) => {
    const shell = openShell({ ...townData, people: townData.people.filter(({ status }) => status !== 'retired') })
    for (const event of events) shell.arrive(event)
    shell.tick(at('2026-02-20', '08:00'))
    shell.directory(townData)
    await shell.reevaluate()
    expect(shell.alerts().map(({ rule }) => rule.id)).toEqual(['ACC-04', 'ACC-04'])
    expect(shell.engine.targets()).toEqual([])

    shell.directory({ ...townData, people: townData.people.filter(({ status }) => status !== 'retired') })
    await shell.reevaluate()
    expect(shell.alerts()).toEqual([])
    expect(shell.stored().every(({ withdrawn }) => withdrawn?.at === at('2026-02-20', '08:00') - LATENESS)).toBe(true)
  })

  test('time may pass, and the directory be taken over, before anything at all', async () => {
    const shell = openShell()
    shell.directory(townData)
    await shell.reevaluate()
    shell.tick(at('2026-03-02', '08:00'))
    shell.restart()
    shell.tick(at('2026-03-02', '08:00'))
    expect(shell.engine.watermark).toBe(at('2026-03-02', '08:00') - LATENESS)
  })
})

describe('a late log', () => {
  const DAY_1 = '2026-03-02'
  const night = seen(at(DAY_1, '22:00'), ev('login'))
  const guessing = Array.from({ length: 5 }, (_, i) =>
    seen(at(DAY_1, '09:00') + i * MINUTE, ev('login', { host: 'pc-03', ok: false, refusal: 'bad-password' })),
  )
  const late = [night, guessing[2]!]
  const rest = [...guessing.filter((o) => o !== late[1]), ...noise(at(DAY_1, '06:00'), at('2026-03-03', '08:00'))]
  const until = at('2026-03-03', '08:00')
  const truth = async () => {
    const shell = openShell()
    await live(shell, [...rest, ...late], until)
    return essence(shell.alerts())
  }

  test.each<[string, (shell: Shell) => Promise<void> | void]>([
    ['nothing', () => undefined],
    ['a restart', (shell) => shell.restart()],
    [
      'two restarts',
      (shell) => {
        shell.restart()
        shell.restart()
      },
    ],
    [
      'a restart and a re-evaluation before any tick',
      (shell) => {
        shell.restart()
        return shell.reevaluate()
      },
    ],
  ])('is judged as if it had come in time, with %s between its arrival and its re-evaluation', async (_, between) => {
    const shell = openShell()
    await live(shell, rest, until)
    expect(shell.alerts().filter(({ rule }) => rule.id.startsWith('ACC-11') || rule.id === 'ACC-01a')).toEqual([])
    for (const o of late) shell.arrive(o)
    const queue = shell.engine.targets()
    expect(queue.length).toBeGreaterThan(1)
    await between(shell)
    if (shell.engine.targets().length > 0) expect(shell.engine.targets()).toEqual(queue)
    shell.tick(until + MINUTE)
    await shell.reevaluate()
    expect(shell.engine.targets()).toEqual([])
    expect(essence(shell.alerts())).toEqual(await truth())
    expect(shell.alerts().map(({ rule }) => rule.id)).toEqual(expect.arrayContaining(['ACC-01a', 'ACC-11a']))
  })

  test('right after a restart finds the carriers as dead as they were', async () => {
    const shell = openShell(townData, { rules: only('EPP-01') })
    const morning = used('pc-01', at(DAY_1, '08:00'), at(DAY_1, '14:00'))
    await live(shell, [...morning, ...noise(at(DAY_1, '06:00'), until, ['windows'])], until)
    const unsure = shell.engine.indeterminate()
    expect(unsure.map(({ reason }) => reason)).toContain('pipeline')
    shell.restart()
    shell.arrive(seen(at(DAY_1, '10:05'), ev('activity', { host: 'pc-01' })))
    await shell.reevaluate()
    expect(shell.engine.indeterminate()).toEqual(unsure)
  })

  test('asks once for the same thing, over the whole span', () => {
    const shell = openShell(townData, { rules: only('ACC-01a') })
    shell.tick(until)
    const hours = [at(DAY_1, '20:00'), at(DAY_1, '22:00'), at(DAY_1, '19:00')]
    for (const hour of hours) shell.arrive(seen(hour, ev('login')))
    const own = shell.engine.targets().filter(({ rule }) => rule === 'ACC-01a')
    expect(own).toMatchObject([{ from: hours[2], to: hours[1], scope: { kind: 'entity', value: 'an.nv@tinh' } }])
  })

  test('at the watermark is not late; one a moment before it is', () => {
    const shell = openShell(townData, { rules: only('ACC-01a') })
    shell.tick(until)
    shell.arrive(seen(until - LATENESS, ev('login')))
    expect(shell.engine.targets()).toEqual([])
    shell.arrive(seen(until - LATENESS - 1, ev('login')))
    expect(shell.engine.targets().length).toBeGreaterThan(0)
  })
})

describe('what an absence found long ago', () => {
  /** EPP-01 on a Monday forty-nine days before the end; the machine is not seen again, its carriers live on. */
  const then = '2026-03-02'
  const begin = at(then, '06:00')
  const end = begin + 49 * DAY
  const day = [
    ...used('pc-01', at(then, '08:00'), at(then, '14:00')),
    seen(at(then, '08:00'), ev('heartbeat', { source: 'bkav' })),
  ]
  const carriers = noise(begin, begin + 2 * DAY)
  const after = noise(end - DAY, end)
  const found = (shell: Shell) => shell.alerts().map(({ rule, first }) => [rule.id, first])

  test('stands when a log more than thirty-five days old comes about the machine', { timeout: 60_000 }, async () => {
    const shell = openShell(townData, { rules: only('EPP-01') })
    await live(shell, [...day, ...carriers], begin + 2 * DAY)
    const before = shell.alerts()
    expect(found(shell)).toEqual([['EPP-01', at(then, '12:00')]])
    for (const o of after) {
      shell.arrive(o)
      shell.tick(o.at)
    }
    shell.tick(end)
    shell.arrive(seen(at(then, '09:05'), ev('activity', { host: 'pc-01' })))
    expect(shell.engine.targets().length).toBeGreaterThan(0)
    await shell.reevaluate()
    expect(essence(shell.alerts())).toEqual(essence(before))
    // Of the afternoon nobody can say anything; of its carriers nothing has changed.
    expect(new Set(shell.engine.indeterminate().map(({ reason }) => reason))).toEqual(new Set(['no-life']))
  })

  test('is found then, when all its logs come so late', { timeout: 60_000 }, async () => {
    const shell = openShell(townData, { rules: only('EPP-01') })
    for (const o of after) {
      shell.arrive(o)
      shell.tick(o.at)
    }
    shell.tick(end)
    for (const o of [...day, ...carriers]) shell.arrive(o)
    await shell.reevaluate()
    expect(found(shell)).toEqual([['EPP-01', at(then, '12:00')]])
  })
})

describe('a new version of the directory', () => {
  const roster = (person: string): DirectoryData => ({
    ...townData,
    roster: [{ person, kind: 'duty', from: '2026-03-02T17:00:00', to: '2026-03-02T23:00:00', known: 0 }],
  })
  const noon = at('2026-03-02', '12:00')
  const evening = at('2026-03-02', '20:00')

  test('is believed of what never waits and was judged ahead of the watermark', async () => {
    const shell = openShell(townData, { rules: only('ACC-01a') })
    shell.arrive(seen(noon, ev('other')))
    shell.tick(evening)
    shell.arrive(seen(evening, ev('login')))
    shell.tick(evening + 1)
    expect(shell.alerts()).toHaveLength(1)
    for (const [data, alerts] of [[roster('p-an'), 0] as const, [townData, 1] as const, [roster('p-an'), 0] as const]) {
      shell.directory(data)
      await shell.reevaluate()
      expect(shell.alerts()).toHaveLength(alerts)
    }
    shell.tick(evening + HOUR)
    await shell.reevaluate()
    expect(shell.alerts()).toEqual([])
    shell.directory(roster('p-bich'))
    await shell.reevaluate()
    expect(shell.alerts()).toHaveLength(1)
  })

  test('that changes everything computes everything again: a day becomes a holiday, and an ordinary day again', async () => {
    const calendar: DirectoryData['calendar'] = [
      {
        year: 2026,
        document: '1/TB',
        status: 'chinh_thuc',
        days: [{ date: '2026-03-02', name: 'Ngày nghỉ mẫu', kind: 'L', status: 'chinh_thuc' }],
      },
    ]
    const shell = openShell(townData, { rules: only('ACC-01a', 'ACC-01b') })
    const logins = ['an.nv@tinh', 'bich@tinh', 'quan.tri@tinh'].map((user) => seen(noon, ev('login', { user })))
    await live(shell, logins, noon + DAY)
    expect(shell.alerts()).toEqual([])
    for (const revision of [1, 3]) {
      shell.directory({ ...townData, calendar })
      await shell.reevaluate()
      expect(shell.alerts().map((alert) => [alert.revision, alert.local.day])).toEqual(
        Array(3).fill([revision, 'holiday']),
      )
      shell.directory(townData)
      await shell.reevaluate()
      expect(shell.alerts()).toEqual([])
    }
  })
})

describe('where carriers fall silent and catch up', () => {
  const begin = at('2026-03-02', '06:00')
  const until = begin + 40 * HOUR
  const judgedBy = only('EPP-01', 'ACC-09a', 'SRC-01')
  const scenario = fc.record({
    /** The hours in which a carrier's lines stay behind, until `later` hours after their end: or for ever. */
    silences: fc.array(
      fc.record({
        source: fc.constantFrom('windows', 'bkav', 'bkav'),
        from: fc.integer({ min: 0, max: 26 }),
        hours: fc.integer({ min: 2, max: 12 }),
        later: fc.constantFrom(0, 0, 0, 1, 2, 4),
      }),
      { minLength: 2, maxLength: 4 },
    ),
    used: fc.array(
      fc.record({
        host: fc.constantFrom('pc-01', 'pc-02'),
        from: fc.integer({ min: 0, max: 20 }),
        hours: fc.integer({ min: 5, max: 9 }),
      }),
      { minLength: 2, maxLength: 4 },
    ),
    beats: fc.array(fc.integer({ min: 0, max: 30 * 60 }), { maxLength: 4 }),
    logins: fc.array(fc.integer({ min: 60, max: 10 * 60 }), { maxLength: 3 }),
  })

  test('the alerts, and what nobody could judge, are those of logs that came in time', {
    timeout: 120_000,
  }, async () => {
    const total = { alerts: 0, unsure: 0, late: 0 }
    const runs = Number(process.env['RUNS'] ?? 40)
    await fc.assert(
      fc.asyncProperty(scenario, async ({ silences, used: uses, beats, logins }) => {
        serial = 0
        const events = [
          ...noise(begin - HOUR, until),
          ...uses.flatMap(({ host, from, hours }) => used(host, begin + from * HOUR, begin + (from + hours) * HOUR)),
          ...beats.map((minute) => seen(begin + minute * MINUTE, ev('heartbeat', { source: 'bkav' }))),
          ...logins.map((minute) => seen(begin + minute * MINUTE, ev('login'))),
        ]
        const arrival = (o: Observation): number =>
          silences.reduce((when, { source, from, hours, later }) => {
            const [a, b] = [begin + from * HOUR, begin + (from + hours) * HOUR]
            if (o.source !== source || o.at < a || o.at >= b) return when
            return later === 0 ? Infinity : Math.max(when, b + later * HOUR)
          }, o.at)
        const known = events.filter((o) => arrival(o) < Infinity)
        const shell = openShell(townData, { rules: judgedBy })
        const byArrival = known.map((o) => ({ o, when: arrival(o) })).sort((a, b) => a.when - b.when)
        for (let clock = begin - HOUR; clock <= until; clock += 10 * MINUTE) {
          while (byArrival.length > 0 && byArrival[0]!.when < clock) shell.arrive(byArrival.shift()!.o)
          shell.tick(clock)
          await shell.reevaluate()
        }
        const truth = openShell(townData, { rules: judgedBy })
        await live(truth, known, until)
        for (const each of [shell, truth]) {
          each.tick(until + 8 * HOUR)
          await each.reevaluate()
        }
        expect(essence(shell.alerts())).toEqual(essence(truth.alerts()))
        const sorted = (all: readonly object[]) => all.map((one) => JSON.stringify(one)).sort()
        expect(sorted(shell.engine.indeterminate())).toEqual(sorted(truth.engine.indeterminate()))
        total.alerts += truth.alerts().length
        total.unsure += truth.engine.indeterminate().length
        total.late += known.filter((o) => arrival(o) > o.at).length
      }),
      { numRuns: runs, endOnFailure: true },
    )
    expect(Math.min(...Object.values(total)), JSON.stringify(total)).toBeGreaterThan(runs / 4)
  })
})
