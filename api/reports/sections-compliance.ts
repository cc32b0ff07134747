import type { Cell } from './document.ts'
import type { ClauseFigures, Figures } from './figures.ts'
import type { Drawn, Writing } from './sections.ts'
import { NOTHING, reasonNames, sayNumber, some } from './words.ts'
import { sayCount, zeroOf } from './zeros.ts'

/** What was found of each clause, and what finding nothing means; how far it could be judged, and what could not be. */
export const compliance = ({ figures }: Writing): readonly Drawn[] => [
  {
    kind: 'table',
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
      one.basis.join('; ') || '–',
      countOf(one, figures),
      ...[one.personDays, one.people, one.machines, one.units].map(some),
    ]),
    empty: 'Không có quy định nào được đánh giá tại đây',
    notes: [
      `Hệ thống có luật phát hiện cho ${figures.catalogue.judged} trên ${figures.catalogue.clauses} quy định; các quy định còn lại chưa được đánh giá tự động và không có trong bảng.`,
      partial(figures),
      ...leftOut(figures),
      'Dấu «–»: quy định không gắn với người, máy cụ thể, hoặc không phát sinh.',
      'Căn cứ viết tắt: PT, VT, HUE, NA, CB là văn bản chỉ đạo của địa phương ghi trong danh bạ; không có căn cứ: dấu hiệu cần xác minh.',
    ].filter((note) => note !== ''),
  },
  ...coverage(figures),
  ...(figures.unjudged.length === 0
    ? []
    : [
        {
          kind: 'table' as const,
          caption: 'Trường hợp không đánh giá được',
          sheet: 'Không đánh giá được',
          columns: [
            { title: 'Luật phát hiện', width: 7 },
            { title: 'Vì sao', width: 6 },
            { title: 'Số trường hợp', width: 2 },
          ],
          rows: figures.unjudged.map(({ rule, title, reason, times }) => [
            ...[`${title} (${rule})`, reasonNames[reason]],
            times,
          ]),
          empty: NOTHING,
          notes: ['Không tính vào số liệu: không biết được có vi phạm hay không.'],
        },
      ]),
]

/** In how many units each clause could be judged: a table of its own, for a zero says nothing where nobody could see. */
const coverage = ({ clauses }: Figures): readonly Drawn[] => {
  const rows = clauses.flatMap(({ clause, title, unitsBound, unitsJudged, unitsPartial }): Cell[][] =>
    unitsPartial === undefined
      ? []
      : [[`${title} (${clause})`, unitsBound, unitsJudged, unitsPartial, unitsBound - unitsJudged - unitsPartial]],
  )
  if (rows.length === 0) return []
  return [
    {
      kind: 'table',
      caption: 'Độ phủ giám sát',
      sheet: 'Độ phủ',
      columns: [
        { title: 'Quy định', width: 7 },
        { title: 'Số đơn vị chịu ràng buộc', width: 2.2 },
        { title: 'Đánh giá đủ', width: 1.8 },
        { title: 'Đánh giá một phần', width: 2 },
        { title: 'Không đánh giá được', width: 2.1 },
      ],
      rows,
      empty: NOTHING,
      notes: [
        'Đánh giá đủ: mọi nguồn cần thiết liên tục suốt kỳ, mọi ngày làm việc và mọi máy trong sổ có nhật ký, loại sự kiện cần thiết từng thấy, luật xét trọn quy định. Số 0 ở bảng trên chỉ có nghĩa ở các đơn vị này.',
        'Lý do ở từng đơn vị và cách bật nhật ký còn thiếu: trang «Độ phủ» của hệ thống.',
      ],
    },
  ]
}

/** The clause of the sources themselves. */
const SILENT_SOURCE = 'SRC-01'

/**
 * A source that never spoke raises no alert of its own, nor does one that was silent while nobody watched: beside a table of lost sources
 * that is no «Không phát sinh».
 */
const countOf = (one: ClauseFigures, figures: Figures): Cell => {
  const troubled = figures.sources.filter(({ state }) => state === 'interrupted' || state === 'silent').length
  return one.clause === SILENT_SOURCE && one.alerts === 0 && troubled > 0
    ? `Không có cảnh báo, nhưng ${sayNumber(troubled)} nguồn gián đoạn, mất kết nối`
    : sayCount(one, zeroOf(figures))
}

const partial = ({ clauses }: Figures): string => {
  const lacking = clauses
    .filter(({ judged, leftOut }) => judged === 'partial' && !leftOut?.isAll)
    .map(({ clause }) => clause)
  return lacking.length === 0
    ? ''
    : `Không đủ nhật ký trong toàn kỳ ở mọi đơn vị (số liệu chỉ của thời gian và nơi có dữ liệu): ${lacking.join(', ')}.`
}

/** What the rules do not ask: of such a clause no zero is «Không phát sinh», nor a number all there is. */
const leftOut = ({ clauses }: Figures): readonly string[] => {
  const said = clauses.flatMap(({ clause, leftOut }) =>
    leftOut ? [`${clause}: ${leftOut.missing.replace(/\.$/, '')}`] : [],
  )
  return said.length === 0 ? [] : [`Luật chỉ xét một phần của quy định: ${said.join('; ')}.`]
}
