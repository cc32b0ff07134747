import { levels } from '../../kernel/alert.ts'
import type { Block, Cell, Table } from './document.ts'
import type { Figures } from './figures.ts'
import type { Form, SectionName } from './form.ts'
import { attacked, attackers, malware, techniques } from './sections-attacks.ts'
import { general, remarks } from './sections-text.ts'
import { changes, lines, sources, storage, systems } from './sections-watch.ts'
import { isDeaf, levelTitle, NOTHING, reasonNames, sayCount, sayMissing, sayNumber, UNKNOWN } from './words.ts'

/** A table before it has its number. */
export type Sheet = Omit<Table, 'number'>
export type Drawn = Exclude<Block, Table> | Sheet

/** What a section is written from. */
export type Writing = { readonly figures: Figures; readonly form: Form }

const table = (sheet: Omit<Sheet, 'kind'>): Sheet => ({ kind: 'table', ...sheet })

const levelsTable = ({ figures }: Writing): readonly Drawn[] => {
  const { before } = figures
  const parts = ['alerts', 'violations', 'signs', 'silenced'] as const
  const sums = parts.map((part) => levels.reduce((total, level) => total + figures.levels[level][part], 0))
  const deaf = isDeaf(figures)
  const known = (count: number): Cell => (deaf && count === 0 ? UNKNOWN : count)
  const grown = (count: number, earlier: number | undefined): Cell => (deaf ? '–' : growth(count, earlier))
  const rows = [...levels].reverse().map((level): readonly Cell[] => {
    const earlier = before?.levels[level]
    const own = figures.levels[level]
    return [levelTitle(level), ...parts.map((part) => known(own[part])), earlier ?? '–', grown(own.alerts, earlier)]
  })
  const earlier = before && levels.reduce((total, level) => total + before.levels[level], 0)
  const unheard = figures.sources.filter(({ state }) => state !== 'alive').length
  return [
    table({
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
      ],
    }),
    {
      kind: 'text',
      text: `Số lượt vi phạm, dấu hiệu vi phạm tính theo người-ngày (mỗi quy định, mỗi người, mỗi ngày tính một lần): ${deaf && figures.personDays === 0 ? UNKNOWN.toLowerCase() : sayNumber(figures.personDays)}${before ? ` (kỳ trước: ${sayNumber(before.personDays)})` : ''}.`,
    },
    {
      kind: 'text',
      text: `Tình trạng chưa khắc phục khi hết kỳ: ${sayNumber(figures.open.absences)} phát sinh trong kỳ, ${sayNumber(figures.open.earlier)} từ kỳ trước chuyển sang. Kết quả xác minh (cảnh báo nhầm, đã xác minh, chuyển thành sự cố) chưa được ghi nhận trong hệ thống nên không có số liệu.`,
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
              values: figures.days.map((day) => day[level]),
            })),
          },
        ]),
  ]
}

/** «+20 %»; a dash where nothing is known of before. */
const growth = (value: number, before: number | undefined): Cell => {
  if (before === undefined) return '–'
  if (before === 0) return value === 0 ? '0' : `+${sayNumber(value)}`
  const percent = Math.round(((value - before) / before) * 1000) / 10
  return `${percent > 0 ? '+' : ''}${sayNumber(percent)} %`
}

const groups = ({ figures }: Writing): readonly Drawn[] => [
  table({
    caption: 'Cảnh báo theo loại',
    sheet: 'Theo loại',
    columns: [
      { title: 'Nhóm tấn công, hành vi', width: 6 },
      { title: 'Số cảnh báo', width: 2 },
      { title: 'Số máy', width: 2 },
      { title: 'Số tài khoản', width: 2 },
      { title: 'Số đơn vị', width: 2 },
    ],
    rows: figures.groups.map(({ group, alerts, machines, accounts, units }) => [
      group,
      alerts,
      machines,
      accounts,
      units,
    ]),
    empty: NOTHING,
  }),
]

const units = ({ figures }: Writing): readonly Drawn[] => [
  table({
    caption: 'Cảnh báo theo đơn vị',
    sheet: 'Theo đơn vị',
    columns: [
      { title: 'Đơn vị', width: 4 },
      ...[...levels].reverse().map((level) => ({ title: levelTitle(level), width: 1.5 })),
      { title: 'Người-ngày', width: 1.5 },
      { title: 'Nguồn nhật ký', width: 4.2 },
    ],
    rows: figures.units.map(({ name, levels: by, alerts, personDays, state, silences }) => {
      const unknown = (state === 'silent' || state === 'no-source') && alerts === 0
      return [
        name,
        ...[...levels].reverse().map((level): Cell => (unknown ? '–' : by[level])),
        unknown ? '–' : personDays,
        state === 'heard'
          ? 'Liên tục'
          : state === 'no-source'
            ? 'Không có nguồn nhật ký'
            : state === 'silent'
              ? sayMissing(silences)
              : `Gián đoạn ${sayNumber(silences.length)} lần`,
      ]
    }),
    empty: 'Không có đơn vị nào đang được giám sát',
    notes: ['Dấu «–»: không có dữ liệu; không có nghĩa là không phát sinh.'],
  }),
]

