import writeXlsxFile, { type CellObject, type SheetData } from 'write-excel-file/node'
import type { ReportDocument, Table } from '../document.ts'

const FONT = 'Times New Roman'
const BORDER = { borderColor: '#444444', borderStyle: 'thin' } as const
const LONGEST_NAME = 31

/** All tables of a report, a sheet each; numbers are numbers, everything else is text and never a formula. */
export const toXlsx = async (report: ReportDocument): Promise<Buffer> => {
  const tables = [...report.blocks, ...report.annexes.flatMap(({ blocks }) => blocks)].filter(
    (block) => block.kind === 'table',
  )
  const sheets = [
    { data: aboutOf(report, tables), sheet: 'Thông tin', columns: [{ width: 24 }, { width: 90 }] },
    ...tables.map((table) => ({
      data: dataOf(table),
      sheet: nameOf(table),
      columns: widthsOf(table),
      stickyRowsCount: 2,
    })),
  ]
  return writeXlsxFile(sheets, { fontFamily: FONT, fontSize: 12 }).toBuffer()
}

const text = (value: string, look: Partial<CellObject> = {}): CellObject =>
  ({ value, type: String, wrap: true, alignVertical: 'top', ...look }) as CellObject

const nameOf = ({ number, sheet }: Table): string => `${number}. ${sheet}`.slice(0, LONGEST_NAME)

const aboutOf = (report: ReportDocument, tables: readonly Table[]): SheetData => {
  const row = (name: string, value: string): CellObject[] => [text(name, { fontWeight: 'bold' }), text(value)]
  return [
    row('Cơ quan báo cáo', report.agency),
    row('Báo cáo', report.title),
    row('Kỳ số liệu', report.span),
    row(
      'Tình trạng',
      [report.draft ? 'DỰ THẢO – chưa ký' : 'Đã ký', ...(report.sample ? ['DỮ LIỆU MẪU'] : [])].join('; '),
    ),
    row('Mã kiểm tra', report.foot),
    ...tables.map((table) => row(`Bảng ${table.number}`, table.caption)),
  ]
}

/** About the characters a column of that share holds. */
const widthsOf = ({ columns }: Table): { width: number }[] => {
  const all = columns.reduce((sum, { width }) => sum + width, 0)
  return columns.map(({ width }) => ({ width: Math.max(8, Math.round((width / all) * 110)) }))
}

const dataOf = (table: Table): SheetData => {
  const caption = text(`Bảng ${table.number}. ${table.caption}`, {
    fontWeight: 'bold',
    columnSpan: table.columns.length,
  })
  const rest = table.columns.slice(1).map(() => null)
  const head = table.columns.map(({ title }) =>
    text(title, { ...BORDER, fontWeight: 'bold', backgroundColor: '#EDEDED', align: 'center' }),
  )
  const rows = table.rows.map((cells, at) =>
    cells.map((cell) => {
      const look = { ...BORDER, ...(table.total && at === table.rows.length - 1 && { fontWeight: 'bold' as const }) }
      return typeof cell === 'number'
        ? ({ value: cell, type: Number, format: '#,##0', alignVertical: 'top', ...look } as CellObject)
        : text(cell, look)
    }),
  )
  const wide = (value: string): (CellObject | null)[] => [text(value, { columnSpan: table.columns.length }), ...rest]
  return [
    [caption, ...rest],
    head,
    ...(rows.length === 0 ? [wide(table.empty)] : rows),
    ...(table.notes ?? []).map(wide),
  ]
}
