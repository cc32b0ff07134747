import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Detection } from '../../detectors/detection.ts'
import {
  add,
  alertId,
  begin,
  episodeFold,
  episodeOf,
  type Folded,
  foldOf,
  isEndedBy,
  whomOf,
} from '../../detectors/fold.ts'
import { higher, levels } from '../../kernel/alert.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../kernel/time.ts'
import { absenceRule, DAWN, dayRule, detection, detections } from '../support/detections.ts'
import { join, observe } from '../support/kinds.ts'

const FOLD = '2026-03-02'
const fold = ([first, ...others]: readonly Detection[]): Folded =>
  others.reduce((alert, one) => add(alert, one, FOLD), begin(first!, FOLD, false))
const sorted = (all: readonly Detection[]): readonly Detection[] =>
  all.toSorted((a, b) => a.evidence.at - b.evidence.at || (a.evidence.id < b.evidence.id ? -1 : 1))

describe('folding', () => {
  test('depends on the set of detections alone, not on the order in which they come', () => {
    let long = 0
    fc.assert(
      fc.property(
        detections(40).chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
        ),
        ([all, shuffled]) => {
          if (all.length > 20) long++
          expect(fold(shuffled)).toEqual(fold(sorted(all)))
        },
      ),
      { numRuns: 500 },
    )
    expect(long).toBeGreaterThan(50)
  })

  test('says of itself what its detections say together, but for those that a decision permits beside others', () => {
    const seen = { silenced: 0, late: 0, doubted: 0, excused: 0 }
    fc.assert(
      fc.property(detections(30), (found) => {
        const alert = fold(found)
        const open = found.filter(({ silenced }) => !silenced)
        const all = open.length > 0 ? open : found
        expect(alert.excused ?? 0).toBe(found.length - all.length)
        const ordered = sorted(all)
        const times = all.map(({ evidence }) => evidence.at)
        const [earliest] = ordered
        expect(alert.occurrences).toBe(all.length)
        expect([alert.first, alert.last]).toEqual([Math.min(...times), Math.max(...times)])
        expect(alert.level).toBe(all.map(({ evidence }) => evidence.level).reduce(higher))
        expect(alert.late).toBe(all.every(({ late }) => late))
        expect(alert.silenced).toEqual(all.every(({ silenced }) => silenced) ? earliest!.silenced : undefined)
        const doubts = ['doubt a', 'doubt b'].filter((en) => all.some((one) => one.doubts.some((d) => d.en === en)))
        expect(alert.doubts.map(({ en }) => en)).toEqual(doubts)
        expect(alert.subject).toEqual(earliest!.subject)
        expect(alert.local.day).toBe(earliest!.day)
        const ids = ordered.map(({ evidence }) => evidence.id)
        expect(alert.evidence.map(({ id }) => id)).toEqual(
          ids.length <= 20 ? ids : [...ids.slice(0, 10), ...ids.slice(-10)],
        )
        if (alert.silenced) seen.silenced++
        if (alert.excused) seen.excused++
        if (alert.late) seen.late++
        if (alert.doubts.length > 0) seen.doubted++
      }),
      { numRuns: 300 },
    )
    expect(Object.values(seen).every((times) => times > 5)).toBe(true)
  })

  test('keeps twenty pieces of evidence whole, and of twenty-one the first and the last ten', () => {
    const all = Array.from({ length: 21 }, (_, i) => detection({ id: `e${i}`, at: DAWN + i * MINUTE }))
    expect(fold(all.slice(0, 20)).evidence).toHaveLength(20)
    expect(fold(all).evidence.map(({ id }) => id)).toEqual(
      [...all.slice(0, 10), ...all.slice(11)].map(({ evidence }) => evidence.id),
    )
    expect(fold(all).occurrences).toBe(21)
  })

  test('a single detection speaks for itself; several are counted, with the last', () => {
    const [one, two] = [detection({ id: 'e1', at: DAWN + HOUR }), detection({ id: 'e2', at: DAWN + 2 * HOUR })]
    expect(fold([one]).say).toEqual({ vi: 'thấy e1', en: 'saw e1' })
    expect(fold([two, one]).say).toEqual({
      vi: 'thấy e1 (phát hiện 2 lần, lần cuối 07:00 02/03/2026)',
      en: 'saw e1 (detected 2 times, last 07:00 02/03/2026)',
    })
  })

  test('is sample data where it was begun as such, however it goes on', () => {
    const [one, two] = [detection({ id: 'e1', at: DAWN }), detection({ id: 'e2', at: DAWN + HOUR })]
    for (const sample of [true, false])
      for (const [a, b] of [[one, two] as const, [two, one] as const])
        expect(add(begin(a, FOLD, sample), b, FOLD).sample).toBe(sample)
  })

  test('keeps its local date and hour for boards, and the calendar’s kind of day where one is known', () => {
    const { local } = begin(detection({ id: 'e1', at: DAWN + 19 * HOUR }), FOLD, false)
    expect(local).toEqual({ date: '2026-03-03', hour: 0, day: 'day of e1' })
    expect('day' in begin({ ...detection({ id: 'e1', at: DAWN }), day: undefined }, FOLD, false).local).toBe(false)
  })
})

