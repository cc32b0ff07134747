import { levels } from '../../kernel/alert.ts'
import { addDays } from '../../kernel/time.ts'
import { differences, high, method, named } from './annexes.ts'
import type { Difference } from './closed.ts'
import type { Annex, Block, ReportDocument } from './document.ts'
import type { Figures } from './figures.ts'
import { type Form, inForce } from './form.ts'
import { sayPending } from './pending.ts'
import { sayPeriod } from './period.ts'
import { type Drawn, sections } from './sections.ts'
import { LONG_LISTS, longLists } from './sections-attacks.ts'
import { totalOf } from './unknown.ts'
import { levelTitle, listed, sayLacks, sayMoment, sayNumber } from './words.ts'
import { sayNothing } from './zeros.ts'

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

/** So much of a digest tells papers apart; the whole stands in the annex. */
const SHOWN = 16

const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII', 'XIII', 'XIV', 'XV']

/** A report as a document: the same figures and form give the same document. Pure. */
export const documentOf = (written: Written): ReportDocument => {
  const { figures, form, digest, closedAt, signed } = written
  const { agency, profile, template } = form
  const { period, scope } = figures
  const number = numbering()
  const about = scope.unit === undefined ? '' : ` của ${scope.name}`
  const title = filled(template.title, { term: profile.term, period: sayPeriod(period) }) + about
  const isParty = template.heading === 'dang'
  // Party bodies write «Số 12-BC/TU» (Hướng dẫn 36-HD/VPTW), state bodies «Số: 12/BC-UBND».
  const symbol = `        ${isParty ? '-' : '/'}${agency.symbol}`
  const reporter = agency.name === agency.name.toLocaleUpperCase('vi') ? agency.operator : agency.name
  return {
    heading: template.heading,
    ...(agency.parent !== undefined && { parent: agency.parent }),
    agency: agency.name,
    symbol: `${isParty ? 'Số' : 'Số:'}${symbol}`,
    placeAndDate: `${agency.place}, ngày      tháng      năm ${addDays(period.last, 1).slice(0, 4)}`,
    type: template.type,
    title,
    opening: `${reporter} báo cáo ${lowered(title)} như sau:`,
    enclosed: `(Kèm theo Báo cáo số${symbol} ngày      tháng      năm          của ${reporter})`,
    span: `(Số liệu từ ${sayMoment(period.from)} đến ${sayMoment(figures.complete ? period.to : figures.judgedTo)})`,
    to: agency.addressees.length > 1 ? listed(agency.addressees) : agency.addressees,
    basis: listed(profile.basis.filter((one) => inForce(one, period.last)).map(({ text }) => `Căn cứ ${text}`)),
    blocks: [...unsettled(figures), ...blocksOf(written, number)],
    recipients: listed([
      ...(agency.addressees.length > 0 ? ['Như trên'] : []),
      ...new Set([...profile.recipients, ...agency.copies]),
      agency.archive,
    ]),
    signer: [...(agency.signer.authority === undefined ? [] : [agency.signer.authority]), agency.signer.position],
    ...(agency.signer.name !== undefined && { signerName: agency.signer.name }),
    annexes: annexesOf(written, number).map((annex, i) => ({ number: `Phụ lục ${ROMAN[i]}`, ...annex })),
    draft: signed === undefined,
    digest,
    ...(signed && { copy: copyOf(signed) }),
    sample: figures.sample,
    foot: `${closedAt === undefined ? 'Số liệu chưa chốt' : `Số liệu chốt lúc ${sayMoment(closedAt)}`} – mã kiểm tra ${digest.slice(0, SHOWN)}`,
  }
}

/** Which paper bears the signature that this print has not: on its first page, and where the hand and the seal would be. */
const copyOf = ({ name, sha256, at }: Signed): NonNullable<ReportDocument['copy']> => ({
  line: `(Bản in từ số liệu đã chốt, không thay bản ký. Bản đã ký: «${name}», nộp lúc ${sayMoment(at)}, SHA-256 ${sha256.slice(0, SHOWN)}…)`,
  place: ['(Đã ký, xem bản đã ký', `nộp lúc ${sayMoment(at)},`, `SHA-256 ${sha256.slice(0, SHOWN)}…)`],
})

/** Whatever the template, the paper says first what its numbers still wait for, and what they cannot rest on. */
const unsettled = ({ pending, lacks }: Figures): readonly Block[] => [
  ...(pending ? [{ kind: 'note' as const, text: `Số liệu còn có thể thay đổi: ${sayPending(pending)}.` }] : []),
  ...(lacks ? [{ kind: 'note' as const, text: `${sayLacks(lacks)}.` }] : []),
]

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
            blocks: named(figures).map(number),
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

/** The number of alerts by level, for a line on a screen. */
export const sayTotal = (figures: Figures): string =>
  totalOf(figures)
    ? [...levels]
        .reverse()
        .map((level) => ({ level, alerts: figures.levels[level].alerts ?? 0 }))
        .flatMap(({ level, alerts }) => (alerts > 0 ? `${sayNumber(alerts)} ${levelTitle(level).toLowerCase()}` : []))
        .join(', ')
    : lowered(sayNothing(figures))

const lowered = (text: string): string => text[0]!.toLocaleLowerCase('vi') + text.slice(1)
