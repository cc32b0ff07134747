/** The mapped table: one source for every row format nobody published. */
export { columnsIn } from './table/columns.ts'
export { type Expected, expectationsOf, failuresOf, MappingTest } from './table/expected.ts'
export { TableMapping } from './table/mapping.ts'
export { NO_ROW, preview, rowsOf } from './table/preview.ts'
export { rowsIn } from './table/rows.ts'
export { maskRows } from './table/secrets.ts'
export { tableSource } from './table/source.ts'
