import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keyOf, WRONG } from '../../../ingest/intake/sample.ts'
import { createSkews, MACHINES, type SavedClocks } from '../../../ingest/intake/skew.ts'
import { stampOf } from '../../../ingest/intake/stamp.ts'
import type { Observation } from '../../../kernel/event.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../../kernel/time.ts'

const START = Date.UTC(2026, 2, 2, 0, 20)
const KEY = keyOf('winlogbeat', 'pc-01')

/** A line: when it really happened, when it came, both ms after the start; how far the machine's clock was behind then. */
type Line = { readonly real: number; readonly came?: number; readonly behind?: number }

/** A machine whose lines come one by one. `clocks`: what is known by now of the clock behind each line, in their order. */
const machine = (saved?: SavedClocks) => {
  const skews = createSkews(saved)
  const stored = new Map<string, Observation>()
  return {
    skews,
    clocks: () => [...stored.values()].map(({ clock }) => clock),
    /** The same by what they tell, ms after the start. */
    stored: () => [...stored.values()].map(({ at, clock }) => [at - START, clock] as const),
    tell(...lines: readonly Line[]) {
      for (const { real, came = real + 2 * SECOND, behind = 0 } of lines) {
        const [at, received] = [START + real - behind, START + came]
        const clock = stampOf({ at, received }, skews.known('c').get(KEY))
        const o = {
          ...{ id: `e${received} ${at}`, at, received, source: 'winlogbeat', collector: 'c', digest: 'd' },
          ...{ action: 'power.on', host: 'pc-01', ...(clock !== undefined && { clock }) },
        } as Observation<'power.on'>
        stored.set(o.id, o)
        const late = received - at > WRONG ? [{ from: { at, received }, to: { at, received } }] : []
        const heard = [{ source: 'winlogbeat', host: 'pc-01', first: at, last: at, late }]
        const settled = skews.note({ collector: 'c', received, heard, open: clock === 'open' ? [o] : [] })
        for (const one of settled) stored.set(one.id, one)
        skews.stored(settled)
      }
    },
  }
}

const minutes = (from: number, to: number, but: (minute: number) => Partial<Line> = () => ({})): Line[] =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ real: (from + i) * MINUTE, ...but(from + i) }))
const SLOW = 190 * MINUTE
const slow = () => ({ behind: SLOW })
/** By the clock, within the two seconds that a line is on its way. */
const bySlow = expect.closeTo(SLOW, -5)