describe('the fold of a detection', () => {
  test('is its fold day: what happens at four in the night belongs to the evening before', () => {
    expect(foldOf(detection({ id: 'e', at: DAWN }))).toBe('2026-03-02')
    expect(foldOf(detection({ id: 'e', at: DAWN - SECOND }))).toBe('2026-03-01')
    expect(foldOf(detection({ id: 'e', at: DAWN + DAY - SECOND }))).toBe('2026-03-02')
  })

  test('is that of whom it tells: the person, else the account, else the machine, where that is not the entity itself', () => {
    const person = { id: 'p-an', name: 'An' }
    const [account, machine] = ['an.nv@tinh', 'pc-01']
    expect(whomOf('usb-7', { person, account, machine })).toBe('person/p-an')
    expect(whomOf('an.nv@tinh', { person, account, machine })).toBe('person/p-an')
    expect(whomOf('usb-7', { account, machine })).toBe('an.nv@tinh')
    expect(whomOf('an.nv@tinh', { account, machine })).toBeUndefined()
    expect(whomOf('usb-7', { machine, device: 'usb-7' })).toBe('pc-01')
    expect(whomOf('pc-01', { machine })).toBeUndefined()
    expect(whomOf('192.0.2.9', { address: '192.0.2.9' })).toBeUndefined()
    expect(foldOf(detection({ id: 'e', at: DAWN, whom: 'p-an' }))).toBe('2026-03-02/person/p-an')
    expect(foldOf(detection({ id: 'e', at: DAWN, whom: 'p-bich' }))).toBe('2026-03-02/person/p-bich')
  })

  test('makes the alert’s id with rule and entity: stable, and different for any of the three', () => {
    const id = alertId('ACC-01a', 'an.nv@tinh', '2026-03-02')
    expect(id).toBe('717736125476a9c7028db5417b')
    expect(id).toMatch(/^[0-9a-f]{26}$/)
    const others = [
      alertId('ACC-01b', 'an.nv@tinh', '2026-03-02'),
      alertId('ACC-01a', 'bich@tinh', '2026-03-02'),
      alertId('ACC-01a', 'an.nv@tinh', '2026-03-03'),
      alertId('ACC-01a","an.nv@tinh', '', '2026-03-02'),
    ]
    expect(new Set([id, ...others]).size).toBe(5)
  })
})

describe('an episode', () => {
  const told = (id: string, at: number) => ({ id, at, since: at - HOUR, rule: absenceRule, entity: 'pc-01' })
  const waited = (id: string, at: number) => detection(told(id, at))
  const logout = (session: string, at: number) =>
    join(observe('end', 'logout', at, { user: 'an.nv', system: 'windows', session }))

  test('begins with what its first detection waited from, and is about whom that tells of', () => {
    const episode = episodeOf(waited('a', DAWN))
    expect(episode).toEqual({ trigger: waited('a', DAWN).trigger })
    expect(episodeFold(episode)).toBe(String(DAWN - HOUR))
    const about = episodeOf(detection({ ...told('a', DAWN), whom: 'p-an' }))
    expect(about.whom).toBe('person/p-an')
    expect(episodeFold(about)).toBe(`${DAWN - HOUR}/person/p-an`)
  })

  test('ends with an event that answers its trigger', () => {
    const episode = episodeOf(waited('a', DAWN))
    expect(isEndedBy(absenceRule, episode, logout('b', DAWN))).toBe(false)
    expect(isEndedBy(absenceRule, episode, logout('a', DAWN + MINUTE))).toBe(true)
  })

  test('of a rule that does not tell answers apart ends with any', () => {
    const { same: _, ...plain } = absenceRule as Extract<typeof absenceRule, { kind: 'absence' }>
    expect(isEndedBy(plain, episodeOf(waited('a', DAWN)), logout('b', DAWN))).toBe(true)
  })
})

test('every level has a place in the order', () => {
  expect(levels.map((level) => fold([detection({ id: 'e', at: DAWN, level })]).level)).toEqual([...levels])
  expect(fold([detection({ id: 'e', at: DAWN })]).rule).toEqual({ id: dayRule.id, version: '1', title: dayRule.title })
})
