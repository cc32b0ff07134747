import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { generate } from '../../../deploy/generator/generate.ts'
import type { Delivery } from '../../../deploy/generator/model.ts'
import { buildRegisters } from '../../../deploy/generator/registers.ts'
import { registerVersions } from '../../../deploy/generator/versions.ts'
import { buildWorld } from '../../../deploy/generator/world.ts'
import { winlogbeat } from '../../../ingest/sources/winlogbeat.ts'
import { DAY, HOUR, MINUTE } from '../../../kernel/time.ts'

const options = { seed: 1, size: 'small', from: '2026-03-02', days: 2, plant: false } as const
const nameOf = (line: string): string | undefined =>
  /"(?:computer_name|Hostname)":"([^".]+)/.exec(line)?.[1]?.toLowerCase()

/** The lines, each once, as one digest: sets of so many are not compared one by one. */
const distinct = (all: readonly Delivery[]): string =>
  createHash('sha256')
    .update([...new Set(all.map(({ line }) => line))].sort().join('\n'))
    .digest('hex')

const inOrder = (all: readonly Delivery[]): boolean =>
  all.every(({ deliveredAt }, i) => i === 0 || deliveredAt >= all[i - 1]!.deliveredAt)

describe('whole hosts a week late', () => {
  const plain = [...generate(buildWorld(options))]
  const world = buildWorld({ ...options, lateHosts: true })
  const late = [...generate(world)]
  const hosts = new Set(world.province.machines.filter(({ lateDays }) => lateDays === 7).map(({ id }) => id))

  test('deliver the very lines they would have delivered, in order, a week later', () => {
    expect(hosts.size).toBeGreaterThan(3)
    const own = (all: readonly Delivery[]) => all.filter(({ line }) => hosts.has(nameOf(line) ?? ''))
    expect(inOrder(late)).toBe(true)
    expect(own(late).length).toBeGreaterThan(500)
    for (const { at, deliveredAt } of own(late)) {
      expect(deliveredAt - at).toBeGreaterThan(6 * DAY)
      expect(deliveredAt - at).toBeLessThan(8.5 * DAY)
    }
    expect(distinct(own(late))).toBe(distinct(own(plain)))
  })

  test('leave the others as they were', () => {
    const others = (all: readonly Delivery[]) => all.filter(({ line }) => !hosts.has(nameOf(line) ?? ''))
    expect(distinct(others(late))).toBe(distinct(others(plain)))
  })
})

test('a collector that stops hands over everything afterwards', { timeout: 120_000 }, () => {
  const week = { ...options, days: 5, outages: true } as const
  const world = buildWorld(week)
  const { held, truth } = world.planting
  expect(held).toHaveLength(3)
  expect(truth.map(({ rule }) => rule)).toEqual(['SRC-01', 'SRC-01', 'SRC-01'])
  const all = [...generate(world, { twice: 0, lines: 'trimmed' })]
  expect(inOrder(all)).toBe(true)
  for (const { collector, from, to } of held) {
    const own = all.filter((one) => one.collector === collector)
    expect(own.filter(({ deliveredAt }) => deliveredAt >= from && deliveredAt < to)).toEqual([])
    expect(own.filter(({ at }) => at >= from && at < to).length).toBeGreaterThan(50)
  }
  expect(distinct(all)).toBe(
    distinct([...generate(buildWorld({ ...options, days: 5 }), { twice: 0, lines: 'trimmed' })]),
  )
})

test('every tenth line comes twice where that is asked for', () => {
  const count = (twice: number): number => [...generate(buildWorld(options), { twice })].length
  const once = count(0)
  const share = count(0.1) / once - 1
  expect(share).toBeGreaterThan(0.08)
  expect(share).toBeLessThan(0.11)
})

test('clocks are wrong by minutes always, by hours where that is asked for', () => {
  const skews = (clocks: 'minutes' | 'hours') =>
    buildWorld({ ...options, clocks }).province.machines.flatMap(({ skew }) => (skew === 0 ? [] : [skew]))
  expect(skews('minutes').sort((a, b) => a - b)).toEqual([-4 * MINUTE, 3 * MINUTE])
  expect(skews('hours').sort((a, b) => a - b)).toEqual([-26 * HOUR, -190 * MINUTE, -4 * MINUTE, 3 * MINUTE, 2 * HOUR])
})