describe('a clock that is behind', () => {
  test('is open at first, and known once it went on beside ours for five minutes: what was open is settled', () => {
    const pc = machine()
    pc.tell(...minutes(0, 4, slow))
    expect(pc.clocks()).toEqual(Array(5).fill('open'))
    pc.tell(...minutes(5, 7, slow))
    expect(pc.clocks()).toEqual(Array(8).fill(SLOW + 2 * SECOND))
    expect(pc.skews.list()).toMatchObject([{ host: 'pc-01', behind: SLOW + 2 * SECOND }])
  })

  test('is known of a machine that speaks seldom, too', () => {
    const pc = machine()
    pc.tell({ real: 0, ...slow() }, { real: 2 * HOUR, ...slow() })
    expect(pc.clocks()).toEqual(['open', 'open'])
    pc.tell({ real: 5 * HOUR, ...slow() })
    expect(pc.clocks()).toEqual([bySlow, bySlow, bySlow])
  })

  test('set right, it says nothing of what comes after', () => {
    const pc = machine()
    pc.tell(...minutes(0, 9, slow), ...minutes(10, 19))
    expect(pc.clocks().slice(10)).toEqual(Array(10).fill(undefined))
    expect(pc.skews.known('c').size).toBe(0)
    expect(pc.skews.saved()).toMatchObject([{ open: [] }])
    expect(pc.skews.saved()[0]).not.toHaveProperty('behind', expect.anything())
  })

  test('set right before it was known: nobody can say, and what waits stays open', () => {
    const pc = machine()
    pc.tell(...minutes(0, 1, slow), ...minutes(2, 9))
    expect(pc.clocks().slice(0, 2)).toEqual(['open', 'open'])
    expect(pc.skews.counters).toMatchObject({ unsettled: 2, unsettledMachines: 1 })
  })

  test('set to another wrong time, it is learnt anew', () => {
    const pc = machine()
    pc.tell(...minutes(0, 9, slow), ...minutes(10, 19, () => ({ behind: 26 * HOUR })))
    expect(pc.clocks().slice(10)).toEqual(Array(10).fill(26 * HOUR + 2 * SECOND))
    pc.tell(...minutes(20, 29, () => ({ behind: HOUR })))
    expect(pc.clocks().slice(20)).toEqual(Array(10).fill(HOUR + 2 * SECOND))
  })

  test('while its collector stood still, too', () => {
    const pc = machine()
    pc.tell(...minutes(0, 9, slow))
    pc.tell(...minutes(10, 40, (m) => ({ ...slow(), came: 41 * MINUTE + (m - 10) * SECOND })))
    pc.tell(...minutes(42, 50, slow))
    expect(pc.clocks()).toEqual(Array(50).fill(bySlow))
  })

  test('with what was left of yesterday just before it', () => {
    const pc = machine()
    pc.tell({ real: -14 * HOUR }, { real: -14 * HOUR + MINUTE, came: 0 }, ...minutes(0, 9, slow))
    expect(pc.clocks().slice(2)).toEqual(Array(10).fill(bySlow))
  })

  test('is remembered over a restart, and so is what waits', () => {
    const before = machine()
    before.tell(...minutes(0, 3, slow))
    const restarted = machine(JSON.parse(JSON.stringify(before.skews.saved())) as SavedClocks)
    restarted.tell(...minutes(4, 9, slow))
    expect(restarted.clocks()).toEqual(Array(10).fill(bySlow))
    const again = machine(JSON.parse(JSON.stringify(restarted.skews.saved())) as SavedClocks)
    again.tell({ real: DAY, ...slow() })
    expect(again.clocks()).toEqual([bySlow])
  })
})

describe('lines that are late', () => {
  test('a batch says nothing against its clock, from its first line on', () => {
    const pc = machine()
    pc.tell(...minutes(0, 30, (m) => ({ real: m * 20 * MINUTE, came: 7 * DAY + m * 5 * SECOND })))
    expect(pc.clocks()).toEqual(Array(31).fill(undefined))
  })

  test('a collector that catches up', () => {
    const pc = machine()
    pc.tell(
      ...minutes(-9, 0),
      ...minutes(1, 150, (m) => ({ came: 151 * MINUTE + m * 3 * SECOND })),
      ...minutes(160, 170),
    )
    expect(pc.clocks()).toEqual(Array(171).fill(undefined))
  })

  test('a batch of which lines come twice', () => {
    const pc = machine()
    const batch = [0, 4, 8, 12, 40].map((m, i) => ({ real: m * MINUTE, came: 2 * HOUR + i * 12 * SECOND }))
    const again = { real: 0, came: 2 * HOUR + 40 * SECOND }
    pc.tell(...batch.slice(0, 4), again, ...batch.slice(4))
    expect(pc.clocks()).toEqual(Array(6).fill(undefined))
  })

  test('a single line that was held up between lines that came at once', () => {
    const pc = machine()
    pc.tell(...minutes(0, 3), { real: 4 * MINUTE, came: 30 * MINUTE })
    expect(pc.clocks().at(-1)).toBe('open')
    pc.tell(...minutes(31, 32))
    expect(pc.clocks()).toEqual(Array(7).fill(undefined))
  })

  test('a relay that always takes three hours is taken for a clock: nothing accuses by it', () => {
    const pc = machine()
    pc.tell(...minutes(0, 9, (m) => ({ came: m * MINUTE + 3 * HOUR })))
    expect(pc.clocks()).toEqual(Array(10).fill(3 * HOUR))
  })
})

/** What was left of yesterday, when the machine was switched off at 17:00: it comes within seconds, fourteen hours later. */
const left = (every: number): Line[] =>
  Array.from({ length: 12 }, (_, i) => ({
    real: -14 * HOUR - (11 - i) * every * MINUTE,
    came: -20 * SECOND + i * SECOND,
  }))
const count = (clocks: readonly Observation['clock'][], clock: Observation['clock']): number =>
  clocks.filter((one) => one === clock).length

