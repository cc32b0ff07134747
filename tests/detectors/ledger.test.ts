import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { add, alertId, begin, type Episode, episodeFold, type Folded, foldOf } from '../../detectors/fold.ts'
import { createLedger } from '../../detectors/ledger.ts'
import { type Change, createState } from '../../detectors/state.ts'
import type { Alert } from '../../kernel/alert.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../kernel/time.ts'
import { absenceRule, DAWN, detection, detections } from '../support/detections.ts'
import { join, observe } from '../support/kinds.ts'

const reason = { vi: 'tính lại', en: 'computed again' }
const folded = (id: string, at: number): Folded => {
  const one = detection({ id, at })
  return begin(one, foldOf(one), false)
}
const make = () => createLedger(createState(), false)
const waited = (id: string, at: number) => detection({ id, at, since: at - HOUR, rule: absenceRule, entity: 'pc-01' })
const logout = (session: string, at: number) =>
  join(observe(`end ${session}`, 'logout', at, { user: 'an.nv', host: 'pc-01', system: 'windows', session }))

describe('revisions', () => {
  test('rise by one with each detection, and each drain gives the newest of what changed', () => {
    const ledger = make()
    ledger.fold(detection({ id: 'a', at: DAWN }))
    ledger.fold(detection({ id: 'b', at: DAWN + HOUR }))
    expect(ledger.drain().map(({ revision, occurrences }) => [revision, occurrences])).toEqual([[2, 2]])
    expect(ledger.drain()).toEqual([])
    ledger.fold(detection({ id: 'c', at: DAWN + 2 * HOUR }))
    expect(ledger.drain().map(({ revision, occurrences }) => [revision, occurrences])).toEqual([[3, 3]])
  })

  test('strictly rise whatever folding, replacing, ending, draining and restarting does', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('fold' as const), hour: fc.integer({ min: 0, max: 47 }) }),
      fc.record({ do: fc.constant('replace' as const), hours: fc.uniqueArray(fc.integer({ min: 0, max: 47 })) }),
      fc.record({ do: fc.constant('restart' as const) }),
    )
    let written = 0
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25, size: 'max' }), (steps) => {
        const saved = new Map<string, Change>()
        let state = createState()
        let ledger = createLedger(state, false)
        const store = new Map<string, Alert>()
        for (const [i, one] of steps.entries()) {
          if (one.do === 'fold') ledger.fold(detection({ id: `e${i}`, at: DAWN + one.hour * HOUR }))
          else if (one.do === 'replace') {
            const days = Object.groupBy(one.hours, (hour) => (hour < 24 ? 'first' : 'second'))
            const now = Object.values(days).map(([hour]) => folded(`r${i}`, DAWN + hour! * HOUR))
            ledger.replace(now, [...store.values()], reason, DAWN)
          }
          for (const alert of ledger.drain()) {
            expect(alert.revision).toBeGreaterThan(store.get(alert.id)?.revision ?? 0)
            store.set(alert.id, alert)
            written++
          }
          for (const change of state.drain()) saved.set(`${change.space} ${change.key}`, change)
          if (one.do === 'replace') {
            const open = [...store.values()].filter(({ withdrawn }) => !withdrawn)
            expect(open.length).toBe(new Set(one.hours.map((hour) => hour < 24)).size)
          }
          if (one.do === 'restart') {
            state = createState([...saved.values()].filter(({ value }) => value !== undefined))
            ledger = createLedger(state, false)
          }
        }
      }),
      { numRuns: 300 },
    )
    expect(written).toBeGreaterThan(500)
  })
})

test('alerts told when drained are what telling each detection at once makes, whenever they are drained', () => {
  let folded = 0
  fc.assert(
    fc.property(detections(60), fc.infiniteStream(fc.nat(9)), (all, drains) => {
      const ledger = make()
      const drained = new Map<string, Alert>()
      const drain = (): void => {
        for (const alert of ledger.drain()) drained.set(alert.id, structuredClone(alert))
      }
      let expected: Folded | undefined
      for (const one of all) {
        // Says itself only when it is read, as those of the engine do.
        const { events, facts, say, ...rest } = one.evidence
        const evidence = {
          ...rest,
          get events() {
            return events
          },
          get facts() {
            return facts
          },
          get say() {
            return say
          },
        }
        ledger.fold({ ...one, evidence })
        expected = expected ? add(expected, one, foldOf(one)) : begin(one, foldOf(one), false)
        if (drains.next().value === 0) drain()
      }
      drain()
      const [{ revision, ...alert }] = [...drained.values()] as [Alert]
      expect(alert).toEqual(expected)
      expect(revision).toBe(all.length)
      for (const one of alert.evidence) expect(Object.getOwnPropertyDescriptor(one, 'say')!.get).toBeUndefined()
      folded += all.length
    }),
    { numRuns: 200 },
  )
  expect(folded).toBeGreaterThan(2_000)
})

