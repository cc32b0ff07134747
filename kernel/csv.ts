export type CsvValue = string | number | undefined

/** RFC 4180; a text that a spreadsheet would take for a formula is kept a text (https://owasp.org/www-community/attacks/CSV_Injection). */
const cell = (value: CsvValue): string => {
  const text = typeof value === 'string' ? value.replace(/^(?=[=+\-@\t\r])/, "'") : String(value ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A file of these lines, the heading first, with the mark by which spreadsheets know UTF-8. */
export const csvFile = (lines: readonly (readonly CsvValue[])[]): string =>
  `\ufeff${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`
