/** By what a list may name things. */
export const listKinds = ['domain', 'address', 'product', 'path', 'sha256'] as const
export type ListKind = (typeof listKinds)[number]

const program = ['product', 'path', 'sha256'] as const

/** The lists that rules look at, each with what it may name. */
export const lists = {
  /** Software that may be installed. */
  'approved-software': program,
  /** What authorities warn of. */
  blocklist: ['domain', 'address', 'sha256'],
  /** Addresses and names behind which many sites lie: one that is warned of says nothing about the others. */
  'shared-hosting': ['domain', 'address'],
  ddns: ['domain'],
  'remote-control': [...program, 'domain'],
  /** Ways around the network: VPN and proxy services, Tor. */
  tunnel: [...program, 'domain', 'address'],
  /** VPNs that were allowed, by their gateways or programs. */
  'allowed-vpn': [...program, 'domain', 'address'],
  ai: ['domain'],
  'allowed-ai': ['domain'],
  chat: [...program, 'domain'],
  webmail: ['domain'],
  social: ['domain'],
  entertainment: ['domain'],
  /** Pornography, violence, gambling. */
  harmful: ['domain'],
} as const satisfies Readonly<Record<string, readonly ListKind[]>>

export type ListName = keyof typeof lists
export const listNames = Object.keys(lists) as readonly ListName[]
