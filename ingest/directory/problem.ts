/** One mistake in the folder of registers, told so that a clerk finds the cell and knows what belongs there. */
export type Problem = {
  readonly file: string
  /** 1 is the first line of the file. */
  readonly line?: number
  /** As the file itself names it. */
  readonly column?: string
  readonly value?: string
  readonly expected: string
  /** One Vietnamese sentence that says all of the above. */
  readonly message: string
}

/** `what` finishes «…: » with what is wrong; `expected` with what belongs there. */
export const problem = (
  place: Pick<Problem, 'file' | 'line' | 'column' | 'value'>,
  what: string,
  expected: string,
): Problem => {
  const { file, line, column, value } = place
  const where = [
    file,
    ...(line === undefined ? [] : [`dòng ${line}`]),
    ...(column === undefined ? [] : [`cột «${column}»`]),
  ].join(', ')
  const seen = value === undefined || value === '' ? '' : ` «${value}»`
  return { ...place, expected, message: `${where}: ${what}${seen}; cần ${expected}.` }
}