describe('replacing', () => {
  test('withdraws what is no longer found, with the reason and the time; it comes back under its own id', () => {
    const ledger = make()
    ledger.fold(detection({ id: 'a', at: DAWN }))
    const [first] = ledger.drain()
    ledger.replace([], [first!], reason, DAWN + DAY)
    const [withdrawn] = ledger.drain()
    expect(withdrawn).toEqual({ ...first, revision: 2, withdrawn: { reason, at: DAWN + DAY } })

    ledger.replace([folded('a', DAWN)], [withdrawn!], reason, DAWN + 2 * DAY)
    expect(ledger.drain()).toEqual([{ ...first, revision: 3 }])
  })

  test('what is withdrawn already is not withdrawn again', () => {
    const ledger = make()
    ledger.fold(detection({ id: 'a', at: DAWN }))
    const [first] = ledger.drain()
    ledger.replace([], [first!], reason, DAWN)
    const [withdrawn] = ledger.drain()
    ledger.replace([], [withdrawn!], reason, DAWN)
    expect(ledger.drain()).toEqual([])
  })

  test('a stream’s detection after a withdrawal begins the alert anew under its id', () => {
    const ledger = make()
    ledger.fold(detection({ id: 'a', at: DAWN }))
    ledger.replace([], ledger.drain(), reason, DAWN)
    ledger.fold(detection({ id: 'b', at: DAWN + HOUR }))
    const [alert] = ledger.drain()
    expect(alert).toMatchObject({ revision: 3, occurrences: 1, say: { en: 'saw b' } })
    expect(alert!.withdrawn).toBeUndefined()
  })

  test('the same content writes nothing, though the store gives its fields in another order', () => {
    fc.assert(
      fc.property(detections(25), (all) => {
        const ledger = make()
        for (const one of all) ledger.fold(one)
        const [alert] = ledger.drain()
        const { revision: _, ...content } = alert!
        const stored = JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(alert!).toReversed()))) as Alert
        const other = make()
        other.replace([content], [stored], reason, DAWN)
        expect(other.drain()).toEqual([])
      }),
    )
  })

  test('other content is a new revision of what the store holds, in memory or not', () => {
    const stored: Alert = { ...folded('a', DAWN), revision: 7 }
    const ledger = make()
    ledger.replace([folded('b', DAWN)], [stored], reason, DAWN)
    expect(ledger.drain()).toMatchObject([{ id: stored.id, revision: 8, say: { en: 'saw b' } }])
  })

  test('an alert in memory is newer than the store’s', () => {
    const ledger = make()
    ledger.fold(detection({ id: 'a', at: DAWN }))
    const [old] = ledger.drain()
    ledger.fold(detection({ id: 'b', at: DAWN + HOUR }))
    ledger.replace([], [old!], reason, DAWN)
    expect(ledger.drain()).toMatchObject([{ revision: 3, occurrences: 2, withdrawn: { reason } }])
  })

  test.each([
    ['the same day, late and early', DAWN + 23 * HOUR, DAWN + DAY, true],
    ['the next day, though nearly two days later', DAWN, DAWN + 2 * DAY - SECOND, true],
    ['the day before', DAWN, DAWN - SECOND, true],
    ['the day after the next', DAWN, DAWN + 2 * DAY, false],
    ['a day too early', DAWN, DAWN - DAY - SECOND, false],
  ])('what comes in stead of a withdrawn alert names it: %s', (_, before, now, neighbours) => {
    const ledger = make()
    const stored: Alert = { ...folded('a', before), revision: 1 }
    ledger.replace([folded('b', now)], [stored], reason, DAWN)
    const [old, young] = ledger.drain()
    expect(old).toMatchObject({ id: stored.id, revision: 2, withdrawn: { reason } })
    expect([young!.revision, young!.replaces]).toEqual([1, neighbours ? stored.id : undefined])

    ledger.fold(detection({ id: 'c', at: now }))
    expect(ledger.drain().map(({ replaces }) => replaces)).toEqual([neighbours ? stored.id : undefined])
  })

  test('each withdrawn alert is replaced once, by what stands nearest in time', () => {
    const ledger = make()
    const [early, late] = [DAWN, DAWN + 2 * DAY].map((at): Alert => ({ ...folded('a', at), revision: 1 }))
    const now = [DAWN - DAY, DAWN + DAY, DAWN + 3 * DAY].map((at) => folded('b', at))
    ledger.replace(now, [late!, early!], reason, DAWN)
    const raised = ledger.drain().filter(({ withdrawn }) => !withdrawn)
    expect(raised.map(({ replaces }) => replaces)).toEqual([early!.id, late!.id, undefined])
  })

  test('the name stays, though an earlier detection speaks for the alert now or a slice finds other content', () => {
    const ledger = make()
    const stored: Alert = { ...folded('a', DAWN), revision: 1 }
    ledger.replace([folded('b', DAWN + DAY + HOUR)], [stored], reason, DAWN)
    ledger.fold(detection({ id: 'c', at: DAWN + DAY }))
    const young = ledger.drain().at(-1)!
    expect(young).toMatchObject({ revision: 2, first: DAWN + DAY, replaces: stored.id })
    ledger.replace([folded('d', DAWN + DAY)], [young], reason, DAWN)
    expect(ledger.drain()).toMatchObject([{ revision: 3, say: { en: 'saw d' }, replaces: stored.id }])
  })

  test('an alert that stood already stands in for nobody', () => {
    const ledger = make()
    const stored = [DAWN, DAWN + DAY].map((at, i): Alert => ({ ...folded(`e${i}`, at), revision: 1 }))
    ledger.replace([folded('b', DAWN + DAY)], stored, reason, DAWN)
    expect(ledger.drain().map(({ replaces }) => replaces)).toEqual([undefined, undefined])
  })
})

