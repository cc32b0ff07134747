import { expect, test } from 'vitest'
import { withoutRepeats } from '../../detectors/repeats.ts'
import type { Late, Target } from '../../detectors/target.ts'
import type { Observation } from '../../kernel/event.ts'
import type { Asked } from '../../kernel/ports.ts'
import { HOUR, MINUTE } from '../../kernel/time.ts'
import { openShell } from '../support/drive.ts'
import { clock } from '../support/feed.ts'

const T = clock('08:00')
const log = (id: string, at: number, received: number): Observation => ({
  ...{ id, at, received, source: 'windows', collector: 'c1', digest: id },
  ...{ action: 'login', user: 'a@tinh', host: 'pc-03', system: 'pc-03', via: 'interactive' },
  ...{ ok: false, refusal: 'bad-password' },
})
const late = (id: string, at: number, received: number): Late => ({ id, at, received, action: 'login' })
const target = (rule: string, logs?: readonly Late[]): Target => ({
  ...{ rule, scope: { kind: 'entity', value: 'pc-03' }, from: T, to: T, reason: { vi: 'x', en: 'x' }, late: logs },
})

/** What is left of the targets where the archive holds these, and what was asked of it. */
const left = async (targets: readonly Target[], held: readonly Observation[]) => {
  const asked: Asked[] = []
  const archive = async function* (what: Asked) {
    asked.push(what)
    yield held.filter(({ at, action }) => at >= what.from && at <= what.to && what.actions?.has(action) !== false)
  }
  const kept = await withoutRepeats(targets, { watermark: T + 9 * HOUR }, { archive })
  return { rules: kept.map(({ rule }) => rule), asked }
}

test('a log that the archive had before, from an earlier receipt, asks for nothing', async () => {
  const held = [log('a', T, T + 1), log('a', T, T + HOUR)]
  expect((await left([target('A', [late('a', T, T + HOUR)])], held)).rules).toEqual([])
})

test('the earliest receipt itself does, and so does one that is as early', async () => {
  const held = [log('a', T, T + 1), log('a', T, T + 1)]
  expect((await left([target('A', [late('a', T, T + 1)])], held)).rules).toEqual(['A'])
  expect((await left([target('A', [late('a', T, T)])], held)).rules).toEqual(['A'])
})

test('one log that is no repetition is enough, and so is any other reason', async () => {
  const held = [log('a', T, T + 1), log('a', T, T + HOUR), log('b', T, T + HOUR)]
  const [a, b] = [late('a', T, T + HOUR), late('b', T, T + HOUR)]
  const targets = [target('A', [a]), target('both', [a, b]), target('B', [b]), target('a decision')]
  expect((await left(targets, held)).rules).toEqual(['both', 'B', 'a decision'])
})

test('what the archive no longer gives is computed', async () => {
  expect((await left([target('A', [late('a', T, T + HOUR)])], [])).rules).toEqual(['A'])
})

test('the archive is asked for the times of the logs alone, those close together at once', async () => {
  const times = [T, T + 3 * MINUTE, T + 5 * HOUR]
  const logs = times.map((at, i) => late(`l${i}`, at, T + 9 * HOUR))
  const held = times.map((at, i) => log(`l${i}`, at, at))
  const { rules, asked } = await left([target('A', logs)], held)
  expect(rules).toEqual([])
  expect(asked.map(({ from, to, within }) => ({ from, to, within }))).toEqual([
    {
      ...{ from: T - 1000, to: T + 5 * HOUR + 1000 },
      within: [
        { from: T - 1000, to: T + 3 * MINUTE + 1000 },
        { from: T + 5 * HOUR - 1000, to: T + 5 * HOUR + 1000 },
      ],
    },
  ])
  expect((await left([target('a decision')], held)).asked).toEqual([])
})

test('late logs of any number of times are one pass over the archive, and none is left out', async () => {
  const logs = Array.from({ length: 700 }, (_, i) => late(`l${i}`, T + i * i * MINUTE, T + 9_000 * HOUR))
  const held = logs.map(({ id, at }) => log(id, at, at))
  const asked: Asked[] = []
  const archive = async function* (what: Asked) {
    asked.push(what)
    yield held.filter(({ at }) => what.within?.some(({ from, to }) => at >= from && at <= to))
  }
  expect(await withoutRepeats([target('A', logs)], { watermark: T + 9_000 * HOUR }, { archive })).toEqual([])
  expect(asked).toHaveLength(1)
  const { within = [] } = asked[0]!
  expect(within).toHaveLength(250)
  for (const [i, { from }] of within.entries()) expect(from).toBeGreaterThan(within[i - 1]?.to ?? -Infinity)
})

test('the stream says which logs came late, and of what a better parser took back it does not', () => {
  const shell = openShell()
  shell.arrive(log('before', T, T))
  shell.tick(T + HOUR)
  shell.arrive(log('a', T, T + HOUR))
  expect(shell.engine.targets().length).toBeGreaterThan(0)
  expect(shell.engine.targets().every((one) => one.late?.every(({ id }) => id === 'a'))).toBe(true)
  shell.engine.withdraw(log('before', T, T))
  expect(shell.engine.targets().filter((one) => one.late !== undefined)).toEqual([])
})