const compliance = ({ figures }: Writing): readonly Drawn[] => [
  table({
    caption: 'Chấp hành quy định',
    sheet: 'Chấp hành quy định',
    columns: [
      { title: 'Quy định', width: 5.2 },
      { title: 'Căn cứ', width: 2.4 },
      { title: 'Số cảnh báo', width: 3 },
      { title: 'Người-ngày', width: 1.5 },
      { title: 'Số người', width: 1.3 },
      { title: 'Số máy', width: 1.3 },
      { title: 'Số đơn vị', width: 1.4 },
    ],
    rows: figures.clauses.map((one) => [
      `${one.title} (${one.clause})`,
      one.basis.join('; '),
      sayCount(one.alerts, one.judged, one.silences),
      ...[one.personDays, one.people, one.machines, one.units].map((count): Cell => (count > 0 ? count : '–')),
    ]),
    empty: 'Không có quy định nào được đánh giá tại đây',
    notes: [
      `Hệ thống có luật phát hiện cho ${figures.catalogue.judged} trên ${figures.catalogue.clauses} quy định; các quy định còn lại chưa được đánh giá tự động và không có trong bảng.`,
      partial(figures),
      'Dấu «–»: quy định không gắn với người, máy cụ thể, hoặc không phát sinh.',
      'Căn cứ viết tắt: PT, VT, HUE, NA, CB là văn bản chỉ đạo của địa phương ghi trong danh bạ; không có căn cứ: dấu hiệu cần xác minh.',
    ].filter((note) => note !== ''),
  }),
  ...(figures.unjudged.length === 0
    ? []
    : [
        {
          kind: 'text' as const,
          text: `Những trường hợp không đánh giá được (không tính vào số liệu): ${figures.unjudged.map(({ times, title, reason }) => `${sayNumber(times)} trường hợp «${title}», ${reasonNames[reason]}`).join('; ')}.`,
        },
      ]),
]

const partial = ({ clauses }: Figures): string => {
  const some = clauses.filter(({ judged }) => judged === 'partial').map(({ clause }) => clause)
  return some.length === 0
    ? ''
    : `Không đủ nhật ký trong toàn kỳ ở mọi đơn vị (số liệu chỉ của thời gian và nơi có dữ liệu): ${some.join(', ')}.`
}

const corrections = ({ figures }: Writing): readonly Drawn[] => [
  table({
    caption: 'Số liệu bổ sung và điều chỉnh giảm của các kỳ đã báo cáo',
    sheet: 'Bổ sung, điều chỉnh',
    columns: [
      { title: 'Kỳ', width: 2.6 },
      { title: 'Quy định', width: 5 },
      { title: 'Số liệu bổ sung (cảnh báo)', width: 2 },
      { title: 'Số liệu điều chỉnh giảm (cảnh báo)', width: 2.2 },
      { title: 'Bổ sung (người-ngày)', width: 1.8 },
      { title: 'Giảm (người-ngày)', width: 1.8 },
    ],
    rows: figures.corrections.map(({ said, title, clause, added, removed, addedDays, removedDays }) => [
      said[0]!.toUpperCase() + said.slice(1),
      `${title} (${clause})`,
      ...[added, removed, addedDays, removedDays],
    ]),
    empty: NOTHING,
    notes:
      figures.corrections.length === 0
        ? []
        : ['Nhật ký hoặc quyết định đến sau khi chốt kỳ; số liệu của báo cáo đã gửi giữ nguyên.'],
  }),
]

const absent = (why: string) => (): readonly Drawn[] => [{ kind: 'text', text: `Không có dữ liệu: ${why}.` }]

/** Every section by its name in a template. */
export const sections: Readonly<Record<SectionName, (writing: Writing) => readonly Drawn[]>> = {
  general,
  systems,
  sources,
  lines,
  storage,
  changes,
  levels: levelsTable,
  groups,
  units,
  attacked,
  techniques,
  attackers,
  malware,
  compliance,
  incidents: absent('hệ thống chưa quản lý sự cố và kết quả xử lý; cán bộ phụ trách bổ sung khi có phát sinh'),
  warnings: absent('hệ thống chưa tiếp nhận cảnh báo đến và kết quả quét điểm yếu, lỗ hổng'),
  sharing: absent('hệ thống chưa ghi nhận việc kết nối, chia sẻ dữ liệu trong báo cáo này'),
  corrections,
  remarks,
}
