/** An address as a number, with the bits of its family. */
export type Address = { readonly bits: 32 | 128; readonly value: bigint }
export type Prefix = Address & { readonly length: number }

/** IPv4, IPv6 (RFC 4291, a zone is left off) and IPv4 written as IPv6 (`::ffff:192.0.2.1`), which is read as IPv4. */
export const parseAddress = (text: string): Address | undefined => {
  const plain = text.split('%')[0]!
  if (!plain.includes(':')) return ipv4(plain)
  const address = ipv6(plain)
  return address && address.value >> 32n === 0xffffn ? { bits: 32, value: address.value & 0xffffffffn } : address
}

/** `192.0.2.0/24`, `2001:db8::/32`; a bare address is a network of one. Host bits are cut off. */
export const parseCidr = (text: string): Prefix | undefined => {
  const [base, length, more] = text.split('/')
  const address = base === undefined || more !== undefined ? undefined : parseAddress(base)
  if (!address) return undefined
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined
  const size = length === undefined ? address.bits : Number(length)
  return size > address.bits ? undefined : { bits: address.bits, length: size, value: cut(address, size) }
}

/** The network part of an address. */
export const cut = ({ bits, value }: Address, length: number): bigint => {
  const host = BigInt(bits - length)
  return (value >> host) << host
}

const ipv4 = (text: string): Address | undefined => {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined
  return { bits: 32, value: parts.reduce((value, part) => value * 256n + BigInt(part), 0n) }
}

const ipv6 = (text: string): Address | undefined => {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  const tail = dotted && ipv4(dotted[2]!)
  if (dotted && !tail) return undefined
  const hex =
    dotted && tail ? `${dotted[1]}${(tail.value >> 16n).toString(16)}:${(tail.value & 0xffffn).toString(16)}` : text
  const halves = hex.split('::')
  if (halves.length > 2) return undefined
  const [head, rest] = halves.map((half) => (half === '' ? [] : half.split(':'))) as [string[], string[] | undefined]
  const missing = 8 - head.length - (rest?.length ?? 0)
  if (rest === undefined ? missing !== 0 : missing < 1) return undefined
  const groups = [...head, ...Array.from({ length: rest ? missing : 0 }, () => '0'), ...(rest ?? [])]
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined
  return { bits: 128, value: groups.reduce((value, group) => (value << 16n) + BigInt(`0x${group}`), 0n) }
}

/** Networks that nobody reaches from the Internet, or that are no single place of it (RFC 6890). */
const UNROUTED = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  ...['224.0.0.0/4', '240.0.0.0/4', '::/127', 'fc00::/7', 'fe80::/10', 'ff00::/8'],
].map((text) => parseCidr(text)!)

/** Whether an address may be somebody's on the Internet. Those of documentation are, so that examples can be told (RFC 5737). */
export const isPublic = (text: string): boolean => {
  const address = parseAddress(text)
  return (
    address !== undefined &&
    !UNROUTED.some(({ bits, length, value }) => bits === address.bits && cut(address, length) === value)
  )
}
