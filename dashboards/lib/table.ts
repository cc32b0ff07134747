import { TableCellHeight } from '@grafana/grafana-foundation-sdk/common'
import type { DataTransformerConfig, DynamicConfigValue, ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard'
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table'
import { colours, type Steps, thresholds, units } from './look.ts'
import { type Asking, finished, type Panel } from './panel.ts'
import type { Field } from './source.ts'

export type Column = {
  /** What the data source calls it: a field, `Count`, `Sum`, `Sum <field>` … */
  readonly from: Field | 'Count' | 'Unique Count' | 'Sum' | 'Max' | `Sum ${Field}` | `Max ${Field}`
  readonly title: string
  readonly width?: number
  /** Of a number; what has none is text, whose digits stay as they are. */
  readonly unit?: string
  /** A sentence: it is broken into lines, and shown whole where it is clicked on. */
  readonly wrapped?: boolean
  readonly mapping?: ValueMapping
  /** The cell is filled with the colour of its value. */
  readonly filled?: boolean
  /** A bar as long as the value. */
  readonly bar?: boolean
  readonly steps?: Steps
  readonly link?: { readonly title: string; readonly url: string; readonly away?: boolean }
}

/** What a cell without a value shows; the panel's own text is for a panel without rows. */
const NOTHING = '–'

const propertiesOf = ({ width, unit, wrapped, mapping, filled, bar, steps, link }: Column): DynamicConfigValue[] => [
  ...(width === undefined ? [] : [{ id: 'custom.width', value: width }]),
  ...(unit === undefined ? [] : [{ id: 'unit', value: unit }]),
  ...(wrapped
    ? [
        { id: 'custom.wrapText', value: true },
        { id: 'custom.inspect', value: true },
      ]
    : []),
  ...(mapping === undefined ? [] : [{ id: 'mappings', value: [mapping] }]),
  ...(filled ? [{ id: 'custom.cellOptions', value: { type: 'color-background', mode: 'basic' } }] : []),
  ...(bar
    ? [
        { id: 'custom.cellOptions', value: { type: 'gauge', mode: 'basic', valueDisplayMode: 'text' } },
        { id: 'min', value: 0 },
      ]
    : []),
  ...(steps === undefined ? [] : [{ id: 'thresholds', value: thresholds(steps).build() }]),
  ...(link === undefined
    ? []
    : [{ id: 'links', value: [{ title: link.title, url: link.url, targetBlank: link.away ?? false }] }]),
]

/** Keeps the columns in their order, and gives them their titles. */
const arranged = (columns: readonly Column[]): DataTransformerConfig[] => [
  { id: 'filterFieldsByName', options: { include: { names: columns.map(({ from }) => from) } } },
  {
    id: 'organize',
    options: {
      excludeByName: {},
      indexByName: Object.fromEntries(columns.map(({ from }, index) => [from, index])),
      renameByName: Object.fromEntries(columns.map(({ from, title }) => [from, title])),
    },
  },
]

export type Tabled = Omit<Asking, 'asks' | 'height'> & {
  readonly ask: Asking['asks'][0]
  readonly height?: number
  readonly columns: readonly [Column, ...Column[]]
}

/** A table of documents, or of parts with their numbers. */
export const table = ({ ask, columns, height = 8, ...words }: Tabled): Panel => {
  const builder = new PanelBuilder()
    .unit(units.text)
    .thresholds(thresholds([colours.plain]))
    .cellHeight(TableCellHeight.Sm)
    .showHeader(true)
    .filterable(true)
    .transformations(arranged(columns))
    .overrideByRegexp('.*', [{ id: 'noValue', value: NOTHING }])
  for (const column of columns) {
    const properties = propertiesOf(column)
    if (properties.length > 0) builder.overrideByName(column.title, properties)
  }
  return finished(builder, { ...words, asks: [ask], height })
}

export type Crossed = Omit<Tabled, 'columns'> & {
  readonly row: Field
  readonly column: Field
  readonly rowTitle: string
  readonly rowMapping: ValueMapping
  readonly steps: Steps
}

/** A field across, a field down, and the number where they cross, coloured by its size. */
export const crossing = ({ ask, row, column, rowTitle, rowMapping, steps, height = 8, ...words }: Crossed): Panel => {
  const builder = new PanelBuilder()
    .unit(units.number)
    .thresholds(thresholds(steps))
    .cellHeight(TableCellHeight.Sm)
    .showHeader(true)
    .transformations([
      {
        id: 'groupingToMatrix',
        options: { columnField: column, rowField: row, valueField: 'Count', emptyValue: 'null' },
      },
      { id: 'sortBy', options: { fields: {}, sort: [{ field: `${row}\\${column}` }] } },
      {
        id: 'organize',
        options: { excludeByName: {}, indexByName: {}, renameByName: { [`${row}\\${column}`]: rowTitle } },
      },
    ])
    .overrideByRegexp('.*', [
      { id: 'noValue', value: NOTHING },
      { id: 'custom.cellOptions', value: { type: 'color-background', mode: 'basic' } },
    ])
    .overrideByName(rowTitle, [
      { id: 'mappings', value: [rowMapping] },
      { id: 'custom.cellOptions', value: { type: 'auto' } },
      { id: 'custom.width', value: 110 },
    ])
  return finished(builder, { ...words, asks: [ask], height })
}
