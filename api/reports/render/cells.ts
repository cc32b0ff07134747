import type { Cell, Column } from '../document.ts'
import { sayNumber } from '../words.ts'
import { RESERVED } from '../zeros.ts'

/** A cell as it is written on paper: «05:00 01/03» stays on one line. */
export const textOf = (cell: Cell): string =>
  typeof cell === 'number' ? sayNumber(cell) : cell.replace(/(\d\d:\d\d) (?=\d\d\/\d\d)/g, '$1\u00a0')

/** Numbers stand at the right, the marked zero too; what stands for none in the middle, unless the column says otherwise. */
export const alignOf = (cell: Cell, { align }: Column): 'left' | 'center' | 'right' =>
  align ?? (typeof cell === 'number' || cell === RESERVED ? 'right' : cell === '–' ? 'center' : 'left')
