import { levels } from '../../kernel/alert.ts'
import { sayDate } from '../../kernel/time.ts'
import type { Difference } from './closed.ts'
import type { Annex, Block, ReportDocument } from './document.ts'
import type { Figures, HighFigures } from './figures.ts'
import { type Form, inForce } from './form.ts'
import { sayPeriod } from './period.ts'
import { type Drawn, sections } from './sections.ts'
import { LONG_LISTS, longLists } from './sections-attacks.ts'
import { isDeaf, levelTitle, NOTHING, sayMoment, sayNumber, sayShort, standingNames } from './words.ts'

/** A signed copy as it was handed in. */
export type Signed = { readonly name: string; readonly sha256: string; readonly at: number }

export type Written = {
  readonly figures: Figures
  readonly form: Form
  readonly digest: string
  /** When the period was closed; a draft of an open one has none. */
  readonly closedAt?: number
  readonly signed?: Signed
  /** What stands otherwise today: only where the period is closed. */
  readonly difference?: Difference
}

const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII', 'XIII', 'XIV', 'XV']

/** A report as a document: the same figures and form give the same document. Pure. */
export const documentOf = (written: Written): ReportDocument => {
  const { figures, form, digest, closedAt, signed } = written
  const { agency, profile, template } = form
  const { period, scope } = figures
  const number = numbering()
  const about = scope.unit === undefined ? '' : ` của ${scope.name}`
  const title = filled(template.title, { term: profile.term, period: sayPeriod(period) }) + about
  const reporter = agency.name === agency.name.toLocaleUpperCase('vi') ? agency.operator : agency.name
  return {
    heading: template.heading,
    ...(agency.parent !== undefined && { parent: agency.parent }),
    agency: agency.name,
    symbol: `Số:        /${agency.symbol}`,
    placeAndDate: `${agency.place}, ngày      tháng      năm ${period.last.slice(0, 4)}`,
    type: template.type,
    title,
    opening: `${reporter} báo cáo ${title[0]!.toLocaleLowerCase('vi')}${title.slice(1)} như sau:`,
    enclosed: `(Kèm theo Báo cáo số        /${agency.symbol} ngày      tháng      năm          của ${reporter})`,
    span: `(Số liệu từ ${sayMoment(period.from)} đến ${sayMoment(figures.complete ? period.to : figures.judgedTo)})`,
    to: agency.addressees,
    basis: profile.basis.filter((one) => inForce(one, period.last)).map(({ text }) => text),
    blocks: blocksOf(written, number),
    recipients: [...new Set(['Như trên', ...profile.recipients, ...agency.copies])]
      .filter((one) => one !== 'Như trên' || agency.addressees.length > 0)
      .concat(agency.archive),
    signer: [...(agency.signer.authority === undefined ? [] : [agency.signer.authority]), agency.signer.position],
    ...(agency.signer.name !== undefined && { signerName: agency.signer.name }),
    annexes: annexesOf(written, number).map((annex, i) => ({ number: `Phụ lục ${ROMAN[i]}`, ...annex })),
    draft: signed === undefined,
    sample: figures.sample,
    foot: `${closedAt === undefined ? 'Số liệu chưa chốt' : `Số liệu chốt lúc ${sayMoment(closedAt)}`} – mã kiểm tra ${digest.slice(0, 16)}`,
  }
}

const filled = (text: string, slots: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => slots[name] ?? whole)

/** Tables are numbered through the whole paper. */
const numbering = () => {
  let last = 0
  return (block: Drawn): Block => (block.kind === 'table' ? { ...block, number: ++last } : block)
}

const blocksOf = ({ figures, form }: Written, number: (block: Drawn) => Block): readonly Block[] => {
  const { kind } = figures.period
  const parts = form.template.parts.filter(({ kinds }) => kinds.includes(kind))
  return parts.flatMap((part, i) => {
    const own = part.sections.filter(({ kinds }) => kinds === undefined || kinds.includes(kind))
    let count = 0
    return [
      { kind: 'part' as const, text: `${ROMAN[i]}. ${part.heading}` },
      ...own.flatMap(({ name, heading }): readonly Block[] => [
        ...(heading === undefined ? [] : [{ kind: 'section' as const, text: `${++count}. ${heading}` }]),
        ...sections[name]({ figures, form }).map(number),
      ]),
    ]
  })
}