describe('what could not be read completely', () => {
  const why = { vi: 'nhật ký không còn được lưu', en: 'logs are no longer kept' }
  const twice = () => {
    const ledger = make()
    ledger.fold(detection({ id: 'a', at: DAWN }))
    ledger.fold(detection({ id: 'b', at: DAWN + HOUR }))
    const [alert] = ledger.drain()
    return { ledger, alert: alert!, doubted: new Map([[alert!.id, why]]) }
  }
  const mark = { reason: why, at: DAWN + DAY }

  test('is neither withdrawn nor lowered, but marked, once', () => {
    const { ledger, alert, doubted } = twice()
    ledger.replace([], [alert], reason, DAWN + DAY, doubted)
    const [marked] = ledger.drain()
    expect(marked).toEqual({ ...alert, revision: 3, unverifiable: mark })
    ledger.replace([folded('a', DAWN)], [marked!], reason, DAWN + 2 * DAY, doubted)
    expect(ledger.drain()).toEqual([])
  })

  test('less than what stands does not take its place', () => {
    const { ledger, alert, doubted } = twice()
    ledger.replace([folded('b', DAWN + HOUR)], [alert], reason, DAWN + DAY, doubted)
    expect(ledger.drain()).toEqual([{ ...alert, revision: 3, unverifiable: mark }])
  })

  test('the same as what stands is no doubt', () => {
    const { ledger, alert, doubted } = twice()
    const { revision: _, ...same } = alert
    ledger.replace([same], [alert], reason, DAWN + DAY, doubted)
    expect(ledger.drain()).toEqual([])
  })

  test('the mark stays while the alert grows, and goes when it is confirmed or withdrawn by one that read everything', () => {
    const { ledger, alert, doubted } = twice()
    ledger.replace([], [alert], reason, DAWN + DAY, doubted)
    ledger.fold(detection({ id: 'c', at: DAWN - HOUR + HOUR / 2 + HOUR }))
    const [grown] = ledger.drain()
    expect(grown).toMatchObject({ occurrences: 3, revision: 4, unverifiable: mark })
    const { revision: _r, unverifiable: _u, ...same } = grown!
    ledger.replace([same], [grown!], reason, DAWN + 2 * DAY)
    const [confirmed] = ledger.drain()
    expect(confirmed).toEqual({ ...same, revision: 5 })
    ledger.replace([], [confirmed!], reason, DAWN + 2 * DAY, doubted)
    ledger.replace([], ledger.drain(), reason, DAWN + 3 * DAY)
    const [withdrawn] = ledger.drain()
    expect(withdrawn).toMatchObject({ revision: 7, withdrawn: { reason } })
    expect(withdrawn).not.toHaveProperty('unverifiable')
  })
})