test('more noise is more of the same lines, and nothing else', { timeout: 60_000 }, () => {
  const codes = (noise: number) => {
    const found = new Map<string, number>()
    for (const { source, line } of generate(buildWorld({ ...options, days: 1 }), {
      noise,
      twice: 0,
      lines: 'trimmed',
    })) {
      const code = source === 'winlogbeat' ? (/"event_id":"(\d+)"/.exec(line)?.[1] ?? '') : source
      found.set(code, (found.get(code) ?? 0) + 1)
    }
    return found
  }
  const [quiet, loud] = [codes(1), codes(4)]
  for (const code of ['4624', '4634', '4672', '4688', '4769', '7036'])
    expect(loud.get(code)! / quiet.get(code)!, code).toBeGreaterThan(2)
  for (const code of ['4800', '6416', 'bkav', 'ioffice', 'tthc', 'linux-auth'])
    expect(loud.get(code), code).toBe(quiet.get(code))
})

describe('lines', () => {
  const styles = ['full', 'normal', 'trimmed'] as const
  const [full, normal, trimmed] = styles.map((lines) =>
    [...generate(buildWorld({ ...options, days: 1 }), { lines })].filter(({ source }) => source === 'winlogbeat'),
  )

  test('are as long as real ones of their kind', () => {
    const mean = (all: readonly Delivery[]) =>
      all.reduce((sum, { line }) => sum + Buffer.byteLength(line), 0) / all.length
    expect(mean(full!)).toBeGreaterThan(2_400)
    expect(mean(full!)).toBeLessThan(2_900)
    expect(mean(trimmed!)).toBeGreaterThan(700)
    expect(mean(trimmed!)).toBeLessThan(860)
  })

  test('say the same to the source that reads them, however long', () => {
    const read = ({ line, deliveredAt, collector }: Delivery) => {
      const context = {
        received: deliveredAt,
        collector,
        digest: 'd',
        place: '1',
        zone: 'Asia/Ho_Chi_Minh',
        heading: undefined,
      }
      return winlogbeat.parse(line, context)
    }
    expect(trimmed).toHaveLength(normal!.length)
    const different = normal!.filter((delivery, i) => {
      const said = JSON.stringify(read(delivery))
      return said !== JSON.stringify(read(trimmed![i]!)) || said !== JSON.stringify(read(full![i]!))
    })
    expect(different.map(({ line }) => line)).toEqual([])
  })
})

describe('registers whose rows are entered late', () => {
  const world = buildWorld({ ...options, days: 21, plant: true, lateRows: true })
  const versions = registerVersions(world)
  const rowsOf = (files: ReadonlyMap<string, string>): ReadonlySet<string> =>
    new Set(
      [...files].flatMap(([name, text]) =>
        text
          .trim()
          .split('\n')
          .map((row) => `${name}: ${row}`),
      ),
    )

  test('come in versions, the last of which is all that a timely clerk would have written', () => {
    expect(versions.length).toBeGreaterThan(2)
    expect(versions.map(({ knownAt }) => knownAt)).toEqual(versions.map(({ knownAt }) => knownAt).sort((a, b) => a - b))
    expect(versions.at(-1)!.files()).toEqual(buildRegisters(buildWorld({ ...options, days: 21, plant: true })))
  })

  test('lack overtime, departures and sticks at first, and lose nothing on the way but open ends', () => {
    const [first, last] = [rowsOf(versions[0]!.files()), rowsOf(versions.at(-1)!.files())]
    const added = [...last].filter((row) => !first.has(row))
    expect(added.some((row) => row.includes(',overtime,'))).toBe(true)
    expect(added.some((row) => row.includes('QĐ-UBND'))).toBe(true)
    const gone = [...first].filter((row) => !last.has(row))
    for (const row of gone) expect(row).toMatch(/^(people|accounts)\.csv: /)
  })
})
