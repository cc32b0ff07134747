import type { Cell, Column } from '../document.ts'
import { sayNumber } from '../words.ts'

/** A cell as it is written on paper. */
export const textOf = (cell: Cell): string => (typeof cell === 'number' ? sayNumber(cell) : cell)

/** Numbers stand at the right, what stands for none in the middle, unless the column says otherwise. */
export const alignOf = (cell: Cell, { align }: Column): 'left' | 'center' | 'right' =>
  align ?? (typeof cell === 'number' ? 'right' : cell === '–' ? 'center' : 'left')