describe('episodes', () => {
  test('an absence found again while it lasts is one alert, named after its first wait', () => {
    const ledger = make()
    ledger.fold(waited('a', DAWN))
    ledger.fold(waited('b', DAWN + 30 * HOUR))
    const alerts = ledger.drain()
    expect(alerts).toMatchObject([{ id: alertId('TST-01', 'pc-01', String(DAWN - HOUR)), occurrences: 2 }])
    expect(alerts[0]!.ended).toBeUndefined()
  })

  test('ends with what answers its trigger and nothing else; then another begins', () => {
    const ledger = make()
    ledger.fold(waited('a', DAWN))
    ledger.drain()
    ledger.end(absenceRule, 'pc-01', DAWN + MINUTE, logout('b', DAWN + MINUTE))
    ledger.end(absenceRule, 'pc-02', DAWN + MINUTE, logout('a', DAWN + MINUTE))
    expect(ledger.drain()).toEqual([])
    ledger.end(absenceRule, 'pc-01', DAWN + HOUR, logout('a', DAWN + HOUR))
    expect(ledger.drain()).toMatchObject([{ revision: 2, ended: DAWN + HOUR }])
    ledger.end(absenceRule, 'pc-01', DAWN + 2 * HOUR, logout('a', DAWN + 2 * HOUR))
    expect(ledger.drain()).toEqual([])
    ledger.fold(waited('c', DAWN + 3 * HOUR))
    expect(ledger.drain()).toMatchObject([{ id: alertId('TST-01', 'pc-01', String(DAWN + 2 * HOUR)), revision: 1 }])
  })

  test('a withdrawn alert is not ended, but its episode is', () => {
    const ledger = make()
    ledger.fold(waited('a', DAWN))
    ledger.replace([], ledger.drain(), reason, DAWN)
    ledger.drain()
    ledger.end(absenceRule, 'pc-01', DAWN + HOUR, logout('a', DAWN + HOUR))
    expect(ledger.drain()).toEqual([])
    ledger.fold(waited('b', DAWN + 2 * HOUR))
    expect(ledger.drain()).toMatchObject([{ revision: 1, first: DAWN + 2 * HOUR }])
  })

  test('the one a slice found is gone on with; none begins anew', () => {
    const ledger = make()
    const episode: Episode = { trigger: waited('a', DAWN).trigger }
    ledger.setEpisodes('TST-01', 'pc-01', [episode])
    ledger.fold(waited('b', DAWN + HOUR))
    ledger.setEpisodes('TST-01', 'pc-01', [])
    ledger.fold(waited('c', DAWN + 2 * HOUR))
    expect(ledger.drain().map(({ id }) => id)).toEqual([
      alertId('TST-01', 'pc-01', episodeFold(episode)),
      alertId('TST-01', 'pc-01', String(DAWN + HOUR)),
    ])
  })
})

