/** Abbreviations that mean one offset wherever they are written; most (CST, IST, BST) mean several. */
const ONE_MEANING: ReadonlyMap<string, string> = new Map([
  ['UTC', 'Z'],
  ['GMT', 'Z'],
  ['Z', 'Z'],
  ['ICT', '+07:00'],
  ['CET', '+01:00'],
  ['CEST', '+02:00'],
])

/**
 * The offset a device writes behind its times: `+0700`, `+07`, `GMT+07:00`, `ICT`. Undefined for an abbreviation that means several zones,
 * and for what is none.
 */
export const offsetOf = (written: string | undefined): string | undefined => {
  const name = (written ?? '').trim().toUpperCase()
  const known = ONE_MEANING.get(name)
  if (known !== undefined) return known
  const [, sign, hours, minutes = '00'] = /^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$/.exec(name) ?? []
  return hours === undefined ? undefined : `${sign}${hours.padStart(2, '0')}:${minutes}`
}
