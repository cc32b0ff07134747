/** The three degrees of state secrets (Law on Protection of State Secrets 2018, Article 8), the highest last. */
export const degrees = ['MẬT', 'TỐI MẬT', 'TUYỆT MẬT'] as const
export type Degree = (typeof degrees)[number]

/**
 * The same for a document that a product has classed, in words of our own: «Tuyệt mật» in a field would be taken for a title by the mask
 * that everything passes on its way out.
 */
export const classes = ['confidential', 'secret', 'top-secret'] as const
export type DocumentClass = (typeof classes)[number]

/** A degree written as a value of its own, in any case and Unicode form: `Mật`, `tối mật`. */
export const degreeNamed = (value: string): Degree | undefined => {
  const written = value.normalize('NFC').trim().replace(/\s+/g, ' ').toUpperCase()
  return degrees.find((degree) => degree === written)
}

/** Every seal, as a pattern. */
export const SEAL = '\\[(?:dấu-)?(?:TUYỆT MẬT|TỐI MẬT|MẬT):[0-9a-f]{16}\\]'
const SURE = /\[dấu-(TUYỆT MẬT|TỐI MẬT|MẬT):[0-9a-f]{16}\]/
const DEGREE_ALONE = new RegExp(`^\\s*${SEAL}\\s*$`)

/**
 * What stands in the place of a title: its degree and a digest. `[dấu-MẬT:…]` bears that marking beyond doubt, `[MẬT:…]` was only hidden:
 * nobody may be asked about it.
 */
export const sealOf = (degree: Degree, digest: string, sure: boolean): string =>
  `[${sure ? 'dấu-' : ''}${degree}:${digest}]`

/** The degree that a title or path, sealed when it was taken in, was marked with beyond doubt. */
export const markedWith = (sealed: string | undefined): Degree | undefined => {
  const written = SURE.exec(sealed ?? '')?.[1]
  return degrees.find((degree) => degree === written)
}

/** The class that a cell of its own names; the mask may have taken the cell for a title. */
export const classNamed = (cell: string): DocumentClass | undefined => {
  const text = cell.normalize('NFC')
  const degree = degreeNamed(DEGREE_ALONE.test(text) ? text.replace(/^\s*\[(?:dấu-)?([^:]+):.*$/, '$1') : text)
  return degree && classes[degrees.indexOf(degree)]
}
