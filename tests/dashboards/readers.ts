import { DAY } from '../../kernel/time.ts'
import type { Chosen } from './plain.ts'

/** Everything; a subtree with some of each, as a reader narrows a board; what nothing is of; and where there is no unit yet to choose. */
export const readers: Readonly<Record<string, Chosen>> = {
  'mọi thứ': { unit: 'xa-a', ky: 7 * DAY },
  'một phần': {
    units: ['so-x'],
    machines: ['pc-01', 'pc-02', 'pc-04'],
    clauses: ['ACC-01', 'ACC-02', 'ACC-03', 'MED-01', 'EPP-01'],
    levels: ['high', 'low', 'serious'],
    unit: 'so-x',
    ky: 30 * DAY,
  },
  'không có gì': {
    units: ['xa-khac'],
    machines: ['may "lạ" (1)'],
    clauses: ['GOV-01'],
    levels: [],
    unit: 'xa/khác: "1"',
    ky: DAY,
  },
  'chưa có đơn vị': { unit: '', ky: DAY },
}
