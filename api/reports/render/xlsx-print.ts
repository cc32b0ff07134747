/** Rows at the head of a sheet that stand on every page of it. */
export const HEAD_ROWS = 2

/**
 * How sheets are printed: as wide as a page, however long, and those named in `headed` with their head on every page. The library writes
 * paper and orientation; ECMA-376 has the scaling in `sheetPr`, which stands first, and the repeated rows as a name of the workbook.
 */
export const printing = (headed: readonly string[], sheets: readonly string[]) => ({
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transform: (xml: string) =>
          xml.replace(/<worksheet[^>]*>/, '$&<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'),
        transformElementAttributes: (tag: string, attributes: Readonly<Record<string, string | number>>) =>
          tag === 'pageSetup' ? { ...attributes, fitToWidth: 1, fitToHeight: 0 } : attributes,
      },
      'xl/workbook.xml': {
        transform: (xml: string) =>
          xml.replace('<definedNames/>', `<definedNames>${titles(headed, sheets)}</definedNames>`),
      },
    },
  },
})

const titles = (headed: readonly string[], sheets: readonly string[]): string =>
  sheets
    .map((name, i) =>
      headed.includes(name)
        ? `<definedName name="_xlnm.Print_Titles" localSheetId="${i}">'${escaped(name)}'!$1:$${HEAD_ROWS}</definedName>`
        : '',
    )
    .join('')

/** A quote within a quoted name stands twice. */
const escaped = (name: string): string =>
  name.replaceAll("'", "''").replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
