import { expect, test } from 'vitest'
import { quantile } from './measure.ts'
import { pageOf, type Run } from './page.ts'
import type { Row } from './scenario.ts'
import { reached, tableText } from './table.ts'

const row = (but: Partial<Row>): Row => ({ what: 'something', value: 10, unit: 'events/s', ...but })
const least = (of: 'value' | 'ratio', bound: number): Row['aim'] => ({ of, is: 'least', bound })

test('an aim is reached at its bound, by the figure or by the ratio', () => {
  expect(reached(row({ aim: least('value', 10)! }))).toBe(true)
  expect(reached(row({ aim: least('value', 10.1)! }))).toBe(false)
  expect(reached(row({ aim: { of: 'value', is: 'most', bound: 10 } }))).toBe(true)
  expect(reached(row({ aim: { of: 'value', is: 'most', bound: 9 } }))).toBe(false)
  expect(reached(row({ ratio: { to: 'limit', wall: 0.4 }, aim: least('ratio', 0.4)! }))).toBe(true)
  expect(reached(row({ ratio: { to: 'limit', wall: 0.39, cpu: 0.5 }, aim: least('ratio', 0.4)! }))).toBe(false)
  expect(reached(row({}))).toBeUndefined()
})

test('what could not be measured reached nothing', () => {
  expect(reached(row({ value: Number.NaN, aim: least('value', 0)! }))).toBe(false)
  expect(reached(row({ aim: least('ratio', 0)! }))).toBe(false)
})

test('the page counts what was missed and names it, with the limit beside it', () => {
  const run: Run = {
    quick: false,
    rounds: 3,
    date: '2026-03-02',
    machine: { cores: 2, model: 'x', memoryGiB: 24, system: 'linux x64', node: 'v24' },
    left: ['storm', 'year'],
    results: [
      {
        name: 'a',
        section: 'A. Limits, and Vọng Gác beside them',
        title: 'Limits',
        took: 1,
        rows: [
          row({ what: 'the limit', value: 100 }),
          row({ what: 'ours', ratio: { to: 'the limit', wall: 0.1 }, aim: least('ratio', 0.4)!, note: 'why' }),
        ],
      },
      { name: 'b', section: 'C. Peers', title: 'Peers', took: 1, rows: [], failed: 'no java' },
    ],
  }
  const page = pageOf(run)
  expect(page).toContain('Aims: 1; reached: 0; missed: 1.')
  expect(page).toContain('Missed: ours.')
  expect(page).toContain('Not run this time: storm, year.')
  expect(page).toContain('| ours | 10 events/s |  | 0.10× | the limit | ≥ 0.40× | NO |')
  expect(page).toContain('- ours: why')
  expect(page).toContain('**Not measured:** no java')
  expect(page).toContain('figures are medians over 3 rounds.')
  const once = pageOf({ ...run, rounds: 1 })
  expect(once).toContain('figures are of that round.')
  expect(once).not.toContain('median')
  expect(tableText(run.results[0]!.rows)).toContain('NO')
})

test('a quantile is one of the values', () => {
  const values = Array.from({ length: 100 }, (_, i) => i + 1)
  expect([quantile(values, 0.5), quantile(values, 0.99), quantile([7], 0.99)]).toEqual([50, 99, 7])
  expect(quantile([], 0.5)).toBeNaN()
})
