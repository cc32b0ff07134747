import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { is } from '../../../detectors/meta.ts'
import { volume } from '../../../detectors/rule.ts'
import { DAY, HOUR, MINUTE } from '../../../kernel/time.ts'
import { holdsToOracle } from '../../support/kind-property.ts'
import { about, observe, run, START } from '../../support/kinds.ts'
import { volumeOracle } from '../oracles/volume.ts'

/** Bytes stand in the path: no action of the vocabulary carries a size of its own. */
const size = (e: { readonly path: string }): number => Number(e.path)
const base = {
  ...about,
  by: 'user',
  on: 'file.open',
  sought: [is<'file.open'>('ghi', 'written', (e) => e.write)],
  sum: size,
} as const
const hourly = volume({ ...base, policy: { limit: 10 }, per: 'hour' })
const daily = volume({ ...base, policy: { limit: 10 }, per: 'day' })

const open = (
  id: string,
  at: number,
  bytes: number,
  { user = 'an', write = true, ...origin }: { user?: string; write?: boolean; unit?: string; count?: number } = {},
) => observe(id, 'file.open', START + at, { host: 'pc-01', user, path: String(bytes), write }, origin)
const idsOf = (...args: Parameters<typeof run>) => run(...args).found.map(({ trigger }) => trigger.id)

describe('the sum', () => {
  test.each<{ why: string; sizes: number[]; fires: string[] }>([
    { why: 'exactly the limit', sizes: [4, 6], fires: ['e1'] },
    { why: 'one short', sizes: [4, 5], fires: [] },
    { why: 'each event from there on', sizes: [4, 5, 1, 0, 3], fires: ['e2', 'e3', 'e4'] },
  ])('$why', ({ sizes, fires }) => {
    const list = sizes.map((bytes, i) => open(`e${i}`, i, bytes))
    expect(idsOf(hourly, list)).toEqual(fires)
    expect(idsOf(daily, list)).toEqual(fires)
  })

  test('is one person’s, of what is sought', () => {
    const list = [open('a', 0, 6), open('b', 1, 6, { user: 'bich' }), open('c', 2, 6, { write: false })]
    expect(idsOf(daily, list)).toEqual([])
  })

  test('a message repeated adds its field that often', () => {
    expect(idsOf(daily, [open('a', 0, 5, { count: 2 })])).toEqual(['a'])
    expect(idsOf(daily, [open('a', 0, 3, { count: 3 })])).toEqual([])
  })

  test('the limit is that of the triggering event’s unit', () => {
    const list = [open('a', 0, 6), open('b', 1, 2, { unit: 'u2' }), open('c', 2, 1)]
    expect(idsOf(daily, list, { overrides: { u2: { limit: 8 } } })).toEqual(['b'])
  })
})

describe('the span is of the wall clock in Vietnam', () => {
  test.each<{ why: string; rule: typeof daily; at: [number, number]; fires: boolean }>([
    { why: 'the last and the first instant of a day', rule: daily, at: [DAY - 1, DAY], fires: false },
    { why: 'both ends of one day', rule: daily, at: [0, DAY - 1], fires: true },
    { why: '06:59 and 07:00: one day here, two in UTC', rule: daily, at: [7 * HOUR - 1, 7 * HOUR], fires: true },
    { why: 'both ends of one hour', rule: hourly, at: [HOUR, 2 * HOUR - 1], fires: true },
    { why: 'the last and the first instant of an hour', rule: hourly, at: [HOUR - 1, HOUR], fires: false },
  ])('$why', ({ rule, at, fires }) => {
    expect(idsOf(rule, [open('a', at[0], 5), open('b', at[1], 5)])).toEqual(fires ? ['b'] : [])
  })
})

test('the evidence is the last twenty, the numbers are over all', () => {
  const list = Array.from({ length: 30 }, (_, i) => open(`e${i}`, i, 1))
  const last = run(daily, list).found.at(-1)!
  expect(last.events).toEqual(list.slice(10))
  expect(last.numbers).toEqual({ limit: 10, sum: 30, times: 30 })
})

test('finds what the definition finds', () => {
  const entry = fc.record({
    at: fc.nat(60),
    bytes: fc.nat(5),
    user: fc.constantFrom('an', 'bich'),
    write: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.boolean()),
    unit: fc.constantFrom('u1', 'u2'),
    count: fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 3 })),
  })
  const scenes = fc
    .record({
      entries: fc.array(entry, { maxLength: 16 }),
      per: fc.constantFrom('hour' as const, 'day' as const),
      limit: fc.integer({ min: 1, max: 12 }),
      other: fc.integer({ min: 1, max: 12 }),
      step: fc.constantFrom(15 * MINUTE, HOUR),
    })
    .map(({ entries, per, limit, other, step }) => ({
      rule: volume({ ...base, per, policy: { limit } }),
      world: { overrides: { u2: { limit: other } } },
      events: entries.map(({ at, bytes, ...but }, i) => open(`e${i}`, at * step, bytes, but)),
    }))
  holdsToOracle(volumeOracle, scenes, { least: 0.1, most: 0.7 })
})
