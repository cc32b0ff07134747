/** A MAC address in any writing as `aa:bb:cc:dd:ee:ff`; undefined for what is none, and for one of no device (all zeros or ones). */
export const macOf = (written: string | undefined): string | undefined => {
  const digits = (written ?? '').replace(/[:.\s-]/g, '').toLowerCase()
  if (!/^[0-9a-f]{12}$/.test(digits) || /^(0{12}|f{12})$/.test(digits)) return undefined
  return digits.replace(/(..)(?=.)/g, '$1:')
}
