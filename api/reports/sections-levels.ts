import { levels } from '../../kernel/alert.ts'
import type { Cell } from './document.ts'
import type { Count } from './figures.ts'
import type { Drawn, Writing } from './sections.ts'
import { sumOf } from './unknown.ts'
import {
  isDeaf,
  isSteady,
  levelTitle,
  NO_FIGURES,
  NOTHING,
  RESERVE,
  reserved,
  sayNumber,
  sayReserved,
  UNKNOWN,
} from './words.ts'

/** How many alerts of each level, beside the period before, and by day. */
export const levelsTable = ({ figures }: Writing): readonly Drawn[] => {
  const { before } = figures
  const parts = ['alerts', 'violations', 'signs', 'silenced'] as const
  const sums = parts.map((part) => sumOf(levels.map((level) => figures.levels[level][part])))
  const deaf = isDeaf(figures)
  const isWhole = isSteady(figures)
  const known = (count: Count): Cell => (count === null ? UNKNOWN : reserved(count, isWhole))
  const grown = (count: Count, earlier: Count | undefined): Cell => (deaf ? '–' : growth(count ?? 0, earlier))
  const rows = [...levels].reverse().map((level): readonly Cell[] => {
    const earlier = before?.levels[level]
    const own = figures.levels[level]
    return [levelTitle(level), ...parts.map((part) => known(own[part])), earlier ?? '–', grown(own.alerts, earlier)]
  })
  const earlier = before && sumOf(levels.map((level) => before.levels[level]))
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
      rows: [...rows, ['Tổng cộng', ...sums.map(known), earlier ?? '–', grown(sums[0]!, earlier)]],
      total: true,
      empty: NOTHING,
      notes: [
        'Cảnh báo miễn trừ theo quyết định được đếm riêng, không nằm trong cột «Cảnh báo».',
        ...(before ? [] : ['Kỳ trước chưa chốt số liệu trong hệ thống nên không so sánh.']),
        ...(unheard > 0
          ? [`Có ${unheard} nguồn nhật ký gián đoạn hoặc mất kết nối: số cảnh báo của thời gian đó không biết được.`]
          : []),
        ...(isWhole || deaf ? [] : [RESERVE]),
      ],
    },
    {
      kind: 'text',
      text: `Số lượt vi phạm, dấu hiệu vi phạm tính theo người-ngày (mỗi quy định, mỗi người, mỗi ngày tính một lần): ${figures.personDays === null ? UNKNOWN.toLowerCase() : sayReserved(figures.personDays, isWhole)}${before ? ` (kỳ trước: ${sayKnown(before.personDays)})` : ''}.`,
    },
    {
      kind: 'text',
      text: `Tình trạng chưa khắc phục khi hết kỳ: ${sayReserved(figures.open.absences, isWhole)} phát sinh trong kỳ, ${sayNumber(figures.open.earlier)} từ kỳ trước chuyển sang. Kết quả xác minh (cảnh báo nhầm, đã xác minh, chuyển thành sự cố) chưa được ghi nhận trong hệ thống: ${NO_FIGURES.toLowerCase()}.`,
    },
    ...(figures.unverifiable > 0
      ? [
          {
            kind: 'note' as const,
            text: `${sayNumber(figures.unverifiable)} cảnh báo không thể đánh giá lại vì một phần nhật ký làm căn cứ không còn; được giữ nguyên như khi phát hiện.`,
          },
        ]
      : []),
    ...(figures.period.kind === 'day' || deaf
      ? []
      : [
          {
            kind: 'chart' as const,
            caption: 'Số cảnh báo theo ngày và mức độ',
            categories: figures.days.map(({ date }) => String(Number(date.slice(8)))),
            series: levels.map((level) => ({
              ...{ name: levelTitle(level), level },
              values: figures.days.map((day) => day[level] ?? 0),
            })),
          },
        ]),
  ]
}

const sayKnown = (count: Count): string => (count === null ? UNKNOWN.toLowerCase() : sayNumber(count))

/** «+20 %»; a dash where nothing is known of before. */
const growth = (value: number, before: Count | undefined): Cell => {
  if (before === undefined || before === null) return '–'
  if (before === 0) return value === 0 ? '0' : `+${sayNumber(value)}`
  const percent = Math.round(((value - before) / before) * 1000) / 10
  return `${percent > 0 ? '+' : ''}${sayNumber(percent)} %`
}