describe('a wrong clock whose lines come right after late ones', () => {
  const offs = [10 * MINUTE, SLOW, 26 * HOUR, 67 * DAY].map((off) => ({ off, hours: off / HOUR }))

  test.each(offs)('from the first line of a morning on: $hours h', ({ off }) => {
    for (const every of [0.1, 1, 5]) {
      const pc = machine()
      pc.tell(...left(every), ...minutes(0, 9, () => ({ behind: off })))
      expect(pc.clocks().slice(12), `leftovers every ${every} minutes`).toEqual(Array(10).fill(off + 2 * SECOND))
    }
  })

  test.each(offs)('set right by the network minutes after the start: $hours h', ({ off }) => {
    for (const wrong of [1, 2, 4]) {
      const pc = machine()
      pc.tell(...left(5), ...minutes(0, wrong - 1, () => ({ behind: off })), ...minutes(wrong, 20))
      expect(count(pc.clocks().slice(12, 12 + wrong), undefined)).toBe(0)
      expect(pc.clocks().slice(12 + wrong)).toEqual(Array(21 - wrong).fill(undefined))
    }
  })

  test.each(offs)('among the late lines, not after them: $hours h', ({ off }) => {
    const pc = machine()
    const wrong = minutes(0, 9, () => ({ behind: off }))
    const late = left(5).map((line, i) => ({ ...line, came: i * 20 * SECOND + 10 * SECOND }))
    const all = [...wrong.map((line) => ({ ...line, came: line.real + 2 * SECOND })), ...late]
    pc.tell(...all.sort((a, b) => a.came - b.came))
    const told = new Map(pc.stored())
    for (const { real } of wrong) expect(told.get(real - off), `minute ${real / MINUTE}`).toBe(off + 2 * SECOND)
    for (const { real } of late) expect(told.get(real)).toBeUndefined()
  })

  test.each([
    { begins: [0, 5, 10], writes: [10, 100, 200, 280] },
    { begins: [0, 8, 16], writes: [10, 400] },
  ])('a computer whose battery is empty starts each time on the same day: $begins', ({ begins, writes }) => {
    const pc = machine()
    for (let day = 0; day < 4; day++) {
      // It is started three times within minutes, and its clock set right by hand at last.
      for (const begin of begins) {
        const real = day * DAY + begin * MINUTE
        pc.tell(
          ...left(5).map(({ real, came }) => ({ real: real + day * DAY, came: came! + day * DAY + begin * MINUTE })),
        )
        pc.tell(...writes.map((s) => ({ real: real + s * SECOND, behind: 60 * DAY + real })))
      }
      pc.tell(...minutes(day * 1440 + 24, day * 1440 + 40))
    }
    const wrong = pc.stored().filter(([at]) => at < -50 * DAY)
    expect(wrong.length).toBe(4 * 3 * writes.length)
    expect(wrong.filter(([, clock]) => clock === undefined)).toEqual([])
  })

  test('set back by hand, three times within minutes, and set right', () => {
    const pc = machine()
    pc.tell(...minutes(-30, -1))
    pc.tell(...minutes(0, 1, () => ({ behind: 50 * MINUTE })), ...minutes(2, 3, () => ({ behind: 70 * MINUTE })))
    pc.tell(...minutes(4, 5, () => ({ behind: 30 * MINUTE })), ...minutes(6, 30))
    expect(pc.clocks().slice(30, 36)).toEqual(Array(6).fill('open'))
    expect(pc.skews.counters.unsettled).toBe(6)
  })
})

test('a line of the present does not forget what waits: what comes with it still tells that it is late', () => {
  const pc = machine()
  const late = Array.from({ length: 8 }, (_, i) => ({ real: -3 * DAY + i * 20 * MINUTE, came: i * SECOND }))
  for (const [i, line] of late.toReversed().entries())
    pc.tell({ ...line, came: i * 4 * SECOND }, { real: i * 4 * SECOND })
  expect(pc.clocks()).toEqual(Array(16).fill(undefined))
  expect(pc.skews.counters.unsettled).toBe(0)
})

