import { expect, test } from 'vitest'
import { coverageCsv } from '../../../api/coverage/csv.ts'
import { coverageOf } from '../../../api/coverage/make.ts'
import { periodOf } from '../../../api/reports/period.ts'
import { hourly, materialOf, registers } from '../../support/report.ts'

const { from, to } = periodOf('2026-03')!
const linesOf = (but: Parameters<typeof materialOf>[0] = {}): readonly string[] =>
  coverageCsv(coverageOf(materialOf(but))).split('\r\n')

test('a line a unit and clause, numbers left out where nobody could see', () => {
  const made = coverageOf(materialOf())
  const lines = linesOf()
  expect(lines[0]!.startsWith('\ufeffmã đơn vị,')).toBe(true)
  expect(lines.length).toBe(made.units.length * made.clauses.length + 2)
  const lineOf = (all: readonly string[], clause: string) =>
    all.find((line) => line.startsWith(`xa-a,Xã A,${clause},`))!
  expect(lineOf(lines, 'ACC-01')).toContain(',Đạt,,0,0,22,22,1,1,1,1,22,0,')
  const deaf = linesOf({ logs: hourly('c-bkav', 'bkav', from, to) })
  expect(lineOf(deaf, 'ACC-01')).toMatch(/,Không đánh giá được,.*,,,0,22,0,1,/)
  expect(lines.find((line) => line.includes('chưa có quy tắc'))).toMatch(/,,,,,,,,,,/)
})

test('a name that a spreadsheet would take for a formula stays a text', () => {
  const units = registers.units!.map((unit) =>
    unit.id === 'xa-a' ? { ...unit, name: '=HYPERLINK("http://a.example")' } : unit,
  )
  expect(
    linesOf({ rows: { ...registers, units } }).some((line) =>
      line.startsWith(`xa-a,"'=HYPERLINK(""http://a.example"")",`),
    ),
  ).toBe(true)
})
