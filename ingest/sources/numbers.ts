/** A number without a sign as logs write it; undefined for anything else, and for more than JavaScript counts exactly. */
export const countOf = (written: string | undefined): number | undefined => {
  const count = /^\d{1,16}$/.test(written ?? '') ? Number(written) : Number.NaN
  return Number.isSafeInteger(count) ? count : undefined
}

/** A port of TCP or UDP. */
export const portOf = (written: string | undefined): number | undefined => {
  const port = countOf(written)
  return port !== undefined && port <= 65_535 ? port : undefined
}

/** The protocols of IP that logs number (IANA, «Protocol Numbers»); others keep their number. */
const PROTOCOLS: ReadonlyMap<string, string> = new Map([
  ['1', 'icmp'],
  ['2', 'igmp'],
  ['6', 'tcp'],
  ['17', 'udp'],
  ['47', 'gre'],
  ['50', 'esp'],
  ['58', 'ipv6-icmp'],
  ['132', 'sctp'],
])

/** A protocol by its name in lower case, whether the log writes it or its number. */
export const protocolOf = (written: string | undefined): string | undefined => {
  const name = written?.trim().toLowerCase()
  return name === undefined || name === '' ? undefined : (PROTOCOLS.get(name) ?? name)
}
