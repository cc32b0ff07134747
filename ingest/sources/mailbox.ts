/**
 * The account of an application by the name that was typed there: a mail address is one whole (`an.nv@tinh.example`), a bare name the
 * application's own (`an.nv@zimbra`). It is no account of the domain, though its name be the same: closing the one closes not the other.
 */
export const mailboxOf = (written: string | undefined, application: string): string | undefined => {
  const name = (written ?? '').trim().toLowerCase()
  if (name === '' || name === '-' || /\s/.test(name)) return undefined
  const sign = name.lastIndexOf('@')
  if (sign < 0) return `${name}@${application}`
  return sign === 0 || sign === name.length - 1 || name.indexOf('@') !== sign ? undefined : name
}
