import { expect, test } from 'vitest'
import type { Chart, Table } from '../../../api/reports/document.ts'
import type { Figures } from '../../../api/reports/figures.ts'
import { figuresOf } from '../../../api/reports/make.ts'
import { periodOf } from '../../../api/reports/period.ts'
import { documentOf, sayTotal } from '../../../api/reports/write.ts'
import { DAY, localTime } from '../../../kernel/time.ts'
import { nightLogin } from '../../support/alerts.ts'
import { formOf, hourly, materialOf } from '../../support/report.ts'

const period = periodOf('2026-03')!
const { from, to } = period
const noon = localTime('2026-03-10', '12:00')

const reportOf = (but: Parameters<typeof materialOf>[0] = {}) => {
  const { figures } = figuresOf(materialOf(but))
  return { figures, blocks: blocksOf(figures) }
}
const blocksOf = (figures: Figures) => documentOf({ figures, form: formOf(), digest: 'd' }).blocks
type Report = ReturnType<typeof reportOf>
const tableOf = ({ blocks }: Pick<Report, 'blocks'>, sheet: string): Table =>
  blocks.filter((block) => block.kind === 'table').find((table) => table.sheet === sheet)!
const chartOf = ({ blocks }: Report): Chart => blocks.find((block) => block.kind === 'chart')!
const wordsOf = ({ blocks }: Report): string =>
  blocks.flatMap((block) => ('text' in block ? block.text : [])).join('\n')
const rowOf = (table: Table, first: string) => table.rows.find(([name]) => String(name).includes(first))!

const most = [...hourly('c-b', 'winlogbeat', from, to), ...hourly('c-bkav', 'bkav', from, to)]
/** Xã A was silent from 13 March noon to 18 March noon. */
const broken = {
  logs: [
    ...most,
    ...hourly('c-a', 'winlogbeat', from, localTime('2026-03-13', '12:00')),
    ...hourly('c-a', 'winlogbeat', localTime('2026-03-18', '12:00'), to),
  ],
}
const waiting = { pending: { waiting: 3, aside: 0, damaged: 0, remaking: false } }

test('whoever reads the numbers as data is told what 0 means, of the whole and of each unit', () => {
  const zeros = ({ figures }: Report) => [
    figures.zero,
    ...['xa-a', 'xa-b'].map((id) => figures.units.find(({ unit }) => unit === id)?.zero),
  ]
  expect(zeros(reportOf())).toEqual(['certain', 'certain', 'certain'])
  expect(zeros(reportOf(broken))).toEqual(['while-heard', 'while-heard', 'certain'])
  expect(zeros(reportOf(waiting))).toEqual(['unjudged', 'unjudged', 'unjudged'])
  expect(zeros(reportOf({ lacks: [{ from: noon, to: noon + 1 }] }))).toEqual(Array(3).fill('while-heard'))
  expect(zeros(reportOf({ logs: [] }))).toEqual([undefined, undefined, undefined])
})

test('no table has a bare zero while something of the period is to be judged again, though every source spoke', () => {
  const report = reportOf(waiting)
  for (const sheet of ['Mức độ', 'Theo đơn vị', 'Mã độc', 'Chấp hành quy định']) {
    const counts = tableOf(report, sheet).rows.flatMap((row) => row.slice(sheet === 'Mã độc' ? 3 : 1))
    expect(counts, sheet).not.toContain(0)
    expect(counts, sheet).not.toContain('Không phát sinh')
  }
  expect(tableOf(report, 'Mức độ').notes!.join()).toContain('chưa thấy trong phần đã đánh giá')
  expect(wordsOf(report)).toContain('0 (trong phần đã đánh giá) từ kỳ trước chuyển sang')
  expect(sayTotal(report.figures)).toBe('chưa thấy phát sinh trong phần đã đánh giá')
})

test('where sources were lost, the clause about lost sources is no «Không phát sinh», and nobody says they still are', () => {
  for (const but of [broken, { logs: [] }, { logs: most }]) {
    const report = reportOf(but)
    expect(rowOf(tableOf(report, 'Chấp hành quy định'), '(SRC-01)')[2]).toMatch(/^Không có cảnh báo, nhưng \d nguồn/)
    expect(report.figures.clauses.find(({ clause }) => clause === 'SRC-01')?.judged).not.toBe('judged')
    expect(wordsOf(report)).toMatch(/làm rõ nguyên nhân \d nguồn .* trong kỳ/)
    expect(wordsOf(report)).not.toContain('đang mất kết nối')
  }
  const whole = reportOf()
  expect(rowOf(tableOf(whole, 'Chấp hành quy định'), '(SRC-01)')[2]).toBe('Không phát sinh')
  expect(wordsOf(whole)).not.toContain('làm rõ nguyên nhân')
})

test('a zero of the period before is as certain as it was, and nothing grows from or shrinks to one that is not', () => {
  const february = periodOf('2026-02')!
  const before = (logs: NonNullable<Parameters<typeof materialOf>[0]>['logs']) => {
    const made = figuresOf(materialOf({ period: february, ...(logs && { logs }) }))
    return { closed: [{ period: february, ...made }] }
  }
  const last = (report: Report) => tableOf(report, 'Mức độ').rows.at(-1)!.slice(-2)
  const alerts = [nightLogin(noon)]
  expect(last(reportOf({ ...before(undefined), alerts }))).toEqual([0, '+1'])
  const interrupted = before(hourly('c-b', 'winlogbeat', february.from, february.to))
  expect(last(reportOf({ ...interrupted, alerts }))).toEqual(['0*', '–'])
  expect(last(reportOf({ ...before(undefined), ...broken }))).toEqual([0, '–'])
})

test('a day whose logs are missing is marked in the chart and below it', () => {
  const report = reportOf({ ...broken, alerts: [nightLogin(noon)] })
  const days = chartOf(report).categories.filter((name) => name.endsWith('*'))
  expect(days).toEqual(['13*', '14*', '15*', '16*', '17*', '18*'])
  expect(chartOf(report).lacking.filter(Boolean)).toHaveLength(days.length)
  expect(wordsOf(report)).toContain('(13–18); cột thấp hoặc trống ở đó không có nghĩa là không phát sinh')

  const whole = reportOf({ alerts: [nightLogin(noon)] })
  expect(chartOf(whole).lacking).not.toContain(true)
  expect(wordsOf(whole)).not.toContain('cột thấp')
  // Days that nobody has judged yet.
  const running = reportOf({ alerts: [nightLogin(noon)], watermark: from + 20 * DAY })
  expect(chartOf(running).categories.at(-1)).toBe('31*')
  // A source that was silent all month would set every day apart: that is one sentence.
  const each = reportOf({ alerts: [nightLogin(noon)], logs: most })
  expect(chartOf(each).lacking).not.toContain(true)
  expect(wordsOf(each)).toContain('Không ngày nào có đủ nhật ký của mọi nguồn')
})
