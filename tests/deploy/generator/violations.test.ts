import { describe, expect, test } from 'vitest'
import { buildRegisters } from '../../../deploy/generator/registers.ts'
import { buildWorld } from '../../../deploy/generator/world.ts'
import { cut, parseAddress, parseCidr } from '../../../kernel/directory/cidr.ts'
import { unitOwing } from '../../../kernel/directory/duties.ts'
import { foldDay } from '../../../kernel/time.ts'

const grades = [
  ...['ACC-01a', 'ACC-01b', 'ACC-02a', 'ACC-02b', 'ACC-03a', 'ACC-03b', 'ACC-03c', 'ACC-03d', 'ACC-04', 'ACC-09a'],
  ...[
    'ACC-11a',
    'ACC-11b',
    'ACC-11c',
    'ACC-11d',
    'ACC-11e',
    'MED-01a',
    'MED-01b',
    'MED-01c',
    'MED-02a',
    'MED-02b',
    'EPP-01',
    'SRC-01',
  ],
  ...['ACC-10', 'EPP-05a', 'EPP-05b', 'EPP-05c', 'EPP-06', 'EPP-09', 'INC-01a', 'INC-01b', 'PRV-03'],
  ...['HRS-04', 'ACC-17'],
  ...['LVL-01', 'COV-01', 'COV-02', 'NET-11', 'GOV-01', 'INC-05', 'INC-06'],
  ...['NET-02', 'NET-03', 'NET-04', 'NET-07', 'NET-09a', 'NET-09b'],
  ...['ACC-13', 'PRV-02'],
  ...['SW-01', 'SW-02a', 'SW-02b', 'SW-02c', 'MED-05', 'MED-06', 'PRV-04', 'EPP-03', 'EPP-10'],
  ...['DAT-01a', 'DAT-01b', 'DAT-02', 'DAT-03', 'DAT-04', 'DAT-05', 'DAT-06a', 'DAT-06b', 'MED-04'],
]

const weeks = [
  { seed: 1, from: '2026-03-02', days: 7, what: 'a plain week' },
  { seed: 5, from: '2026-03-05', days: 7, what: 'a week that begins on a Thursday' },
  { seed: 7, from: '2025-04-07', days: 7, what: 'a week with a holiday' },
]

describe.each(weeks)('$what', ({ seed, from, days }) => {
  const world = buildWorld({ seed, size: 'small', from, days, plant: true })
  const { truth, sticks } = world.planting
  const registers = buildRegisters(world)
  const keys = (file: string): Set<string> =>
    new Set(
      registers
        .get(file)!
        .split('\n')
        .slice(1)
        .map((line) => line.split(',')[0]!),
    )
  const [accounts, machines, devices] = [keys('accounts.csv'), keys('machines.csv'), keys('devices.csv')]
  const pipelines = new Set(
    registers
      .get('pipelines.csv')!
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').slice(0, 2).join('/')),
  )

  const cidrs = [...keys('networks.csv')].flatMap((text) => parseCidr(text) ?? [])
  /** An address of a registered network; whoever comes from the Internet is in none. */
  const isKnown = (rule: string, ip: string): boolean => {
    const address = parseAddress(ip)!
    return cidrs.some(({ length, value }) => cut(address, length) === value) !== (rule === 'NET-07')
  }

  test.each(grades)('%s is planted at least twice', (rule) => {
    expect(truth.filter((one) => one.rule === rule).length).toBeGreaterThanOrEqual(2)
  })

  test('each truth names something the registers know, on the fold day of its last act', () => {
    const units = keys('units.csv')
    for (const { rule, entity, unit, day, at } of truth) {
      expect(units, rule).toContain(unit)
      expect(day, rule).toBe(foldDay(at))
      switch (entity.kind) {
        case 'user':
          expect(accounts).toContain(entity.id)
          break
        case 'host':
          expect(machines).toContain(entity.id)
          break
        case 'pipeline':
          expect(pipelines).toContain(entity.id)
          break
        case 'device':
          expect(sticks.find(({ serial }) => serial.toLowerCase() === entity.id)?.registered).toBe(
            devices.has(entity.id),
          )
          break
        case 'ip':
          expect(world.province.machines.some(({ ip }) => ip === entity.id) || isKnown(rule, entity.id)).toBe(true)
          break
        case 'duty':
          expect(units).toContain(unitOwing(entity.id))
          break
        default:
          expect.unreachable(entity.kind satisfies never)
      }
    }
  })

  test('no two truths of one rule are about one entity on one day', () => {
    const seen = truth.map(({ rule, entity, day }) => `${rule}/${entity.id}/${day}`)
    expect(new Set(seen).size).toBe(seen.length)
  })
})

test('what takes longer than a week is planted in a month', () => {
  const { planting } = buildWorld({ seed: 1, size: 'small', from: '2026-03-02', days: 30, plant: true })
  expect(planting.truth.filter(({ rule }) => rule === 'ACC-06a').length).toBeGreaterThanOrEqual(4)
})

test('nothing is planted where nobody asked for it', () => {
  const { planting } = buildWorld({ seed: 1, size: 'small', from: '2026-03-02', days: 7, plant: false })
  expect(planting.truth).toEqual([])
  expect(
    planting.acts.size +
      planting.away.size +
      planting.leftOpen.size +
      planting.lost.length +
      planting.muted.length +
      planting.askew.length,
  ).toBe(0)
})