const annexesOf = (
  written: Written,
  number: (block: Drawn) => Block,
): readonly (Omit<Annex, 'number' | 'blocks'> & { readonly blocks: readonly Block[] })[] => {
  const { figures, difference } = written
  const long = longLists(written)
  return [
    ...(figures.named
      ? [
          {
            title: `Danh sách cảnh báo của ${figures.scope.name} (chỉ gửi đơn vị có liên quan)`,
            blocks: named(figures.named).map(number),
          },
        ]
      : figures.high.length > 0
        ? [{ title: 'Danh sách cảnh báo mức cao trở lên', blocks: high(figures.high).map(number) }]
        : []),
    ...(long.length > 0 ? [{ title: LONG_LISTS, blocks: long.map(number) }] : []),
    { title: 'Chứng cứ, căn cứ và cách tính số liệu', blocks: method(written).map(number) },
    ...(difference
      ? [{ title: 'Chênh lệch so với số liệu tại thời điểm kết xuất', blocks: differences(difference).map(number) }]
      : []),
  ]
}

const acts = ({ first, last }: HighFigures): string =>
  first === last ? sayShort(first) : `${sayShort(first)}; ${sayShort(last)}`

const high = (rows: readonly HighFigures[]): readonly Drawn[] => [
  {
    kind: 'table',
    caption: 'Cảnh báo mức cao trở lên',
    sheet: 'Cảnh báo mức cao',
    columns: [
      { title: 'Mã cảnh báo', width: 2.4 },
      { title: 'Mức độ', width: 1.9 },
      { title: 'Nội dung', width: 5 },
      { title: 'Đơn vị', width: 2.8 },
      { title: 'Thời điểm (đầu, cuối)', width: 2.6 },
      { title: 'Số lần', width: 1.2 },
    ],
    rows: rows.map((row) => [
      ...[
        row.id.slice(0, 10),
        levelTitle(row.level),
        `${row.title} (${row.rule})`,
        row.unit === '' ? 'Chưa rõ' : row.unit,
      ],
      ...[acts(row), row.times],
    ]),
    empty: NOTHING,
    notes: ['Không ghi tên người; đơn vị có liên quan nhận phụ lục riêng. Mã cảnh báo: 10 ký tự đầu.'],
  },
]

const named = (rows: NonNullable<Figures['named']>): readonly Drawn[] => [
  {
    kind: 'table',
    caption: 'Cảnh báo của đơn vị',
    sheet: 'Cảnh báo của đơn vị',
    columns: [
      { title: 'Mã', width: 2.4 },
      { title: 'Mức độ', width: 1.6 },
      { title: 'Nội dung', width: 3.8 },
      { title: 'Cán bộ', width: 2.6 },
      { title: 'Tài khoản, máy', width: 2.8 },
      { title: 'Thời điểm', width: 2.1 },
      { title: 'Tính chất', width: 1.9 },
    ],
    rows: rows.map((row) => [
      ...[row.id.slice(0, 10), levelTitle(row.level), `${row.title} (${row.rule})`, row.person ?? '–'],
      [row.account, row.machine].filter((one) => one !== undefined).join('; ') || '–',
      ...[acts(row), standingNames[row.standing]],
    ]),
    empty: NOTHING,
    notes: [
      'Dữ liệu cá nhân: chỉ dùng cho việc xác minh, xử lý tại đơn vị. Chưa xác minh thì chưa phải là kết luận vi phạm.',
    ],
  },
]