test('what is kept of late lines is bounded, and what is forgotten counted', () => {
  const pc = machine()
  pc.tell(...Array.from({ length: 700 }, (_, i) => ({ real: -200 * HOUR + i * 11 * MINUTE, came: i * 50 })))
  expect(pc.skews.saved()[0]?.cells).toHaveLength(600)
  expect(pc.skews.counters.forgotten).toBe(100)
  expect(count(pc.clocks(), undefined)).toBe(700)
  pc.tell({ real: HOUR })
  expect(pc.skews.saved()[0]?.cells).toEqual([])
})

test('names without end push out who was heard longest ago, counted; who speaks stays, and who is heard again is learnt again', () => {
  const pc = machine()
  const junk = (from: number, to: number): void => {
    const of = Array.from({ length: to - from }, (_, i) => ({
      ...{ source: 'winlogbeat', host: `rác-${from + i}`, first: START, last: START, late: [] },
    }))
    pc.skews.note({ collector: 'd', received: START, heard: of, open: [] })
  }
  pc.tell(...minutes(0, 7, slow))
  junk(0, MACHINES - 1)
  pc.tell(...minutes(8, 8, slow))
  expect(pc.clocks().at(-1)).toEqual(bySlow)
  expect(pc.skews.counters).toMatchObject({ evicted: 0, unsettled: 0 })
  junk(MACHINES, MACHINES + 10)
  pc.tell(...minutes(9, 9, slow))
  expect(pc.clocks().at(-1)).toEqual(bySlow)
  expect(pc.skews.counters).toMatchObject({ evicted: 10, unsettled: 0 })

  junk(2 * MACHINES, 3 * MACHINES)
  expect(pc.skews.counters.evicted).toBe(10 + MACHINES)
  pc.tell(...minutes(10, 12, slow))
  expect(count(pc.clocks(), 'open')).toBe(3)
  junk(4 * MACHINES, 5 * MACHINES)
  expect(pc.skews.counters.unsettled).toBe(3)
  pc.tell(...minutes(13, 20, slow))
  expect(count(pc.clocks(), 'open')).toBe(3)
  expect(pc.skews.saved().length).toBeLessThanOrEqual(MACHINES)
})

test('a right clock is never said to be behind, however late a collector that stops and catches up', () => {
  const stop = fc.record({ from: fc.integer({ min: 0, max: 300 }), length: fc.integer({ min: 6, max: 400 }) })
  const speed = fc.constantFrom(3, 5, 20, 100, 1000)
  const gaps = fc.array(fc.integer({ min: 5, max: 900 }), { minLength: 5, maxLength: 80 })
  let late = 0
  fc.assert(
    fc.property(gaps, stop, speed, (seconds, { from, length }, factor) => {
      const pc = machine()
      const [begin, end] = [from * MINUTE, (from + length) * MINUTE]
      let real = 0
      for (const gap of seconds) {
        real += gap * SECOND
        const came = real < begin ? real : Math.max(real, end + Math.floor((real - begin) / factor))
        if (came > real + 5 * MINUTE) late++
        pc.tell({ real, came: came + 2 * SECOND })
      }
      expect(pc.clocks().filter((clock) => typeof clock === 'number')).toEqual([])
    }),
  )
  expect(late).toBeGreaterThan(100)
})

test('a clock that is said to be behind is so, within two minutes', () => {
  const gaps = fc.array(fc.integer({ min: 5, max: 900 }), { minLength: 10, maxLength: 60 })
  const behind = fc.integer({ min: 6, max: 3 * 24 * 60 })
  let known = 0
  fc.assert(
    fc.property(gaps, behind, fc.array(fc.integer({ min: 0, max: 45 }), { minLength: 60 }), (seconds, off, jitter) => {
      const pc = machine()
      let real = 0
      for (const [i, gap] of seconds.entries()) {
        real += gap * SECOND
        pc.tell({ real, came: real + (jitter[i] ?? 0) * SECOND, behind: off * MINUTE })
      }
      for (const clock of pc.clocks()) {
        if (clock === 'open') continue
        expect(Math.abs((clock ?? 0) - off * MINUTE)).toBeLessThanOrEqual(2 * MINUTE)
        known++
      }
    }),
  )
  expect(known).toBeGreaterThan(500)
})
