import type { Level } from '../../kernel/alert.ts'

/** A number is written the Vietnamese way and stands right; text is text. */
export type Cell = string | number

export type Column = {
  readonly title: string
  /** Its share of the width. */
  readonly width: number
  readonly align?: 'left' | 'center' | 'right'
}

export type Table = {
  readonly kind: 'table'
  /** «Bảng 1», and what the sheet of a workbook is called. */
  readonly number: number
  readonly caption: string
  readonly sheet: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  /** The last row is a sum. */
  readonly total?: boolean
  /** Where there is no row: «Không phát sinh», or why there is no data. */
  readonly empty: string
  readonly notes?: readonly string[]
}

export type Chart = {
  readonly kind: 'chart'
  readonly caption: string
  readonly categories: readonly string[]
  readonly series: readonly { readonly name: string; readonly level: Level; readonly values: readonly number[] }[]
  /** Categories of which not all is known: a column there, or none, says little. */
  readonly lacking: readonly boolean[]
}

/** What a report is made of, whatever it is written as. */
export type Block =
  | { readonly kind: 'part' | 'section'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'item'; readonly text: string }
  | { readonly kind: 'note'; readonly text: string }
  | Table
  | Chart

export type Annex = { readonly number: string; readonly title: string; readonly blocks: readonly Block[] }

/** A whole report, ready to be written as DOCX, PDF or XLSX. */
export type ReportDocument = {
  readonly heading: 'nhaNuoc' | 'dang'
  readonly parent?: string
  readonly agency: string
  /** «Số: …/BC-…»: the clerk gives the number. */
  readonly symbol: string
  readonly placeAndDate: string
  readonly type: string
  readonly title: string
  readonly span: string
  /** Kính gửi; several with the marks a list ends with. */
  readonly to: readonly string[]
  /** «Căn cứ …;», whole sentences. */
  readonly basis: readonly string[]
  /** The sentence before the first part. */
  readonly opening: string
  readonly blocks: readonly Block[]
  /** Nơi nhận, with the marks a list ends with. */
  readonly recipients: readonly string[]
  readonly signer: readonly string[]
  readonly signerName?: string
  readonly annexes: readonly Annex[]
  /** Under the title of each annex: what it is enclosed with. */
  readonly enclosed: string
  /** Across every page, until a signed copy is there. */
  readonly draft: boolean
  /** SHA-256 of the numbers. */
  readonly digest: string
  /** Where a signed copy is there, which: below the title, and in the lines of the signature. */
  readonly copy?: { readonly line: string; readonly place: readonly string[] }
  readonly sample: boolean
  /** At the foot of every page: what the numbers can be checked by. */
  readonly foot: string
}

/** What stands across every page that is not what it looks like. */
export const marksOf = ({ draft, sample }: ReportDocument): readonly string[] => [
  ...(draft ? ['DỰ THẢO – chưa ký'] : []),
  ...(sample ? ['DỮ LIỆU MẪU'] : []),
]

export const LEVEL_COLOURS: Readonly<Record<Level, string>> = {
  low: '9DB4C8',
  medium: 'E0B252',
  high: 'D9722E',
  serious: 'A61E22',
}
