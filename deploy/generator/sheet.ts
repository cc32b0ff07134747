export type Cells = Readonly<Record<string, string | boolean | undefined>>

const cell = (value: string | boolean | undefined): string => {
  const text = value === undefined ? '' : typeof value === 'boolean' ? (value ? 'có' : 'không') : value
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A CSV file with these columns: names of `kernel/directory/rows.ts`. */
export const sheet = (columns: readonly string[], rows: readonly Cells[]): string =>
  `${[columns, ...rows.map((row) => columns.map((column) => cell(row[column])))].map((line) => line.join(',')).join('\n')}\n`