describe('people', () => {
  const about = (id: string, whom: string, at: number) =>
    detection({ id, at, since: at - HOUR, rule: absenceRule, entity: 'pc-01', whom })
  const named = (alerts: readonly Alert[]) => alerts.map(({ subject }) => subject.person?.id)

  test('each have an alert of their own about one thing on one day', () => {
    const ledger = make()
    for (const [i, whom] of ['p-an', 'p-bich', 'p-bich', undefined].entries())
      ledger.fold(detection({ id: `e${i}`, at: DAWN + i * HOUR, whom }))
    const alerts = ledger.drain()
    expect(named(alerts)).toEqual(['p-an', 'p-bich', undefined])
    expect(alerts.map(({ occurrences }) => occurrences)).toEqual([1, 2, 1])
  })

  test('each have an episode of their own, which ends with what answers it', () => {
    const ledger = make()
    ledger.fold(about('a', 'p-an', DAWN))
    ledger.fold(about('b', 'p-bich', DAWN + HOUR))
    ledger.fold(about('c', 'p-an', DAWN + 2 * HOUR))
    expect(ledger.drain().map(({ occurrences, ended }) => [occurrences, ended])).toEqual([
      [2, undefined],
      [1, undefined],
    ])
    ledger.end(absenceRule, 'pc-01', DAWN + 3 * HOUR, logout('b', DAWN + 3 * HOUR))
    expect(ledger.drain().map(({ subject, ended }) => [subject.person?.id, ended])).toEqual([
      ['p-bich', DAWN + 3 * HOUR],
    ])
  })

  test('an open episode of one keeps the alert of that one, and no other', () => {
    const state = createState()
    const ledger = createLedger(state, false)
    ledger.fold(about('a', 'p-an', DAWN))
    ledger.fold(about('b', 'p-bich', DAWN))
    ledger.end(absenceRule, 'pc-01', DAWN + HOUR, logout('a', DAWN + HOUR))
    ledger.drain()
    ledger.forget(DAWN + 30 * DAY)
    expect(named([...state.entries('alert')].map(([, alert]) => alert as Alert))).toEqual(['p-bich'])
  })

  test('what comes in stead of a withdrawn alert is, where there is one, about the same', () => {
    const ledger = make()
    const foldedAbout = (whom: string, at: number) => {
      const one = detection({ id: `${whom} ${at}`, at, whom })
      return begin(one, foldOf(one), false)
    }
    const stored: Alert = { ...foldedAbout('p-bich', DAWN), id: 'as it was told before', revision: 3 }
    ledger.replace([foldedAbout('p-an', DAWN), foldedAbout('p-bich', DAWN + HOUR)], [stored], reason, DAWN)
    const [old, ...raised] = ledger.drain()
    expect(old).toMatchObject({ id: stored.id, revision: 4, withdrawn: { reason } })
    expect(raised.map(({ subject, replaces }) => [subject.person?.id, replaces])).toEqual([
      ['p-an', undefined],
      ['p-bich', stored.id],
    ])
  })
})

describe('forgetting', () => {
  const held = (state: ReturnType<typeof createState>) => [...state.entries('alert')].length

  test('lets an alert of a day go a day after its fold day is over, and no sooner', () => {
    const state = createState()
    const ledger = createLedger(state, false)
    ledger.fold(detection({ id: 'a', at: DAWN + HOUR }))
    ledger.forget(DAWN + 2 * DAY)
    expect(held(state)).toBe(1)
    ledger.forget(DAWN + 2 * DAY + 1)
    expect(held(state)).toBe(0)
  })

  test('never lets an open episode go, and lets one that ended go a day after its end', () => {
    const state = createState()
    const ledger = createLedger(state, false)
    ledger.fold(waited('a', DAWN))
    ledger.forget(DAWN + 400 * DAY)
    expect(held(state)).toBe(1)
    ledger.fold(waited('b', DAWN + 401 * DAY))
    expect(ledger.drain()).toMatchObject([{ revision: 2, occurrences: 2 }])

    ledger.end(absenceRule, 'pc-01', DAWN + 402 * DAY, logout('a', DAWN + 402 * DAY))
    ledger.forget(DAWN + 403 * DAY)
    expect(held(state)).toBe(1)
    ledger.forget(DAWN + 403 * DAY + 1)
    expect(held(state)).toBe(0)
  })

  test('an earlier episode’s alert goes while a later one is open', () => {
    const state = createState()
    const ledger = createLedger(state, false)
    ledger.fold(waited('a', DAWN))
    ledger.end(absenceRule, 'pc-01', DAWN + HOUR, logout('a', DAWN + HOUR))
    ledger.fold(waited('b', DAWN + 10 * DAY))
    ledger.forget(DAWN + 20 * DAY)
    expect([...state.entries('alert')].map(([id]) => id)).toEqual([
      alertId('TST-01', 'pc-01', String(DAWN + 10 * DAY - HOUR)),
    ])
  })
})
