import { readFile } from 'node:fs/promises'
import { rowKey } from '../../kernel/directory/data.ts'
import { type Located, readSheet } from './sheet.ts'

/** Public facts that come with the product: services by their domains, programs by their names. */
const shippedLists = new URL('./lists.csv', import.meta.url)

/** How the origin of these begins: of them a later release may drop what it likes. */
export const SHIPPED = 'kèm Vọng Gác: '

export const readShippedLists = async () => {
  const { rows, problems } = await readSheet(
    'lists',
    'ingest/directory/lists.csv',
    await readFile(shippedLists, 'utf8'),
  )
  return { problems, rows: rows.map((one) => ({ ...one, row: { ...one.row, origin: SHIPPED + one.row.origin } })) }
}

/** The province's rows, and of the product's those about which it says nothing to everybody. */
export const withShipped = (
  own: readonly Located<'lists'>[],
  shipped: readonly Located<'lists'>[],
): readonly Located<'lists'>[] => {
  const said = new Set(own.map(({ row }) => rowKey('lists', row)))
  return [...shipped.filter(({ row }) => !said.has(rowKey('lists', row))), ...own]
}
