import { generateKeyPairSync } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { type DayFigures, figuresOf } from '../../../api/push/days.ts'
import { openAnswers } from '../../../deploy/push/answers.ts'
import { exported } from '../../../deploy/push/exporting.ts'
import { openRetaining } from '../../../deploy/push/retaining.ts'
import { DAY, localDate, localTime } from '../../../kernel/time.ts'
import { nightLogin } from '../../support/alerts.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { alertsHere, openHere } from '../../support/push-ledger.ts'

const FIRST = localTime('2026-03-04', '10:00')
const [LINE, FILE] = [
  { id: 'pa05', isFile: false },
  { id: 'pa05', isFile: true },
]

/** A ledger with three entries on each of three days, of which the first seven are receipted. */
const filled = () => {
  const clock = { at: FIRST }
  const product = alertsHere()
  const here = openHere({ folder: temporaryFolder(), db: product.db, now: () => clock.at })
  onTestFinished(here.close)
  const answers = openAnswers(here.tables)
  const enter = (n: number): void => {
    product.put(nightLogin(FIRST - n, { level: 'high', but: { id: `canh-bao-${n}`, sample: false } }), clock.at)
    here.drain()
  }
  for (let n = 0; n < 9; n++) {
    clock.at = FIRST + Math.floor(n / 3) * DAY
    enter(n)
  }
  const signed = { key: '0'.repeat(64), signature: 'x' }
  const who = { sender: 'tinh-mau', receiver: 'pa05' }
  const receipted = (through: number): void => {
    const digest = here.ledger.entry('pa05', through)!.digest
    answers.keep('pa05', { ...who, through, digest, received: clock.at + through, count: 1, ...signed }, clock.at)
  }
  const compared = (day: number, matched: boolean): void => {
    const figures: DayFigures = figuresOf({ ...who, day: localDate(FIRST + day * DAY) }, [])
    answers.compared('pa05', figures, { ...figures, received: clock.at, ...signed }, matched, clock.at)
  }
  const { round } = openRetaining(here.tables, answers)
  const purge = (who: typeof LINE, before: number): number => round(who!, before).purged
  const left = (): readonly number[] => here.ledger.after('pa05', 0, 100).map(({ seq }) => seq)
  return { here, clock, enter, answers, receipted, compared, purge, left }
}

test('what is not old enough, not receipted or not compared stays', () => {
  const { receipted, compared, purge, left } = filled()
  expect(purge(LINE, FIRST + 9 * DAY)).toBe(0)
  receipted(7)
  expect(purge(LINE, FIRST + 9 * DAY)).toBe(0)
  compared(0, true)
  expect(purge(LINE, FIRST - 1)).toBe(0)
  expect(purge(LINE, FIRST + 9 * DAY)).toBe(3)
  expect(left()).toEqual([4, 5, 6, 7, 8, 9])
  compared(1, false)
  expect(purge(LINE, FIRST + 9 * DAY)).toBe(0)
  compared(1, true)
  compared(2, true)
  expect(purge(LINE, FIRST + 9 * DAY)).toBe(4)
  expect(left()).toEqual([8, 9])
})

test('of a receiver without a line what is receipted goes; the last entry stays, and the next one follows it', () => {
  const { here, clock, enter, answers, receipted, purge, left } = filled()
  receipted(9)
  clock.at += DAY
  expect(purge(FILE, FIRST + 9 * DAY)).toBe(8)
  expect(left()).toEqual([9])
  const before = here.ledger.last('pa05')!
  enter(9)
  expect(JSON.parse(here.ledger.last('pa05')!.body)).toMatchObject({ seq: 10, previous: before.digest })
  expect(answers.acked('pa05')).toBe(9)
  expect(answers.waiting('pa05').n).toBe(1)
  // Nobody is told again of what was told.
  here.drain()
  expect(left()).toEqual([9, 10])
})

test('a file of what is left begins with what the receiver has', () => {
  const { here, receipted, purge } = filled()
  receipted(7)
  const seventh = here.ledger.entry('pa05', 7)!.digest
  purge(FILE, FIRST + 9 * DAY)
  const { privateKey } = generateKeyPairSync('ed25519')
  const [file] = exported({ sender: 'a', receiver: 'pa05', ledger: here.ledger, signingKey: privateKey, now: 1 }, 1)
  expect(JSON.parse(file!.content.toString().split('\n')[0]!)).toMatchObject({ first: 8, last: 9, previous: seventh })
})
