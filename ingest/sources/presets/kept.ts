import type { TableMapping as Mapping } from '../table.ts'
import { TableMapping } from '../table.ts'

/** What these have in common: tables that people or their tools keep, in a form this product publishes. */
export const kept = (mapping: Omit<Mapping, 'assumed' | 'format' | 'delimiter' | 'times'>): Mapping =>
  TableMapping.parse({
    ...mapping,
    assumed: false,
    format: 'csv',
    times: ['iso', 'dd/MM/yyyy HH:mm:ss', 'dd/MM/yyyy HH:mm', 'd/M/yyyy H:mm:ss', 'dd/MM/yyyy', 'epoch-ms'],
    zone: 'Asia/Ho_Chi_Minh',
  })
