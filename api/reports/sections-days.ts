import { levels } from '../../kernel/alert.ts'
import type { LocalDate } from '../../kernel/time.ts'
import type { Figures } from './figures.ts'
import type { Drawn } from './sections.ts'
import { levelTitle } from './words.ts'
import { lackingDays, zeroOf } from './zeros.ts'

/** Of a day whose logs are not all there. */
const MARK = '*'

/** Alerts by day; a low column of a day whose logs are missing must not be read as a quiet day. */
export const byDay = (figures: Figures): readonly Drawn[] => {
  const { days } = figures
  const lacking = lackingDays(figures)
  const isEach = lacking.every((one) => one !== undefined)
  // Where every day lacks something, only those of which nothing can be known are set apart.
  const marked = lacking.map((one) => (isEach && one === 'part' ? undefined : one))
  const listed = days.filter((_, i) => marked[i] !== undefined).map(({ date }) => date)
  const notes = [
    ...(isEach
      ? ['Không ngày nào có đủ nhật ký của mọi nguồn: cột thấp hoặc trống không có nghĩa là không phát sinh.']
      : []),
    ...(listed.length > 0
      ? [
          `Dấu «${MARK}»: ngày thiếu nhật ký hoặc chưa đánh giá đến (${sayDays(listed)}); cột thấp hoặc trống ở đó không có nghĩa là không phát sinh.`,
        ]
      : []),
    ...(zeroOf(figures) === 'unjudged'
      ? ['Còn phần của kỳ chờ đánh giá lại: số cảnh báo của từng ngày có thể thay đổi.']
      : []),
  ]
  return [
    {
      kind: 'chart',
      caption: 'Số cảnh báo theo ngày và mức độ',
      categories: days.map(({ date }, i) => `${Number(date.slice(8))}${marked[i] === undefined ? '' : MARK}`),
      series: levels.map((level) => ({
        ...{ name: levelTitle(level), level },
        values: days.map((day) => day[level] ?? 0),
      })),
      lacking: marked.map((one) => one !== undefined),
    },
    ...notes.map((text) => ({ kind: 'note' as const, text })),
  ]
}

/** «13, 15–18 và 20»: days of one period, ascending; days that follow one another as a range. */
const sayDays = (dates: readonly LocalDate[]): string => {
  const ranges: { readonly first: number; last: number }[] = []
  for (const day of dates.map((date) => Number(date.slice(8)))) {
    const before = ranges.at(-1)
    if (before && day === before.last + 1) before.last = day
    else ranges.push({ first: day, last: day })
  }
  return ranges.map(({ first, last }) => (first === last ? String(first) : `${first}–${last}`)).join(', ')
}