const method = ({ figures, digest, closedAt, signed }: Written): readonly Drawn[] => [
  ...(figures.techniques.length === 0
    ? []
    : [
        {
          kind: 'table' as const,
          caption: 'Danh mục chứng cứ',
          sheet: 'Chứng cứ',
          columns: [
            { title: 'Luật', width: 1.4 },
            { title: 'Số bản ghi', width: 1.6 },
            { title: 'SHA-256 của danh sách mã và giá trị băm các bản ghi', width: 9 },
          ],
          rows: figures.techniques.map(({ rule, events, evidence }) => [rule, events, evidence]),
          empty: NOTHING,
        },
      ]),
  ...[
    'Một cảnh báo là mọi lần phát hiện của một luật về một đối tượng trong một ngày tính từ 05 giờ hôm đó đến 05 giờ hôm sau; kỳ báo cáo gồm trọn các ngày như thế. Cảnh báo thuộc ngày của hành vi đầu tiên, không phải ngày nhận nhật ký.',
    'Người-ngày: mỗi quy định, mỗi người, mỗi ngày tính một lần, dù có bao nhiêu cảnh báo.',
    'Cảnh báo đã thu hồi và cảnh báo được miễn trừ theo quyết định không nằm trong số liệu. Nguồn nhật ký mất kết nối thì ghi «Không có dữ liệu», không ghi số 0.',
    'Số liệu của kỳ đã chốt không sửa; phát sinh thêm hoặc thu hồi sau đó ghi ở mục số liệu bổ sung, số liệu điều chỉnh giảm của kỳ sau.',
    `Luật phát hiện và phiên bản: ${figures.basis.rules.map(({ id, version }) => `${id} v${version}`).join(', ')}. Phiên bản danh bạ: ${figures.basis.directory}.`,
    `Mã kiểm tra số liệu (SHA-256 của tệp JSON đã chuẩn hóa): ${digest}.${closedAt === undefined ? ' Số liệu chưa chốt.' : ` Chốt lúc ${sayMoment(closedAt)}.`}`,
    ...(signed ? [`Bản đã ký: ${signed.name}, SHA-256 ${signed.sha256}, nộp lúc ${sayMoment(signed.at)}.`] : []),
  ].map((text) => ({ kind: 'item' as const, text })),
]

/** Today against the closed numbers: listed beside them, never put in their place. */
const differences = ({ added, removed, changed, events }: Difference): readonly Drawn[] => {
  const rows = [
    ...added.map((item) => ({ what: 'Bổ sung', item })),
    ...removed.map((item) => ({ what: 'Giảm', item })),
    ...changed.map(({ after }) => ({ what: 'Thay đổi', item: after })),
  ]
  return [
    {
      kind: 'text',
      text: 'Số liệu trong báo cáo là số liệu đã chốt. Dưới đây chỉ liệt kê khác biệt nếu tính lại hôm nay; sẽ ghi vào báo cáo kỳ sau.',
    },
    {
      kind: 'table',
      caption: 'Cảnh báo khác với khi chốt',
      sheet: 'Chênh lệch cảnh báo',
      columns: [
        { title: 'Thay đổi', width: 2 },
        { title: 'Mã cảnh báo', width: 3 },
        { title: 'Quy định', width: 2.4 },
        { title: 'Mức độ', width: 2.4 },
        { title: 'Ngày', width: 2.4 },
      ],
      rows: rows.map(({ what, item }) => [
        ...[what, item.id.slice(0, 10), item.clause, levelTitle(item.level), sayDate(item.day)],
      ]),
      empty: 'Không có chênh lệch',
    },
    ...(events.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            caption: 'Số bản ghi khác với khi chốt',
            sheet: 'Chênh lệch bản ghi',
            columns: [
              { title: 'Nguồn (bộ thu/nguồn)', width: 5 },
              { title: 'Khi chốt', width: 3 },
              { title: 'Hôm nay', width: 3 },
            ],
            rows: events.map(({ source, before, after }) => [
              source,
              before ?? 'Không có dữ liệu',
              after ?? 'Không có dữ liệu',
            ]),
            empty: 'Không có chênh lệch',
          },
        ]),
  ]
}

/** The number of alerts by level, for a line on a screen. */
export const sayTotal = (figures: Figures): string =>
  isDeaf(figures) && levels.every((level) => figures.levels[level].alerts === 0)
    ? 'không có dữ liệu (mọi nguồn nhật ký mất kết nối)'
    : [...levels]
        .reverse()
        .map((level) => `${sayNumber(figures.levels[level].alerts)} ${levelTitle(level).toLowerCase()}`)
        .join(', ')
