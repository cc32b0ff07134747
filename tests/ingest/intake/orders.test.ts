import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Observation } from '../../../kernel/event.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../../kernel/time.ts'
import { clockedIntake } from '../../support/clocked.ts'

/*
 * What is said of a clock is the same however late lines are handed over: in order, shuffled, in other deliveries, before or among lines
 * of the present, with the product killed between them. Of a clock that is wrong it is never said that nothing speaks against it.
 */

const START = Date.UTC(2026, 2, 9, 1, 0, 10)

/** Lines of one machine that were held up: what they tell, epoch ms. */
type Backlog = { readonly host: string; readonly ats: readonly number[] }
/** A machine that speaks once a minute, its clock so far behind, ms. */
type Live = { readonly host: string; readonly behind: number }

const lineOf = (at: number, host: string): string => `${at} ${host} ${host}@${at}`

const gap = fc.constantFrom(5, 5, 10, 20, 45, 60, 150)
const backlog = fc
  .tuple(
    fc.integer({ min: 1, max: 5 }),
    fc.array(fc.array(gap, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 }),
  )
  .map(([ago, days]) =>
    days.flatMap((gaps, day) => {
      let at = START - (ago + day) * DAY - 2 * HOUR
      return [0, ...gaps].map((minutes) => {
        at += minutes * MINUTE
        return at
      })
    }),
  )
/** What a machine still had to tell of yesterday when it was switched on with a wrong clock: of some time before 17:00. */
const evening = fc
  .integer({ min: 0, max: 12 })
  .map((lines) => Array.from({ length: lines }, (_, i) => START - 15 * HOUR - i * 5 * MINUTE))
const behind = fc.oneof(
  fc.constantFrom(190 * MINUTE, 26 * HOUR, 67 * DAY),
  fc
    .integer({ min: 7, max: 4 * 24 * 60 })
    .map((minutes) => minutes * MINUTE)
    // Not within an hour of what is left of yesterday: that the record of decisions names as a limit.
    .filter((ms) => ms < 13.5 * HOUR || ms > 17.5 * HOUR),
)

/** How late lines are handed over: each one's place in the order, where it is cut into deliveries, what dies after which of them. */
type Handing = { readonly keys: readonly number[]; readonly cuts: readonly number[]; readonly kills: readonly number[] }
const handing: fc.Arbitrary<Handing> = fc.record({
  keys: fc.oneof(
    fc.array(fc.double({ noNaN: true, min: 0, max: 1 }), { minLength: 200, maxLength: 200 }),
    fc.constant(Array.from({ length: 200 }, (_, i) => -i)), // the newest first
  ),
  cuts: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 }),
  kills: fc.array(fc.nat(30), { maxLength: 3 }),
})
const IN_ORDER: Handing = { keys: Array.from({ length: 200 }, (_, i) => i), cuts: [1000], kills: [] }

/** What is said in the end where the backlogs come within a minute, among or after the lines of the present of those who speak. */
const hand = async (backlogs: readonly Backlog[], lives: readonly Live[], { keys, cuts, kills }: Handing) => {
  const intake = clockedIntake(START)
  const all = backlogs
    .flatMap(({ host, ats }) => ats.map((at) => ({ line: lineOf(at, host), at })))
    .sort((a, b) => a.at - b.at)
    .map((one, i) => ({ ...one, key: keys[i % keys.length]! + Math.floor(i / keys.length) }))
    .sort((a, b) => a.key - b.key)
  const speak = async (now: number): Promise<void> => {
    for (const { host, behind } of lives) await intake.deliver(now, lineOf(now - behind, host))
  }
  for (let minute = -3; minute < 0; minute++) await speak(START + minute * MINUTE)
  await intake.keep()
  for (let [from, part] = [0, 0]; from < all.length; part++) {
    const lines = all.slice(from, from + cuts[part % cuts.length]!).map(({ line }) => line)
    const now = START + Math.min(part * SECOND, 40 * SECOND)
    await intake.deliver(now, ...lines)
    if (kills.includes(part)) {
      intake.kill()
      await intake.deliver(now + SECOND, ...lines) // not acknowledged, sent again
    }
    from += lines.length
  }
  for (let minute = 1; minute < 12; minute++) await speak(START + minute * MINUTE)
  return intake.told()
}

/** The same clock, whichever of its lines was on its way the shortest. */
const rounded = (told: ReadonlyMap<string, Observation['clock']>) =>
  new Map(
    [...told]
      .map(([who, clock]) => [who, typeof clock === 'number' ? Math.round(clock / MINUTE) : clock] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

test('the order of late lines, their deliveries and kills change nothing; a wrong clock is never taken for right', {
  timeout: 240_000,
}, async () => {
  const said = { late: 0, open: 0, behind: 0 }
  await fc.assert(
    fc.asyncProperty(backlog, backlog, evening, behind, handing, async (late, mixed, left, off, how) => {
      const backlogs = [
        { host: 'pc-late', ats: [...new Set(late)] },
        { host: 'pc-mixed', ats: [...new Set(mixed)] },
        { host: 'pc-wrong', ats: left },
      ]
      const lives = [
        { host: 'pc-mixed', behind: 0 },
        { host: 'pc-wrong', behind: off },
      ]
      const inOrder = await hand(backlogs, lives, IN_ORDER)
      expect(rounded(await hand(backlogs, lives, how))).toEqual(rounded(inOrder))
      for (const [who, clock] of inOrder) {
        const isLeft = left.some((at) => who === `pc-wrong@${at}`)
        if (who.startsWith('pc-wrong') && !isLeft) {
          expect(Math.abs(Number(clock) - off), who).toBeLessThanOrEqual(2 * MINUTE)
          said.behind++
        } else if (clock === 'open') said.open++
        else if (!isLeft) {
          expect(clock, who).toBeUndefined()
          said.late++
        }
      }
    }),
    { numRuns: 60 },
  )
  expect(said.late).toBeGreaterThan(3 * said.open)
  expect(said.behind).toBeGreaterThan(500)
})

test('days of lines handed over shuffled, the newest first, or among lines of the present are late, all of them', async () => {
  const ats = Array.from(
    { length: 5 * 40 },
    (_, i) => START - (1 + (i % 5)) * DAY - 30 * MINUTE * Math.floor(i / 5) * 0.5,
  )
  for (const present of [[], [{ host: 'pc-01', behind: 0 }]])
    for (const keys of [IN_ORDER.keys, ats.map((_, i) => -i), ats.map((_, i) => (i * 77) % 200)]) {
      const told = await hand([{ host: 'pc-01', ats }], present, { keys, cuts: [3], kills: [4, 20] })
      expect(told.size).toBeGreaterThanOrEqual(200)
      expect([...told.values()].filter((clock) => clock !== undefined)).toEqual([])
    }
})
