/** A name of the domain name system as the product writes it: lower case, without the root's dot; undefined for what is none. */
export const domainOf = (written: string | undefined): string | undefined => {
  const name = (written ?? '').trim().replace(/\.$/, '').toLowerCase()
  return name === '' || name === '-' || name.length > 253 || /\s/.test(name) ? undefined : name
}

const AUTHORITY = /^(?:[a-z][a-z0-9+.-]{0,15}:\/\/)?(?:[^@/?#\s]{0,255}@)?(\[[0-9a-f:.]{2,45}\]|[^:/?#\s@]{1,253})/i

/** The host of a URL, or of the `host:port` of CONNECT; an address too. */
export const domainOfUrl = (url: string): string | undefined =>
  domainOf(AUTHORITY.exec(url)?.[1]?.replace(/^\[|\]$/g, ''))
