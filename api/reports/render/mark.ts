const NAME = 'vong-gac-report'

/** What a PDF of ours says among its properties: that it is one, and of which numbers. ASCII, so it stands in the file as it is. */
export const markOf = (digest: string): string => `${NAME} ${digest}`

/** The digest of the numbers a PDF of ours was printed from, whoever added to it since; undefined for any other PDF. */
export const printedDigest = (pdf: Buffer): string | undefined => {
  const at = pdf.indexOf(`(${NAME} `)
  return at < 0 ? undefined : /^\([\w-]+ ([\da-f]+)\)/.exec(pdf.toString('latin1', at, at + 100))?.[1]
}
