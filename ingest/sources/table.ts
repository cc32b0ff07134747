/** The mapped table: one source for every row format nobody published. */
export { TableMapping } from './table/mapping.ts'
export { NO_ROW, type PreviewLine, preview } from './table/preview.ts'
export { tableSource } from './table/source.ts'
