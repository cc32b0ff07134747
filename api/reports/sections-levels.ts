import { levels } from '../../kernel/alert.ts'
import type { Cell } from './document.ts'
import type { Count, Zero } from './figures.ts'
import type { Drawn, Writing } from './sections.ts'
import { byDay } from './sections-days.ts'
import { sumOf } from './unknown.ts'
import { levelTitle, NO_FIGURES, NOTHING, sayNumber, UNKNOWN } from './words.ts'
import { isDeaf, reserved, reserveNotes, sayReserved, zeroOf } from './zeros.ts'

/** How many alerts of each level, beside the period before, and by day. */
export const levelsTable = ({ figures }: Writing): readonly Drawn[] => {
  const { before } = figures
  const parts = ['alerts', 'violations', 'signs', 'silenced'] as const
  const sums = parts.map((part) => sumOf(levels.map((level) => figures.levels[level][part])))
  const deaf = isDeaf(figures)
  const zero = zeroOf(figures)
  const open = (count: number): string => (deaf && count === 0 ? UNKNOWN.toLowerCase() : sayReserved(count, zero))
  const zeroBefore = before?.zero ?? 'certain'
  const known = (count: Count): Cell => (count === null ? UNKNOWN : reserved(count, zero))
  const past = (count: Count | undefined): Cell => (typeof count === 'number' ? reserved(count, zeroBefore) : '–')
  // Neither from nor to a zero that is not certain anything grew or shrank.
  const isVague = (count: Count | undefined, of: Zero): boolean => count === 0 && of !== 'certain'
  const grown = (count: Count, earlier: Count | undefined): Cell =>
    deaf || isVague(count, zero) || isVague(earlier, zeroBefore) ? '–' : growth(count ?? 0, earlier)
  const byLevel = [...levels].reverse().map((level): readonly Cell[] => {
    const earlier = before?.levels[level]
    const own = figures.levels[level]
    return [levelTitle(level), ...parts.map((part) => known(own[part])), past(earlier), grown(own.alerts, earlier)]
  })
  const earlier = before && sumOf(levels.map((level) => before.levels[level]))
  const rows = [...byLevel, ['Tổng cộng', ...sums.map(known), past(earlier), grown(sums[0]!, earlier)]]
  const unheard = figures.sources.filter(({ state }) => state === 'interrupted' || state === 'silent').length
  return [
    {
      kind: 'table',
      caption: 'Số lượng cảnh báo theo mức độ',
      sheet: 'Mức độ',
      columns: [
        { title: 'Mức độ', width: 3 },
        { title: 'Cảnh báo', width: 2 },
        { title: 'Vi phạm', width: 2 },
        { title: 'Dấu hiệu cần xác minh', width: 2.4 },
        { title: 'Miễn trừ theo quyết định', width: 2.4 },
        { title: 'Kỳ trước', width: 2 },
        { title: 'Tăng, giảm', width: 2 },
      ],
      rows,
      total: true,
      empty: NOTHING,
      notes: [
        'Cảnh báo miễn trừ theo quyết định được đếm riêng, không nằm trong cột «Cảnh báo».',
        ...(before ? [] : ['Kỳ trước chưa chốt số liệu trong hệ thống nên không so sánh.']),
        ...(unheard > 0
          ? [`Có ${unheard} nguồn nhật ký gián đoạn hoặc mất kết nối: số cảnh báo của thời gian đó không biết được.`]
          : []),
        ...reserveNotes(rows, figures),
      ],
    },
    {
      kind: 'text',
      text: `Số lượt vi phạm, dấu hiệu vi phạm tính theo người-ngày (mỗi quy định, mỗi người, mỗi ngày tính một lần): ${figures.personDays === null ? UNKNOWN.toLowerCase() : sayReserved(figures.personDays, zero)}${before ? ` (kỳ trước: ${before.personDays === null ? UNKNOWN.toLowerCase() : sayReserved(before.personDays, zeroBefore)})` : ''}.`,
    },
    {
      kind: 'text',
      text: `Tình trạng chưa khắc phục khi hết kỳ: ${open(figures.open.absences)} phát sinh trong kỳ, ${open(figures.open.earlier)} từ kỳ trước chuyển sang. Kết quả xác minh (cảnh báo nhầm, đã xác minh, chuyển thành sự cố) chưa được ghi nhận trong hệ thống: ${NO_FIGURES.toLowerCase()}.`,
    },
    ...(figures.unverifiable > 0
      ? [
          {
            kind: 'note' as const,
            text: `${sayNumber(figures.unverifiable)} cảnh báo không thể đánh giá lại vì một phần nhật ký làm căn cứ không còn; được giữ nguyên như khi phát hiện.`,
          },
        ]
      : []),
    ...(figures.period.kind === 'day' || deaf ? [] : byDay(figures)),
  ]
}

/** «+20 %»; a dash where nothing is known of before. */
const growth = (value: number, before: Count | undefined): Cell => {
  if (before === undefined || before === null) return '–'
  if (before === 0) return value === 0 ? '0' : `+${sayNumber(value)}`
  const percent = Math.round(((value - before) / before) * 1000) / 10
  return `${percent > 0 ? '+' : ''}${sayNumber(percent)} %`
}
