import writeXlsxFile, { type CellObject, type SheetData } from 'write-excel-file/node'
import { marksOf, type ReportDocument, type Table } from '../document.ts'
import { alignOf } from './cells.ts'
import { HEAD_ROWS, printing } from './xlsx-print.ts'

const FONT = 'Times New Roman'
const BORDER = { borderColor: '#444444', borderStyle: 'thin' } as const
const LONGEST_NAME = 31
const ABOUT = 'Thông tin'
/** Height of a line at 12 points; of the characters a column is wide, so many fit where words are not cut. */
const [LINE, FIT] = [15.75, 0.95]

type Row = readonly (CellObject | null)[]

/** All tables of a report, a sheet each; numbers are numbers, everything else is text and never a formula. */
export const toXlsx = async (report: ReportDocument): Promise<Buffer> => {
  const tables = [...report.blocks, ...report.annexes.flatMap(({ blocks }) => blocks)].filter(
    (block) => block.kind === 'table',
  )
  const [about, names] = [[24, 90], tables.map(nameOf)]
  const landscape = { orientation: 'landscape' } as const
  const sheets = [
    { data: fitted(aboutOf(report, tables), about), sheet: ABOUT, columns: columnsOf(about), ...landscape },
    ...tables.map((table, i) => {
      const widths = widthsOf(table)
      const data = fitted(dataOf(table), widths)
      return { data, sheet: names[i]!, columns: columnsOf(widths), stickyRowsCount: HEAD_ROWS, ...landscape }
    }),
  ]
  const features = [printing(names, [ABOUT, ...names])]
  return writeXlsxFile(sheets, { fontFamily: FONT, fontSize: 12, features }).toBuffer()
}

const text = (value: string, look: Partial<CellObject> = {}): CellObject =>
  // A type of the library's own for each kind of value.
  ({ value: value, type: String, wrap: true, alignVertical: 'top', ...look }) as CellObject

const nameOf = ({ number, sheet }: Table): string => `${number}. ${sheet}`.slice(0, LONGEST_NAME)

const aboutOf = (report: ReportDocument, tables: readonly Table[]): readonly Row[] => {
  const row = (name: string, value: string): Row => [text(name, { fontWeight: 'bold' }), text(value)]
  return [
    row('Cơ quan báo cáo', report.agency),
    row('Báo cáo', report.title),
    row('Kỳ số liệu', report.span),
    row('Tình trạng', [...(report.draft ? [] : ['Đã ký']), ...marksOf(report)].join('; ')),
    ...(report.copy ? [row('Bản ký', report.copy.line)] : []),
    row('Mã kiểm tra', report.foot),
    ...tables.map((table) => row(`Bảng ${table.number}`, table.caption)),
  ]
}

/** About the characters a column of that share holds. */
const widthsOf = ({ columns }: Table): readonly number[] => {
  const all = columns.reduce((sum, { width }) => sum + width, 0)
  return columns.map(({ width }) => Math.max(8, Math.round((width / all) * 110)))
}

const columnsOf = (widths: readonly number[]) => widths.map((width) => ({ width }))

/** Rows as high as their longest text needs: readers of a file set no height by themselves, least of all for cells that were joined. */
const fitted = (rows: readonly Row[], widths: readonly number[]): SheetData =>
  rows.map((row) => {
    const lines = row.map((cell, i) => {
      if (!cell) return 1
      const span = widths.slice(i, i + (cell.columnSpan ?? 1)).reduce((sum, width) => sum + width, 0)
      return Math.ceil(String(cell.value).length / (span * FIT))
    })
    const height = Math.max(1, ...lines) * LINE + 1
    return row.map((cell) => cell && { ...cell, height })
  })

const dataOf = (table: Table): readonly Row[] => {
  const { columns, caption, number } = table
  const rest = columns.slice(1).map(() => null)
  const wide = (value: string, look: Partial<CellObject> = {}): Row => [
    text(value, { columnSpan: columns.length, ...look }),
    ...rest,
  ]
  const head = columns.map(({ title }) =>
    text(title, { ...BORDER, fontWeight: 'bold', backgroundColor: '#EDEDED', align: 'center' }),
  )
  return [
    wide(`Bảng ${number}. ${caption}`, { fontWeight: 'bold' }),
    head,
    ...(table.rows.length === 0 ? [wide(table.empty, { ...BORDER, fontStyle: 'italic' })] : rowsOf(table)),
    ...(table.notes ?? []).map((note) => wide(note, { fontStyle: 'italic' })),
  ]
}

const rowsOf = ({ rows, total, columns }: Table): readonly Row[] =>
  rows.map((cells, at) => {
    const look = { ...BORDER, ...(total && at === rows.length - 1 && { fontWeight: 'bold' as const }) }
    return cells.map((cell, i) =>
      typeof cell === 'number'
        ? ({ value: cell, type: Number, format: '#,##0', alignVertical: 'top', ...look } as CellObject)
        : text(cell, { ...look, align: alignOf(cell, columns[i]!) }),
    )
  })
